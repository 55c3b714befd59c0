package main

import (
	"log/slog"
	"slices"
	"testing"

	"github.com/alecthomas/kong"

	"switchboard/internal/config"
)

// TestFlagsAndTheTableOfSettingsAgree: what the table calls a flag of its own is one of serve, and no other setting has one.
func TestFlagsAndTheTableOfSettingsAgree(t *testing.T) {
	t.Parallel()
	parser, err := newParser(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	flags := slices.Clone(parser.Model.Flags)
	for _, command := range parser.Model.Children {
		if command.Name == "serve" {
			flags = append(flags, command.Flags...)
		}
	}
	named := func(name string) bool {
		return slices.ContainsFunc(flags, func(f *kong.Flag) bool { return f.Name == name })
	}
	if !named("set") {
		t.Error("nothing takes the other settings")
	}
	own := 0
	for _, row := range config.Table() {
		if named(row.Name) != row.OwnFlag {
			t.Errorf("%s: the table says %v, and serve %v", row.Name, row.OwnFlag, named(row.Name))
		}
		if row.OwnFlag {
			own++
		}
	}
	if own == 0 || own == len(config.Table()) {
		t.Errorf("%d settings have a flag of their own", own)
	}
}

// TestSettingsAreGivenOnTheCommandLine before anything is made of them, and what is empty was given as well.
func TestSettingsAreGivenOnTheCommandLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want func(config.Settings) bool
		bad  bool
	}{
		"by --set":                {args: []string{"serve", "--set", "log-level=debug"}, want: func(s config.Settings) bool { return s.LogLevel == slog.LevelDebug }},
		"by --set, empty":         {args: []string{"serve", "--set", "public-url="}, want: func(s config.Settings) bool { return s.PublicURL == "" }},
		"for other commands":      {args: []string{"doctor", "--set", "workers=3"}, want: func(s config.Settings) bool { return s.Workers == 3 }},
		"by both":                 {args: []string{"serve", "--set", "log-format=text", "--log-format", "json"}, want: func(s config.Settings) bool { return s.LogFormat == "json" }},
		"a flag that is empty":    {args: []string{"serve", "--data", ""}, bad: true},
		"no setting":              {args: []string{"serve", "--set", "x="}, bad: true},
		"a value that is no good": {args: []string{"serve", "--set", "log-level=loud"}, bad: true},
	} {
		var parsed cli
		parser, err := newParser(&parsed)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(c.args); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		s, err := parsed.settings()
		if c.bad != (err != nil) || !c.bad && !c.want(s) {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}
