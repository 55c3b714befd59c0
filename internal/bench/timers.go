package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/timers"
)

// timerKind is what the measured timers stand for: nothing but being noticed.
const timerKind = "bench"

// batch is how many rows one transaction of a filling writes.
const batch = 10_000

// timers measures how late a timer is among a million that are not due, and what waiting for them costs.
func (b *bench) timers(ctx context.Context) ([]figure, error) {
	w, err := b.open(ctx, "")
	if err != nil {
		return nil, err
	}
	defer w.close()
	if err := b.setTimers(ctx, w, b.Timers, w.Time.Now().AddDate(0, 1, 0)); err != nil {
		return nil, err
	}
	late, err := b.lateness(ctx, w)
	if err != nil {
		return nil, err
	}
	idle, err := b.idle(ctx, w)
	among := fmt.Sprintf("%d timers, %d due", b.Timers, len(late))
	return []figure{
		figure{Name: "deadline to effect, p50", Value: quantile(late, 0.5), Unit: "ms", Spelling: among}.atMost(1000),
		figure{Name: "deadline to effect, p99", Value: quantile(late, 0.99), Unit: "ms", Spelling: among}.atMost(1000),
		{Name: "processor while nothing is due", Value: 100 * idle, Unit: "% of one", Spelling: "everything running"},
	}, err
}

// setTimers sets n timers from a time on, a millisecond apart.
func (b *bench) setTimers(ctx context.Context, w *world, n int, from time.Time) error {
	for done := 0; done < n; done += batch {
		err := w.DB.Update(ctx, func(tx *store.Tx) error {
			for i := done; i < min(n, done+batch); i++ {
				t := store.Timer{Kind: timerKind, DueAt: from.Add(time.Duration(i) * time.Millisecond)}
				_, _ = rand.Read(t.Subject[:])
				if err := tx.SetTimer(t); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// lateness sets timers that come due while the runner waits and returns how many milliseconds late each took effect.
func (b *bench) lateness(ctx context.Context, w *world) (late []float64, err error) {
	if err := b.setTimers(ctx, w, b.DueTimers, w.Time.Now().Add(500*time.Millisecond)); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var mu sync.Mutex
	done := make(chan struct{})
	handle := func(tx *store.Tx, t store.Timer) error {
		tx.AfterCommit(func() {
			mu.Lock()
			defer mu.Unlock()
			if late = append(late, millis(w.Time.Now().Sub(t.DueAt))); len(late) == b.DueTimers {
				close(done)
			}
		})
		return nil
	}
	runner := timers.Runner{DB: w.DB, Time: w.Time, Log: w.Log, Handlers: map[string]timers.Handler{timerKind: handle}}
	var wg sync.WaitGroup
	running, stop := context.WithCancel(ctx)
	wg.Go(func() { _ = runner.Run(running) })
	select {
	case <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	stop()
	wg.Wait()
	return late, err
}

// idle is the share of one processor that the whole installation takes while nothing happens.
func (b *bench) idle(ctx context.Context, w *world) (share float64, err error) {
	stop := w.start(ctx)
	defer stop()
	time.Sleep(time.Second)
	used, start := cpuTime(), time.Now()
	time.Sleep(time.Duration(b.IdleSeconds) * time.Second)
	return float64(cpuTime()-used) / float64(time.Since(start)), nil
}

// agentsOf adds people who are away.
func agentsOf(tx *store.Tx, n int, departments []switchboard.DepartmentKey) ([]switchboard.Agent, error) {
	people := make([]switchboard.Agent, n)
	for i := range people {
		people[i] = switchboard.Agent{ID: switchboard.NewID[switchboard.AgentID](tx.Now()), Name: fmt.Sprintf("Keeper %d", i),
			Email: fmt.Sprintf("keeper%d@lantern.example", i), Role: switchboard.RoleAgent, Departments: departments,
			Freedom: 3, Cap: 8, Presence: switchboard.Away}
		if err := tx.InsertAgent(people[i], ""); err != nil {
			return nil, err
		}
	}
	return people, nil
}
