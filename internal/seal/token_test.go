package seal

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func TestTokens(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		token := NewToken()
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || len(raw) != 32 || seen[token] {
			t.Fatalf("%q: %d bytes, %v, seen before %v", token, len(raw), err, seen[token])
		}
		seen[token] = true
	}
	hash := HashToken("abc")
	if got := hex.EncodeToString(hash[:4]); got != "ba7816bf" {
		t.Errorf("not the SHA-256: %s…", got)
	}
}

func TestSignedTokenVerifiesUntilItExpires(t *testing.T) {
	t.Parallel()
	signer := NewRing().Signer("private-link")
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.StringN(0, 500, 2000).Draw(t, "payload")
		token := signer.Sign([]byte(payload), noon)
		got, err := signer.Verify(token, noon.Add(-time.Second))
		if err != nil || string(got) != payload {
			t.Fatalf("verified %q, %v", got, err)
		}
		late := time.Duration(rapid.Int64Range(0, 1e18).Draw(t, "late"))
		if _, err := signer.Verify(token, noon.Add(late)); !errors.Is(err, ErrExpired) {
			t.Fatalf("%v late: %v", late, err)
		}
	})
}

func TestEveryForgedCharacterIsNoticed(t *testing.T) {
	t.Parallel()
	signer := NewRing().Signer("private-link")
	token := signer.Sign([]byte("cnv_7"), noon)
	before := noon.Add(-time.Hour)
	for at := range token {
		forged := token[:at] + swap(token[at]) + token[at+1:]
		if _, err := signer.Verify(forged, before); !errors.Is(err, ErrBadToken) && !errors.Is(err, ErrUnknownKey) {
			t.Errorf("character %d: %v", at, err)
		}
		if _, err := signer.Verify(token[:at], before); !errors.Is(err, ErrBadToken) {
			t.Errorf("cut at %d: %v", at, err)
		}
	}
	for _, bad := range []string{token + "A", token + "=", " " + token, strings.Repeat("A", maxSigned+1)} {
		if _, err := signer.Verify(bad, before); !errors.Is(err, ErrBadToken) {
			t.Errorf("%.20s…: %v", bad, err)
		}
	}
}

func swap(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}

func TestPurposesAndRingsDoNotMix(t *testing.T) {
	t.Parallel()
	ring := NewRing()
	before := noon.Add(-time.Hour)
	token := ring.Signer("private-link").Sign([]byte("cnv_7"), noon)
	if _, err := ring.Signer("survey").Verify(token, before); !errors.Is(err, ErrBadToken) {
		t.Errorf("another purpose: %v", err)
	}
	if _, err := NewRing().Signer("private-link").Verify(token, before); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("another ring: %v", err)
	}
	next := ring.WithNewPrimary()
	if _, err := next.Signer("private-link").Verify(token, before); err != nil {
		t.Errorf("after rotation a link must still work: %v", err)
	}
	if _, err := next.WithoutOld().Signer("private-link").Verify(token, before); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("after its key left: %v", err)
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	ring := fixed(t)
	base := ring.Digest("tombstone", "ab", "c")
	if base != ring.Digest("tombstone", "ab", "c") {
		t.Error("the same parts differ")
	}
	others := map[string][32]byte{
		"other purpose": ring.Digest("search", "ab", "c"),
		"other split":   ring.Digest("tombstone", "a", "bc"),
		"joined":        ring.Digest("tombstone", "abc"),
		"another part":  ring.Digest("tombstone", "ab", "c", ""),
		"other ring":    NewRing().Digest("tombstone", "ab", "c"),
	}
	for name, other := range others {
		if other == base {
			t.Errorf("%s gives the same digest", name)
		}
	}
}

// What these keys have made must be recognised by every later version.
func TestFormatsStand(t *testing.T) {
	t.Parallel()
	ring := fixed(t)
	digest := ring.Digest("tombstone", "ab", "c")
	if got, want := hex.EncodeToString(digest[:]), wantDigest; got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
	if got := ring.Signer("private-link").Sign([]byte("cnv_7"), noon); got != wantSigned {
		t.Errorf("signed %s, want %s", got, wantSigned)
	}
	old, err := hex.DecodeString(storedValue)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ring.Open(old, place); err != nil || string(got) != "bridge-lamp" {
		t.Errorf("opened %q, %v", got, err)
	}
}

const (
	wantDigest  = "e56bdc1ad0c07b7a4144c801ccca21e194d410b885e33007ac3434cb7a93db82"
	wantSigned  = "AQAAAAIAAAAAafiKQGNudl83OgAiJRbKsmdKpNUKSNDPYEH2DpOdbaulEBLZ8aScnmw"
	storedValue = "01000000020872c92d2d0475c2e8386a274bd11e4831fac565e22ed4a2b9" +
		"4048953c0a1e4c416b7fec96d10a8579a3918dabd962"
)

func FuzzVerify(f *testing.F) {
	signer := fixed(f).Signer("private-link")
	token := signer.Sign([]byte("cnv_7"), noon)
	f.Add(token)
	f.Add(token[:40])
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		payload, err := signer.Verify(text, noon.Add(-time.Hour))
		if err == nil && text != token {
			t.Errorf("forged: %q gives %q", text, payload)
		}
	})
}
