package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// versionCommand prints the version.
type versionCommand struct{}

// build is what this binary was made of.
type build struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"` // empty when it was not built in a checkout
	Changed bool   `json:"changed,omitempty"`
	Go      string `json:"go"`
	System  string `json:"system"`
}

// built reads what the linker and the Go tool wrote into the binary.
func built() build {
	b := build{Version: version, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Changed = s.Value == "true"
		}
	}
	return b
}

// String is the build in one line.
func (b build) String() string {
	parts := []string{"switchboard", b.Version}
	if b.Commit != "" {
		parts = append(parts, "commit", b.Commit[:min(12, len(b.Commit))])
	}
	if b.Changed {
		parts = append(parts, "with changes")
	}
	return strings.Join(append(parts, b.Go, b.System), " ")
}

// Run prints it.
func (c *versionCommand) Run(r *run) error {
	if r.json {
		return json.NewEncoder(r.out).Encode(built())
	}
	_, err := fmt.Fprintln(r.out, built())
	return err
}
