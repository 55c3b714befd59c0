package seal

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const place = "account/0197a1/app_secret"

func sealed(t *testing.T, r *Ring, text string) []byte {
	t.Helper()
	s, err := r.Seal([]byte(text), place)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealedOpensInItsPlaceOnly(t *testing.T) {
	t.Parallel()
	ring := NewRing()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		here, there := rapid.String().Draw(t, "here"), rapid.String().Draw(t, "there")
		s, err := ring.Seal(text, here)
		if err != nil {
			t.Fatal(err)
		}
		if len(s) != len(text)+Overhead {
			t.Fatalf("%d bytes became %d", len(text), len(s))
		}
		got, err := ring.Open(s, here)
		if err != nil || !bytes.Equal(got, text) {
			t.Fatalf("opened %q, %v", got, err)
		}
		if _, err := ring.Open(s, there); here != there && !errors.Is(err, ErrWrongBinding) {
			t.Fatalf("moved from %q to %q: %v", here, there, err)
		}
	})
}

func TestSealingTwiceDiffers(t *testing.T) {
	t.Parallel()
	ring := NewRing()
	if bytes.Equal(sealed(t, ring, "bridge-lamp"), sealed(t, ring, "bridge-lamp")) {
		t.Error("two values tell that their secrets are equal")
	}
	if bytes.Contains(sealed(t, ring, "bridge-lamp"), []byte("bridge-lamp")) {
		t.Error("the secret stands in the sealed value")
	}
}

// Every single changed, missing or added byte is noticed, and no error tells anything about the content.
func TestDamageIsNoticed(t *testing.T) {
	t.Parallel()
	ring := NewRing()
	whole := sealed(t, ring, "bridge-lamp")
	check := func(damaged []byte, at int) {
		got, err := ring.Open(damaged, place)
		known := errors.Is(err, ErrCorrupt) || errors.Is(err, ErrUnknownKey) || errors.Is(err, ErrWrongBinding)
		if got != nil || !known {
			t.Errorf("byte %d: opened %q, %v", at, got, err)
		}
		if err != nil && strings.Contains(err.Error(), "bridge") {
			t.Errorf("the error leaks: %v", err)
		}
		if at >= headLen && !errors.Is(err, ErrCorrupt) {
			t.Errorf("byte %d: got %v, want ErrCorrupt", at, err)
		}
	}
	for at := range whole {
		damaged := bytes.Clone(whole)
		damaged[at] ^= 0x10
		check(damaged, at)
		check(whole[:at], len(whole))
	}
	check(append(bytes.Clone(whole), 0), len(whole))
}

func TestRotation(t *testing.T) {
	t.Parallel()
	first := NewRing()
	old := sealed(t, first, "bridge-lamp")
	if again, changed, err := first.Rotate(old, place); changed || err != nil || !bytes.Equal(again, old) {
		t.Errorf("rotated although nothing had to be: %v", err)
	}
	second := first.WithNewPrimary()
	if first.Len() != 1 || second.Len() != 2 || first.PrimaryID() == second.PrimaryID() {
		t.Fatalf("rings of %d and %d keys", first.Len(), second.Len())
	}
	fresh, changed, err := second.Rotate(old, place)
	if !changed || err != nil {
		t.Fatalf("not rotated: %v", err)
	}
	if got, err := second.WithoutOld().Open(fresh, place); err != nil || string(got) != "bridge-lamp" {
		t.Errorf("the new key alone opens %q, %v", got, err)
	}
	if _, err := second.WithoutOld().Open(old, place); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("the old value without the old key: %v", err)
	}
	if _, _, err := second.Rotate(old, "elsewhere"); !errors.Is(err, ErrWrongBinding) {
		t.Errorf("rotation would have moved the value: %v", err)
	}
	if first.Digest("x", "y") != second.WithoutOld().Digest("x", "y") {
		t.Error("rotation changed the digests, so nothing erased would be recognised")
	}
}

func TestAnotherRingCannotOpen(t *testing.T) {
	t.Parallel()
	if _, err := NewRing().Open(sealed(t, NewRing(), "bridge-lamp"), place); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("got %v", err)
	}
}

// fixedRing is a ring whose keys are known, so that what is stored today must open tomorrow.
const fixedRing = `# invented for tests
switchboard-keys 1
primary 00000002
key 00000002 AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI
key 00000001 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE
digest AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM
`

func fixed(t testing.TB) *Ring {
	t.Helper()
	ring, err := ParseRing([]byte(fixedRing))
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

func FuzzOpen(f *testing.F) {
	ring := fixed(f)
	whole, err := ring.Seal([]byte("bridge-lamp"), place)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole, place)
	f.Add(whole[:headLen], place)
	f.Add([]byte{}, "")
	f.Add(append([]byte{sealVersion, 0, 0, 0, 1}, make([]byte, 60)...), place)
	f.Fuzz(func(t *testing.T, value []byte, binding string) {
		got, err := ring.Open(value, binding)
		if err != nil {
			known := errors.Is(err, ErrCorrupt) || errors.Is(err, ErrUnknownKey) || errors.Is(err, ErrWrongBinding)
			if !known || got != nil {
				t.Errorf("got %q, %v", got, err)
			}
			return
		}
		// Nobody but the ring can make a value that opens, so it must be the seed.
		if string(got) != "bridge-lamp" || binding != place {
			t.Errorf("a forged value opened as %q", got)
		}
	})
}
