package app

import (
	"context"
	"fmt"
	"testing"
	"time"

	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/timesource"
)

func counted(t *testing.T, a *App, do func(*store.Tx) (int64, error)) (n int64) {
	t.Helper()
	err := a.DB.Update(t.Context(), func(tx *store.Tx) (err error) {
		n, err = do(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTidyingUpRemovesAllThatHasRunOut and nothing else, however many pages it takes.
func TestTidyingUpRemovesAllThatHasRunOut(t *testing.T) {
	t.Parallel()
	clock := timesource.NewManual(time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))
	a := opened(t, func(o *Options) { o.Time = clock })
	see := func(from, to int) (first int64) {
		return counted(t, a, func(tx *store.Tx) (n int64, err error) {
			for i := from; i < to; i++ {
				fresh, err := tx.SeeSignature(fmt.Appendf(nil, "%032d", i))
				if err != nil {
					return 0, err
				}
				if fresh {
					n++
				}
			}
			return n, nil
		})
	}
	const old = 3*tidyPage + 7
	see(0, old)
	clock.Advance(25 * time.Hour)
	see(old, old+5)
	if err := a.tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again := see(0, old+5); again != old {
		t.Errorf("%d of %d were forgotten", again, old)
	}
}

// TestCountersAreFoldedSoonAndAllOfThem has more than one page of differences come within one round.
func TestCountersAreFoldedSoonAndAllOfThem(t *testing.T) {
	t.Parallel()
	clock := timesource.NewManual(time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))
	a := opened(t, func(o *Options) { o.Time, o.Settings.Database = clock, pgtest.URL(t) })
	const n = 2*foldPage + 5
	counted(t, a, func(tx *store.Tx) (int64, error) {
		return tx.Exec(`INSERT INTO counter_delta (scope, view, n) SELECT 'all', 'open', 1 FROM generate_series(1, ?)`, n)
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.fold(ctx) }()
	clock.AwaitTimers(1)
	clock.Advance(foldEvery)
	clock.AwaitTimers(1)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if left := counted(t, a, func(tx *store.Tx) (int64, error) { return tx.FoldCounters(n) }); left > 0 {
		t.Errorf("%d are not folded", left)
	}
	var counts map[string]int64
	if err := a.DB.View(t.Context(), func(tx *store.Tx) (err error) { counts, err = tx.Counts(store.ScopeAll); return err }); err != nil {
		t.Fatal(err)
	}
	if counts[store.CountOpen] != n {
		t.Errorf("%d are counted, want %d", counts[store.CountOpen], n)
	}
}
