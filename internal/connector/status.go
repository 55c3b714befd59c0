package connector

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// StatusRule says what an HTTP status means for reading and for sending. Reading may be repeated, so it only needs a
// class; of sending it must be known whether the post can stand on the network.
type StatusRule struct {
	First, Last int
	Reading     Class // empty when it is no error
	Sending     OutcomeKind
	Class       Class // of a rejected send
	Source      string
}

// StatusRules is the one table of HTTP statuses, the first row that fits counts. A connector whose network deviates
// handles that status before asking the table.
func StatusRules() []StatusRule {
	const rfc, rfc6585 = "RFC 9110 section 15", "RFC 6585 section 4"
	return []StatusRule{
		{200, 201, "", Sent, "", rfc + ".3"},
		{202, 202, "", Unknown, "", rfc + ".3.3: accepted, not acted upon"},
		{203, 299, "", Sent, "", rfc + ".3"},
		{300, 399, ClassRejected, Rejected, ClassRejected, rfc + ".4: a send follows no redirect"},
		{401, 401, ClassAuth, Rejected, ClassAuth, rfc + ".5.2"},
		{403, 403, ClassAuth, Rejected, ClassAuth, rfc + ".5.4"},
		{404, 404, ClassGone, Rejected, ClassGone, rfc + ".5.5"},
		{408, 408, ClassRetry, Unknown, "", rfc + ".5.9: it may have been read in part or whole"},
		{409, 409, ClassRetry, Unknown, "", rfc + ".5.10: another request with this key may be under way"},
		{410, 410, ClassGone, Rejected, ClassGone, rfc + ".5.11"},
		{425, 425, ClassRetry, Rejected, ClassRetry, "RFC 8470 section 5.2: not processed"},
		{429, 429, ClassRateLimited, RateLimited, "", rfc6585},
		{400, 499, ClassRejected, Rejected, ClassRejected, rfc + ".5"},
		{500, 599, ClassRetry, Unknown, "", rfc + ".6: it may have been done before the server failed"},
	}
}

// RuleOf is the table's row for a status. What is in no row may have any effect: retry when reading, unknown when
// sending.
func RuleOf(status int) StatusRule {
	for _, rule := range StatusRules() {
		if status >= rule.First && status <= rule.Last {
			return rule
		}
	}
	return StatusRule{First: status, Last: status, Reading: ClassRetry, Sending: Unknown, Source: "not in RFC 9110"}
}

// FailureOf is what a response to a reading request means, nil when it is no error. It does not read the body.
func FailureOf(resp *http.Response, now time.Time) error {
	rule := RuleOf(resp.StatusCode)
	if rule.Reading == "" {
		return nil
	}
	f := Fail(rule.Reading, "The network answered "+strconv.Itoa(resp.StatusCode)+".", nil)
	f.Status, f.RetryAfter = resp.StatusCode, WaitOf(resp.Header, now)
	return f
}

// OutcomeOf is what a response to a sending request means. Of a Sent outcome the caller fills in the id; when it
// cannot read one the outcome is Unknown. It does not read the body.
func OutcomeOf(resp *http.Response, now time.Time) Outcome {
	rule := RuleOf(resp.StatusCode)
	return Outcome{Kind: rule.Sending, Class: rule.Class, Code: strconv.Itoa(resp.StatusCode),
		RetryAfter: WaitOf(resp.Header, now)}
}

// longestWait bounds what a network may ask for, so that a typing mistake on its side does not silence an account.
const longestWait = 24 * time.Hour

// WaitOf reads Retry-After, in seconds or as a date (RFC 9110 section 10.2.3): 0 when it is missing or nonsense, a day
// at most.
func WaitOf(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil {
		return bounded(time.Duration(seconds) * time.Second)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return bounded(at.Sub(now))
}

func bounded(wait time.Duration) time.Duration { return min(max(wait, 0), longestWait) }
