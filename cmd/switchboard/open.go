package main

import (
	"switchboard/internal/app"
	"switchboard/internal/connector"
	_ "switchboard/internal/connector/all"
)

// open opens the installation.
func (r *run) open(change ...func(*app.Options)) (*app.App, error) {
	o := app.Options{Settings: r.settings, Log: r.log, Time: r.time, Networks: connector.Default(), Version: version, Command: r.command()}
	for _, one := range change {
		one(&o)
	}
	return app.Open(r.ctx, o)
}
