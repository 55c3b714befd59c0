package store

import (
	"context"
	"embed"
	"io/fs"

	"switchboard"
	"switchboard/internal/store/db"
)

//go:embed migration
var migrations embed.FS

// DB is an open database with this program's schema.
type DB struct {
	*db.DB
	bell chan struct{}
}

// Tx is one attempt at a transaction. See db.Tx for its rules.
type Tx struct {
	*db.Tx
	owner *DB
}

// Open opens the database without touching its schema: call Migrate next.
func Open(ctx context.Context, cfg db.Config) (*DB, error) {
	engine, err := db.Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return &DB{DB: engine, bell: make(chan struct{}, 1)}, nil
}

// Migrations gives the numbered schema files of a dialect.
func Migrations(d db.Dialect) fs.FS {
	dir := "migration/sqlite"
	if d == db.Postgres {
		dir = "migration/postgres"
	}
	sub, err := fs.Sub(migrations, dir)
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// Migrate brings the schema up to this program's version. It refuses a database that is newer (db.ErrNewerSchema).
func (d *DB) Migrate(ctx context.Context) (from, to int, err error) {
	return d.DB.Migrate(ctx, Migrations(d.Dialect()))
}

// Update runs fn in one durable transaction. fn may run more than once and does no input or output.
func (d *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	also, _ := ctx.Value(effect{}).(func(*Tx) error)
	return d.DB.Update(ctx, func(t *db.Tx) error {
		tx := &Tx{Tx: t, owner: d}
		if err := fn(tx); err != nil || also == nil {
			return err
		}
		return also(tx)
	})
}

// effect is the key of what goes with every Update under a context.
type effect struct{}

// WithEffect lets every Update under the context do something more in the same transaction: whoever has to know whether
// there was an effect, whatever is killed when, writes it down there. With nil, what follows is no effect.
func WithEffect(ctx context.Context, also func(*Tx) error) context.Context {
	return context.WithValue(ctx, effect{}, also)
}

// View runs fn on one consistent state and refuses writes.
func (d *DB) View(ctx context.Context, fn func(*Tx) error) error {
	return d.DB.View(ctx, func(t *db.Tx) error { return fn(&Tx{Tx: t, owner: d}) })
}

// must is one that answers CodeNotFound, naming what is missing.
func must[T any](t *Tx, what string, scan func(db.Scanner) (T, error), query string, args ...any) (T, error) {
	item, found, err := db.One(t.Tx, scan, query, args...)
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeNotFound, "There is no such %s, or you may not see it.", what)
	}
	return item, err
}

// optionalJSON stores nil as empty text.
func optionalJSON[T any](v *T) (string, error) {
	if v == nil {
		return "", nil
	}
	return db.AsJSON(v)
}
