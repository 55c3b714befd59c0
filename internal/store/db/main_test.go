package db

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"switchboard/internal/store/pgtest"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		crashChild(path)
		return
	}
	pgtest.Main(m)
}

// both runs a test on each engine, with a fresh database.
func both(t *testing.T, test func(t *testing.T, d *DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, openTest(t, Config{DSN: filepath.Join(t.TempDir(), "care.db")}))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)}))
	})
}

func openTest(t testing.TB, cfg Config) *DB {
	t.Helper()
	d, err := openQuiet(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return d
}

func openQuiet(cfg Config) (*DB, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return Open(context.Background(), cfg)
}

// script runs schema statements, which both engines understand here.
func script(t testing.TB, d *DB, statements ...string) {
	t.Helper()
	err := d.Update(t.Context(), func(tx *Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

const lamps = "CREATE TABLE lamp (id BIGINT PRIMARY KEY, colour TEXT NOT NULL UNIQUE)"

func addLamp(id int, colour string) func(*Tx) error {
	return func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO lamp (id, colour) VALUES (?, ?)", id, colour)
		return err
	}
}

func count(t testing.TB, d *DB, query string, args ...any) (n int) {
	t.Helper()
	err := d.View(context.Background(), func(tx *Tx) error { return tx.QueryRow(query, args...).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}
