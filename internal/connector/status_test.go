package connector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"switchboard"
)

func TestStatusTableAnswersEveryStatus(t *testing.T) {
	t.Parallel()
	cases := []struct {
		status  int
		reading Class
		sending OutcomeKind
		class   Class
	}{
		{200, "", Sent, ""}, {201, "", Sent, ""}, {202, "", Unknown, ""}, {204, "", Sent, ""},
		{302, ClassRejected, Rejected, ClassRejected}, {400, ClassRejected, Rejected, ClassRejected},
		{401, ClassAuth, Rejected, ClassAuth}, {403, ClassAuth, Rejected, ClassAuth},
		{404, ClassGone, Rejected, ClassGone}, {408, ClassRetry, Unknown, ""}, {409, ClassRetry, Unknown, ""},
		{410, ClassGone, Rejected, ClassGone}, {422, ClassRejected, Rejected, ClassRejected},
		{425, ClassRetry, Rejected, ClassRetry}, {429, ClassRateLimited, RateLimited, ""},
		{500, ClassRetry, Unknown, ""}, {503, ClassRetry, Unknown, ""}, {599, ClassRetry, Unknown, ""},
		{700, ClassRetry, Unknown, ""}, {101, ClassRetry, Unknown, ""},
	}
	for _, c := range cases {
		rule := RuleOf(c.status)
		if rule.Reading != c.reading || rule.Sending != c.sending || rule.Class != c.class || rule.Source == "" {
			t.Errorf("%d: %+v", c.status, rule)
		}
	}
}

// Nothing that may have been accepted is ever called rejected.
func TestNoServerErrorIsCalledRejected(t *testing.T) {
	t.Parallel()
	for status := 100; status < 1000; status++ {
		o := OutcomeOf(&http.Response{StatusCode: status, Header: http.Header{}}, noon)
		if status >= 500 && o.Kind != Unknown {
			t.Errorf("%d is %s", status, o.Kind)
		}
		if o.Kind == Rejected && o.Class == "" {
			t.Errorf("%d is rejected without a class", status)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	cases := map[string]time.Duration{"": 0, "soon": 0, "-5": 0, "30": 30 * time.Second, "9999999": longestWait,
		noon.Add(time.Minute).Format(http.TimeFormat): time.Minute, noon.Add(-time.Minute).Format(http.TimeFormat): 0}
	for value, want := range cases {
		header := http.Header{"Retry-After": {value}}
		if got := WaitOf(header, noon); got != want {
			t.Errorf("Retry-After %q: %v, want %v", value, got, want)
		}
	}
	err := FailureOf(&http.Response{StatusCode: 429, Header: http.Header{"Retry-After": {"7"}}}, noon)
	if ClassOf(err) != ClassRateLimited || RetryAfter(fmt.Errorf("listing: %w", err)) != 7*time.Second {
		t.Errorf("err = %v", err)
	}
	if FailureOf(&http.Response{StatusCode: 204}, noon) != nil {
		t.Error("204 is no failure")
	}
}

func TestClassOf(t *testing.T) {
	t.Parallel()
	cases := []struct {
		err  error
		want Class
	}{
		{nil, ""},
		{errors.New("odd"), ClassRetry},
		{context.Canceled, ClassRetry},
		{fmt.Errorf("reading: %w", Fail(ClassAuth, "no", nil)), ClassAuth},
		{Later(time.Second, "slow down"), ClassRateLimited},
		{switchboard.Refuse(switchboard.CodeUnauthorized, "no"), ClassAuth},
		{switchboard.Refuse(switchboard.CodeNotFound, "no"), ClassGone},
		{switchboard.Refuse(switchboard.CodeInvalid, "no"), ClassRejected},
		{switchboard.Refuse(switchboard.CodeRateLimited, "no"), ClassRateLimited},
	}
	for _, c := range cases {
		if got := ClassOf(c.err); got != c.want {
			t.Errorf("ClassOf(%v) = %q, want %q", c.err, got, c.want)
		}
	}
	cause := errors.New("cause")
	if f := Fail(ClassGone, "Gone.", cause); !errors.Is(f, cause) || f.Error() != "gone: Gone.: cause" {
		t.Errorf("%v", f)
	}
}

func TestMayRetry(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		outcome Outcome
		want    bool
	}{
		{Outcome{}, false},
		{Outcome{Kind: Sent}, false},
		{Outcome{Kind: Unknown}, false},
		{Outcome{Kind: Unknown, Class: ClassRetry}, false},
		{Outcome{Kind: RateLimited}, true},
		{Outcome{Kind: Rejected, Class: ClassRetry}, true},
		{Outcome{Kind: Rejected, Class: ClassAuth}, false},
		{Outcome{Kind: Rejected, Class: ClassRejected}, false},
	} {
		if tc.outcome.MayRetry() != tc.want {
			t.Errorf("%+v: %v", tc.outcome, !tc.want)
		}
	}
}
