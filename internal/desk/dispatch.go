package desk

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// wakes collects what asks for a look at the queues. Asking twice before the look is asking once.
type wakes struct {
	mu          sync.Mutex
	departments map[switchboard.DepartmentKey]bool
	agents      map[switchboard.AgentID]bool
	bell        chan struct{}
}

func newWakes() *wakes {
	return &wakes{departments: map[switchboard.DepartmentKey]bool{}, agents: map[switchboard.AgentID]bool{},
		bell: make(chan struct{}, 1)}
}

func (w *wakes) department(d switchboard.DepartmentKey) {
	w.mu.Lock()
	w.departments[d] = true
	w.mu.Unlock()
	w.ring()
}

func (w *wakes) agent(a switchboard.AgentID) {
	w.mu.Lock()
	w.agents[a] = true
	w.mu.Unlock()
	w.ring()
}

func (w *wakes) ring() {
	select {
	case w.bell <- struct{}{}:
	default:
	}
}

func (w *wakes) take() ([]switchboard.DepartmentKey, []switchboard.AgentID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	departments, agents := slices.Sorted(maps.Keys(w.departments)), slices.Collect(maps.Keys(w.agents))
	clear(w.departments)
	clear(w.agents)
	return departments, agents
}

// Journal waits for events behind a position and returns a page of them; live.Hub is one.
type Journal interface {
	Next(ctx context.Context, after int64) ([]switchboard.Event, error)
}

// Dispatcher hands waiting work out until its context ends.
type Dispatcher struct {
	Desk *Desk
	DB   *store.DB
	Time timesource.Source
	Log  *slog.Logger
	// Journal tells what other processes did, which may have ended before they could hand it out. Nil: this one is alone.
	Journal Journal
}

// retryAfter is the pause after a drain that failed.
const retryAfter = time.Second

// Run looks at every queue once and then at those that changes ask for.
func (d Dispatcher) Run(ctx context.Context) error {
	if d.Journal == nil {
		if err := d.WakeAll(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("queues could not be read", "error", err)
		}
	}
	var following sync.WaitGroup
	defer following.Wait()
	if d.Journal != nil {
		following.Go(func() { d.follow(ctx) })
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-d.Desk.wake.bell:
			d.look(ctx)
		}
	}
}

// WakeAll asks for a look at every queue that has work.
func (d Dispatcher) WakeAll(ctx context.Context) error {
	return d.DB.View(ctx, func(tx *store.Tx) error {
		departments, err := tx.QueuedDepartments()
		for _, key := range departments {
			d.Desk.wake.department(key)
		}
		return err
	})
}

// look drains every department that was asked for, and every department of the agents that have room again.
func (d Dispatcher) look(ctx context.Context) {
	departments, agents := d.Desk.wake.take()
	hats, err := d.hats(ctx, agents)
	if err != nil {
		d.again(ctx, err, func(w *wakes) {
			for _, a := range agents {
				w.agent(a)
			}
		})
	}
	departments = append(departments, hats...)
	slices.Sort(departments)
	for _, key := range slices.Compact(departments) {
		if err := d.DrainAll(ctx, key); err != nil {
			d.again(ctx, err, func(w *wakes) { w.department(key) })
		}
	}
}

// DrainAll drains one department to the end, a page a transaction.
func (d Dispatcher) DrainAll(ctx context.Context, key switchboard.DepartmentKey) error {
	for more := true; more; {
		err := d.DB.Update(ctx, func(tx *store.Tx) (err error) {
			more, err = d.Desk.Drain(tx, key)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d Dispatcher) hats(ctx context.Context, agents []switchboard.AgentID) (hats []switchboard.DepartmentKey, err error) {
	if len(agents) == 0 {
		return nil, nil
	}
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		hats, err = tx.DepartmentsOf(agents)
		return err
	})
	return hats, err
}

// again asks for the same look a little later: work that waits is never forgotten because of a passing fault.
func (d Dispatcher) again(ctx context.Context, err error, ask func(*wakes)) {
	if ctx.Err() != nil {
		return
	}
	d.Log.Error("queue could not be drained, trying again", "error", err)
	d.Time.AfterFunc(retryAfter, func() { ask(d.Desk.wake) })
}
