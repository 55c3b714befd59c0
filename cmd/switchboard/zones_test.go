package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Without this a company outside UTC could not be set up in the container image, where no file says when its days begin.
func TestTheProgramCarriesTheTimeZones(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "switchboard/cmd/switchboard").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(strings.Fields(string(out)), "time/tzdata") {
		t.Error("time/tzdata is not built in")
	}
}
