package app_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"

	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/testkit"
)

// TestTheFirstStartSaysWhatToDo: a server in which nobody can sign in says how to change that, and one that stops says
// so. The link itself is shown to a person only.
func TestTheFirstStartSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ somebody, terminal bool }{"nobody": {}, "nobody, on a terminal": {terminal: true},
		"somebody": {somebody: true, terminal: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said, shown bytes.Buffer
			o := options(t, config.PracticeAuto)
			o.Log, o.Command = slog.New(slog.NewTextHandler(&said, nil)), "bin/switchboard"
			data := o.Settings.Data
			if c.terminal {
				o.Terminal = &shown
			}
			a, err := app.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if c.somebody {
				testkit.SignIn(t, a, ada())
				if err := app.WriteSetupLink(data, "http://stale"); err != nil {
					t.Fatal(err)
				}
			}
			ctx, stop := context.WithCancel(t.Context())
			at, served := "", ""
			if err := a.Serve(ctx, func(addr net.Addr) { at, served = addr.String(), app.ServedAt(data); stop() }); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(said.String(), "open the set-up link in this file") == c.somebody || !strings.Contains(said.String(), "msg=stopped") {
				t.Error(said.String())
			}
			if after := app.ServedAt(data); served != "http://"+at || after != "" {
				t.Errorf("served at %s: commands beside it are told %q, and %q once it stopped", at, served, after)
			}
			checkLink(t, data, "http://"+at+"/setup#", c.somebody)
			if got := strings.Contains(shown.String(), "/setup#"); got != (c.terminal && !c.somebody) || strings.Contains(said.String(), "/setup#") {
				t.Errorf("shown %q, logged %q", shown.String(), said.String())
			}
			if c.terminal && !c.somebody && !strings.Contains(shown.String(), "`bin/switchboard user link`") {
				t.Errorf("what to type is shown as %q", shown.String())
			}
		})
	}
}

// checkLink looks at the file with the link.
func checkLink(t *testing.T, data, begins string, none bool) {
	t.Helper()
	text, err := os.ReadFile(app.SetupLinkFile(data))
	if none {
		if !os.IsNotExist(err) {
			t.Errorf("a link beside somebody who works here: %q, %v", text, err)
		}
		return
	}
	info, err := os.Stat(app.SetupLinkFile(data))
	if err != nil || info.Mode().Perm() != 0o600 || !strings.HasPrefix(string(text), begins) || len(text) < len(begins)+43 {
		t.Errorf("file %v, %v: %q", info, err, text)
	}
}
