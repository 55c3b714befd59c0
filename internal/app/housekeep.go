package app

import (
	"context"
	"errors"
	"time"

	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/timesource"
)

const (
	// housekeepEvery is how often what has run out is removed.
	housekeepEvery = 10 * time.Minute
	// foldEvery is how often appended counters are added up: reading them takes longer with each that is not.
	foldEvery = 15 * time.Second
	// tidyPage is how much one transaction removes, so that nobody waits long for it.
	tidyPage = 1000
	// foldPage is how many counters one transaction adds up.
	foldPage = 10_000
	// tidyPages bounds one round of each kind; what is left waits for the next.
	tidyPages = 200
)

// housekeep removes what has run out, a little at a time.
func (a *App) housekeep(ctx context.Context) error {
	for timesource.Wait(ctx, a.Time, housekeepEvery) == nil {
		a.unlessStopping(ctx, errors.Join(a.tidy(ctx), a.sweep(ctx), a.tidySetupLink(ctx)))
	}
	return nil
}

// fold adds up what PostgreSQL's counters have appended. SQLite has nothing of the kind.
func (a *App) fold(ctx context.Context) error {
	if a.DB.Dialect() != db.Postgres {
		return nil
	}
	for timesource.Wait(ctx, a.Time, foldEvery) == nil {
		a.unlessStopping(ctx, a.repeat(ctx, foldPage, func(tx *store.Tx) (int64, error) { return tx.FoldCounters(foldPage) }))
	}
	return nil
}

func (a *App) unlessStopping(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		a.Log.Error("tidying up failed, trying again later", "error", err)
	}
}

// tidy removes every kind of thing that has run out. One that fails does not keep the others from their turn.
func (a *App) tidy(ctx context.Context) error {
	const day = 24 * time.Hour
	type forget = func(tx *store.Tx, before time.Time, limit int) (int64, error)
	var failed error
	for _, kind := range []struct {
		forget forget
		age    time.Duration
	}{
		{(*store.Tx).ForgetSessions, day},
		{(*store.Tx).ForgetLinks, day},
		{(*store.Tx).ForgetRemembered, day},
		{(*store.Tx).ForgetSignatures, day},
		{(*store.Tx).ForgetCallbacks, 30 * day},
		{notice.Forget, 60 * day},
		{(*store.Tx).ForgetTopicCounts, store.TopicCountsKept},
		{func(tx *store.Tx, before time.Time, _ int) (int64, error) { return tx.ForgetDatedShifts(before) }, 400 * day},
	} {
		failed = errors.Join(failed, a.repeat(ctx, tidyPage, func(tx *store.Tx) (int64, error) {
			return kind.forget(tx, tx.Now().Add(-kind.age), tidyPage)
		}))
	}
	return errors.Join(failed, a.DB.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.ForgetDeadNodes(tx.Now().Add(-day))
		return err
	}))
}

// repeat does a page of work in each transaction until one finds less than a page, or there were many.
func (a *App) repeat(ctx context.Context, page int64, do func(*store.Tx) (int64, error)) error {
	for range tidyPages {
		var done int64
		err := a.DB.Update(ctx, func(tx *store.Tx) (err error) {
			done, err = do(tx)
			return err
		})
		if err != nil || done < page {
			return err
		}
	}
	return nil
}
