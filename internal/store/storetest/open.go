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
