package live

import (
	"context"
	"log/slog"
	"time"

	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/timesource"
)

const (
	// sequencePage bounds the events numbered in one transaction.
	sequencePage = 1000
	// sweepEvery looks for events of a node that died between its commit and numbering them.
	sweepEvery = 2 * time.Second
)

// Sequencer numbers committed events on PostgreSQL. Every node runs one; they take turns.
type Sequencer struct {
	DB   *store.DB
	Time timesource.Source
	Log  *slog.Logger
}

// Run numbers until ctx ends. On SQLite there is nothing to do.
func (s Sequencer) Run(ctx context.Context) error {
	if s.DB.Dialect() == db.SQLite {
		<-ctx.Done()
		return nil
	}
	for ctx.Err() == nil {
		if err := s.Number(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("events could not be numbered, trying again", "error", err)
		}
		stop := s.Time.AfterFunc(sweepEvery, s.DB.RingJournal)
		select {
		case <-ctx.Done():
		case <-s.DB.JournalBell():
		}
		stop()
	}
	return nil
}

// Number numbers everything that is committed.
func (s Sequencer) Number(ctx context.Context) error {
	for n := int64(sequencePage); n == sequencePage; {
		err := s.DB.Update(ctx, func(tx *store.Tx) (err error) {
			n, err = tx.Sequence(sequencePage)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
