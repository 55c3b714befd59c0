package line

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

const (
	// page is how many pieces of work are read at once. What comes in with a better priority waits for no more than that.
	page = 256
	// firstRetry and mostRetry bound the pause after a piece of work that failed; it doubles.
	firstRetry = time.Second
	mostRetry  = 10 * time.Minute
	// longest is how long the line sleeps at most without being told of work.
	longest = time.Minute
)

// Line works one node's share. Make it with New.
type Line struct {
	db      *store.DB
	do      func(context.Context, intake.Work) error
	node    string
	time    timesource.Source
	log     *slog.Logger
	workers int
	bell    chan struct{}

	mu     sync.Mutex
	failed int64
	going  map[piece]bool // what is fed or worked at present
}

// piece names a piece of work. Revisions of one message are one piece: they are worked one after the other.
type piece struct {
	priority int
	message  switchboard.MessageID
}

func pieceOf(w intake.Work) piece { return piece{w.Priority, w.MessageID} }

// Settings of a Line.
type Settings struct {
	Node    string
	Time    timesource.Source
	Log     *slog.Logger
	Workers int // pieces of work at once; their commits go together
}

// New makes a line. Ring must be what Inbound.Bell and Outbound.Bell call.
func New(in flow.Inbound, s Settings) *Line {
	return &Line{db: in.DB, do: in.Work, node: s.Node, time: s.Time, log: s.Log, workers: max(1, s.Workers),
		bell: make(chan struct{}, 1), going: map[piece]bool{}}
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
	err := l.db.View(ctx, func(tx *store.Tx) (err error) {
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

// pass works the node's rows, the best first, and returns how many it tried. It ends with an error when a piece of work
// that failed could not even be put off: it would be the first one to be found again.
func (l *Line) pass(ctx context.Context) (tried int, err error) {
	feed := make(chan intake.Work, l.workers)
	feeding, halt := context.WithCancelCause(ctx)
	defer halt(nil)
	var wg sync.WaitGroup
	for range l.workers {
		wg.Go(func() {
			for w := range feed {
				if err := l.one(ctx, w); err != nil {
					halt(err)
				}
				l.end(w)
			}
		})
	}
	tried, err = l.feed(feeding, feed)
	close(feed)
	wg.Wait()
	if cause := context.Cause(feeding); cause != nil {
		err = cause
	}
	return tried, err
}

// feed reads from the beginning again after each page, so that what is urgent does not wait behind a backlog.
func (l *Line) feed(ctx context.Context, feed chan<- intake.Work) (tried int, err error) {
	for {
		rows, err := l.fresh(ctx)
		if err != nil || len(rows) == 0 {
			return tried, err
		}
		for _, w := range rows {
			l.begin(w)
			select {
			case feed <- w:
				tried++
			case <-ctx.Done():
				l.end(w)
				return tried, ctx.Err()
			}
		}
	}
}

// fresh reads the first page of what is not being worked yet.
func (l *Line) fresh(ctx context.Context) (fresh []intake.Work, err error) {
	l.mu.Lock()
	going := maps.Clone(l.going) // before the rows are read: what ends meanwhile may still be among them
	l.mu.Unlock()
	var rows []intake.Work
	err = l.db.View(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.PendingWork(l.node, intake.Work{Priority: -1}, page+len(going))
		return err
	})
	for _, w := range rows {
		if !going[pieceOf(w)] {
			fresh = append(fresh, w)
		}
	}
	return fresh, err
}

func (l *Line) begin(w intake.Work) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.going[pieceOf(w)] = true
}

func (l *Line) end(w intake.Work) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.going, pieceOf(w))
}

// one works a piece of work or puts it off; it returns an error when neither could be done.
func (l *Line) one(ctx context.Context, w intake.Work) error {
	err := l.work(ctx, w)
	if err == nil || ctx.Err() != nil {
		return nil
	}
	w.Attempts++
	w.NotBefore = l.time.Now().Add(pause(w.Attempts))
	w.Trouble = string(switchboard.CodeOf(err))
	l.log.Error("a message could not be worked, put off", "message", w.MessageID.String(), "attempts", w.Attempts, "error", err)
	l.mu.Lock()
	l.failed++
	l.mu.Unlock()
	if err = l.db.Update(ctx, func(tx *store.Tx) error { return tx.DelayWork(w) }); err != nil {
		return fmt.Errorf("line: put off message %s: %w", w.MessageID, err)
	}
	return nil
}

// work takes a panic for a failure: one message that cannot be worked must not stop the others. What it panicked with
// may hold words of a customer and is not told.
func (l *Line) work(ctx context.Context, w intake.Work) (err error) {
	defer func() {
		if p := recover(); p != nil {
			l.log.Error("work panicked", "message", w.MessageID.String(), "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = fmt.Errorf("line: work panicked with a %T", p)
		}
	}()
	return l.do(ctx, w)
}

func pause(attempts int) time.Duration {
	d := firstRetry
	for range min(attempts-1, 20) {
		d = min(2*d, mostRetry)
	}
	return d
}
