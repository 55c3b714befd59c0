package main

import (
	"errors"
	"io"
	"os"

	"switchboard/internal/app"
)

// serveCommand runs everything.
type serveCommand struct {
	Listen *string `help:"Address of the web server." placeholder:"HOST:PORT"`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(r *run) (err error) {
	if err := setGiven(&r.settings, map[string]*string{"listen": c.Listen}); err != nil {
		return err
	}
	a, err := r.open(func(o *app.Options) { o.Terminal = r.terminal() })
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Serve(r.ctx, nil)
}

// terminal is standard output when a person reads it; nil when it is kept or goes to a program.
func (r *run) terminal() io.Writer {
	if out, ok := r.out.(*os.File); ok && isTerminal(out) {
		return out
	}
	return nil
}
