package callback

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// Channel is where changes of subscriptions are announced.
const Channel = "callback"

// Changed says that a subscription was added, changed or removed; the runner looks once the transaction stands.
func Changed(tx *store.Tx) error { return tx.Notify(Channel, "") }

const (
	// lockName is held by the node that tells.
	lockName = "callback"
	// lockEvery is how often the others ask for it.
	lockEvery = 10 * time.Second
	// retryAfter is the pause after trouble of our own.
	retryAfter = time.Second
)

// Journal waits for events behind a position and returns a page of them; live.Hub is one.
type Journal interface {
	Next(ctx context.Context, after int64) ([]switchboard.Event, error)
}

// Viewer returns what an agent may see at present. Refused with code not_found, forbidden or unauthorized, the agent may
// not see anything any more and their subscription is paused; any other error is tried again.
type Viewer func(ctx context.Context, owner switchboard.AgentID) (sees func(switchboard.Event) bool, err error)

// Runner tells all subscribers. Every node runs one; they take turns.
type Runner struct {
	DB      *store.DB
	Journal Journal
	Teller  Teller
	Viewer  Viewer
	Random  func() float64 // from 0 up to 1
	Log     *slog.Logger
}

func (r Runner) time() timesource.Source { return r.Teller.Time }

// Run tells until ctx ends.
func (r Runner) Run(ctx context.Context) error {
	r.DB.TakeTurns(ctx, store.Turn{Name: lockName, Every: lockEvery, Time: r.time(), Log: r.Log}, r.lead)
	return nil
}

// lead keeps one worker for each subscription until ctx ends and all of them have stopped.
func (r Runner) lead(ctx context.Context) {
	crew := &crew{runner: r, workers: map[switchboard.SubscriptionID]*worker{}}
	defer crew.wait.Wait()
	_ = r.DB.Listen(ctx, Channel, func(string) { // it returns only the error of ctx
		if err := crew.look(ctx); err != nil && ctx.Err() == nil {
			r.Log.Error("subscriptions could not be read, trying again", "error", err)
			r.time().AfterFunc(retryAfter, func() { r.announce(ctx) })
		}
	})
}

func (r Runner) announce(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	if err := r.DB.Update(ctx, Changed); err != nil && ctx.Err() == nil {
		r.time().AfterFunc(retryAfter, func() { r.announce(ctx) })
	}
}

// crew is the workers of this node.
type crew struct {
	runner  Runner
	workers map[switchboard.SubscriptionID]*worker
	wait    sync.WaitGroup
}

// look starts workers for new subscriptions and has the others look at theirs again.
func (c *crew) look(ctx context.Context) error {
	var all []store.Subscription
	err := c.runner.DB.View(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Subscriptions()
		return err
	})
	if err != nil {
		return err
	}
	there := make(map[switchboard.SubscriptionID]bool, len(all))
	for _, sub := range all {
		there[sub.ID] = true
		if c.workers[sub.ID] == nil {
			w := &worker{Runner: c.runner, id: sub.ID, again: make(chan struct{}, 1)}
			c.workers[sub.ID] = w
			c.wait.Go(func() { w.run(ctx) })
		}
	}
	for id, w := range c.workers {
		w.poke()
		if !there[id] {
			delete(c.workers, id)
		}
	}
	return nil
}
