package main

import (
	"context"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"switchboard/internal/store"
	"switchboard/internal/store/floor"
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

func (b *bench) intakeLite(ctx context.Context) ([]figure, error) { return b.intake(ctx, engine{}) }

// engine is where the databases lie: two addresses on one server, or none for SQLite.
type engine struct {
	product, floor string
	rowsEach       func() float64 // for an engine that does not count rows
}

// intake measures the first step alone: message, payload, uniqueness, cursor and work row, then the acknowledgement.
func (b *bench) intake(ctx context.Context, e engine) ([]figure, error) {
	w, err := b.open(ctx, e.product)
	if err != nil {
		return nil, err
	}
	defer w.close()
	f, done, err := b.floorOn(ctx, e.floor)
	if err != nil {
		return nil, err
	}
	defer done()
	r, err := b.versus(ctx, f, func() (float64, float64, error) {
		before, from, err := w.mark(ctx, e)
		if err != nil {
			return 0, 0, err
		}
		rate, err := b.hammer(func() error { return w.take(ctx) })
		if err != nil {
			return 0, 0, err
		}
		rows, err := w.rowsSince(ctx, e, before, from)
		return rate, rows, err
	})
	return r.figures("intake"+e.suffix(), "messages"), err
}

func (e engine) suffix() string {
	if e.product == "" {
		return " (SQLite)"
	}
	return " (PostgreSQL)"
}

// mark notes how many rows were changed and how many messages taken so far.
func (w *world) mark(ctx context.Context, e engine) (rows, messages int64, err error) {
	if e.rowsEach == nil {
		rows, err = w.changes(ctx)
	}
	return rows, w.next.Load(), err
}

func (w *world) rowsSince(ctx context.Context, e engine, rows, messages int64) (each float64, err error) {
	if e.rowsEach != nil {
		return e.rowsEach(), nil
	}
	now, err := w.changes(ctx)
	return float64(now-rows) / float64(max(1, w.next.Load()-messages)), err
}

func (b *bench) lineLite(ctx context.Context) ([]figure, error) { return b.line(ctx, engine{}) }

// line measures the way from a network's hand to a decided conversation, everything else running beside it.
func (b *bench) line(ctx context.Context, e engine) ([]figure, error) {
	w, err := b.open(ctx, e.product)
	if err != nil {
		return nil, err
	}
	defer w.close()
	f, done, err := b.floorOn(ctx, e.floor)
	if err != nil {
		return nil, err
	}
	defer done()
	defer w.start(ctx)()
	r, err := b.versus(ctx, f, func() (float64, float64, error) {
		before, from, err := w.mark(ctx, e)
		if err != nil {
			return 0, 0, err
		}
		start := time.Now()
		if err := b.feed(ctx, w); err != nil {
			return 0, 0, err
		}
		rate := float64(b.LineMessages) / time.Since(start).Seconds()
		rows, err := w.rowsSince(ctx, e, before, from)
		return rate, rows, err
	})
	return r.figures("whole line"+e.suffix(), "rows"), err
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
