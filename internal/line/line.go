package line

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

const (
	// page is how many pieces of work are read at once.
	page = 512
	// firstRetry and mostRetry bound the pause after a piece of work that failed; it doubles.
	firstRetry = time.Second
	mostRetry  = 10 * time.Minute
	// longest is how long the line sleeps at most without being told of work.
	longest = time.Minute
)

// Line works one node's share. Make it with New.
type Line struct {
	in      flow.Inbound
	node    string
	time    timesource.Source
	log     *slog.Logger
	workers int
	bell    chan struct{}

	mu     sync.Mutex
	failed int64
}

// Settings of a Line.
type Settings struct {
	Node    string
	Time    timesource.Source
	Log     *slog.Logger
	Workers int // pieces of work at once; their commits go together
}

// New makes a line. Ring must be what Inbound.Bell and Outbound.Bell call.
func New(in flow.Inbound, s Settings) *Line {
	return &Line{in: in, node: s.Node, time: s.Time, log: s.Log, workers: max(1, s.Workers),
		bell: make(chan struct{}, 1)}
}

// Ring says that there is work.
func (l *Line) Ring() {
	select {
	case l.bell <- struct{}{}:
	default:
	}
}

// Run works until ctx ends.
func (l *Line) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		wait := l.sweep(ctx)
		stop := l.time.AfterFunc(wait, l.Ring)
		select {
		case <-ctx.Done():
		case <-l.bell:
		}
		stop()
	}
	return nil
}

// Drain works until nothing is left that may be worked now. It returns how many pieces of work failed and wait.
func (l *Line) Drain(ctx context.Context) (failed int64, err error) {
	for ctx.Err() == nil {
		n, err := l.pass(ctx)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			l.mu.Lock()
			defer l.mu.Unlock()
			return l.failed, nil
		}
	}
	return 0, ctx.Err()
}

// sweep works everything there is and says how long to sleep.
func (l *Line) sweep(ctx context.Context) time.Duration {
	if _, err := l.Drain(ctx); err != nil && ctx.Err() == nil {
		l.log.Error("work could not be read, trying again", "error", err)
		return firstRetry
	}
	var next time.Time
	err := l.in.DB.View(ctx, func(tx *store.Tx) (err error) {
		next, err = tx.NextWorkAt(l.node)
		return err
	})
	switch wait := next.Sub(l.time.Now()); {
	case err != nil || next.IsZero() || wait > longest:
		return longest
	default:
		return max(wait, 0)
	}
}

// pass works through the node's rows once, in order, and returns how many it tried.
func (l *Line) pass(ctx context.Context) (tried int, err error) {
	feed := make(chan intake.Work, l.workers)
	var wg sync.WaitGroup
	for range l.workers {
		wg.Go(func() {
			for w := range feed {
				l.one(ctx, w)
			}
		})
	}
	defer wg.Wait()
	defer close(feed)
	last := intake.Work{Priority: -1}
	for {
		rows, err := l.read(ctx, last)
		if err != nil || len(rows) == 0 {
			return tried, err
		}
		for _, w := range rows {
			select {
			case feed <- w:
				tried++
			case <-ctx.Done():
				return tried, ctx.Err()
			}
		}
		last = rows[len(rows)-1]
	}
}

func (l *Line) read(ctx context.Context, after intake.Work) (rows []intake.Work, err error) {
	err = l.in.DB.View(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.PendingWork(l.node, after, page)
		return err
	})
	return rows, err
}

func (l *Line) one(ctx context.Context, w intake.Work) {
	err := l.in.Work(ctx, w)
	if err == nil || ctx.Err() != nil {
		return
	}
	w.Attempts++
	w.NotBefore = l.time.Now().Add(pause(w.Attempts))
	w.Trouble = string(switchboard.CodeOf(err))
	l.log.Error("a message could not be worked, put off", "message", w.MessageID.String(), "attempts", w.Attempts, "error", err)
	l.mu.Lock()
	l.failed++
	l.mu.Unlock()
	err = l.in.DB.Update(ctx, func(tx *store.Tx) error { return tx.DelayWork(w) })
	if err != nil && ctx.Err() == nil {
		l.log.Error("a message could not be put off", "message", w.MessageID.String(), "error", err)
	}
}

func pause(attempts int) time.Duration {
	d := firstRetry
	for range min(attempts-1, 20) {
		d = min(2*d, mostRetry)
	}
	return d
}
