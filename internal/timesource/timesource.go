// Package timesource is the only place that reads the clock.
//
// Wall time (Now) is what is stored and shown: UTC, in whole microseconds, the precision both databases keep. It may
// jump, forwards or backwards, when somebody sets the machine's clock. Waiting (AfterFunc, Wait) and measuring (Elapsed)
// use monotonic time, which never jumps. WaitUntil joins the two: it waits for a wall time and notices a jump.
//
// Pure packages take `now time.Time` instead of a Source. Tests use NewManual, or System inside a testing/synctest
// bubble, where the standard clock is already a fake one.
package timesource

import (
	"context"
	"time"
)

// recheck bounds how long WaitUntil sleeps before it looks at the wall clock again, and so how late it can be after the
// clock jumped forwards or the machine was suspended. It costs one comparison in memory, nothing else.
const recheck = 15 * time.Second

// Source tells the time. Implementations are safe for use by several goroutines.
type Source interface {
	// Now returns the wall time in UTC, truncated to microseconds, without a monotonic reading: the difference of two
	// results follows the wall clock. Use Elapsed to measure.
	Now() time.Time
	// Elapsed returns the monotonic time since the source was made. Only differences mean anything.
	Elapsed() time.Duration
	// AfterFunc calls f in its own goroutine once d has passed on the monotonic clock; d <= 0 means at once. The
	// returned stop prevents the call and reports whether it did; it does not wait for an f that has begun.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

type system struct{ start time.Time }

// System returns the machine's clock.
func System() Source { return system{start: time.Now()} }

func (system) Now() time.Time { return Canonical(time.Now()) }

func (s system) Elapsed() time.Duration { return time.Since(s.start) }

func (system) AfterFunc(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }

// Canonical brings a time from elsewhere (a network, a file) into the stored form: UTC, whole microseconds, no
// monotonic reading. Two equal instants become equal values.
func Canonical(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Wait blocks until d has passed on the monotonic clock and returns nil, or until ctx ends and returns its cause.
func Wait(ctx context.Context, src Source, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if d <= 0 {
		return nil
	}
	fired := make(chan struct{})
	stop := src.AfterFunc(d, func() { close(fired) })
	defer stop()
	select {
	case <-fired:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// WaitUntil blocks until the wall clock reads due or later and returns nil, or until ctx ends and returns its cause. It
// never returns early after a jump backwards, and is at most 15 seconds late after a jump forwards.
func WaitUntil(ctx context.Context, src Source, due time.Time) error {
	for {
		left := due.Sub(src.Now())
		if err := Wait(ctx, src, min(left, recheck)); err != nil {
			return err
		}
		if left <= 0 {
			return nil
		}
	}
}
