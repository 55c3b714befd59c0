package main

// serveCommand runs everything.
type serveCommand struct {
	Listen string `help:"Address of the web server." placeholder:"HOST:PORT"`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(r *run) (err error) {
	if err := set(&r.settings, map[string]string{"listen": c.Listen}); err != nil {
		return err
	}
	a, err := r.open()
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Run(r.ctx)
}
