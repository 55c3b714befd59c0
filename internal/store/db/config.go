package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// Config says which database to open and how.
type Config struct {
	// Dialect chooses the engine.
	Dialect Dialect
	// DSN is the path of the database file (SQLite) or a postgres:// URL (PostgreSQL).
	DSN string
	// Now is the source of time for Tx.Now; it is required.
	Now func() time.Time
	// Readers bounds the Views that run at once on SQLite; 0 means 8.
	Readers int
	// Conns bounds the connections of Update and View on PostgreSQL; 0 means 16.
	Conns int
	// BusyTimeout is how long SQLite waits for a lock that another process holds; 0 means 5 s.
	BusyTimeout time.Duration
	// ReadOnly opens an existing SQLite file beside the process that owns it: View and Backup work, Update refuses.
	ReadOnly bool
	// Beside opens an existing SQLite file for writing beside the process that owns it, and for a moment only: each keeps
	// the other waiting while it commits. What is written must be nothing that the owner holds in memory.
	Beside bool
	// Log receives warnings about lost connections; nil discards them.
	Log *slog.Logger
}

func (c Config) withDefaults() (Config, error) {
	if c.Now == nil {
		return c, errors.New("db: Config.Now is missing")
	}
	if c.DSN == "" {
		return c, errors.New("db: Config.DSN is empty")
	}
	if c.Readers <= 0 {
		c.Readers = 8
	}
	if c.Conns <= 0 {
		c.Conns = 16
	}
	if c.BusyTimeout <= 0 {
		c.BusyTimeout = 5 * time.Second
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

// engine is what a dialect must do; lite and postgres implement it.
type engine interface {
	update(ctx context.Context, fn func(*Tx) error) error
	view(ctx context.Context, fn func(*Tx) error) error
	listen(ctx context.Context, channel string, fn func(payload string)) error
	tryLock(ctx context.Context, name string) (lock *Lock, ok bool, err error)
	close() error
}

// DB is one open database. Its methods may be called by many goroutines at once.
type DB struct {
	cfg    Config
	engine engine
	schema schemaDoor
}

// Open opens the database cfg names and checks that it answers. SQLite creates a missing file with mode 0600 in a
// folder of mode 0700, and refuses with ErrLocked while another DB, of this process or another, has the file open for
// writing.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	switch cfg.Dialect {
	case SQLite:
		l, err := openLite(ctx, cfg)
		if err != nil {
			return nil, err
		}
		return &DB{cfg: cfg, engine: l, schema: l}, nil
	case Postgres:
		p, err := openPostgres(ctx, cfg)
		if err != nil {
			return nil, err
		}
		return &DB{cfg: cfg, engine: p, schema: p}, nil
	}
	return nil, fmt.Errorf("db: unknown dialect %d", cfg.Dialect)
}

// Dialect tells which engine the database runs on.
func (d *DB) Dialect() Dialect { return d.cfg.Dialect }

// Close waits for the running transactions, refuses new ones with ErrClosed and closes the database.
func (d *DB) Close() error { return d.engine.close() }

// Update runs fn in a write transaction and returns nil only when what it wrote is durable. fn may run several times:
// it must do no input or output, and must not call Update, nor may its AfterCommit hooks.
//
// An error of fn undoes what fn wrote and is returned. ErrBusy, ErrDiskFull and other failures of the commit also
// leave nothing written and can be tried again; only ErrCommitUnknown leaves open whether the commit happened. When ctx
// ends before fn has started its error is returned; on SQLite a started fn runs to its end. On PostgreSQL a ctx that ends
// while the commit travels with statements of Tx.Send gives ErrCommitUnknown.
func (d *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	return d.engine.update(ctx, fn)
}

// View runs fn in a read-only transaction that sees one consistent snapshot. Statements that write fail.
func (d *DB) View(ctx context.Context, fn func(*Tx) error) error {
	return d.engine.view(ctx, fn)
}

// Listen calls fn for every payload sent with Tx.Notify on channel, one call at a time, until ctx ends, and returns
// the error of ctx. fn is also called with an empty payload once the subscription stands and whenever payloads may have
// been missed (a lost connection, a slow fn): the caller then looks for itself what is new.
func (d *DB) Listen(ctx context.Context, channel string, fn func(payload string)) error {
	if err := checkChannel(channel); err != nil {
		return err
	}
	return d.engine.listen(ctx, channel, fn)
}

// TryLock takes the named lock if nobody holds it, in this or any other process on the same database. ok tells
// whether it was taken; Release gives it back and must then be called. The lock also ends with the process and, on
// PostgreSQL, with its connection: Lost tells.
func (d *DB) TryLock(ctx context.Context, name string) (lock *Lock, ok bool, err error) {
	if err := checkName("lock", name); err != nil {
		return nil, false, err
	}
	return d.engine.tryLock(ctx, name)
}
