package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"switchboard/internal/timesource"
)

const (
	// maxAttempts bounds how often an Update that lost a deadlock or serialization conflict is run.
	maxAttempts = 10
	// endWait bounds COMMIT and ROLLBACK, which the caller's context must not interrupt.
	endWait = 15 * time.Second
)

// postgres is the PostgreSQL engine: every Update and View is a transaction of its own.
type postgres struct {
	cfg  Config
	pool *pgPool
}

func openPostgres(ctx context.Context, cfg Config) (*postgres, error) {
	conf, err := pgx.ParseConfig(cfg.DSN)
	if err != nil {
		// The parser's error leaves the password out of the address it repeats.
		return nil, fmt.Errorf("db: database address: %w", err)
	}
	p := &postgres{cfg: cfg, pool: newPgPool(conf, cfg.Conns)}
	if err := p.view(ctx, func(*Tx) error { return nil }); err != nil {
		_ = p.pool.close()
		return nil, fmt.Errorf("db: open: %w", err)
	}
	return p, nil
}

func (p *postgres) close() error { return p.pool.close() }

func (p *postgres) update(ctx context.Context, fn func(*Tx) error) error {
	for n := 1; ; n++ {
		hooks, err := p.attempt(ctx, "BEGIN ISOLATION LEVEL READ COMMITTED", fn)
		if err == nil {
			for _, hook := range hooks {
				hook()
			}
			return nil
		}
		if n == maxAttempts || !conflict(err) {
			return err
		}
		if err := pause(ctx, backoff(n, 2*time.Millisecond, 250*time.Millisecond)); err != nil {
			return err
		}
	}
}

func (p *postgres) view(ctx context.Context, fn func(*Tx) error) error {
	_, err := p.attempt(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", fn)
	return err
}

// attempt runs fn in one transaction and returns the hooks to run once it is durable.
func (p *postgres) attempt(ctx context.Context, begin string, fn func(*Tx) error) ([]func(), error) {
	conn, err := p.pool.begin(ctx, begin)
	if err != nil {
		return nil, classify(outOfTime(ctx, err))
	}
	// Also runs when fn panics: the pool keeps only connections that are outside a transaction.
	defer p.pool.give(conn)
	run := &pgRunner{conn: conn}
	tx := newTx(ctx, &p.cfg, run)
	defer tx.finish(nil)
	if err := tx.finish(fn(tx)); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := run.commit(ctx); err != nil {
		return nil, fmt.Errorf("db: commit: %w", err)
	}
	return tx.hooks, nil
}

// clockSlack is how far a context may lag behind the deadline that a connection has from it.
const clockSlack = 20 * time.Millisecond

// outOfTime makes one thing of a deadline that has passed: connecting notices it by a clock of its own, a moment before
// the context says so, and who then asks the context must not take it for a failure of the database.
func outOfTime(ctx context.Context, err error) error {
	late, ok := errors.AsType[net.Error](err)
	if _, limited := ctx.Deadline(); !ok || !late.Timeout() || !limited {
		return err
	}
	if timesource.Wait(ctx, timesource.System(), clockSlack) == nil {
		return err
	}
	return errors.Join(err, ctx.Err())
}

// conflict tells whether the server ended the transaction only because of others that ran beside it.
func conflict(err error) bool {
	pe, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pe.Code == "40001" || pe.Code == "40P01")
}

// backoff returns a random wait that doubles on average with every attempt, up to most.
func backoff(attempt int, first, most time.Duration) time.Duration {
	d := most
	if attempt < 16 {
		d = min(most, first<<attempt)
	}
	return d/2 + rand.N(d/2+1)
}

func pause(ctx context.Context, d time.Duration) error {
	return timesource.Wait(ctx, timesource.System(), d)
}
