package password

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/argon2"
	"pgregory.net/rapid"
)

const good = "seven wet umbrellas"

// cheap is a hasher for tests about anything but the cost.
func cheap(parallel int) *Hasher { return newHasher(parallel, params{memory: 64, passes: 1, lanes: 1}) }

func hash(t *testing.T, h *Hasher, password string) string {
	t.Helper()
	stored, err := h.Hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func matches(t *testing.T, h *Hasher, stored, password string) bool {
	t.Helper()
	ok, err := h.Verify(t.Context(), stored, password)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestRealCosts(t *testing.T) {
	t.Parallel()
	h := NewHasher(2)
	stored := hash(t, h, good)
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("stored as %s", stored)
	}
	if !matches(t, h, stored, good) || matches(t, h, stored, good+" ") {
		t.Error("the right password fails or a wrong one passes")
	}
	if h.NeedsRehash(stored) {
		t.Error("a fresh hash needs to be renewed")
	}
	if stored == hash(t, h, good) {
		t.Error("two people with one password have one hash: no salt")
	}
}

// What another tool or an older version has hashed with other costs verifies, and is due to be renewed.
func TestForeignHash(t *testing.T) {
	t.Parallel()
	foreign := phc{params: params{memory: 1024, passes: 3, lanes: 2}, salt: []byte("somesalt")}
	foreign.hash = argon2.IDKey([]byte(good), foreign.salt, 3, 1024, 2, 24)
	h := cheap(1)
	if !matches(t, h, foreign.String(), good) {
		t.Error("a hash with other parameters does not verify")
	}
	if !h.NeedsRehash(foreign.String()) {
		t.Error("other parameters, and no need to renew")
	}
}

func TestOnlyTheSamePasswordMatches(t *testing.T) {
	t.Parallel()
	h := cheap(1)
	rapid.Check(t, func(rt *rapid.T) {
		one, two := rapid.StringN(0, 40, 200).Draw(rt, "one"), rapid.StringN(0, 40, 200).Draw(rt, "two")
		stored := hash(t, h, one)
		if !matches(t, h, stored, one) {
			rt.Fatalf("%q does not match itself", one)
		}
		a, _ := normalise(one)
		b, _ := normalise(two)
		if matches(t, h, stored, two) != (a == b) {
			rt.Fatalf("%q against %q", one, two)
		}
	})
}

func TestTypedElsewhere(t *testing.T) {
	t.Parallel()
	h := cheap(1)
	stored := hash(t, h, "caf\u00e9 of seven doors")
	for _, typed := range []string{"cafe\u0301 of seven doors", "caf\u00e9\u00a0of seven doors", "ｃafé of seven doors"} {
		if !matches(t, h, stored, typed) {
			t.Errorf("%q does not match", typed)
		}
	}
	if matches(t, h, stored, "cafe of seven doors") || matches(t, h, stored, "Caf\u00e9 of seven doors") {
		t.Error("accents and case must count")
	}
}

func TestRefusedInput(t *testing.T) {
	t.Parallel()
	h := cheap(1)
	stored := hash(t, h, good)
	for _, tt := range []struct {
		password string
		want     error
	}{
		{strings.Repeat("x", MaxLength), nil},
		{strings.Repeat("x", MaxLength+1), ErrTooLong},
		{"broken \xff bytes", ErrNotText},
	} {
		if _, err := h.Hash(t.Context(), tt.password); !errors.Is(err, tt.want) {
			t.Errorf("%.20q: %v", tt.password, err)
		}
		if tt.want != nil && matches(t, h, stored, tt.password) {
			t.Errorf("%.20q matches", tt.password)
		}
	}
}

func TestNobodyBehindAnEmptyHash(t *testing.T) {
	t.Parallel()
	h := cheap(1)
	for _, password := range []string{"", good} {
		if matches(t, h, "", password) {
			t.Errorf("%q signs in to an account that does not exist", password)
		}
	}
	if !h.NeedsRehash("") {
		t.Error("an empty hash is up to date")
	}
}

func TestMalformedHashes(t *testing.T) {
	t.Parallel()
	whole := hash(t, cheap(1), good)
	replace := func(old, with string) string { return strings.Replace(whole, old, with, 1) }
	for name, stored := range map[string]string{
		"plain text":     good,
		"bcrypt":         "$2b$12$abcdefghijklmnopqrstuv",
		"argon2i":        replace("argon2id", "argon2i"),
		"other version":  replace("v=19", "v=16"),
		"no memory":      replace("m=64", "m=0"),
		"all the memory": replace("m=64", "m=4294967295"),
		"too many bits":  replace("m=64", "m=4294967296"),
		"endless":        replace("t=1", "t=999"),
		"negative":       replace("t=1", "t=-1"),
		"leading zero":   replace("t=1", "t=01"),
		"lanes":          replace("p=1", "p=9"),
		"swapped":        replace("m=64,t=1", "t=1,m=64"),
		"cost missing":   replace(",p=1", ""),
		"extra field":    whole + "$",
		"cut":            whole[:len(whole)-30],
		"bad base64":     whole[:len(whole)-1] + "!",
		"line break":     whole + "\n",
		"long hash":      whole + strings.Repeat("A", 64),
	} {
		if ok, err := cheap(1).Verify(t.Context(), stored, good); ok || !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v, %v", name, ok, err)
		} else if strings.Contains(err.Error(), whole[len(whole)-20:]) {
			t.Errorf("%s: the error quotes the hash", name)
		}
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b7dWWJJTmaaJObG")
	f.Add("$argon2id$v=19$m=8,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := parsePHC(text)
		if err != nil {
			if !errors.Is(err, ErrMalformed) {
				t.Errorf("got %v", err)
			}
			return
		}
		if parsed.String() != text {
			t.Errorf("%q reads as %q", text, parsed)
		}
		if parsed.memory > maxMemory || parsed.passes > maxPasses || parsed.lanes > maxLanes {
			t.Errorf("%q costs too much", text)
		}
	})
}

func TestGate(t *testing.T) {
	t.Parallel()
	h := cheap(2)
	var leaves []func()
	for range 2 {
		leave, err := h.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	var waiting sync.WaitGroup
	var cancelled atomic.Int32
	left := errors.New("they left")
	for range 2 * waitersPerSlot {
		waiting.Go(func() {
			if _, err := h.enter(ctx); errors.Is(err, left) {
				cancelled.Add(1)
			}
		})
	}
	for len(h.waiting) < cap(h.waiting) {
		continue
	}
	if _, err := h.Verify(t.Context(), "", good); !errors.Is(err, ErrBusy) {
		t.Errorf("one too many: %v", err)
	}
	cancel(left)
	waiting.Wait()
	if cancelled.Load() != 2*waitersPerSlot {
		t.Errorf("%d gave up", cancelled.Load())
	}
	for _, leave := range leaves {
		leave()
	}
	if len(h.waiting) != 0 || len(h.running) != 0 {
		t.Error("places are lost")
	}
	hash(t, h, good)
}

func TestAFloodOfSignInsIsServed(t *testing.T) {
	t.Parallel()
	h := cheap(2)
	stored := hash(t, h, good)
	var wg sync.WaitGroup
	var most atomic.Int32
	for range 80 {
		wg.Go(func() {
			if ok, err := h.Verify(t.Context(), stored, good); err != nil || !ok {
				t.Errorf("%v, %v", ok, err)
			}
			most.Store(max(most.Load(), int32(len(h.running))))
		})
	}
	wg.Wait()
	if most.Load() > 2 {
		t.Errorf("%d ran at once", most.Load())
	}
}

func BenchmarkVerify(b *testing.B) {
	h := NewHasher(1)
	stored, err := h.Hash(b.Context(), good)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if ok, err := h.Verify(b.Context(), stored, good); err != nil || !ok {
			b.Fatal(ok, err)
		}
	}
}
