package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"switchboard/internal/timesource"
)

// maxWaiting bounds how many statements wait: more would only cost memory.
const maxWaiting = 64

// pgRunner executes statements on one connection; pgx keeps them prepared. What was sent without a question waits until
// there is one: they travel together, each still a statement of its own that sees what was committed before it ran. A
// lock that is sent therefore holds before the question behind it is answered.
type pgRunner struct {
	conn    *pgx.Conn
	waiting *pgx.Batch
}

func (r *pgRunner) send(ctx context.Context, query string, args []any) error {
	if r.waiting == nil {
		r.waiting = new(pgx.Batch)
	}
	r.waiting.Queue(Postgres.Rebind(query), args...)
	if r.waiting.Len() < maxWaiting {
		return nil
	}
	return r.flush(ctx)
}

// take empties what waits.
func (r *pgRunner) take() *pgx.Batch {
	batch := r.waiting
	r.waiting = nil
	return batch
}

func (r *pgRunner) flush(ctx context.Context) error {
	batch := r.take()
	if batch == nil {
		return nil
	}
	return r.conn.SendBatch(ctx, batch).Close()
}

func (r *pgRunner) exec(ctx context.Context, query string, args []any) (int64, error) {
	batch := r.take()
	if batch == nil {
		tag, err := r.conn.Exec(ctx, Postgres.Rebind(query), args...)
		return tag.RowsAffected(), err
	}
	results, err := r.before(ctx, batch, query, args)
	if err != nil {
		return 0, err
	}
	tag, err := results.Exec()
	if cerr := results.Close(); err == nil {
		err = cerr
	}
	return tag.RowsAffected(), err
}

func (r *pgRunner) query(ctx context.Context, query string, args []any) (cursor, error) {
	batch := r.take()
	if batch == nil {
		rows, err := r.conn.Query(ctx, Postgres.Rebind(query), args...)
		if err != nil {
			return nil, err
		}
		return pgCursor{Rows: rows}, nil
	}
	results, err := r.before(ctx, batch, query, args)
	if err != nil {
		return nil, err
	}
	rows, err := results.Query()
	if err != nil {
		_ = results.Close()
		return nil, err
	}
	return pgCursor{Rows: rows, batch: results}, nil
}

// before sends what waited with one statement behind it, and returns the results when only that one's is left.
func (r *pgRunner) before(ctx context.Context, batch *pgx.Batch, query string, args []any) (pgx.BatchResults, error) {
	earlier := batch.Len()
	batch.Queue(Postgres.Rebind(query), args...)
	results := r.conn.SendBatch(ctx, batch)
	for range earlier {
		if _, err := results.Exec(); err != nil {
			_ = results.Close()
			return nil, err
		}
	}
	return results, nil
}

// commit ends the transaction. What waited travels along, so that the rows it locks are free again without a word from
// here; the server runs COMMIT only when all of it went well. The caller's context bounds what waited, as it bounds
// every statement, but not the commit.
func (r *pgRunner) commit(ctx context.Context) error {
	batch := r.take()
	wide, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	if batch == nil {
		defer timesource.System().AfterFunc(endWait, cancel)()
		return committed(r.conn.Exec(wide, "COMMIT"))
	}
	bounded := context.AfterFunc(ctx, cancel)
	results, err := r.before(wide, batch, "COMMIT", nil)
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		return classify(pe)
	}
	if err != nil {
		return &fault{kind: ErrCommitUnknown, cause: err}
	}
	bounded()
	defer timesource.System().AfterFunc(endWait, cancel)()
	defer results.Close()
	return committed(results.Exec())
}

// committed tells a refused commit, after which nothing stands, from one whose answer was lost.
func committed(tag pgconn.CommandTag, err error) error {
	if err == nil {
		if tag.String() != "COMMIT" {
			return errors.New("the server rolled the transaction back")
		}
		return nil
	}
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok && pe.Severity == "ERROR" && pe.Code != "40003" {
		return classify(err)
	}
	return &fault{kind: ErrCommitUnknown, cause: err}
}

type pgCursor struct {
	pgx.Rows
	batch pgx.BatchResults // nil when the statement travelled alone
}

// Close drains the rows, after which Err is final.
func (c pgCursor) Close() error {
	c.Rows.Close()
	err := c.Rows.Err()
	if c.batch == nil {
		return err
	}
	if cerr := c.batch.Close(); err == nil {
		err = cerr
	}
	return err
}
