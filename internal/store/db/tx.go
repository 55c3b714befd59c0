package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// runner executes statements on one connection inside one transaction.
type runner interface {
	exec(ctx context.Context, query string, args []any) (int64, error)
	query(ctx context.Context, query string, args []any) (cursor, error)
	// send is exec that may wait for the next statement that is asked for its answer.
	send(ctx context.Context, query string, args []any) error
}

// Tx is one attempt at a transaction. It belongs to the function it was given to and is of no use afterwards.
type Tx struct {
	ctx     context.Context
	run     runner
	dialect Dialect
	now     time.Time
	hooks   []func()
	notes   []note
	open    *Rows
	observe func(query string, args []any)
	failure error
	over    bool
}

func newTx(ctx context.Context, cfg *Config, run runner) *Tx {
	return &Tx{ctx: ctx, run: run, dialect: cfg.Dialect, now: cfg.Now().UTC().Truncate(time.Microsecond)}
}

// Dialect tells which engine runs the transaction.
func (t *Tx) Dialect() Dialect { return t.dialect }

// Now is the time of this attempt, in UTC and whole microseconds, the same at every call.
func (t *Tx) Now() time.Time { return t.now }

// At sets the time of this attempt from now on. It is for telling in one transaction what happened over days, as a
// history that is played out: whoever does real work leaves it alone.
func (t *Tx) At(now time.Time) { t.now = now.UTC().Truncate(time.Microsecond) }

// Exec runs a statement written with `?` placeholders and returns how many rows it changed.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	if err := t.ready(args); err != nil {
		return 0, err
	}
	t.see(query, args)
	n, err := t.run.exec(t.ctx, query, args)
	return n, t.fail(err)
}

// Send runs a statement whose answer nobody needs, in its turn, but on PostgreSQL without a round trip of its own: it
// travels with the next statement that has an answer, or with the commit, and its error comes from there. What args
// point to must not change before. It is not for a statement whose failure fn wants to tell from others.
func (t *Tx) Send(query string, args ...any) error {
	if err := t.ready(args); err != nil {
		return err
	}
	t.see(query, args)
	return t.fail(t.run.send(t.ctx, query, args))
}

// Query runs a statement that returns rows. The caller closes them before the next statement; rows read to their end
// close themselves.
func (t *Tx) Query(query string, args ...any) (*Rows, error) {
	if err := t.ready(args); err != nil {
		return nil, err
	}
	t.see(query, args)
	c, err := t.run.query(t.ctx, query, args)
	if err != nil {
		return nil, t.fail(err)
	}
	t.open = &Rows{tx: t, cursor: c}
	return t.open, nil
}

// QueryRow runs a statement of which only the first row matters. Its error is that of Row.Scan.
func (t *Tx) QueryRow(query string, args ...any) *Row {
	rows, err := t.Query(query, args...)
	return &Row{rows: rows, err: err}
}

// Observe has fn see every statement from now on, as it was written and before it runs. fn must run none itself.
func (t *Tx) Observe(fn func(query string, args []any)) { t.observe = fn }

func (t *Tx) see(query string, args []any) {
	if t.observe != nil {
		t.observe(query, args)
	}
}

// AfterCommit has fn run once when this attempt is durable, before Update returns, and never otherwise. On SQLite the
// hooks run in the order of the commits. A hook must be quick and must not call Update.
func (t *Tx) AfterCommit(fn func()) { t.hooks = append(t.hooks, fn) }

// Notify sends payload to everybody who listens on channel, once this attempt is durable. The same payload sent twice
// on one channel arrives once. A payload is at most 7,999 bytes: send ids, not texts.
func (t *Tx) Notify(channel, payload string) error {
	if err := checkChannel(channel); err != nil {
		return err
	}
	if len(payload) > maxPayload {
		return fmt.Errorf("db: payload of %d bytes, at most %d fit", len(payload), maxPayload)
	}
	n := note{channel: channel, payload: payload}
	if !slices.Contains(t.notes, n) {
		t.notes = append(t.notes, n)
	}
	if t.dialect == Postgres {
		return t.Send("SELECT pg_notify(?, ?)", channel, payload)
	}
	return nil
}

func (t *Tx) ready(args []any) error {
	switch {
	case t.over:
		return ErrTxDone
	case t.failure != nil:
		return &fault{kind: ErrTxFailed, cause: t.failure}
	case t.open != nil:
		return ErrRowsOpen
	}
	for i, arg := range args {
		switch arg.(type) {
		case time.Time, *time.Time:
			return fmt.Errorf("db: argument %d is a time: store it with db.Micros", i+1)
		}
	}
	return nil
}

// fail notes the first failed statement: from then on the transaction can only be rolled back.
func (t *Tx) fail(err error) error {
	if err == nil {
		return nil
	}
	err = classify(err)
	if t.failure == nil {
		t.failure = err
	}
	return err
}

// finish ends the use of the Tx and returns the error of the attempt: that of fn, or of a statement fn ignored.
func (t *Tx) finish(err error) error {
	if t.open != nil {
		t.open.Close()
	}
	t.over = true
	if t.failure == nil || errors.Is(err, t.failure) {
		return err
	}
	if err == nil {
		return t.failure
	}
	return fmt.Errorf("%w (after: %w)", err, t.failure)
}
