package app_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"

	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/timesource"
)

// TestTheFirstStartSaysWhatToDo: a server in which nobody can sign in says how to change that, and one that stops says so.
func TestTheFirstStartSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, somebody := range map[string]bool{"nobody": false, "somebody": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said bytes.Buffer
			settings := config.Defaults()
			settings.Data, settings.Listen = t.TempDir(), "127.0.0.1:0"
			a, err := app.Open(t.Context(), app.Options{Settings: settings, Log: slog.New(slog.NewTextHandler(&said, nil)),
				Time: timesource.System(), Networks: connector.Default(), Version: "test"})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if somebody {
				(&house{t: t, app: a}).sign()
			}
			ctx, stop := context.WithCancel(t.Context())
			if err := a.Serve(ctx, func(net.Addr) { stop() }); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(said.String(), "switchboard user add") == somebody || !strings.Contains(said.String(), "msg=stopped") {
				t.Error(said.String())
			}
		})
	}
}
