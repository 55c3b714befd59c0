package main

import "errors"

// serveCommand runs everything.
type serveCommand struct {
	Listen *string `help:"Address of the web server." placeholder:"HOST:PORT"`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(r *run) (err error) {
	if err := setGiven(&r.settings, map[string]*string{"listen": c.Listen}); err != nil {
		return err
	}
	a, err := r.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Serve(r.ctx, nil)
}
