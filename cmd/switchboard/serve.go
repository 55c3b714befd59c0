package main

import (
	"errors"
	"io"
	"os"

	"switchboard/internal/app"
)

// serveCommand runs everything.
type serveCommand struct {
	Listen    *string `help:"Address of the web server." placeholder:"HOST:PORT"`
	PublicURL *string `name:"public-url" help:"Where people reach it, such as https://care.example.com." placeholder:"URL"`
	Acme      bool    `help:"Get a certificate for the public address and serve https with it at ports 443 and 80."`
	Sample    bool    `help:"Show the sample company, in an installation that has nothing of its own."`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(r *run) (err error) {
	if err := setGiven(&r.settings, c.flags()); err != nil {
		return err
	}
	a, err := r.open(func(o *app.Options) { o.Terminal = r.terminal() })
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	a.Sample = c.Sample
	return a.Serve(r.ctx, nil)
}

// flags are the settings with a flag of their own.
func (c *serveCommand) flags() map[string]*string {
	given := map[string]*string{"listen": c.Listen, "public-url": c.PublicURL}
	if c.Acme {
		given["acme"] = new("on")
	}
	return given
}

// terminal is standard output when a person reads it; nil when it is kept or goes to a program.
func (r *run) terminal() io.Writer {
	if out, ok := r.out.(*os.File); ok && isTerminal(out) {
		return out
	}
	return nil
}
