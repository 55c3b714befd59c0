package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"switchboard/internal/app"
	"switchboard/internal/store/db"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"switchboard": main})
}

// TestScripts runs the command as a person does. In a script, `hold DIR` uses a data folder as a running server would,
// and `alive FILE` keeps locked what such a server says.
func TestScripts(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/elsewhere", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/healthz", http.StatusFound) })
	mux.HandleFunc("/ill", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close) // after the scripts, which run in parallel below
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SERVER", server.URL)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"hold": hold, "alive": alive, "appendto": appendTo},
	})
}

// hold keeps a data folder in use until the script ends.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold DIR")
	}
	database, err := db.Open(context.Background(), db.Config{Dialect: db.SQLite, DSN: app.DatabaseFile(ts.MkAbs(args[0])),
		Now: timesource.System().Now})
	ts.Check(err)
	ts.Defer(func() { ts.Check(database.Close()) })
}

// alive keeps a file locked until the script ends.
func alive(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: alive FILE")
	}
	f, err := os.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(func() { ts.Check(f.Close()) })
	ts.Check(syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB))
}

// appendTo adds a word to a file, to damage it.
func appendTo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: appendto FILE WORD")
	}
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_WRONLY, 0o600)
	ts.Check(err)
	_, err = f.WriteString(args[1])
	ts.Check(err)
	ts.Check(f.Close())
}

func TestReferenceIsUpToDate(t *testing.T) {
	t.Parallel()
	want, err := reference()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "..", "docs", "reference", "commands.md"))
	if err != nil || string(got) != want {
		t.Errorf("docs/reference/commands.md is stale (%v); run `make verify`", err)
	}
}

// TestEveryCommandHasHelp: each says what it does, and prints it without doing anything.
func TestEveryCommandHasHelp(t *testing.T) {
	t.Parallel()
	paths, err := commandPaths()
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d commands, %v", len(paths), err)
	}
	for _, path := range paths {
		text, err := helpOf(path)
		if err != nil || !strings.HasPrefix(text, "Usage: switchboard "+path) || strings.Count(text, "\n") < 5 {
			t.Errorf("%s --help: %v\n%s", path, err, text)
		}
	}
}
