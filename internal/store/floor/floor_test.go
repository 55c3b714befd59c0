package floor

import (
	"path/filepath"
	"testing"
	"time"

	"switchboard/internal/store/db"
	"switchboard/internal/store/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestWrite(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]func(t *testing.T) db.Config{
		"SQLite": func(t *testing.T) db.Config {
			return db.Config{Dialect: db.SQLite, DSN: filepath.Join(t.TempDir(), "floor.db"), Now: time.Now}
		},
		"PostgreSQL": func(t *testing.T) db.Config {
			return db.Config{Dialect: db.Postgres, DSN: pgtest.URL(t), Now: time.Now}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := cfg(t)
			f, err := Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			for n := range int64(7) {
				if err := f.Write(t.Context(), n); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.Write(t.Context(), 3); err == nil {
				t.Error("the same row was written twice")
			}
			if c.Dialect == db.SQLite {
				var n int64
				err := f.db.Update(t.Context(), func(tx *db.Tx) (err error) {
					n, err = Changes(tx)
					return err
				})
				if err != nil || n != 7 {
					t.Errorf("%d changes, want 7: %v", n, err)
				}
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if c.Dialect == db.Postgres {
				waitChanged(t, c.DSN)
			}
		})
	}
}

// waitChanged allows for the moment a connection that has ended takes to report. The refused row may count.
func waitChanged(t *testing.T, url string) {
	var n int64
	for range 100 {
		var err error
		if n, err = Changed(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		if n >= 7 && n <= 8 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%d changes, want 7", n)
}
