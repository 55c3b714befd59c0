package main

import (
	"encoding/json"
	"fmt"
	"runtime"
)

// versionCommand prints the version.
type versionCommand struct{}

// Run prints it.
func (c *versionCommand) Run(r *run) error {
	if r.json {
		return json.NewEncoder(r.out).Encode(map[string]string{"version": version, "go": runtime.Version()})
	}
	_, err := fmt.Fprintln(r.out, "switchboard", version, runtime.Version())
	return err
}
