package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/doctor"
)

// doctorCommand examines the installation.
type doctorCommand struct {
	Health string `help:"Only ask the running server at this address whether it is well; for a container's health check." placeholder:"URL"`
}

// errNeedsPerson makes the exit status tell that something has to be done; what, was said already.
var errNeedsPerson = errors.New("something needs a person: see above")

// Run prints what it found and what to do about it.
func (c *doctorCommand) Run(r *run) error {
	if c.Health != "" {
		return doctor.Probe(r.ctx, c.Health)
	}
	d := doctor.Doctor{Settings: r.settings, Database: app.DatabaseConfig(r.settings, r.time, r.log),
		KeyFile: app.KeyFile(r.settings.Data), Time: r.time, Log: r.log, Bindings: app.Bindings(),
		Unknown: config.UnknownInEnvironment()}
	findings := d.Examine(r.ctx)
	for i, f := range findings {
		findings[i].Text, findings[i].Hint = switchboard.Typed(f.Text, r.command()), switchboard.Typed(f.Hint, r.command())
	}
	if err := c.print(r, findings); err != nil {
		return err
	}
	if doctor.NeedsPerson(findings) {
		return errNeedsPerson
	}
	return nil
}

func (c *doctorCommand) print(r *run, findings []doctor.Finding) error {
	if r.json {
		return json.NewEncoder(r.out).Encode(findings)
	}
	for _, f := range findings {
		if _, err := fmt.Fprintf(r.out, "%-8s %-12s %s\n", f.Level, f.Check, f.Text); err != nil {
			return err
		}
		if f.Hint != "" {
			fmt.Fprintf(r.out, "%21s %s\n", "", f.Hint)
		}
	}
	return nil
}
