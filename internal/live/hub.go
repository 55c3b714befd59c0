package live

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

const (
	// readPage is how many events are read at once.
	readPage = 500
	// keep is how many events the hub remembers at least for followers that come back; at most it is twice as many.
	keep = 2048
	// readAgain is the pause after the journal could not be read. Nothing else may happen for long that rings.
	readAgain = time.Second
)

// Hub reads the journal once for all followers of a node.
type Hub struct {
	DB  *store.DB
	Log *slog.Logger

	mu     sync.Mutex
	recent []switchboard.Event // the newest, oldest first; what was erased before it could be read is missing
	head   int64
	wait   chan struct{} // closed when head moves
}

// NewHub makes a hub; Run starts it.
func NewHub(d *store.DB, log *slog.Logger) *Hub {
	return &Hub{DB: d, Log: log, wait: make(chan struct{})}
}

// Run follows the journal until ctx ends.
func (h *Hub) Run(ctx context.Context) error {
	if err := h.start(ctx); err != nil {
		return err
	}
	bell := make(chan struct{}, 1)
	bell <- struct{}{} // for what was committed before the listener stood, and before it can ring itself
	ring := func() {
		select {
		case bell <- struct{}{}:
		default:
		}
	}
	listening := make(chan error, 1)
	go func() { listening <- h.DB.Listen(ctx, store.ChannelJournal, func(string) { ring() }) }()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-bell:
			if err := h.catchUp(ctx); err != nil && ctx.Err() == nil {
				h.Log.Error("journal could not be followed, trying again", "error", err)
				timesource.System().AfterFunc(readAgain, ring)
			}
		}
	}
	return <-listening
}

func (h *Hub) start(ctx context.Context) error {
	return h.DB.View(ctx, func(tx *store.Tx) error {
		head, err := tx.LastPosition()
		if err != nil {
			return err
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		h.head = head
		close(h.wait) // whoever asked before looks again
		h.wait = make(chan struct{})
		return nil
	})
}

func (h *Hub) catchUp(ctx context.Context) error {
	for {
		events, err := h.read(ctx, h.Head(), readPage)
		if err != nil || len(events) == 0 {
			return err
		}
		h.publish(events)
	}
}

func (h *Hub) read(ctx context.Context, after int64, limit int) (events []switchboard.Event, err error) {
	err = h.DB.View(ctx, func(tx *store.Tx) (err error) {
		events, err = tx.Events(after, limit)
		return err
	})
	return events, err
}

func (h *Hub) publish(events []switchboard.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent = append(h.recent, events...)
	// Readers hold parts of the old slice, so it is replaced, and only once in a while: events are large.
	if over := len(h.recent) - keep; over > keep {
		h.recent = append(make([]switchboard.Event, 0, 2*keep+readPage), h.recent[over:]...)
	}
	h.head = events[len(events)-1].Position
	close(h.wait)
	h.wait = make(chan struct{})
}

// Head is the newest position the hub has seen.
func (h *Hub) Head() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.head
}

// Next returns the events behind a position, waiting until there is one. It returns at most a page.
func (h *Hub) Next(ctx context.Context, after int64) ([]switchboard.Event, error) {
	for {
		events, wait, old := h.look(after)
		if old {
			return h.read(ctx, after, readPage)
		}
		if len(events) > 0 {
			return events, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-wait:
		}
	}
}

// look finds what is remembered behind a position; old says that the journal itself must be read.
func (h *Hub) look(after int64) (events []switchboard.Event, wait <-chan struct{}, old bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if after >= h.head {
		return nil, h.wait, false
	}
	if len(h.recent) == 0 || after+1 < h.recent[0].Position {
		return nil, nil, true
	}
	first, _ := slices.BinarySearchFunc(h.recent, after+1, func(e switchboard.Event, at int64) int {
		return cmp.Compare(e.Position, at)
	})
	from := h.recent[first:]
	return from[:min(len(from), readPage):min(len(from), readPage)], nil, false
}
