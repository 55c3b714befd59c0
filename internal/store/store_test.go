package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, openLite)
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, openPostgres)
}

func openLite(t *testing.T) *store.DB {
	t.Helper()
	return open(t, db.Config{DSN: filepath.Join(t.TempDir(), "care.db"), Now: time.Now}, true)
}

func openPostgres(t *testing.T) *store.DB {
	t.Helper()
	url := pgtest.URLFrom(t, "schema", func(url string) error {
		d, err := store.Open(t.Context(), db.Config{Dialect: db.Postgres, DSN: url, Now: time.Now})
		if err != nil {
			return err
		}
		if _, _, err := d.Migrate(t.Context()); err != nil {
			return err
		}
		return d.Close()
	})
	return open(t, db.Config{Dialect: db.Postgres, DSN: url, Now: time.Now}, false)
}

// open opens a database that the test closes at its end.
func open(t *testing.T, cfg db.Config, migrate bool) *store.DB {
	t.Helper()
	d, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if migrate {
		if _, _, err := d.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return d
}
