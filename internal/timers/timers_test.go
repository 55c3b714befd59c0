package timers_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
	"switchboard/internal/timers"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const rang switchboard.EventKind = "test.rang"

// ring has the same effect as a real handler: something durable in the transaction that took the timer.
func ring(tx *store.Tx, t store.Timer) error {
	return tx.Record(switchboard.Event{Kind: rang, ActorKind: switchboard.ActorSystem, Subject: fmt.Sprintf("%x", t.Subject)})
}

func subject(n int) (s [16]byte) {
	binary.BigEndian.PutUint64(s[8:], uint64(n))
	return s
}

func set(t testing.TB, d *store.DB, timers ...store.Timer) {
	t.Helper()
	for page := range slices.Chunk(timers, 1000) {
		testkit.Update(t, d, func(tx *store.Tx) error {
			for _, tm := range page {
				if err := tx.SetTimer(tm); err != nil {
					return err
				}
			}
			return tx.Record(switchboard.Event{Kind: "test.set", ActorKind: switchboard.ActorSystem})
		})
	}
}

// effects counts how often each timer rang.
func effects(t testing.TB, d *store.DB) map[string]int {
	t.Helper()
	for n := int64(1); n > 0; {
		testkit.Update(t, d, func(tx *store.Tx) (err error) {
			n, err = tx.Sequence(10_000)
			return err
		})
	}
	counts := map[string]int{}
	for after := int64(0); ; {
		page := testkit.Read(t, d, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.Events(after, 10_000) })
		if len(page) == 0 {
			return counts
		}
		for _, e := range page {
			if e.Kind == rang {
				counts[e.Subject]++
			}
		}
		after = page[len(page)-1].Position
	}
}

func runner(a *app.App, site testkit.Site, handlers map[string]timers.Handler) timers.Runner {
	return timers.Runner{DB: a.DB, Time: site.Clock, Log: slog.New(slog.DiscardHandler), Handlers: handlers}
}

func closing(t *testing.T, nodes ...*app.App) {
	t.Helper()
	for _, a := range nodes {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestEveryTimerHasOneEffect lets 10,000 timers be due at once, on two nodes where the engine allows it, and ends the
// runners at random moments: each timer has its effect once.
func TestEveryTimerHasOneEffect(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		oneEffect(t, testkit.NewSite(testkit.Folder(t), ""), 1)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		oneEffect(t, testkit.NewSite(testkit.Folder(t), pgtest.URL(t)), 2)
	})
}

func oneEffect(t *testing.T, site testkit.Site, nodes int) {
	const count = 10_000
	first := site.Open(t)
	var due []store.Timer
	for n := range count {
		due = append(due, store.Timer{Kind: "bell", Subject: subject(n), DueAt: testkit.Noon().Add(time.Minute)})
	}
	set(t, first.DB, due...)
	if _, err := runner(first, site, nil).Due(t.Context()); err != nil {
		t.Fatal(err)
	}
	if rung := effects(t, first.DB); len(rung) > 0 {
		t.Fatalf("%d timers rang before they were due", len(rung))
	}
	site.Clock.Advance(time.Minute)
	var wg sync.WaitGroup
	var stops [2]int
	for n := range nodes {
		wg.Go(func() { stops[n] = ringAndRestart(t, site, first, n) })
	}
	wg.Wait()
	rung := effects(t, first.DB)
	for key, n := range rung {
		if n != 1 {
			t.Errorf("timer %s rang %d times", key, n)
		}
	}
	if len(rung) != count {
		t.Errorf("%d timers rang, want %d", len(rung), count)
	}
	if stops[0] == 0 {
		t.Error("no runner was ended: nothing is proved")
	}
	t.Logf("ended %v times", stops)
	closing(t, first)
}

// ringAndRestart does what is due, ended at random moments, until nothing is left. A second node opens its own.
func ringAndRestart(t *testing.T, site testkit.Site, a *app.App, node int) (ended int) {
	if node > 0 {
		a = site.Open(t)
		defer closing(t, a)
	}
	random := rand.New(rand.NewPCG(3, uint64(node)))
	for {
		most := 60
		if site.Database != "" {
			most = 300 // connections that were cut must be made again
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Duration(5+random.IntN(most))*time.Millisecond)
		_, err := runner(a, site, map[string]timers.Handler{"bell": ring}).Due(ctx)
		cut := ctx.Err() != nil
		stop()
		switch {
		case err == nil:
			return ended
		case !cut:
			t.Error(err)
			return ended
		}
		ended++
	}
}

// TestAFailingTimerStopsNobody puts off what fails and goes on with the rest, and tries again later.
func TestAFailingTimerStopsNobody(t *testing.T) {
	t.Parallel()
	site := testkit.NewSite(testkit.Folder(t), "")
	a := site.Open(t)
	defer closing(t, a)
	broken := true
	handlers := map[string]timers.Handler{"bell": ring, "broken": func(tx *store.Tx, tm store.Timer) error {
		if err := ring(tx, tm); err != nil || !broken {
			return err
		}
		return errors.New("no")
	}}
	at := testkit.Noon()
	set(t, a.DB, store.Timer{Kind: "broken", Subject: subject(1), DueAt: at}, store.Timer{Kind: "bell", Subject: subject(2), DueAt: at},
		store.Timer{Kind: "nobody knows", Subject: subject(3), DueAt: at})
	r := runner(a, site, handlers)
	wait, err := r.Due(t.Context())
	if err != nil || wait <= 0 || wait > 5*time.Second {
		t.Fatalf("wait %v, %v: want the failed one to be tried again soon", wait, err)
	}
	if rung := effects(t, a.DB); len(rung) != 1 || rung[fmt.Sprintf("%x", subject(2))] != 1 {
		t.Fatalf("rang %v, want only the second", rung)
	}
	broken = false
	site.Clock.Advance(wait)
	if _, err := r.Due(t.Context()); err != nil {
		t.Fatal(err)
	}
	if rung := effects(t, a.DB); len(rung) != 2 {
		t.Errorf("rang %v, want the first too", rung)
	}
}

// TestTimersFollowTheWallClock jumps the clock both ways under a running runner.
func TestTimersFollowTheWallClock(t *testing.T) {
	t.Parallel()
	site := testkit.NewSite(testkit.Folder(t), "")
	a := site.Open(t)
	defer closing(t, a)
	hour := testkit.Noon().Add(time.Hour)
	set(t, a.DB, store.Timer{Kind: "bell", Subject: subject(1), DueAt: hour})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = runner(a, site, map[string]timers.Handler{"bell": ring}).Run(ctx) })
	defer running.Wait()
	defer stop()
	site.Clock.Jump(-2 * time.Hour)
	for range 70 {
		site.Clock.AwaitTimers(1)
		site.Clock.Advance(time.Minute)
	}
	site.Clock.AwaitTimers(1)
	if rung := effects(t, a.DB); len(rung) > 0 {
		t.Fatalf("rang at %v, due at %v", site.Clock.Now(), hour)
	}
	site.Clock.Jump(3 * time.Hour)
	site.Clock.Advance(time.Minute)
	deadline := time.Now().Add(20 * time.Second)
	for len(effects(t, a.DB)) == 0 {
		if time.Now().After(deadline) {
			t.Fatalf("did not ring within a minute of %v, due at %v", site.Clock.Now(), hour)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// TestAnEarlierTimerWakesTheRunner sets a timer for now while the runner sleeps until a later one.
func TestAnEarlierTimerWakesTheRunner(t *testing.T) {
	t.Parallel()
	site := testkit.NewSite(testkit.Folder(t), "")
	a := site.Open(t)
	defer closing(t, a)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = runner(a, site, map[string]timers.Handler{"bell": ring}).Run(ctx) })
	defer running.Wait()
	defer stop()
	site.Clock.AwaitTimers(1)
	set(t, a.DB, store.Timer{Kind: "bell", Subject: subject(1), DueAt: testkit.Noon()})
	deadline := time.Now().Add(20 * time.Second)
	for len(effects(t, a.DB)) == 0 {
		if time.Now().After(deadline) {
			t.Fatal("a timer that is due now was not noticed")
		}
		time.Sleep(5 * time.Millisecond)
	}
}
