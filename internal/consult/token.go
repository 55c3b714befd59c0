package consult

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"strconv"
	"time"
)

// Mark is a digest under a key of the installation: nobody else can make a token.
type Mark func(parts ...string) [32]byte

const (
	handleBytes = 8
	stampBytes  = 4
	macBytes    = 12
	tokenBytes  = handleBytes + stampBytes + macBytes
)

var letters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewHandle makes the name of a question in its token.
func NewHandle() []byte {
	handle := make([]byte, handleBytes)
	rand.Read(handle) //nolint:errcheck // crypto/rand.Read never fails since Go 1.24
	return handle
}

// Token is what an answer is known by: 39 letters and digits that name a question, say until when it may be answered, and
// are signed. It opens nothing and shows nothing.
func (m Mark) Token(handle []byte, expires time.Time) string {
	raw := make([]byte, 0, tokenBytes)
	raw = append(raw, handle...)
	raw = binary.BigEndian.AppendUint32(raw, minutes(expires))
	return letters.EncodeToString(append(raw, m.sum(raw)...))
}

// minutes are whole minutes of Unix time, up.
func minutes(at time.Time) uint32 { return uint32((at.Unix() + 59) / 60) }

// Read checks a token and gives the name of its question and when it expires; ok is false for what is no token of this
// installation.
func (m Mark) Read(token string) (handle []byte, expires time.Time, ok bool) {
	if len(token) != letters.EncodedLen(tokenBytes) {
		return nil, expires, false
	}
	raw, err := letters.DecodeString(token)
	if err != nil || letters.EncodeToString(raw) != token {
		return nil, expires, false
	}
	signed := raw[:handleBytes+stampBytes]
	if !hmac.Equal(raw[len(signed):], m.sum(signed)) {
		return nil, expires, false
	}
	return signed[:handleBytes], time.Unix(int64(binary.BigEndian.Uint32(signed[handleBytes:]))*60, 0).UTC(), true
}

func (m Mark) sum(signed []byte) []byte {
	sum := m("question", strconv.Itoa(tokenBytes), string(signed))
	return sum[:macBytes]
}
