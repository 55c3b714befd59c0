package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/backup"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

// migrateCommand brings the schema up to date. serve does it too.
type migrateCommand struct {
	DryRun bool `help:"Only list what would be done."`
}

// step is one schema file that is still to be applied, or was.
type step struct {
	Version int    `json:"version"`
	Name    string `json:"name"`
}

// Run lists what is pending and applies it.
func (c *migrateCommand) Run(r *run) (err error) {
	database, err := c.open(r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, database.Close()) }()
	pending, err := database.PendingMigrations(r.ctx)
	if err != nil {
		return backup.Newer(err)
	}
	if !c.DryRun {
		if _, _, err := database.Migrate(r.ctx); err != nil {
			return backup.Newer(err)
		}
	}
	return c.print(r, pending)
}

func (c *migrateCommand) open(r *run) (*store.DB, error) {
	if c.DryRun {
		return r.look()
	}
	database, err := store.Open(r.ctx, app.DatabaseConfig(r.settings, r.time, r.log))
	if errors.Is(err, db.ErrLocked) {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "The data folder is in use by a running server.").
			WithHint("Stop it first; it brings its database up to date itself when it starts.").WithCause(err)
	}
	return database, err
}

func (c *migrateCommand) print(r *run, pending []db.Migration) error {
	steps := []step{}
	for _, m := range pending {
		steps = append(steps, step{m.Version, m.Name})
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(map[string]any{"dry_run": c.DryRun, "steps": steps})
	}
	if len(steps) == 0 {
		_, err := fmt.Fprintln(r.out, "up to date")
		return err
	}
	verb := "applied"
	if c.DryRun {
		verb = "pending"
	}
	for _, s := range steps {
		fmt.Fprintf(r.out, "%s %04d %s\n", verb, s.Version, s.Name)
	}
	return nil
}
