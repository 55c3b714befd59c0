package app

import (
	"context"
	"errors"
	"time"

	"switchboard"
	"switchboard/internal/curate"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
	"switchboard/internal/triage/topic"
)

// learnAfter is how long learning waits for more: people correct several messages one after the other.
const learnAfter = time.Minute

// loadTopics takes the company's list of topics, and what was learned of it, as it stands in the database.
func (a *App) loadTopics(ctx context.Context) error {
	var read *topic.Reader
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		read, err = curate.Load(tx)
		return err
	})
	if err != nil {
		return err
	}
	a.topics.Store(read)
	return nil
}

// reload takes what the database says of how messages are read and decided.
func (a *App) reload(ctx context.Context) error {
	return errors.Join(a.loadPolicy(ctx), a.loadTopics(ctx), a.Learner.Load(ctx))
}

// followTopics reads messages by the list as any node changed it.
func (a *App) followTopics(ctx context.Context) error {
	load := func() {
		if err := a.loadTopics(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("the list of topics could not be loaded, the one before stays", "error", err)
		}
	}
	a.follow(ctx, load, func(e switchboard.Event) {
		if e.Kind == switchboard.EventTopicsChanged || e.Kind == switchboard.EventSampleChanged {
			load()
		}
		if teaches(e) {
			a.taught()
		}
	})
	return nil
}

// taught says that there is something to learn from.
func (a *App) taught() {
	select {
	case a.lessons <- struct{}{}:
	default: // it is known already
	}
}

// learnTopics lets topics learn a while after somebody said something of them, and once in the beginning, from what was
// said before this process.
func (a *App) learnTopics(ctx context.Context) error {
	a.taught()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-a.lessons:
		}
		if timesource.Wait(ctx, a.Time, learnAfter) != nil {
			return nil
		}
		if _, err := curate.Learn(ctx, a.DB); err != nil && ctx.Err() == nil {
			a.Log.Error("topics could not learn from what people said", "error", err)
		}
	}
}

// teaches reports whether there is something to learn from after an event.
func teaches(e switchboard.Event) bool {
	if _, about := switchboard.Head(e.Reason).Topic(); about && (e.Kind == switchboard.EventCorrected || e.Kind == switchboard.EventConfirmed) {
		return true
	}
	return e.Kind == switchboard.EventTopicsChanged && e.Reason != curate.Learned || e.Kind == switchboard.EventSampleChanged
}
