package app

import (
	"log/slog"
	"testing"

	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/timesource"
)

// opened is an installation in a folder of its own that nobody runs, with no networks and any room on the disk.
func opened(t *testing.T, change func(*Options)) *App {
	t.Helper()
	o := Options{Settings: config.Defaults(), Log: slog.New(slog.DiscardHandler), Time: timesource.System(), Networks: &connector.Registry{},
		Version: "test"}
	o.Settings.Data, o.Settings.DiskReserve = t.TempDir(), 0
	change(&o)
	a, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}
