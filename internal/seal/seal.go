package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// Layout of a sealed value: version, key id, tag of the binding, nonce, ciphertext with its 16-byte GCM tag. Everything
// before the nonce, and the binding itself, is authenticated.
const (
	sealVersion = 1
	tagLen      = 8
	nonceLen    = 12
	headLen     = 1 + len(keyID{}) + tagLen
	gcmTagLen   = 16
)

// Overhead is how many bytes longer a sealed value is than its plaintext.
const Overhead = headLen + nonceLen + gcmTagLen

// Errors of Open and Rotate. None of them tells anything about the content.
var (
	ErrWrongBinding = errors.New("the sealed value belongs elsewhere")
	ErrUnknownKey   = errors.New("the key that sealed this value is not in the key ring")
	ErrCorrupt      = errors.New("the sealed value is damaged")
)

// Seal encrypts plaintext with the primary key for one place: binding names it, for example "account/0197…/secret", and
// Open must be given the same. Two Seals of the same text differ.
func (r *Ring) Seal(plaintext []byte, binding string) ([]byte, error) {
	key := r.keys[r.primary]
	gcm, err := key.gcm()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 0, Overhead+len(plaintext))
	head = append(head, sealVersion)
	head = append(head, r.primary[:]...)
	head = append(head, key.bindingTag(binding)...)
	nonce := make([]byte, nonceLen)
	_, _ = rand.Read(nonce) // never fails
	return gcm.Seal(append(head, nonce...), nonce, plaintext, associated(head, binding)), nil
}

// Open decrypts what Seal made for the same binding. It returns ErrWrongBinding for a value made for another place,
// ErrUnknownKey when its key is not in the ring, and ErrCorrupt for anything else that is not whole.
func (r *Ring) Open(sealed []byte, binding string) ([]byte, error) {
	if len(sealed) < Overhead || sealed[0] != sealVersion {
		return nil, ErrCorrupt
	}
	id := keyID(sealed[1:5])
	key, ok := r.keys[id]
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrUnknownKey, id)
	}
	head, nonce, rest := sealed[:headLen], sealed[headLen:headLen+nonceLen], sealed[headLen+nonceLen:]
	if !hmac.Equal(head[headLen-tagLen:], key.bindingTag(binding)) {
		return nil, ErrWrongBinding
	}
	gcm, err := key.gcm()
	if err != nil {
		return nil, err
	}
	plaintext, err := gcm.Open(nil, nonce, rest, associated(head, binding))
	if err != nil {
		return nil, ErrCorrupt
	}
	return plaintext, nil
}

// Rotate seals a value again with the primary key. When that key sealed it already, it returns the value as it is and
// false. Errors are those of Open.
func (r *Ring) Rotate(sealed []byte, binding string) ([]byte, bool, error) {
	plaintext, err := r.Open(sealed, binding)
	if err != nil {
		return nil, false, err
	}
	if keyID(sealed[1:5]) == r.primary {
		return sealed, false, nil
	}
	again, err := r.Seal(plaintext, binding)
	return again, err == nil, err
}

func (s secret) gcm() (cipher.AEAD, error) {
	block, err := aes.NewCipher(s.derive("seal", ""))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return cipher.NewGCM(block)
}

// bindingTag lets Open tell a value in the wrong place from a damaged one, which GCM alone cannot.
func (s secret) bindingTag(binding string) []byte {
	return mac(s.derive("binding", ""), []byte(binding))[:tagLen]
}

func associated(head []byte, binding string) []byte {
	return appendParts(nil, string(head), binding)
}

func mac(key, message []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(message)
	return h.Sum(nil)
}
