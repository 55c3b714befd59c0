package seal

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestRingSurvivesItsFile(t *testing.T) {
	t.Parallel()
	ring := NewRing().WithNewPrimary().WithNewPrimary()
	value := sealed(t, ring, "bridge-lamp")
	again, err := ParseRing(ring.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(value, place); err != nil || string(got) != "bridge-lamp" {
		t.Errorf("opened %q, %v", got, err)
	}
	if again.PrimaryID() != ring.PrimaryID() || again.Len() != 3 || again.Digest("a") != ring.Digest("a") {
		t.Errorf("%s differs after a round through its file", ring)
	}
}

func TestRingNeverPrintsItsKeys(t *testing.T) {
	t.Parallel()
	ring := fixed(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if got := fmt.Sprintf(verb, ring); got != "key ring of 2" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

func TestDamagedRings(t *testing.T) {
	t.Parallel()
	const key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
	tests := map[string]string{
		"empty":            "",
		"only a comment":   "# nothing\n",
		"newer format":     strings.Replace(fixedRing, "keys 1", "keys 2", 1),
		"no header":        strings.Replace(fixedRing, "switchboard-keys 1\n", "", 1),
		"no primary":       strings.Replace(fixedRing, "primary 00000002\n", "", 1),
		"two primaries":    fixedRing + "primary 00000001\n",
		"primary missing":  strings.Replace(fixedRing, "primary 00000002", "primary 00000003", 1),
		"no digest":        fixedRing[:strings.Index(fixedRing, "digest")],
		"two digests":      fixedRing + "digest " + key + "\n",
		"key twice":        fixedRing + "key 00000001 " + key + "\n",
		"short key":        fixedRing + "key 00000003 AQEB\n",
		"not base64":       fixedRing + "key 00000003 " + strings.Repeat("!", 43) + "\n",
		"loose last bits":  fixedRing + "key 00000003 " + key[:42] + "F\n",
		"upper-case id":    fixedRing + "key 0000000A " + key + "\n",
		"short id":         fixedRing + "key 0001 " + key + "\n",
		"key without key":  fixedRing + "key 00000003\n",
		"unknown line":     fixedRing + "colour blue\n",
		"too many keys":    fixedRing + manyKeys(maxKeys),
		"words in between": fixedRing + "key 00000003 and " + key + "\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseRing([]byte(text))
			if !errors.Is(err, ErrRingFormat) {
				t.Fatalf("got %v", err)
			}
			if strings.Contains(err.Error(), key[:8]) {
				t.Errorf("the error quotes a key: %v", err)
			}
		})
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "key %08x AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\n", i+100)
	}
	return b.String()
}

func FuzzParseRing(f *testing.F) {
	f.Add([]byte(fixedRing))
	f.Add([]byte("switchboard-keys 1\nprimary 00000002\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		ring, err := ParseRing(text)
		if err != nil {
			if !errors.Is(err, ErrRingFormat) {
				t.Errorf("got %v", err)
			}
			return
		}
		again, err := ParseRing(ring.Encode())
		if err != nil || string(again.Encode()) != string(ring.Encode()) {
			t.Errorf("does not survive its own file: %v", err)
		}
	})
}

func TestFileIsCreatedOnceAndKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "keys")
	if _, err := Load(path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("no file yet, and Load gives %v", err)
	}
	first, created, err := LoadOrCreate(path)
	if err != nil || !created {
		t.Fatalf("created %v, %v", created, err)
	}
	stat, err := os.Stat(path)
	if err != nil || stat.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", stat.Mode(), err)
	}
	second, created, err := LoadOrCreate(path)
	if err != nil || created || second.PrimaryID() != first.PrimaryID() {
		t.Errorf("the second time: created %v, %v", created, err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestAllWhoComeFirstGetTheSameRing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys")
	rings := make([]*Ring, 8)
	creators := make([]bool, 8)
	var wg sync.WaitGroup
	for i := range rings {
		wg.Go(func() {
			var err error
			if rings[i], creators[i], err = LoadOrCreate(path); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	count := 0
	for i := range rings {
		if rings[i].PrimaryID() != rings[0].PrimaryID() {
			t.Error("two processes seal with different rings")
		}
		if creators[i] {
			count++
		}
	}
	if count != 1 {
		t.Errorf("%d claim to have created the file", count)
	}
}

func TestSaveReplaces(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys")
	ring, _, err := LoadOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	next := ring.WithNewPrimary()
	if err := Save(path, next); err != nil {
		t.Fatal(err)
	}
	got, err := Load(path)
	if err != nil || got.PrimaryID() != next.PrimaryID() || got.Len() != 2 {
		t.Errorf("loaded %v, %v", got, err)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		mode       os.FileMode
		want       error
	}{
		{"readable by the group", fixedRing, 0o640, ErrRingReadable},
		{"readable by all", fixedRing, 0o644, ErrRingReadable},
		{"cut off", fixedRing[:90], 0o600, ErrRingFormat},
		{"empty", "", 0o600, ErrRingFormat},
		{"huge", strings.Repeat("#\n", maxRingFile), 0o600, ErrRingFormat},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "keys")
			if err := os.WriteFile(path, []byte(tt.text), tt.mode); err != nil {
				t.Fatal(err)
			}
			if _, _, err := LoadOrCreate(path); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			after, err := os.ReadFile(path)
			if err != nil || string(after) != tt.text {
				t.Error("a file that was refused was changed")
			}
		})
	}
}

func TestFingerprintIsOfTheInstallationNotOfItsKeys(t *testing.T) {
	t.Parallel()
	ring := fixed(t)
	// It stands in databases out there, and must come out the same for ever.
	const want = "99e8d3d0f00d4ebfc69b983de82156f3cf14e7ffcddbfb39c6520df4a85a2ded"
	if got := ring.Fingerprint(); got != want {
		t.Errorf("fingerprint %s, want %s", got, want)
	}
	rotated := ring.WithNewPrimary()
	again, err := ParseRing(rotated.WithoutOld().Encode())
	if err != nil {
		t.Fatal(err)
	}
	if rotated.Fingerprint() != want || again.Fingerprint() != want {
		t.Errorf("after a rotation %s, without the old keys %s", rotated.Fingerprint(), again.Fingerprint())
	}
	if one, other := NewRing(), NewRing(); one.Fingerprint() == other.Fingerprint() {
		t.Error("two rings have one fingerprint")
	}
	if want == hex.EncodeToString(ring.digest[:]) {
		t.Error("the fingerprint gives the key away")
	}
}
