// Package seal keeps secrets secret at rest and makes tokens that cannot be forged.
//
// A Ring holds the keys. From it come Seal and Open (AES-256-GCM, bound to the database row), Signer (signed, expiring
// tokens for links) and Digest (a keyed fingerprint, for tombstones). NewToken and HashToken need no key.
//
// # The key ring file
//
// One file of lines, mode 0600, created on first use, kept apart from backups of the data:
//
//	# comment
//	switchboard-keys 1
//	primary 9f2c41aa
//	key 9f2c41aa <43 characters: 32 random bytes, base64url without padding>
//	key 03d1775e <…>
//	digest <43 characters>
//
// The first line that is no comment names the format. The primary key seals and signs; every key opens and verifies. The
// digest key never changes, because what it has marked could not be recognised any more. No key is used directly: each
// use derives its own, the HMAC-SHA256 of its name and purpose.
package seal

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

const (
	ringFormat = "switchboard-keys 1"
	maxKeys    = 1000
)

// ErrRingFormat means that a key ring file is damaged or was written by a newer version. The error never quotes a key.
var ErrRingFormat = errors.New("the key ring cannot be read")

type secret [32]byte

type keyID [4]byte

func (id keyID) String() string { return hex.EncodeToString(id[:]) }

// Ring is a set of keys, one of them primary. It never changes: WithNewPrimary returns another one. It is safe for use
// by several goroutines, and prints as the number of its keys only.
type Ring struct {
	order   []keyID
	keys    map[keyID]secret
	primary keyID
	digest  secret
}

// NewRing returns a ring with one fresh key.
func NewRing() *Ring {
	empty := &Ring{digest: newSecret()}
	return empty.WithNewPrimary()
}

// WithNewPrimary returns a ring that seals with a fresh key and still opens with all the old ones.
func (r *Ring) WithNewPrimary() *Ring {
	next := r.clone()
	var id keyID
	for fresh := false; !fresh; {
		_, _ = rand.Read(id[:]) // never fails
		_, taken := r.keys[id]
		fresh = !taken
	}
	next.order = append([]keyID{id}, next.order...)
	next.keys[id] = newSecret()
	next.primary = id
	return next
}

// WithoutOld returns a ring that has lost every key but the primary one. Values not yet rotated can never be opened
// with it.
func (r *Ring) WithoutOld() *Ring {
	return &Ring{
		order:   []keyID{r.primary},
		keys:    map[keyID]secret{r.primary: r.keys[r.primary]},
		primary: r.primary,
		digest:  r.digest,
	}
}

// Len returns the number of keys that can open a sealed value.
func (r *Ring) Len() int { return len(r.order) }

// PrimaryID names the key that seals now. It is not secret.
func (r *Ring) PrimaryID() string { return r.primary.String() }

// Fingerprint tells rings apart and gives nothing of them away: 64 hexadecimal digits made of the digest key, which never
// changes, so that it stays the same whatever keys come and go.
func (r *Ring) Fingerprint() string { return hex.EncodeToString(r.digest.derive("fingerprint", "")) }

// String keeps keys out of logs.
func (r *Ring) String() string { return fmt.Sprintf("key ring of %d", r.Len()) }

// GoString keeps keys out of logs.
func (r *Ring) GoString() string { return r.String() }

// Format keeps keys out of logs whatever the verb.
func (r *Ring) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(r.String())) }

func (r *Ring) clone() *Ring {
	next := &Ring{order: slices.Clone(r.order), keys: map[keyID]secret{}, primary: r.primary, digest: r.digest}
	for id, key := range r.keys {
		next.keys[id] = key
	}
	return next
}

// Encode writes the ring in the file format above.
func (r *Ring) Encode() []byte {
	var b strings.Builder
	b.WriteString("# The keys of this installation. Keep them secret, and keep a copy apart from the data's backups.\n")
	fmt.Fprintf(&b, "%s\nprimary %s\n", ringFormat, r.primary)
	for _, id := range r.order {
		fmt.Fprintf(&b, "key %s %s\n", id, encodeSecret(r.keys[id]))
	}
	fmt.Fprintf(&b, "digest %s\n", encodeSecret(r.digest))
	return []byte(b.String())
}

// ParseRing reads what Encode writes. Every error wraps ErrRingFormat.
func ParseRing(text []byte) (*Ring, error) {
	p := ringParser{ring: &Ring{keys: map[keyID]secret{}}}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		if err := p.line(strings.Fields(line)); err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrRingFormat, number, err)
		}
	}
	if err := p.complete(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRingFormat, err)
	}
	return p.ring, nil
}

type ringParser struct {
	ring                    *Ring
	header, primary, digest bool
}

func (p *ringParser) line(fields []string) error {
	if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
		return nil
	}
	if !p.header {
		p.header = strings.Join(fields, " ") == ringFormat
		if !p.header {
			return fmt.Errorf("expected %q; a newer version may have written this file", ringFormat)
		}
		return nil
	}
	switch {
	case fields[0] == "primary" && len(fields) == 2 && !p.primary:
		p.primary = true
		return decodeID(&p.ring.primary, fields[1])
	case fields[0] == "digest" && len(fields) == 2 && !p.digest:
		p.digest = true
		return decodeSecret(&p.ring.digest, fields[1])
	case fields[0] == "key" && len(fields) == 3:
		return p.key(fields[1], fields[2])
	}
	return errors.New("expected one primary line, one digest line, and key lines with an id and a key")
}

func (p *ringParser) key(idText, keyText string) error {
	var id keyID
	var key secret
	if err := errors.Join(decodeID(&id, idText), decodeSecret(&key, keyText)); err != nil {
		return err
	}
	if _, twice := p.ring.keys[id]; twice {
		return fmt.Errorf("key %s stands twice", id)
	}
	if len(p.ring.order) == maxKeys {
		return fmt.Errorf("more than %d keys", maxKeys)
	}
	p.ring.keys[id] = key
	p.ring.order = append(p.ring.order, id)
	return nil
}

func (p *ringParser) complete() error {
	if !p.header || !p.primary || !p.digest {
		return errors.New("it is not complete; restore it from a copy")
	}
	if _, ok := p.ring.keys[p.ring.primary]; !ok {
		return fmt.Errorf("the primary key %s is missing", p.ring.primary)
	}
	return nil
}

func newSecret() secret {
	var s secret
	_, _ = rand.Read(s[:]) // never fails
	return s
}

func encodeSecret(s secret) string { return base64.RawURLEncoding.EncodeToString(s[:]) }

func decodeSecret(to *secret, text string) error {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != len(to) {
		return errors.New("a key is 32 bytes in base64url without padding")
	}
	copy(to[:], raw)
	return nil
}

func decodeID(to *keyID, text string) error {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(to) || text != strings.ToLower(text) {
		return errors.New("a key id is 8 lower-case hexadecimal digits")
	}
	copy(to[:], raw)
	return nil
}

// derive makes the key for one use and purpose. The secret is uniformly random, so one HMAC is a sound derivation, and
// unlike HKDF's it has no error to handle.
func (s secret) derive(use, purpose string) []byte {
	return mac(s[:], appendParts([]byte("switchboard/"), use, purpose))
}

// appendParts writes texts so that no two different lists give the same bytes.
func appendParts(to []byte, parts ...string) []byte {
	for _, part := range parts {
		to = binary.AppendUvarint(to, uint64(len(part)))
		to = append(to, part...)
	}
	return to
}
