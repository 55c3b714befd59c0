// Package floor writes rows into one plain table through the same door as everything else: the rate that is measured
// here, with as many writers at once, is what every other write figure is held against. It also tells how many rows a
// database has changed.
package floor

import (
	"context"
	"fmt"
	"strings"
	"time"

	"switchboard/internal/store/db"
)

// Floor is a database with the one table. Its rows are about as long as a message, with a unique key and one index.
type Floor struct{ db *db.DB }

const table = `CREATE TABLE said (id %s, ext TEXT NOT NULL UNIQUE, account BIGINT NOT NULL,
	thread BIGINT NOT NULL, author BIGINT NOT NULL, kind TEXT NOT NULL, at BIGINT NOT NULL, flags BIGINT NOT NULL,
	body TEXT NOT NULL, url TEXT NOT NULL)`

const insert = `INSERT INTO said (ext, account, thread, author, kind, at, flags, body, url)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

var body = strings.Repeat("a kettle that sings off key; ", 8)

// Open makes the table in an empty database.
func Open(ctx context.Context, cfg db.Config) (*Floor, error) {
	d, err := db.Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	key := "INTEGER PRIMARY KEY"
	if cfg.Dialect == db.Postgres {
		key = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
	}
	err = d.Update(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(fmt.Sprintf(table, key)); err != nil {
			return err
		}
		_, err := tx.Exec("CREATE INDEX said_thread ON said (thread, at)")
		return err
	})
	if err != nil {
		_ = d.Close()
		return nil, fmt.Errorf("floor: %w", err)
	}
	return &Floor{db: d}, nil
}

// Close closes the database.
func (f *Floor) Close() error { return f.db.Close() }

// Write commits one row, the n-th; every n may be written once.
func (f *Floor) Write(ctx context.Context, n int64) error {
	return f.db.Update(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(insert, fmt.Sprintf("post-%016x", uint64(n)*0x9E3779B97F4A7C15), n%7, n/5, n%1013, "mention",
			n*1_000_003, 0, body, "https://lamp.example/p/1234567890")
		return err
	})
}

// Changes is how many rows the writer of a SQLite database has inserted, changed and removed since it was opened. It is
// for Update alone: a View has another connection.
func Changes(tx *db.Tx) (n int64, err error) {
	err = tx.QueryRow("SELECT total_changes()").Scan(&n)
	return n, err
}

// Changed is how many rows have been inserted, changed and removed in a PostgreSQL database. Call it when nobody is
// connected any more: a connection reports what it has done when it ends.
func Changed(ctx context.Context, url string) (n int64, err error) {
	d, err := db.Open(ctx, db.Config{Dialect: db.Postgres, DSN: url, Now: func() time.Time { return time.Time{} }})
	if err != nil {
		return 0, err
	}
	defer d.Close()
	err = d.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow("SELECT COALESCE(SUM(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables").Scan(&n)
	})
	return n, err
}
