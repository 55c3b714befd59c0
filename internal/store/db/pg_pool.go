package db

import (
	"context"
	"errors"
	"sync"

	"github.com/jackc/pgx/v5"
)

// pgPool is a bounded pool of PostgreSQL connections; the one used last is used next.
type pgPool struct {
	conf  *pgx.ConnConfig
	slots chan struct{}
	done  chan struct{}
	once  sync.Once
	mu    sync.Mutex
	idle  []*pgx.Conn
}

func newPgPool(conf *pgx.ConnConfig, n int) *pgPool {
	return &pgPool{conf: conf, slots: make(chan struct{}, n), done: make(chan struct{})}
}

// begin takes a connection and opens a transaction on it. A connection that died while it was idle shows at BEGIN,
// when nothing is lost yet: the next one is taken instead, at last a new one.
func (p *pgPool) begin(ctx context.Context, begin string) (*pgx.Conn, error) {
	if err := p.reserve(ctx); err != nil {
		return nil, err
	}
	for {
		conn, fresh, err := p.conn(ctx)
		if err != nil {
			<-p.slots
			return nil, err
		}
		if _, err = conn.Exec(ctx, begin); err == nil {
			return conn, nil
		}
		discard(conn)
		if fresh || ctx.Err() != nil {
			<-p.slots
			return nil, errors.Join(err, ctx.Err())
		}
	}
}

func (p *pgPool) reserve(ctx context.Context) error {
	select {
	case <-p.done:
		return ErrClosed
	default:
	}
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-p.done:
		return ErrClosed
	}
}

func (p *pgPool) conn(ctx context.Context) (_ *pgx.Conn, fresh bool, err error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		conn := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return conn, false, nil
	}
	p.mu.Unlock()
	conn, err := pgx.ConnectConfig(ctx, p.conf)
	return conn, true, err
}

// give returns a connection, first ending the transaction a failed attempt has left open.
func (p *pgPool) give(conn *pgx.Conn) {
	defer func() { <-p.slots }()
	if !conn.IsClosed() && conn.PgConn().TxStatus() != 'I' {
		ctx, cancel := context.WithTimeout(context.Background(), endWait)
		defer cancel()
		_, _ = conn.Exec(ctx, "ROLLBACK")
	}
	if conn.IsClosed() || conn.PgConn().TxStatus() != 'I' {
		discard(conn)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, conn)
}

// close waits for the running transactions.
func (p *pgPool) close() error {
	p.once.Do(func() {
		close(p.done)
		for range cap(p.slots) {
			p.slots <- struct{}{}
		}
		for _, conn := range p.idle {
			discard(conn)
		}
		p.idle = nil
	})
	return nil
}

func discard(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), endWait)
	defer cancel()
	_ = conn.Close(ctx)
}
