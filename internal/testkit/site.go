package testkit

import (
	"context"
	"log/slog"
	"time"

	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// T is what testkit needs of a test; testing.TB and rapid.T both have it.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Site is where an installation lies. Opening it again, after Close or beside another node, finds what was stored.
type Site struct {
	Data     string // folder, also on PostgreSQL: keys and attachments
	Database string // URL; empty for SQLite in the folder
	Clock    *timesource.Manual
	Time     timesource.Source // instead of Clock, when set
	Log      *slog.Logger      // nil keeps quiet
}

// Noon is when the clock of a new Site starts.
func Noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// NewSite is a site in a folder, on SQLite when database is empty.
func NewSite(folder, database string) Site {
	return Site{Data: folder, Database: database, Clock: timesource.NewManual(Noon())}
}

// Open opens a node of the site. Whoever opens it closes it.
func (s Site) Open(t T) *app.App {
	t.Helper()
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.Time == nil {
		s.Time = s.Clock
	}
	settings := config.Defaults()
	settings.Data, settings.Database, settings.DiskReserve, settings.Workers = s.Data, s.Database, 0, 4
	a, err := app.Open(context.Background(), app.Options{Settings: settings, Log: s.Log, Time: s.Time,
		Networks: &connector.Registry{}, Version: "test"})
	if err != nil {
		t.Fatalf("open the installation: %v", err)
	}
	return a
}

// Update runs fn in a transaction that must succeed.
func Update(t T, d *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := d.Update(context.Background(), fn); err != nil {
		t.Fatalf("update: %v", err)
	}
}

// Read runs one reading method, which must succeed.
func Read[R any](t T, d *store.DB, fn func(*store.Tx) (R, error)) (out R) {
	t.Helper()
	err := d.View(context.Background(), func(tx *store.Tx) (err error) {
		out, err = fn(tx)
		return err
	})
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return out
}
