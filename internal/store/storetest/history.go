package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

func (w *World) sequence() {
	w.T.Helper()
	for write(w, func(tx *store.Tx) (int64, error) { return tx.Sequence(5) }) > 0 {
	}
}

func (w *World) events(after int64) []switchboard.Event {
	return read(w, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.Events(after, 10_000) })
}

func journal(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	e := switchboard.Event{Kind: switchboard.EventQueued, At: w.Start, Origin: switchboard.History,
		ActorKind: switchboard.ActorAgent, Actor: w.Ada.ID, ConversationID: talk.ID, AccountID: w.Account.ID, BrandID: w.Brand.ID,
		Department: Service, Network: "practice", Visibility: switchboard.Public, Agent: w.Bo.ID, Epoch: 3, Reason: "released",
		Subject: "drf", Numbers: map[string]int64{"waited": 12}}
	bare := switchboard.Event{Kind: switchboard.EventRestored, ActorKind: switchboard.ActorSystem}
	w.Update(func(tx *store.Tx) error { return tx.Record(e, bare) })
	w.sequence()
	got := w.events(0)
	if len(got) != 2 || got[0].RecordedAt.IsZero() || !got[1].At.Equal(got[1].RecordedAt) || got[1].Origin != switchboard.Live {
		t.Fatalf("events %+v", got)
	}
	e.Position, e.RecordedAt = 1, got[0].RecordedAt
	same(t, "event", got[0], e)
	same(t, "of the conversation", read(w, func(tx *store.Tx) ([]switchboard.Event, error) {
		return tx.ConversationEvents(talk.ID, 9)
	}), []switchboard.Event{e})
	again := e
	again.Reason = "again"
	w.Update(func(tx *store.Tx) error { return tx.Record(again) })
	w.sequence()
	both := read(w, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.LatestEvents(talk.ID, 9) })
	newest := read(w, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.LatestEvents(talk.ID, 1) })
	if len(both) != 2 || both[1].Reason != "again" || len(newest) != 1 || newest[0].Reason != "again" {
		t.Errorf("latest of the conversation %+v, the newest alone %+v", both, newest)
	}
	if last := read(w, (*store.Tx).LastPosition); last != 3 {
		t.Errorf("last position %d, want 3", last)
	}
}

var errChangedMind = errors.New("changed my mind")

// gapless has writers, of which some change their minds, beside a sequencer and a follower.
func gapless(t *testing.T, w *World) {
	const writers, each = 8, 25
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var writing, sequencing sync.WaitGroup
	for n := range writers {
		writing.Go(func() {
			for i := range each {
				err := w.DB.Update(ctx, func(tx *store.Tx) error { return recordOrNot(tx, n*each+i) })
				if err != nil && !errors.Is(err, errChangedMind) {
					t.Error(err)
				}
			}
		})
	}
	stop := make(chan struct{})
	for range 2 {
		sequencing.Go(func() {
			for done := false; !done && ctx.Err() == nil; {
				select {
				case <-stop:
					done = true
				default:
				}
				if err := w.DB.Update(ctx, func(tx *store.Tx) error { _, err := tx.Sequence(7); return err }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	followed := make(chan []switchboard.Event)
	go follow(ctx, w.DB, writers*each*4/5, followed)
	writing.Wait()
	close(stop)
	sequencing.Wait()
	w.sequence()
	seen := map[string]bool{}
	for i, e := range <-followed {
		if e.Position != int64(i+1) {
			t.Fatalf("position %d where %d was expected", e.Position, i+1)
		}
		if seen[e.Subject] {
			t.Errorf("event %s came twice", e.Subject)
		}
		seen[e.Subject] = true
	}
	if len(seen) != writers*each*4/5 {
		t.Errorf("%d events came, want %d", len(seen), writers*each*4/5)
	}
}

func recordOrNot(tx *store.Tx, n int) error {
	err := tx.Record(switchboard.Event{Kind: switchboard.EventNoteAdded, ActorKind: switchboard.ActorSystem,
		Subject: fmt.Sprint(n)})
	if err == nil && n%5 == 4 {
		return errChangedMind
	}
	return err
}

// follow reads the journal as a follower does: on from the last position it saw, until it has seen enough.
func follow(ctx context.Context, d *store.DB, enough int, out chan<- []switchboard.Event) {
	var all []switchboard.Event
	for len(all) < enough && ctx.Err() == nil {
		_ = d.View(ctx, func(tx *store.Tx) error {
			next, err := tx.Events(int64(len(all)), 10)
			all = append(all, next...)
			return err
		})
	}
	out <- all
}

func timers(t *testing.T, w *World) {
	next := func() time.Time { return read(w, (*store.Tx).NextTimerAt) }
	due := func(at time.Time) []store.Timer {
		return read(w, func(tx *store.Tx) ([]store.Timer, error) { return tx.DueTimers(at, 10) })
	}
	if !next().IsZero() {
		t.Error("a timer nobody set")
	}
	first := store.Timer{Kind: "offer", Subject: [16]byte{1}, DueAt: w.Start.Add(time.Minute), Body: "x"}
	twin := store.Timer{Kind: "snooze", Subject: [16]byte{1}, DueAt: w.Start.Add(time.Minute)}
	early := store.Timer{Kind: "offer", Subject: [16]byte{2}, DueAt: w.Start}
	w.Update(func(tx *store.Tx) error {
		for _, tm := range []store.Timer{first, twin, early} {
			if err := tx.SetTimer(tm); err != nil {
				return err
			}
		}
		return nil
	})
	same(t, "next", next(), w.Start)
	same(t, "due at once", due(w.Start), []store.Timer{early})
	same(t, "due later", due(w.Start.Add(time.Hour)), []store.Timer{early, first, twin})
	moved := first
	moved.DueAt = w.Start.Add(time.Hour)
	w.Update(func(tx *store.Tx) error { return tx.SetTimer(moved) })
	take := func(tm store.Timer) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.TakeTimer(tm) })
	}
	if take(first) || !take(moved) || take(moved) || !take(early) {
		t.Error("a timer is taken when it was moved, or not once")
	}
	w.Update(func(tx *store.Tx) error { return tx.CancelTimer("snooze", twin.Subject) })
	if got := due(w.Start.Add(time.Hour)); len(got) != 0 {
		t.Errorf("left over: %+v", got)
	}
}

func work(t *testing.T, w *World) {
	pending := func(node string) []intake.Work {
		return read(w, func(tx *store.Tx) ([]intake.Work, error) { return tx.PendingWork(node, intake.Work{}, 100) })
	}
	var all []intake.Work
	for i := range 4 {
		job := intake.Work{Node: "one", Priority: i / 2, MessageID: id[switchboard.MessageID](w), AccountID: w.Account.ID, Revision: 1}
		w.Update(func(tx *store.Tx) error { return tx.InsertWork(job) })
		all = append(all, job)
	}
	for i, job := range pending("one") {
		job.NotBefore = time.Time{}
		same(t, "in order", job, all[i])
	}
	behind := read(w, func(tx *store.Tx) ([]intake.Work, error) { return tx.PendingWork("one", all[1], 1) })
	if len(behind) != 1 || behind[0].MessageID != all[2].MessageID {
		t.Errorf("behind the second: %+v", behind)
	}
	newer := all[0]
	newer.Revision = 2
	w.Update(func(tx *store.Tx) error { return tx.InsertWork(newer) })
	take := func(job intake.Work) bool {
		return write(w, func(tx *store.Tx) (bool, error) { return tx.TakeWork(job) })
	}
	if take(all[0]) || !take(newer) || take(newer) {
		t.Error("work on an old revision was finished, or not once")
	}
	delayed := all[1]
	delayed.Attempts, delayed.NotBefore, delayed.Trouble = 1, time.Now().Add(time.Hour).Truncate(time.Microsecond).UTC(), "busy"
	w.Update(func(tx *store.Tx) error { return tx.DelayWork(delayed) })
	if got := pending("one"); len(got) != 2 {
		t.Errorf("%d pieces of work may be done, want 2", len(got))
	}
	same(t, "next try", read(w, func(tx *store.Tx) (time.Time, error) { return tx.NextWorkAt("one") }), delayed.NotBefore)
	same(t, "work waits", read(w, (*store.Tx).WorkWaits), true)
}

func adoption(t *testing.T, w *World) {
	alive := time.Now().Add(time.Hour)
	message, fresh := id[switchboard.MessageID](w), id[switchboard.MessageID](w)
	job := func(node string, m switchboard.MessageID, revision int) {
		w.Update(func(tx *store.Tx) error {
			return tx.InsertWork(intake.Work{Node: node, MessageID: m, AccountID: w.Account.ID, Revision: revision})
		})
	}
	w.Update(func(tx *store.Tx) error {
		for _, node := range []string{"one", "two", "living"} {
			if err := tx.Beat(node, alive); err != nil {
				return err
			}
		}
		return nil
	})
	// The same message waits at several nodes: its revisions came in at different ones.
	job("one", message, 3)
	job("two", message, 2)
	job("three", message, 3)
	job("living", message, 1)
	job("one", fresh, 1)
	adopt := func() int64 {
		return write(w, func(tx *store.Tx) (int64, error) { return tx.AdoptWork("two") })
	}
	if n := adopt(); n != 1 {
		t.Errorf("adopted %d of a node that never lived, want 1", n)
	}
	w.Update(func(tx *store.Tx) error { return tx.Beat("one", time.Now().Add(-time.Second)) })
	if n := adopt(); n != 1 {
		t.Errorf("adopted %d more, want the fresh one alone", n)
	}
	got := read(w, func(tx *store.Tx) ([]intake.Work, error) { return tx.PendingWork("two", intake.Work{}, 9) })
	if len(got) != 2 || got[0].MessageID != message || got[0].Revision != 3 || got[1].MessageID != fresh {
		t.Errorf("work after adoption %+v", got)
	}
	living := read(w, func(tx *store.Tx) ([]intake.Work, error) { return tx.PendingWork("living", intake.Work{}, 9) })
	if len(living) != 1 {
		t.Errorf("work of a living node %+v", living)
	}
	w.Update(func(tx *store.Tx) error {
		if n, err := tx.ForgetDeadNodes(time.Now()); err != nil || n != 1 {
			t.Errorf("forgot %d nodes, %v", n, err)
		}
		return tx.ForgetNode("two")
	})
}

// leaseRace has many holders ask at once: one wins, and no fence is given twice.
func leaseRace(t *testing.T, w *World) {
	var mu sync.Mutex
	winners := map[int64]string{}
	var asking sync.WaitGroup
	for n := range 8 {
		asking.Go(func() {
			holder := fmt.Sprintf("life %d", n)
			var g grant
			err := w.DB.Update(t.Context(), func(tx *store.Tx) (err error) {
				g.Fence, g.OK, err = tx.AcquireLease(w.Account.ID, holder, time.Hour)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if g.OK {
				winners[g.Fence] = holder
			}
		})
	}
	asking.Wait()
	if len(winners) != 1 || winners[1] == "" {
		t.Errorf("winners %v, want one under fence 1", winners)
	}
	if w.Dialect() == db.Postgres {
		heldKeeps(t, w)
	}
}

// heldKeeps shows that a transaction which has asked LeaseHeld keeps the lease from changing hands until it ends.
func heldKeeps(t *testing.T, w *World) {
	asked, ended := make(chan struct{}), make(chan struct{})
	var holding sync.WaitGroup
	holding.Go(func() {
		w.T.Helper()
		err := w.DB.Update(t.Context(), func(tx *store.Tx) error {
			held, err := tx.LeaseHeld(w.Account.ID, 1)
			if err != nil || !held {
				t.Errorf("held %t, %v", held, err)
			}
			close(asked)
			time.Sleep(100 * time.Millisecond)
			return nil
		})
		close(ended)
		if err != nil {
			t.Error(err)
		}
	})
	<-asked
	w.Update(func(tx *store.Tx) error {
		all, err := tx.Leases()
		if err != nil {
			return err
		}
		return tx.ReleaseLease(all[0])
	})
	select {
	case <-ended:
	case <-time.After(time.Second):
		t.Error("the lease was released while a transaction relied on it")
	}
	holding.Wait()
}
