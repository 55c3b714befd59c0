package main

import (
	"testing"

	"switchboard"
	"switchboard/internal/config"
)

// What is to be typed next is what works where the program was called: make run calls bin/switchboard.
func TestCommandsAreSaidAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	here, elsewhere := config.Defaults(), config.Defaults()
	elsewhere.Data = "/srv/our data"
	for _, c := range []struct {
		program  string
		settings config.Settings
		want     string
	}{
		{"switchboard", here, "Run `switchboard doctor`, then `switchboard serve`."},
		{"bin/switchboard", here, "Run `bin/switchboard doctor`, then `bin/switchboard serve`."},
		{"/opt/the board/switchboard", here, "Run `'/opt/the board/switchboard' doctor`, then `'/opt/the board/switchboard' serve`."},
		{"bin/switchboard", elsewhere, "Run `bin/switchboard --data '/srv/our data' doctor`, then `bin/switchboard --data '/srv/our data' serve`."},
	} {
		const said = "Run `switchboard doctor`, then `switchboard serve`."
		if got := switchboard.Typed(said, called(c.program, c.settings)); got != c.want {
			t.Errorf("%s: %s", c.program, got)
		}
	}
}

// A data folder before the command is understood, as it is said.
func TestADataFolderMayStandBeforeTheCommand(t *testing.T) {
	t.Parallel()
	var c cli
	parser, err := newParser(&c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"--data", "/srv/our data", "user", "link"}); err != nil || c.Data == nil || *c.Data != "/srv/our data" {
		t.Errorf("%v, %v", c.Data, err)
	}
}

func TestABuildIsSaidInOneLine(t *testing.T) {
	t.Parallel()
	b := build{Version: "v1.2", Commit: "0123456789abcdef0123", Changed: true, Go: "go1.26", System: "linux/arm64"}
	if got := b.String(); got != "switchboard v1.2 commit 0123456789ab with changes go1.26 linux/arm64" {
		t.Error(got)
	}
}
