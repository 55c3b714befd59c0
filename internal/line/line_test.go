package line

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

const node = "north"

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// shift is a line whose work is what a test says.
type shift struct {
	*Line
	t     testing.TB
	db    *store.DB
	clock *timesource.Manual

	mu    sync.Mutex
	tried []string
}

// newShift makes a line that does work and takes the row away when that succeeds.
func newShift(t testing.TB, workers int, work func(s *shift, w intake.Work) error) *shift {
	t.Helper()
	clock := timesource.NewManual(noon)
	d := storetest.Open(t, storetest.Lite(t, clock.Now))
	s := &shift{t: t, db: d, clock: clock}
	s.Line = New(flow.Inbound{DB: d}, Settings{Node: node, Time: clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Workers: workers})
	s.do = func(ctx context.Context, w intake.Work) error {
		s.mu.Lock()
		s.tried = append(s.tried, node+name(w))
		s.mu.Unlock()
		if err := work(s, w); err != nil {
			return err
		}
		return d.Update(ctx, func(tx *store.Tx) error {
			_, err := tx.TakeWork(w)
			return err
		})
	}
	return s
}

func name(w intake.Work) string { return w.MessageID.String() }

// queue adds n pieces of work and returns what they are called.
func (s *shift) queue(priority, n int) (names []string) {
	s.t.Helper()
	err := s.db.Update(context.Background(), func(tx *store.Tx) error {
		names = nil
		for range n {
			w := intake.Work{Node: node, Priority: priority, MessageID: switchboard.NewID[switchboard.MessageID](noon),
				AccountID: switchboard.NewID[switchboard.AccountID](noon), Revision: 1}
			names = append(names, node+name(w))
			if err := tx.InsertWork(w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

// left lists what is queued, also what has to wait.
func (s *shift) left() (rows []intake.Work) {
	s.t.Helper()
	s.clock.Jump(24 * time.Hour)
	defer s.clock.Jump(-24 * time.Hour)
	err := s.db.View(context.Background(), func(tx *store.Tx) (err error) {
		rows, err = tx.PendingWork(node, intake.Work{Priority: -1}, 10_000)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}

func (s *shift) drain(wantFailed int64) {
	s.t.Helper()
	failed, err := s.Drain(s.t.Context())
	if err != nil || failed != wantFailed {
		s.t.Errorf("drained with %d failures, %v; want %d", failed, err, wantFailed)
	}
}

// TestUrgentWorkDoesNotWaitBehindABacklog lets something urgent come when a large backlog has only just been begun.
func TestUrgentWorkDoesNotWaitBehindABacklog(t *testing.T) {
	t.Parallel()
	var urgent []string
	once := sync.Once{}
	s := newShift(t, 2, func(s *shift, _ intake.Work) error {
		once.Do(func() { urgent = s.queue(intake.PriorityReply, 3) })
		return nil
	})
	s.queue(intake.PriorityHistory, 4*page)
	s.drain(0)
	if len(s.tried) != 4*page+3 {
		t.Errorf("worked %d times, want %d", len(s.tried), 4*page+3)
	}
	for at, what := range s.tried {
		if what == urgent[2] && at > page+8 {
			t.Errorf("what was urgent came at place %d of %d", at, len(s.tried))
		}
	}
}

// TestEverythingIsWorkedOnceInOrder has one worker, so that the order shows.
func TestEverythingIsWorkedOnceInOrder(t *testing.T) {
	t.Parallel()
	s := newShift(t, 1, func(*shift, intake.Work) error { return nil })
	var want []string
	for _, priority := range []int{intake.PriorityHistory, intake.PriorityMention, intake.PriorityReply} {
		want = append(s.queue(priority, page+10), want...)
	}
	s.drain(0)
	if diff := cmp.Diff(want, s.tried); diff != "" {
		t.Errorf("worked (-want +got):\n%s", diff)
	}
}

// TestManyWorkersWorkNothingTwice lets several at it at once.
func TestManyWorkersWorkNothingTwice(t *testing.T) {
	t.Parallel()
	s := newShift(t, 16, func(*shift, intake.Work) error { return nil })
	s.queue(intake.PriorityMention, 3*page)
	s.drain(0)
	seen := map[string]bool{}
	for _, what := range s.tried {
		if seen[what] {
			t.Errorf("%s was worked twice", what)
		}
		seen[what] = true
	}
	if len(seen) != 3*page || len(s.left()) > 0 {
		t.Errorf("worked %d of %d, %d are left", len(seen), 3*page, len(s.left()))
	}
}

func TestWhatFailsIsPutOffForLongerEachTime(t *testing.T) {
	t.Parallel()
	s := newShift(t, 2, func(*shift, intake.Work) error {
		return switchboard.Refuse(switchboard.CodeStale, "Not like this.")
	})
	s.queue(intake.PriorityMention, 1)
	for n, want := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		s.drain(int64(n + 1))
		rows := s.left()
		if len(rows) != 1 || rows[0].Attempts != n+1 || rows[0].Trouble != string(switchboard.CodeStale) ||
			!rows[0].NotBefore.Equal(s.clock.Now().Add(want)) {
			t.Fatalf("after attempt %d at %v: %+v", n+1, s.clock.Now(), rows)
		}
		s.clock.Advance(want - time.Millisecond)
		s.drain(int64(n + 1))
		s.clock.Advance(time.Millisecond)
	}
	if got := pause(1000); got != mostRetry {
		t.Errorf("the longest pause is %v", got)
	}
}

// TestAPanicIsAFailure puts off what cannot be worked, and goes on with the rest.
func TestAPanicIsAFailure(t *testing.T) {
	t.Parallel()
	var bad string
	s := newShift(t, 2, func(_ *shift, w intake.Work) error {
		if node+name(w) == bad {
			panic("a customer's words")
		}
		return nil
	})
	bad = s.queue(intake.PriorityMention, 5)[2]
	s.drain(1)
	if rows := s.left(); len(rows) != 1 || node+name(rows[0]) != bad || rows[0].Attempts != 1 {
		t.Errorf("left: %+v", rows)
	}
}

// TestWhatCannotBePutOffEndsThePass is a database that takes no writes: the line pauses and goes on when it does.
func TestWhatCannotBePutOffEndsThePass(t *testing.T) {
	t.Parallel()
	errFull := errors.New("no room")
	var full sync.Mutex
	isFull := true
	s := newShift(t, 2, func(*shift, intake.Work) error {
		full.Lock()
		defer full.Unlock()
		if isFull {
			return errFull
		}
		return nil
	})
	s.queue(intake.PriorityMention, 50)
	exec(s, `CREATE TRIGGER no_room BEFORE UPDATE ON work BEGIN SELECT RAISE(ABORT, 'no room'); END`)
	if _, err := s.Drain(t.Context()); err == nil {
		t.Fatal("the pass ended well")
	}
	s.tried = nil
	if wait := s.sweep(t.Context()); wait != firstRetry || len(s.tried) > 10 {
		t.Errorf("sleeps %v after %d attempts", wait, len(s.tried))
	}
	exec(s, `DROP TRIGGER no_room`)
	full.Lock()
	isFull = false
	full.Unlock()
	s.drain(s.failed)
	if rows := s.left(); len(rows) > 0 {
		t.Errorf("%d are left", len(rows))
	}
}

func exec(s *shift, statement string) {
	s.t.Helper()
	err := s.db.Update(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Exec(statement)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// TestRunWorksWhatIsRung ends with its context.
func TestRunWorksWhatIsRung(t *testing.T) {
	t.Parallel()
	done := make(chan struct{}, 4)
	s := newShift(t, 1, func(*shift, intake.Work) error { done <- struct{}{}; return nil })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	s.clock.AwaitTimers(1)
	s.queue(intake.PriorityMention, 1)
	s.Ring()
	<-done
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
