package main

import (
	"switchboard/internal/app"
	"switchboard/internal/connector"
	_ "switchboard/internal/connector/all"
)

// open opens the installation.
func (r *run) open() (*app.App, error) {
	return app.Open(r.ctx, app.Options{Settings: r.settings, Log: r.log, Time: r.time, Networks: connector.Default(),
		Version: version})
}
