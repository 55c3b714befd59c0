package callback

import (
	"context"
	"errors"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

const (
	// keepSkipped is how many events that do not concern a subscription are passed over before that is written down.
	keepSkipped = 1000
	// logTimeout bounds the writing of an attempt's result, which is done even when the runner is told to stop.
	logTimeout = 5 * time.Second
)

// worker tells one subscription.
type worker struct {
	Runner
	id    switchboard.SubscriptionID
	again chan struct{} // rung when the subscription may have changed

	told, seen int64 // seen was looked at and passed over since the stored position was told
}

func (w *worker) poke() {
	select {
	case w.again <- struct{}{}:
	default:
	}
}

// run tells until ctx ends or the subscription is gone.
func (w *worker) run(ctx context.Context) {
	for ctx.Err() == nil {
		sub, err := w.load(ctx)
		switch {
		case switchboard.IsCode(err, switchboard.CodeNotFound):
			return
		case err == nil:
			err = w.turn(ctx, sub)
		}
		if err != nil && ctx.Err() == nil {
			w.Log.Error("a subscriber could not be told, trying again", "subscription", w.id.String(), "error", err)
			w.idle(ctx, func(ctx context.Context) { _ = timesource.Wait(ctx, w.time(), retryAfter) })
		}
	}
}

func (w *worker) load(ctx context.Context) (sub store.Subscription, err error) {
	err = w.DB.View(ctx, func(tx *store.Tx) (err error) {
		sub, err = tx.Subscription(w.id)
		return err
	})
	return sub, err
}

// idle runs fn, which waits, until it is done or the subscription may have changed.
func (w *worker) idle(ctx context.Context, fn func(context.Context)) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-w.again:
			cancel()
		case <-ctx.Done():
		}
	}()
	fn(ctx)
}

// turn does the one thing that is next for a subscription: wait, pass over, or tell.
func (w *worker) turn(ctx context.Context, sub store.Subscription) error {
	if sub.State == store.SubscriptionPaused {
		w.idle(ctx, func(ctx context.Context) { <-ctx.Done() })
		return nil
	}
	if sub.NextAt.After(w.time().Now()) {
		w.idle(ctx, func(ctx context.Context) { _ = timesource.WaitUntil(ctx, w.time(), sub.NextAt) })
		return nil
	}
	page, err := w.page(ctx, sub)
	if err != nil || len(page) == 0 {
		return err
	}
	sees, err := w.Viewer(ctx, sub.Owner)
	if refused(err) {
		return w.pause(ctx, sub)
	}
	if err != nil {
		return err
	}
	b := pick(sub, page, sees)
	if len(b.events) == 0 {
		return w.passOver(ctx, sub, b.last)
	}
	return w.note(ctx, b, w.Teller.Tell(ctx, sub, b.events))
}

// page waits for events behind what was told and passed over; it is empty when the subscription is to be read again.
func (w *worker) page(ctx context.Context, sub store.Subscription) (page []switchboard.Event, err error) {
	from := sub.Position
	if w.told == sub.Position && w.seen > from {
		from = w.seen
	}
	w.idle(ctx, func(ctx context.Context) { page, err = w.Journal.Next(ctx, from) })
	if errors.Is(err, context.Canceled) {
		return nil, nil
	}
	return page, err
}

func refused(err error) bool {
	switch switchboard.CodeOf(err) {
	case switchboard.CodeNotFound, switchboard.CodeForbidden, switchboard.CodeUnauthorized:
		return true
	}
	return false
}

// passOver remembers what did not concern the subscription, and writes it down now and then.
func (w *worker) passOver(ctx context.Context, sub store.Subscription, last int64) error {
	if last-sub.Position < keepSkipped {
		w.told, w.seen = sub.Position, last
		return nil
	}
	return w.change(ctx, func(_ *store.Tx, now *store.Subscription) error {
		if now.Position == sub.Position {
			now.Position = last
		}
		return nil
	})
}

func (w *worker) pause(ctx context.Context, sub store.Subscription) error {
	w.Log.Warn("a subscription was paused: its owner may not see anything any more", "subscription", sub.ID.String())
	return w.change(ctx, func(_ *store.Tx, now *store.Subscription) error {
		now.State = store.SubscriptionPaused
		return nil
	})
}

// note logs an attempt and, in the same transaction, moves the position or sets the time of the next attempt. A
// position that somebody else has moved since is left alone.
func (w *worker) note(ctx context.Context, b batch, c store.Callback) error {
	stopping := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), logTimeout)
	defer cancel()
	return w.change(ctx, func(tx *store.Tx, sub *store.Subscription) error {
		switch {
		case Accepted(c):
			accepted(sub, b)
		case !stopping: // what we broke off ourselves is not the receiver's failure
			w.failed(sub, c)
		}
		return tx.InsertCallback(c)
	})
}

func accepted(sub *store.Subscription, b batch) {
	if sub.Position == b.from {
		sub.Position = b.last
	}
	sub.Failures, sub.NextAt = 0, time.Time{}
	if sub.State == store.SubscriptionFailing {
		sub.State = store.SubscriptionOn
	}
}

func (w *worker) failed(sub *store.Subscription, c store.Callback) {
	sub.Failures++
	sub.NextAt = w.time().Now().Add(Delay(sub.Failures, w.Random()))
	switch {
	case sub.State == store.SubscriptionPaused:
	case c.Status == http.StatusGone || sub.Failures >= MaxFailures:
		sub.State = store.SubscriptionPaused
	default:
		sub.State = store.SubscriptionFailing
	}
}

// change alters the stored subscription; one that is gone is left alone.
func (w *worker) change(ctx context.Context, fn func(*store.Tx, *store.Subscription) error) error {
	return w.DB.Update(ctx, func(tx *store.Tx) error {
		sub, err := tx.LockSubscription(w.id)
		if switchboard.IsCode(err, switchboard.CodeNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fn(tx, &sub); err != nil {
			return err
		}
		return tx.UpdateSubscription(sub)
	})
}
