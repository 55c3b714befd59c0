package callback

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// Timeout is how long one request may take, from the connection to the status.
const Timeout = 10 * time.Second

// Client sends requests. It must not follow redirects, and it judges addresses: where to send is somebody else's word.
type Client interface {
	Do(*http.Request) (*http.Response, error)
}

// Opener opens sealed secrets.
type Opener interface {
	Open(sealed []byte, binding string) ([]byte, error)
}

// Teller makes single attempts. It is safe for use by several goroutines.
type Teller struct {
	Client      Client
	Secrets     Opener
	Time        timesource.Source
	Incarnation string
	Timeout     time.Duration // 0 for the package's
}

// Tell makes one attempt and returns it as it is to be logged; it stores nothing. There must be an event.
func (t Teller) Tell(ctx context.Context, sub store.Subscription, events []switchboard.Event) store.Callback {
	now := t.Time.Now()
	c := store.Callback{ID: switchboard.NewID[switchboard.CallbackID](now), SubscriptionID: sub.ID,
		FirstPosition: events[0].Position, LastPosition: events[len(events)-1].Position, Attempt: sub.Failures + 1, At: now}
	began := t.Time.Elapsed()
	c.Status, c.Trouble = t.post(ctx, sub, events, now)
	c.Took = switchboard.SecondsOf((t.Time.Elapsed() - began).Truncate(time.Millisecond))
	return c
}

// Test tells a subscriber an event that did not happen.
func (t Teller) Test(ctx context.Context, sub store.Subscription) store.Callback {
	sub.Failures = 0
	now := t.Time.Now()
	return t.Tell(ctx, sub, []switchboard.Event{{Kind: KindTest, At: now, RecordedAt: now, Origin: switchboard.Live,
		ActorKind: switchboard.ActorSystem, Subject: sub.ID.String()}})
}

// Accepted reports whether an attempt was acknowledged.
func Accepted(c store.Callback) bool { return c.Status >= 200 && c.Status < 300 }

// post sends the events and says how it went in words without addresses or contents.
func (t Teller) post(ctx context.Context, sub store.Subscription, events []switchboard.Event, now time.Time) (status int, trouble string) {
	secret, err := t.Secrets.Open(sub.Secret, SecretBinding(sub.ID))
	if err != nil {
		return 0, "The signing secret cannot be opened."
	}
	text, firstID, err := body(t.Incarnation, events)
	if err != nil {
		return 0, "The events cannot be written as JSON."
	}
	limit := t.Timeout
	if limit == 0 {
		limit = Timeout
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, sub.URL, bytes.NewReader(text))
	if err != nil {
		return 0, "The address cannot be used."
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(HeaderSignature, Sign(secret, text, now))
	req.Header.Set(HeaderEventID, firstID)
	req.Header.Set(HeaderAttempt, strconv.Itoa(sub.Failures+1))
	req.Header.Set(HeaderSource, sub.ID.String())
	return t.send(ctx, req)
}

// send returns the status. It is the whole answer: the body is never read, so that it cannot be endless.
func (t Teller) send(ctx context.Context, req *http.Request) (status int, trouble string) {
	response, err := t.Client.Do(req)
	if err != nil {
		return 0, noAnswer(ctx)
	}
	response.Body.Close()
	switch status = response.StatusCode; {
	case status >= 200 && status < 300:
		return status, ""
	case status >= 300 && status < 400:
		return status, "It answered with a redirect; those are not followed."
	}
	return status, fmt.Sprintf("It answered with status %d.", status)
}

func noAnswer(ctx context.Context) string {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "It did not answer in time."
	case ctx.Err() != nil:
		return "The attempt was broken off on our side."
	}
	return "It could not be reached, or its address is not allowed."
}
