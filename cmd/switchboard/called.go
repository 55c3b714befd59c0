package main

import (
	"os"
	"strings"

	"switchboard/internal/config"
)

// called is how this program was called, for texts that say what to type next: by the same path, and on the same data folder.
func called(program string, s config.Settings) string {
	if s.Data != config.Defaults().Data {
		return quoted(program) + " --data " + quoted(s.Data)
	}
	return quoted(program)
}

// quoted is a word of a command line as a shell takes it.
func quoted(word string) string {
	if strings.ContainsAny(word, " \t\"'$&;|<>()*?`\\") {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

// command is how this very process was called.
func (r *run) command() string { return called(os.Args[0], r.settings) }
