package db

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// maxGroup and maxGroupTime bound one commit, so that the first member does not wait long for the last.
	maxGroup     = 256
	maxGroupTime = 8 * time.Millisecond
)

// step is what the writer tells a member to do next.
type step uint8

const (
	stepRun step = iota
	stepHooks
	stepDone
)

// What has become of a waiting member; the writer and a caller whose context ends race for it.
const (
	memberWaiting int32 = iota
	memberTaken
	memberGone
)

// member is one call of Update. Its function and hooks run in the caller's own goroutine, one member at a time, so that
// a panic unwinds where it belongs.
type member struct {
	ctx   context.Context
	fn    func(*Tx) error
	state atomic.Int32
	wake  chan step
	tx    *Tx
	// err is the error of fn, then the answer.
	err error
	// dead tells that fn or a hook did not return: its goroutine panicked or ended.
	dead bool
}

// writer owns the write connection and runs groups of members.
type writer struct {
	cfg     *Config
	session *session
	hub     *hub
	log     walLog
	// turn is held while a group runs or somebody else uses the session.
	turn sync.Mutex
	// ran is how a member reports that its step is over.
	ran     chan struct{}
	stopped chan struct{}

	mu     sync.Mutex
	queue  []*member
	asleep bool
	closed bool
	bell   chan struct{}
}

func newWriter(cfg *Config, s *session, h *hub, walPath string) *writer {
	return &writer{
		cfg: cfg, session: s, hub: h, log: walLog{path: walPath, limit: maxLogBytes},
		ran: make(chan struct{}), stopped: make(chan struct{}), bell: make(chan struct{}, 1),
	}
}

func (w *writer) update(ctx context.Context, fn func(*Tx) error) error {
	m := &member{ctx: ctx, fn: fn, wake: make(chan step, 1)}
	if err := w.enqueue(m); err != nil {
		return err
	}
	var next step
	select {
	case next = <-m.wake:
	case <-ctx.Done():
		if m.state.CompareAndSwap(memberWaiting, memberGone) {
			return ctx.Err()
		}
		next = <-m.wake
	}
	for ; next != stepDone; next = <-m.wake {
		m.perform(next, w.ran)
	}
	return m.err
}

// perform runs one step and reports even when the step does not return.
func (m *member) perform(s step, ran chan<- struct{}) {
	m.dead = true
	defer func() { ran <- struct{}{} }()
	switch s {
	case stepRun:
		m.err = m.fn(m.tx)
	case stepHooks:
		for _, hook := range m.tx.hooks {
			hook()
		}
	}
	m.dead = false
}

func (w *writer) enqueue(m *member) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return ErrClosed
	}
	w.queue = append(w.queue, m)
	w.ring()
	return nil
}

// ring wakes the writer if it sleeps; the caller holds mu.
func (w *writer) ring() {
	if w.asleep {
		w.asleep = false
		w.bell <- struct{}{}
	}
}

// pop takes the member that waited longest, passing over those whose callers have left.
func (w *writer) pop() *member {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) > 0 {
		m := w.queue[0]
		w.queue[0] = nil
		w.queue = w.queue[1:]
		if m.state.CompareAndSwap(memberWaiting, memberTaken) {
			return m
		}
	}
	w.queue = nil
	return nil
}

// await sleeps until a member waits. It returns false once the writer is closed and has served everybody.
func (w *writer) await() bool {
	for {
		w.mu.Lock()
		if len(w.queue) > 0 {
			w.mu.Unlock()
			return true
		}
		if w.closed {
			w.mu.Unlock()
			return false
		}
		w.asleep = true
		w.mu.Unlock()
		<-w.bell
	}
}

func (w *writer) loop() {
	defer close(w.stopped)
	for w.await() {
		// Callers that were just answered may have more to write: let them queue before the group starts.
		runtime.Gosched()
		w.turn.Lock()
		w.serve()
		w.checkpoint()
		w.turn.Unlock()
	}
}

func (w *writer) stop() error {
	w.mu.Lock()
	w.closed = true
	w.ring()
	w.mu.Unlock()
	<-w.stopped
	w.turn.Lock()
	defer w.turn.Unlock()
	w.emptyLog()
	return w.session.close()
}
