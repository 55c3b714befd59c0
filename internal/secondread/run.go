package secondread

import (
	"context"
	"time"

	"switchboard/internal/store/classifiers"
	"switchboard/internal/timesource"
)

// countEvery is how long what was passed over waits to be counted, unless a call takes it along.
const countEvery = time.Minute

// Run counts what is passed over until ctx ends, and what is left of it then.
func (r *Reader) Run(ctx context.Context) error {
	bell := make(chan struct{}, 1)
	r.listen(func() {
		select {
		case bell <- struct{}{}:
		default:
		}
	})
	defer r.listen(nil)
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-bell:
			_ = timesource.Wait(ctx, r.Time, countEvery)
		}
		last, stop := context.WithTimeout(context.WithoutCancel(ctx), lastCount)
		r.Flush(last)
		stop()
	}
	return nil
}

// lastCount bounds the last write of a node that stops.
const lastCount = 5 * time.Second

// listen says who is told that there is something to count.
func (r *Reader) listen(wake func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wake = wake
	if wake != nil && !r.since.IsZero() {
		wake()
	}
}

// Flush counts what was passed over.
func (r *Reader) Flush(ctx context.Context) {
	r.mu.Lock()
	c := r.passedOver()
	r.mu.Unlock()
	if c != (classifiers.Count{}) {
		r.count(ctx, r.Time.Now(), c, func(classifiers.Tables) error { return nil })
	}
}

// State says how this node stands to the external classifier.
type State struct {
	RestsUntil time.Time          // zero while it is not left alone
	Spent      classifiers.Period // which budget is used up; empty while none is
}

// State is how it is now.
func (r *Reader) State() (s State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.Time.Now()
	if r.broken.rests(now) {
		s.RestsUntil = r.broken.end()
	}
	if now.Before(r.spent.until) {
		s.Spent = r.spent.period
	}
	return s
}
