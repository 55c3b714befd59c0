package storetest

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/pgtest"
)

// Place says where a new database of a test is kept, in which now tells the time.
type Place func(t testing.TB, now func() time.Time) db.Config

// Lite is a file of SQLite.
func Lite(t testing.TB, now func() time.Time) db.Config {
	return db.Config{Dialect: db.SQLite, DSN: filepath.Join(t.TempDir(), "care.db"), Now: now}
}

// Postgres is a database of a PostgreSQL server. The TestMain of the package calls pgtest.Main.
func Postgres(t testing.TB, now func() time.Time) db.Config {
	return db.Config{Dialect: db.Postgres, DSN: pgtest.URL(t), Now: now}
}

// Engines runs a test in each place at once.
func Engines(t *testing.T, test func(t *testing.T, place Place)) {
	t.Helper()
	for name, place := range map[string]Place{"SQLite": Lite, "PostgreSQL": Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, place)
		})
	}
}

// Open opens a database with the newest schema. It is closed when the test ends, which fails if that cannot be done.
func Open(t testing.TB, config db.Config) *store.DB {
	t.Helper()
	d, err := store.Open(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if _, _, err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// Meanwhile runs a second transaction while the first, which called it, is still open, until the second is over or waits
// for the first. SQLite has one writer: there the second comes after the first by itself.
func Meanwhile(t *testing.T, d *store.DB, second func(*store.Tx) error) (over <-chan error) {
	t.Helper()
	done, answer := make(chan struct{}), make(chan error, 1)
	go func() {
		defer close(done)
		answer <- d.Update(t.Context(), second)
	}()
	for d.Dialect() == db.Postgres {
		select {
		case <-done:
			return answer
		default:
		}
		if waits(t, d) {
			break
		}
	}
	return answer
}

// waits reports whether a transaction waits for another one.
func waits(t *testing.T, d *store.DB) (waits bool) {
	t.Helper()
	err := d.View(t.Context(), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waits)
	})
	if err != nil {
		t.Fatal(err)
	}
	return waits
}
