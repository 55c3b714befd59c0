package notice

import (
	"context"
	"log/slog"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/timesource"
)

const (
	// lockName is held by the node that tells.
	lockName = "notice"
	// lockEvery is how often the others ask for it.
	lockEvery = 5 * time.Second
	// retryAfter is the pause after trouble of our own.
	retryAfter = time.Second
	// atOnce is how many rows of the journal one transaction takes at most.
	atOnce = 100
	// keepSkipped is how many rows that raise nothing are passed over before that is written down.
	keepSkipped = 2000
)

// Journal waits for events behind a position and returns a page of them; live.Hub is one.
type Journal interface {
	Next(ctx context.Context, after int64) ([]switchboard.Event, error)
}

// Runner raises notices and tells people. Every node runs one; they take turns.
type Runner struct {
	DB      *store.DB
	Journal Journal
	Post    Post
	Log     *slog.Logger
}

func (r Runner) time() timesource.Source { return r.Post.Time }

// Run raises and tells until ctx ends.
func (r Runner) Run(ctx context.Context) error {
	r.DB.TakeTurns(ctx, store.Turn{Name: lockName, Every: lockEvery, Time: r.time(), Log: r.Log}, r.lead)
	return nil
}

// lead raises and tells until ctx ends.
func (r Runner) lead(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Post.Run(ctx)
	}()
	r.follow(ctx)
	<-done
}

// follow takes in what the journal says until ctx ends. After a fault of the database it goes on where it was.
func (r Runner) follow(ctx context.Context) {
	for ctx.Err() == nil {
		stored, err := Begin(ctx, r.DB)
		for at := stored; err == nil && ctx.Err() == nil; {
			at, stored, err = r.step(ctx, at, stored)
		}
		if err != nil && ctx.Err() == nil {
			r.Log.Error("notices could not be raised, trying again", "error", err)
			_ = timesource.Wait(ctx, r.time(), retryAfter)
		}
	}
}

// step takes in the next rows behind a place. What raises nothing is passed over in memory, and written down with what
// comes next, or now and then.
func (r Runner) step(ctx context.Context, at, stored int64) (nowAt, nowStored int64, err error) {
	events, err := r.Journal.Next(ctx, at)
	if err != nil {
		return at, stored, err
	}
	events = events[:min(len(events), atOnce)]
	if last := events[len(events)-1].Position; !raises(events) && last-stored < keepSkipped {
		return last, stored, nil
	}
	at, err = Take(ctx, r.DB, events)
	return at, at, err
}

// raises reports whether any of the events may raise or end a notice.
func raises(events []switchboard.Event) bool {
	for _, e := range events {
		if e.Origin != switchboard.History && (sources()[e.Kind] != nil || !e.Actor.IsZero() && !e.ConversationID.IsZero()) {
			return true
		}
	}
	return false
}

// Begin says from where the journal is to be followed. An installation that never told begins with what happens from now
// on. One that was restored does too, and takes back what had not gone out: since the backup it may have.
func Begin(ctx context.Context, d *store.DB) (position int64, err error) {
	err = d.Update(ctx, func(tx *store.Tx) error {
		tables := notices.In(tx.Tx)
		installation, err := tx.Installation()
		if err != nil {
			return err
		}
		incarnation, at, found, err := tables.Cursor()
		if err != nil || found && incarnation == installation.Incarnation {
			position = at
			return err
		}
		if found {
			if err := startOver(tx, tables); err != nil {
				return err
			}
		}
		if position, err = tx.LastPosition(); err != nil {
			return err
		}
		return tables.MoveCursor(installation.Incarnation, position)
	})
	return position, err
}

// startOver takes back what a restored installation may have told already.
func startOver(tx *store.Tx, tables notices.Tables) error {
	if _, err := tables.DropAll("restored"); err != nil {
		return err
	}
	for {
		ringing, err := tables.Ringing(atOnce)
		if err != nil || len(ringing) == 0 {
			return err
		}
		for _, a := range ringing {
			if err := endAlarms(tx, a.ConversationID, "restored"); err != nil {
				return err
			}
		}
	}
}

// Take raises what events say, in the transaction that moves the cursor past them, and returns where it stands then. What
// the cursor has passed already raises nothing.
func Take(ctx context.Context, d *store.DB, events []switchboard.Event) (position int64, err error) {
	err = d.Update(ctx, func(tx *store.Tx) error {
		r := &reading{raising: newRaising(tx), talks: map[switchboard.ConversationID]switchboard.Conversation{}}
		incarnation, at, found, err := r.tables.Cursor()
		if err != nil {
			return err
		}
		if !found {
			return switchboard.Refuse(switchboard.CodeInternal, "It is not known from where notices are raised.")
		}
		position = at
		for _, e := range events {
			if e.Position <= at {
				continue
			}
			if err := r.take(e); err != nil && !switchboard.IsCode(err, switchboard.CodeNotFound) {
				return err
			}
			position = e.Position
		}
		return r.tables.MoveCursor(incarnation, position)
	})
	return position, err
}
