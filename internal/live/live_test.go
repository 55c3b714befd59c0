package live_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/live"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const (
	written   = 100_000
	writers   = 8
	followers = 6
	perWrite  = 25
)

var errChangedMind = errors.New("changed my mind")

// TestEveryFollowerSeesEverythingOnce writes 100,000 events on two nodes over one PostgreSQL with random delays between
// writing and committing, and now and then a change of mind. Followers change between the nodes at random and one node's
// sequencer stops half way: each follower sees each committed event once, without a gap, and nothing that was not.
func TestEveryFollowerSeesEverythingOnce(t *testing.T) {
	site := testkit.NewSite(testkit.Folder(t), pgtest.URL(t))
	site.Time = timesource.System()
	nodes := []*app.App{site.Open(t), site.Open(t)}
	start := testkit.Read(t, nodes[0].DB, (*store.Tx).LastPosition)
	ctx, stop := context.WithTimeout(t.Context(), 4*time.Minute)
	defer stop()
	half, stopHalf := context.WithCancel(ctx)
	var running, following, writing sync.WaitGroup
	for n, node := range nodes {
		sequencing := ctx
		if n == 0 {
			sequencing = half
		}
		running.Go(func() { _ = node.Hub.Run(ctx) })
		running.Go(func() { _ = node.Sequencer.Run(sequencing) })
	}
	var moves atomic.Int64
	for n := range followers {
		f := follower{nodes: nodes, random: rand.New(rand.NewPCG(5, uint64(n))), at: start, seen: map[string]bool{}}
		following.Go(func() {
			if err := f.follow(ctx); err != nil {
				t.Errorf("follower %d: %v", n, err)
			}
			moves.Add(f.moves)
		})
	}
	began := time.Now()
	var done atomic.Int64
	for n := range writers {
		w := writer{db: nodes[n%2].DB, name: n, random: rand.New(rand.NewPCG(9, uint64(n))), done: &done, half: stopHalf}
		writing.Go(func() {
			if err := w.write(ctx); err != nil {
				t.Errorf("writer %d: %v", n, err)
			}
		})
	}
	writing.Wait()
	took := time.Since(began)
	following.Wait()
	t.Logf("%d events written in %v, seen by %d followers %v later; %d changes of node", written, took, followers,
		time.Since(began)-took, moves.Load())
	stop()
	stopHalf()
	running.Wait()
	for _, node := range nodes {
		if err := node.Close(); err != nil {
			t.Error(err)
		}
	}
}

type writer struct {
	db     *store.DB
	name   int
	random *rand.Rand
	done   *atomic.Int64
	half   func() // called when half is written
}

func (w writer) write(ctx context.Context) error {
	for n := 0; n < written/writers; n += perWrite {
		if w.random.IntN(20) == 0 {
			err := w.once(ctx, "never", n, errChangedMind)
			if !errors.Is(err, errChangedMind) {
				return fmt.Errorf("change of mind: %w", err)
			}
		}
		if err := w.once(ctx, "said", n, nil); err != nil {
			return err
		}
		if w.done.Add(perWrite) == written/2 {
			w.half()
		}
	}
	return nil
}

func (w writer) once(ctx context.Context, what string, from int, outcome error) error {
	delay := time.Duration(max(0, w.random.IntN(8)-4)) * time.Millisecond
	return w.db.Update(ctx, func(tx *store.Tx) error {
		for n := range perWrite {
			err := tx.Record(switchboard.Event{Kind: "test.said", ActorKind: switchboard.ActorSystem,
				Reason: what, Subject: fmt.Sprintf("%d/%d", w.name, from+n)})
			if err != nil {
				return err
			}
		}
		time.Sleep(delay) // others overtake: commits are not in the order of the rows
		return outcome
	})
}

type follower struct {
	nodes  []*app.App
	random *rand.Rand
	at     int64
	seen   map[string]bool
	moves  int64
}

func (f *follower) follow(ctx context.Context) error {
	node := f.random.IntN(len(f.nodes))
	for len(f.seen) < written {
		if f.random.IntN(10) == 0 {
			node, f.moves = 1-node, f.moves+1
		}
		// A node that is behind the other has nothing yet: the follower waits for it as after any reconnection.
		events, err := f.nodes[node].Hub.Next(ctx, f.at)
		if err != nil {
			return fmt.Errorf("after %d of %d: %w", len(f.seen), written, err)
		}
		keep := 1 + f.random.IntN(len(events)) // the connection breaks in the middle of a page
		for _, e := range events[:keep] {
			if e.Position != f.at+1 {
				return fmt.Errorf("position %d after %d", e.Position, f.at)
			}
			f.at = e.Position
			if e.Kind != "test.said" {
				continue
			}
			if e.Reason != "said" || f.seen[e.Subject] {
				return fmt.Errorf("%s %s at %d is not committed or seen before", e.Reason, e.Subject, e.Position)
			}
			f.seen[e.Subject] = true
		}
	}
	return nil
}

// TestCursors reads back what it wrote and goes on only where the history is the same.
func TestCursors(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := live.Cursor{Incarnation: rapid.StringMatching(`[0-9a-z]{1,26}`).Draw(t, "incarnation"),
			Position: rapid.Int64Range(0, 1<<60).Draw(t, "position")}
		got, ok := live.ParseCursor(c.String())
		if !ok || got != c {
			t.Fatalf("%q read as %+v", c, got)
		}
		head := rapid.Int64Range(0, 1<<60).Draw(t, "head")
		from, reset := live.Resume(c, c.Incarnation, head)
		if reset != (c.Position > head) || from != min(c.Position, head) {
			t.Fatalf("from %d, reset %v with head %d", from, reset, head)
		}
		if from, reset := live.Resume(c, c.Incarnation+"x", head); !reset || from != head {
			t.Fatalf("another incarnation goes on at %d", from)
		}
	})
	for _, text := range []string{"", "x", "x:", ":1", "x:-1", "x:1.5", "x:99999999999999999999"} {
		if c, ok := live.ParseCursor(text); ok {
			t.Errorf("%q read as %+v", text, c)
		}
	}
}

// TestFollowingOnSQLite needs no sequencer: the order of commits is the order.
func TestFollowingOnSQLite(t *testing.T) {
	t.Parallel()
	site := testkit.NewSite(testkit.Folder(t), "")
	a := site.Open(t)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	var running, writing sync.WaitGroup
	running.Go(func() { _ = a.Hub.Run(ctx) })
	const count = 5000
	for n := range 4 {
		writing.Go(func() {
			for i := range count / 4 {
				err := a.DB.Update(ctx, func(tx *store.Tx) error {
					return tx.Record(switchboard.Event{Kind: "test.said", ActorKind: switchboard.ActorSystem,
						Subject: fmt.Sprintf("%d/%d", n, i)})
				})
				if err != nil {
					t.Error(err)
				}
				_ = a.DB.Update(ctx, func(tx *store.Tx) error {
					return errors.Join(tx.Record(switchboard.Event{Kind: "test.never", ActorKind: switchboard.ActorSystem}), errChangedMind)
				})
			}
		})
	}
	seen, at := map[string]bool{}, int64(0)
	for len(seen) < count {
		events, err := a.Hub.Next(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Position != at+1 || seen[e.Subject] || e.Kind == "test.never" {
				t.Fatalf("%s at %d after %d", e.Subject, e.Position, at)
			}
			at = e.Position
			seen[e.Subject] = e.Kind == "test.said"
		}
	}
	writing.Wait()
	stop()
	running.Wait()
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}
