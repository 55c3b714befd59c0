package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// NewToken returns 256 random bits as 43 characters of base64url: a session or API token. Store only its HashToken.
func NewToken() string { return encodeSecret(newSecret()) }

// HashToken returns what is stored of a token. A plain hash is enough, since a token cannot be guessed.
func HashToken(token string) [sha256.Size]byte { return sha256.Sum256([]byte(token)) }

// Digest fingerprints parts with a key that never changes, so that something erased can be recognised when it comes
// back, but not guessed from the fingerprint. Equal purpose and parts give an equal digest; ("ab","c") and ("a","bc")
// differ.
func (r *Ring) Digest(purpose string, parts ...string) [sha256.Size]byte {
	return [sha256.Size]byte(mac(r.digest.derive("digest", purpose), appendParts(nil, parts...)))
}

// Errors of Verify.
var (
	ErrBadToken = errors.New("the link or token is not valid")
	ErrExpired  = errors.New("the link or token has expired")
)

const (
	signVersion = 1
	signHead    = 1 + len(keyID{}) + 8 // version, key id, expiry in Unix seconds
	maxSigned   = 4096                 // characters; longer text is refused unread
)

// Signer makes and checks signed tokens of one purpose; a token of another purpose is not valid. The payload can be
// read by whoever holds the token: it is signed, not sealed.
type Signer struct {
	ring    *Ring
	purpose string
}

// Signer returns the signer for a purpose, such as "private-link".
func (r *Ring) Signer(purpose string) Signer { return Signer{ring: r, purpose: purpose} }

// Sign returns payload with its expiry and signature, in base64url. The primary key signs. The expiry counts in whole
// seconds. Payloads of up to 2,900 bytes can be verified.
func (s Signer) Sign(payload []byte, expires time.Time) string {
	id := s.ring.primary
	token := make([]byte, 0, signHead+len(payload)+sha256.Size)
	token = append(token, signVersion)
	token = append(token, id[:]...)
	token = binary.BigEndian.AppendUint64(token, uint64(expires.Unix()))
	token = append(token, payload...)
	token = append(token, mac(s.key(id), token)...)
	return base64.RawURLEncoding.EncodeToString(token)
}

// Verify returns the payload of a token of this purpose that any key of the ring has signed. It returns ErrExpired from
// the second of expiry on, ErrUnknownKey when the key has left the ring, ErrBadToken for everything else.
func (s Signer) Verify(token string, now time.Time) ([]byte, error) {
	if len(token) > maxSigned {
		return nil, ErrBadToken
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) < signHead+sha256.Size || raw[0] != signVersion {
		return nil, ErrBadToken
	}
	id := keyID(raw[1:5])
	if _, ok := s.ring.keys[id]; !ok {
		return nil, fmt.Errorf("%w: %s", ErrUnknownKey, id)
	}
	body, sum := raw[:len(raw)-sha256.Size], raw[len(raw)-sha256.Size:]
	if !hmac.Equal(sum, mac(s.key(id), body)) {
		return nil, ErrBadToken
	}
	if now.Unix() >= int64(binary.BigEndian.Uint64(body[5:signHead])) {
		return nil, ErrExpired
	}
	return body[signHead:], nil
}

func (s Signer) key(id keyID) []byte { return s.ring.keys[id].derive("sign", s.purpose) }
