package main

import (
	"fmt"

	"switchboard/internal/triage"
)

// triageCommand classifies texts.
type triageCommand struct{}

// Run reads JSON lines from standard input and prints a verdict for each. Lines that cannot be read are told and do not
// make it fail.
func (c *triageCommand) Run(r *run) error {
	summary, err := triage.Run(r.in, r.out, triage.Baseline())
	for _, bad := range summary.Problems {
		fmt.Fprintf(r.err, "line %d: %s\n", bad.Line, bad.Reason)
	}
	return err
}
