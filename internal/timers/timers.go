package timers

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// Handler does what a timer stands for, inside the transaction that removed it.
type Handler func(tx *store.Tx, t store.Timer) error

// Runner does timers until its context ends.
type Runner struct {
	DB       *store.DB
	Time     timesource.Source
	Log      *slog.Logger
	Handlers map[string]Handler
}

const (
	// page is how many due timers are read at once.
	page = 512
	// hands is how many of them are done at the same time; their commits go together.
	hands = 32
	// retryAfter is the pause after a timer that failed.
	retryAfter = 5 * time.Second
	// longest is how far ahead it is armed at most, so that a changed clock is noticed.
	longest = time.Minute
)

// Run does timers until ctx ends.
func (r Runner) Run(ctx context.Context) error {
	bell := make(chan struct{}, 1)
	ring := func() {
		select {
		case bell <- struct{}{}:
		default:
		}
	}
	listening := make(chan error, 1)
	go func() {
		listening <- r.DB.Listen(ctx, store.ChannelJournal, func(string) { ring() })
	}()
	for ctx.Err() == nil {
		wait, err := r.Due(ctx)
		if err != nil && ctx.Err() == nil {
			r.Log.Error("timers could not be read, trying again", "error", err)
			wait = retryAfter
		}
		stop := r.Time.AfterFunc(wait, ring)
		select {
		case <-ctx.Done():
		case <-bell:
		}
		stop()
	}
	return <-listening
}

// Due does everything that is due now and says how long nothing more will be.
func (r Runner) Due(ctx context.Context) (wait time.Duration, err error) {
	for {
		var due []store.Timer
		var next time.Time
		now := r.Time.Now()
		err := r.DB.View(ctx, func(tx *store.Tx) (err error) {
			if due, err = tx.DueTimers(now, page); err != nil || len(due) > 0 {
				return err
			}
			next, err = tx.NextTimerAt()
			return err
		})
		if err != nil {
			return 0, err
		}
		if len(due) == 0 {
			return until(next, now), nil
		}
		r.do(ctx, due)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
	}
}

func until(next, now time.Time) time.Duration {
	if next.IsZero() || next.Sub(now) > longest {
		return longest
	}
	return max(0, next.Sub(now))
}

func (r Runner) do(ctx context.Context, due []store.Timer) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, hands)
	for _, t := range due {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			r.one(ctx, t)
		})
	}
	wg.Wait()
}

// one does one timer. A timer that fails is put off, so that it keeps nobody else from being served.
func (r Runner) one(ctx context.Context, t store.Timer) {
	err := r.DB.Update(ctx, func(tx *store.Tx) error {
		mine, err := tx.TakeTimer(t)
		if err != nil || !mine {
			return err
		}
		handle, known := r.Handlers[t.Kind]
		if !known {
			return nil
		}
		return handle(tx, t)
	})
	if err == nil || ctx.Err() != nil {
		return
	}
	r.Log.Error("timer failed, put off", "timer", t.Kind, "error", err)
	late := t
	late.DueAt = r.Time.Now().Add(retryAfter)
	err = r.DB.Update(ctx, func(tx *store.Tx) error {
		mine, err := tx.TakeTimer(t)
		if err != nil || !mine {
			return err
		}
		return tx.SetTimer(late)
	})
	if err != nil && ctx.Err() == nil {
		r.Log.Error("timer could not be put off", "timer", t.Kind, "error", err)
	}
}
