package secondread

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"switchboard/internal/timesource"
	"switchboard/internal/triage/classifier"
)

// Client makes single requests; netguard's sending client is one. It follows no redirect.
type Client interface {
	Do(*http.Request) (*http.Response, error)
}

// RetryAfter reads how long a server asks to be left alone.
type RetryAfter func(h http.Header, now time.Time) time.Duration

// reply is what came of one call.
type reply struct {
	answer  classifier.Answer
	body    []byte // of an answer, for whoever tries it out
	trouble classifier.Trouble
	after   time.Duration // how long the server asks to be left alone
	took    time.Duration
}

// call makes one call, which ends in time whatever the server does.
func (r *Reader) call(ctx context.Context, s snapshot, ask classifier.Ask) (got reply) {
	began := r.Time.Elapsed()
	ctx, cancel := within(ctx, r.Time, s.Timeout())
	defer cancel()
	defer func() { got.took = r.Time.Elapsed() - began }()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, ask.URL, bytes.NewReader(ask.Body))
	if err != nil {
		return reply{trouble: classifier.TroubleUnreachable}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	if s.key != "" {
		request.Header.Set("Authorization", "Bearer "+s.key)
	}
	response, err := r.Client.Do(request)
	if err != nil {
		return reply{trouble: why(ctx, err)}
	}
	defer response.Body.Close()
	if trouble := troubleOf(response.StatusCode); trouble != "" {
		return reply{trouble: trouble, after: r.After(response.Header, r.Time.Now())}
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, classifier.MaxAnswer+1))
	if err != nil {
		return reply{trouble: why(ctx, err)}
	}
	got = reply{body: body}
	if got.answer, err = classifier.Read(s.Settings, body); err != nil {
		_ = errors.As(err, &got.trouble)
	}
	return got
}

// errLate is why a call ends that takes too long.
var errLate = errors.New("secondread: no answer in time")

// within ends a context after a while, by the time source's own clock.
func within(ctx context.Context, src timesource.Source, d time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := src.AfterFunc(d, func() { cancel(errLate) })
	return ctx, func() {
		stop()
		cancel(nil)
	}
}

// why says what went wrong with a call that brought nothing.
func why(ctx context.Context, err error) classifier.Trouble {
	var barred interface{ BarredAddress() bool }
	switch {
	case errors.Is(context.Cause(ctx), errLate), errors.Is(err, context.DeadlineExceeded):
		return classifier.TroubleTimeout
	case errors.As(err, &barred):
		return classifier.TroubleBarred
	}
	return classifier.TroubleUnreachable
}

func troubleOf(status int) classifier.Trouble {
	switch {
	case status >= 200 && status < 300:
		return ""
	case status >= 300 && status < 400:
		return classifier.TroubleRedirect
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return classifier.TroubleKey
	case status == http.StatusTooManyRequests:
		return classifier.TroubleBusy
	case status >= 500:
		return classifier.TroubleServer
	}
	return classifier.TroubleRefused
}
