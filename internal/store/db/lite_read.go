package db

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// readers is a bounded pool of SQLite sessions. The one used last is used next, so that its page cache is warm and
// idle sessions are few.
type readers struct {
	pool  *sql.DB
	slots chan struct{}
	done  chan struct{}
	mu    sync.Mutex
	idle  []*session
}

func newReaders(pool *sql.DB, n int) *readers {
	return &readers{pool: pool, slots: make(chan struct{}, n), done: make(chan struct{})}
}

func (r *readers) take(ctx context.Context) (*session, error) {
	select {
	case <-r.done:
		return nil, ErrClosed
	default:
	}
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-r.done:
		return nil, ErrClosed
	}
	s, err := r.session(ctx)
	if err != nil {
		<-r.slots
	}
	return s, err
}

func (r *readers) session(ctx context.Context) (*session, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.idle); n > 0 {
		s := r.idle[n-1]
		r.idle = r.idle[:n-1]
		return s, nil
	}
	conn, err := r.pool.Conn(ctx)
	if err != nil {
		return nil, classify(err)
	}
	s := newSession(conn)
	if err := s.script(ctx, "PRAGMA query_only=1"); err != nil {
		s.close()
		return nil, classify(err)
	}
	return s, nil
}

// give returns a session whose transaction has ended; a session that could not end it is dropped.
func (r *readers) give(s *session) {
	defer func() { <-r.slots }()
	if s.control("ROLLBACK") != nil {
		s.close()
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.idle = append(r.idle, s)
}

// close waits for the running Views.
func (r *readers) close() error {
	close(r.done)
	for range cap(r.slots) {
		r.slots <- struct{}{}
	}
	var errs []error
	for _, s := range r.idle {
		errs = append(errs, s.close())
	}
	r.idle = nil
	return errors.Join(errs...)
}

func (l *lite) view(ctx context.Context, fn func(*Tx) error) error {
	s, err := l.readers.take(ctx)
	if err != nil {
		return err
	}
	defer l.readers.give(s)
	if err := s.control("BEGIN"); err != nil {
		return classify(err)
	}
	tx := newTx(ctx, &l.cfg, s)
	defer tx.finish(nil)
	return tx.finish(fn(tx))
}
