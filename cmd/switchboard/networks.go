package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/dustin/go-humanize"

	"switchboard/internal/connector"
)

// networksCommand lists the connectors.
type networksCommand struct{}

// Run prints every Spec.
func (c *networksCommand) Run(r *run) error {
	specs := connector.Default().All()
	if r.json {
		forms := make([]connector.Form, len(specs))
		for i, s := range specs {
			forms[i] = s.Form()
		}
		return json.NewEncoder(r.out).Encode(forms)
	}
	for _, s := range specs {
		can := make([]string, len(s.Capabilities))
		for i, c := range s.Capabilities {
			can[i] = string(c)
		}
		fmt.Fprintf(r.out, "%s  %s\n  %s\n  can: %s\n", s.Key, s.Name, s.Summary, strings.Join(can, ", "))
		for _, l := range s.Limits {
			fmt.Fprintf(r.out, "  %s: %s (%s)\n", l.Name, amount(l.Value, l.Unit), l.Source)
		}
	}
	return nil
}

// amount is a limit as a person reads it.
func amount(value float64, unit string) string {
	if unit == "bytes" && value >= 1024 && value < math.MaxInt64 {
		return strings.Replace(humanize.IBytes(uint64(value)), ".0 ", " ", 1)
	}
	return humanize.CommafWithDigits(value, 3) + " " + unit
}
