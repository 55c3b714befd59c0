package practice

import (
	"context"
	"time"
)

// Clock is the time the network lives in.
type Clock interface {
	Now() time.Time
	// AfterFunc runs f once d has passed, unless stop is called before.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// pause waits for d, for something on early, or for the end of ctx, whose error it returns.
func pause(ctx context.Context, clock Clock, d time.Duration, early <-chan struct{}) error {
	done := make(chan struct{})
	stop := clock.AfterFunc(d, func() { close(done) })
	defer stop()
	select {
	case <-done:
	case <-early:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}
