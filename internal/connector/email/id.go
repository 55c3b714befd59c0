package email

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// An external id is a message id with a word before it. A mail without one, or with one that is too long to keep, is
// named by a digest: nothing can refer to the first, and the second is found under its digest.
const (
	byID     = "mid:"
	byDigest = "sum:"
	longest  = 900 // bytes of a message id that is kept as it is
)

// keyOf is the external id of the mail with a message id.
func keyOf(id string) string {
	if id == "" {
		return ""
	}
	if len(id) > longest {
		return digestKey(id)
	}
	return byID + id
}

func digestKey(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return byDigest + hex.EncodeToString(sum[:])
}

// idIn is the message id in an external id: what a blank and a fingerprint follow is one that several mails have. ok is
// false for what is no external id of a mail.
func idIn(key string) (id string, ok bool) {
	key, _, _ = strings.Cut(key, " ")
	if id, ok = strings.CutPrefix(key, byID); ok {
		return id, id != "" && !strings.ContainsAny(id, "<>\r\n\t\x00")
	}
	return "", strings.HasPrefix(key, byDigest)
}

var clientKeyForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

const idMark = "sb."

// ownID is the message id of an answer of ours, chosen before it is sent.
func (s settings) ownID(clientKey string) string { return idMark + clientKey + "@" + s.domain() }

// clientKeyOf is the key in a message id that ownID made; empty for any other.
func (s settings) clientKeyOf(id string) string {
	key, marked := strings.CutPrefix(id, idMark)
	key, ours := strings.CutSuffix(key, "@"+s.domain())
	if !marked || !ours || !clientKeyForm.MatchString(key) {
		return ""
	}
	return key
}
