package main

import (
	"context"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/floor"
	"switchboard/internal/store/pgtest"
)

// hammer has writers call write, again and again, for the length of a round, and returns calls a second.
func (b *bench) hammer(write func() error) (rate float64, err error) {
	var group errgroup.Group
	var done atomic.Int64
	start := time.Now()
	for range b.Writers {
		group.Go(func() error {
			for time.Since(start) < b.Round {
				if err := write(); err != nil {
					return err
				}
				done.Add(1)
			}
			return nil
		})
	}
	err = group.Wait()
	return float64(done.Load()) / time.Since(start).Seconds(), err
}

// rates are what the rounds of one measurement gave.
type rates struct {
	floor, messages, rowsEach []float64
	cpu                       []float64 // microseconds a message, of all threads
}

// cpuTime is the processor time this process has used.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// versus measures the floor and something else in turn.
func (b *bench) versus(ctx context.Context, f *floor.Floor, something func() (messages, rowsEach float64, err error)) (rates, error) {
	var r rates
	var n atomic.Int64
	for range b.Rounds {
		base, err := b.hammer(func() error { return f.Write(ctx, n.Add(1)) })
		if err != nil {
			return r, err
		}
		start, used := time.Now(), cpuTime()
		messages, rowsEach, err := something()
		if err != nil {
			return r, err
		}
		each := float64(cpuTime()-used) / float64(time.Microsecond) / (messages * time.Since(start).Seconds())
		r.cpu = append(r.cpu, each)
		r.floor, r.messages, r.rowsEach = append(r.floor, base), append(r.messages, messages), append(r.rowsEach, rowsEach)
	}
	return r, nil
}

const rawRows = "rows/s into one table"

func (r rates) figures(name string, wanted string) []figure {
	base, messages, rows := median(r.floor), median(r.messages), median(r.rowsEach)
	first := figure{Name: name, Value: messages, Unit: "messages/s",
		Spelling: short(median(r.cpu)) + " µs of processor a message"}.against(base, rawRows)
	second := figure{Name: name + ", rows", Value: messages * rows, Unit: "rows/s",
		Spelling: short(rows) + " rows a message"}.against(base, rawRows)
	if wanted == "messages" {
		first = first.atLeast(0.25)
	}
	return []figure{first, second.atLeast(0.25)}
}

// engine is where the databases lie: two addresses on one server, or none for SQLite.
type engine struct{ product, floor string }

func (e engine) name() string {
	if e.product == "" {
		return "SQLite"
	}
	return "PostgreSQL"
}

func (b *bench) intakeLite(ctx context.Context) ([]figure, error) { return b.intake(ctx, engine{}) }
func (b *bench) lineLite(ctx context.Context) ([]figure, error)   { return b.line(ctx, engine{}) }

func (b *bench) intakePostgres(ctx context.Context) ([]figure, error) {
	return b.onPostgres(ctx, (*bench).intake)
}

func (b *bench) linePostgres(ctx context.Context) ([]figure, error) {
	return b.onPostgres(ctx, (*bench).line)
}

// onPostgres measures on a server of its own that makes every commit durable.
func (b *bench) onPostgres(ctx context.Context, measure func(*bench, context.Context, engine) ([]figure, error)) ([]figure, error) {
	server, err := pgtest.StartDurable()
	if err != nil {
		return nil, err
	}
	defer server.Stop()
	var e engine
	if e.product, err = server.Fresh(); err != nil {
		return nil, err
	}
	if e.floor, err = server.Fresh(); err != nil {
		return nil, err
	}
	return measure(b, ctx, e)
}

// intake measures the first step alone: message, payload, uniqueness, cursor and work row, then the acknowledgement.
func (b *bench) intake(ctx context.Context, e engine) ([]figure, error) {
	r, err := b.measured(ctx, e, func(w *world) (float64, error) {
		return b.hammer(func() error { return w.take(ctx) })
	})
	return r.figures("intake ("+e.name()+")", "messages"), err
}

// line measures the way from a network's hand to a decided conversation, everything else running beside it.
func (b *bench) line(ctx context.Context, e engine) ([]figure, error) {
	var stop func()
	r, err := b.measured(ctx, e, func(w *world) (float64, error) {
		if stop == nil {
			stop = w.start(ctx)
			w.onClose(stop)
		}
		start := time.Now()
		err := b.feed(ctx, w)
		return float64(b.LineMessages) / time.Since(start).Seconds(), err
	})
	return r.figures("whole line ("+e.name()+")", "rows"), err
}

// measured runs a measurement beside its floor and counts the rows it wrote.
func (b *bench) measured(ctx context.Context, e engine, rate func(*world) (float64, error)) (r rates, err error) {
	w, err := b.open(ctx, e.product)
	if err != nil {
		return r, err
	}
	defer w.close()
	f, done, err := b.floorOn(ctx, e.floor)
	if err != nil {
		return r, err
	}
	defer done()
	r, err = b.versus(ctx, f, func() (messages, rows float64, err error) {
		changed, taken, err := w.mark(ctx)
		if err != nil {
			return 0, 0, err
		}
		if messages, err = rate(w); err != nil {
			return 0, 0, err
		}
		now, all, err := w.mark(ctx)
		return messages, float64(now-changed) / float64(max(1, all-taken)), err
	})
	if err != nil || e.product == "" {
		return r, err
	}
	w.close()
	changed, err := floor.Changed(ctx, e.product)
	r.rowsEach = []float64{float64(changed) / float64(max(1, w.next.Load()))}
	return r, err
}

// mark says how many rows were changed, which only SQLite tells at any time, and messages taken so far.
func (w *world) mark(ctx context.Context) (rows, messages int64, err error) {
	if w.DB.Dialect() == db.SQLite {
		err = w.DB.Update(ctx, func(tx *store.Tx) (err error) {
			rows, err = floor.Changes(tx.Tx)
			return err
		})
	}
	return rows, w.next.Load(), err
}

// start runs the installation; the returned function stops it and waits.
func (w *world) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { _ = w.Run(ctx) })
	return func() {
		cancel()
		wg.Wait()
	}
}

// feed takes in the messages of one round and waits until the line has worked all of them.
func (b *bench) feed(ctx context.Context, w *world) error {
	var group errgroup.Group
	var given atomic.Int64
	for range b.Writers {
		group.Go(func() error {
			for given.Add(1) <= int64(b.LineMessages) {
				if err := w.take(ctx); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for waits := true; waits; time.Sleep(2 * time.Millisecond) {
		err := w.DB.View(ctx, func(tx *store.Tx) (err error) {
			waits, err = tx.WorkWaits()
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
