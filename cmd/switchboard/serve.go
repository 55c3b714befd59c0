package main

import "errors"

// serveCommand runs everything.
type serveCommand struct {
	Listen string            `help:"Address of the web server." placeholder:"HOST:PORT"`
	Set    map[string]string `help:"Any other setting of docs/reference/settings.md." placeholder:"NAME=VALUE"`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(r *run) (err error) {
	if err := errors.Join(set(&r.settings, c.Set), set(&r.settings, map[string]string{"listen": c.Listen})); err != nil {
		return err
	}
	a, err := r.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Serve(r.ctx, nil)
}
