package callback

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"switchboard"
)

// Headers of a request to a receiver.
const (
	HeaderSignature = "Switchboard-Signature"    // see Sign
	HeaderEventID   = "Switchboard-Event-Id"     // of the first event; the same at every attempt
	HeaderAttempt   = "Switchboard-Attempt"      // from 1
	HeaderSource    = "Switchboard-Subscription" // which subscription it is for
)

// Sign makes the signature header for a body sent at a time, `t=<unix seconds>,v1=<hexadecimal HMAC-SHA256 of
// "seconds.body">`: the scheme by which signed records come in, too.
func Sign(secret, body []byte, at time.Time) string {
	seconds := strconv.FormatInt(at.Unix(), 10)
	sum := hmac.New(sha256.New, secret)
	sum.Write([]byte(seconds + "."))
	sum.Write(body)
	return "t=" + seconds + ",v1=" + hex.EncodeToString(sum.Sum(nil))
}

// SecretBinding is where a subscription's sealed secret belongs.
func SecretBinding(id switchboard.SubscriptionID) string {
	return "subscription/" + id.String() + "/secret"
}
