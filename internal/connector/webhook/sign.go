package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"switchboard"
)

// Tolerance is how far the time of a signature may be from ours, either way.
const Tolerance = 5 * time.Minute

const (
	maxSignatures = 8    // on one request, which is plenty for changing keys
	maxHeader     = 1024 // bytes
)

// Replay names a signed request. The store must remember it until Until and refuse a second one with code replayed.
type Replay struct {
	Key   string    // SHA-256 of time and body in hexadecimal; the same for every signature of one request
	Until time.Time // after which the time alone refuses it
}

// Sign makes the header value for a body sent at a time: `t=<unix seconds>,v1=<hexadecimal HMAC-SHA256 of
// "seconds.body">`. Several secrets give several v1.
func Sign(body []byte, at time.Time, secrets ...string) string {
	seconds := strconv.FormatInt(at.Unix(), 10)
	header := "t=" + seconds
	for _, secret := range secrets {
		header += ",v1=" + hex.EncodeToString(mac(secret, seconds, body))
	}
	return header
}

// Verify checks a request's header against its raw body. It refuses with code bad_signature, in constant time as far
// as the signatures go, and says in the text what a sender who knows the key can mend.
func Verify(secret, header string, body []byte, now time.Time) (Replay, error) {
	signed, err := parse(header)
	if err != nil {
		return Replay{}, err
	}
	if len(secret) < MinSecret {
		return Replay{}, refuse("The account has no usable signing key.", "Set one of at least 16 characters.")
	}
	want, fits := mac(secret, signed.seconds, body), false
	for _, signature := range signed.signatures {
		fits = hmac.Equal(signature, want) || fits
	}
	if !fits {
		return Replay{}, refuse("The signature does not fit the body.",
			"Sign the raw body, byte for byte, with this account's key.")
	}
	if age := now.Sub(signed.at); age > Tolerance || age < -Tolerance {
		return Replay{}, refuse("The signature's time is more than five minutes from ours.",
			"Set the sender's clock, and sign every attempt anew.")
	}
	sum := sha256.New()
	sum.Write([]byte(signed.seconds + "."))
	sum.Write(body)
	return Replay{Key: hex.EncodeToString(sum.Sum(nil)), Until: signed.at.Add(Tolerance + time.Second)}, nil
}

// VerifyAny is Verify with several accepted secrets: the present one and the previous.
func VerifyAny(secrets []string, header string, body []byte, now time.Time) (Replay, error) {
	replay, err := Replay{}, error(refuse("The account has no usable signing key.", "Set one."))
	for _, secret := range secrets {
		if replay, err = Verify(secret, header, body, now); err == nil {
			return replay, nil
		}
	}
	return replay, err
}

func mac(secret, seconds string, body []byte) []byte {
	sum := hmac.New(sha256.New, []byte(secret))
	sum.Write([]byte(seconds + "."))
	sum.Write(body)
	return sum.Sum(nil)
}

// signed is a header that has been read.
type signed struct {
	seconds    string
	at         time.Time
	signatures [][]byte
}

// parse reads a header. Versions it does not know are passed over, so that newer senders may add theirs.
func parse(header string) (signed, error) {
	var s signed
	if header == "" {
		return s, refuse("The request is not signed.", "Send a "+HeaderName+" header.")
	}
	if len(header) > maxHeader {
		return s, refuse("The signature header is too long.", "Send at most eight signatures.")
	}
	for part := range strings.SplitSeq(header, ",") {
		name, value, found := strings.Cut(strings.TrimSpace(part), "=")
		if !found {
			return s, malformed()
		}
		if err := s.take(name, value); err != nil {
			return s, err
		}
	}
	if s.seconds == "" || len(s.signatures) == 0 || len(s.signatures) > maxSignatures {
		return s, malformed()
	}
	return s, nil
}

func (s *signed) take(name, value string) error {
	switch name {
	case "t":
		unix, err := strconv.ParseInt(value, 10, 64)
		if err != nil || s.seconds != "" || unix < 0 || unix > 1<<40 || strconv.FormatInt(unix, 10) != value {
			return malformed()
		}
		s.seconds, s.at = value, time.Unix(unix, 0)
	case "v1":
		signature, err := hex.DecodeString(value)
		if err != nil || len(signature) != sha256.Size {
			return malformed()
		}
		s.signatures = append(s.signatures, signature)
	}
	return nil
}

func malformed() error {
	return refuse("The signature header cannot be read.", "Write it as t=<unix seconds>,v1=<64 hexadecimal digits>.")
}

func refuse(text, hint string) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeBadSignature, "%s", text).WithField(HeaderName).WithHint(hint)
}
