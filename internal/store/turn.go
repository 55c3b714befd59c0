package store

import (
	"context"
	"log/slog"
	"time"

	"switchboard/internal/timesource"
)

// Turn is something that one node does at a time.
type Turn struct {
	Name  string        // of the lock that says whose turn it is
	Every time.Duration // between two times that the others ask for it
	Time  timesource.Source
	Log   *slog.Logger
}

// TakeTurns has this node lead when it is its turn, until ctx ends. The context of lead ends when the turn is lost, since
// another node leads then; the next turn begins once lead has returned.
func (d *DB) TakeTurns(ctx context.Context, turn Turn, lead func(ctx context.Context)) {
	for ctx.Err() == nil {
		lock, ok, err := d.TryLock(ctx, turn.Name)
		if err != nil && ctx.Err() == nil {
			turn.Log.Error("a turn could not be asked for", "turn", turn.Name, "error", err)
		}
		if err != nil || !ok {
			_ = timesource.Wait(ctx, turn.Time, turn.Every) // ends early only with ctx
			continue
		}
		turn.leadUntil(ctx, lock.Lost(), lead)
		lock.Release()
	}
}

func (t Turn) leadUntil(ctx context.Context, lost <-chan struct{}, lead func(ctx context.Context)) {
	ctx, cancel := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-ctx.Done():
		case <-lost:
			t.Log.Warn("a turn was lost, another node may have it now", "turn", t.Name)
			cancel()
		}
	}()
	lead(ctx)
	cancel()
	<-watched
}
