package main

import (
	"errors"
	"io/fs"
	"os"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

// look opens the database to read it, also beside a running server. It founds and changes nothing.
func (r *run) look() (*store.DB, error) {
	cfg := app.DatabaseConfig(r.settings, r.time, r.log)
	if cfg.Dialect == db.SQLite {
		if err := r.mustExist(cfg.DSN); err != nil {
			return nil, err
		}
		cfg.ReadOnly = true
	}
	database, err := store.Open(r.ctx, cfg)
	if err != nil {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "The database cannot be opened.").
			WithHint("Run `switchboard doctor`.").WithCause(err)
	}
	return database, nil
}

// mustExist makes sure that there is an installation to look at.
func (r *run) mustExist(file string) error {
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return switchboard.Refuse(switchboard.CodeNotFound, "There is no installation in the data folder %s.", r.settings.Data).
			WithHint("Give its --data; `switchboard serve` founds a new one.")
	}
	return nil
}

// founded refuses where there is no installation yet, for commands that are about one and must not found it.
func (r *run) founded() error {
	if cfg := app.DatabaseConfig(r.settings, r.time, r.log); cfg.Dialect == db.SQLite {
		return r.mustExist(cfg.DSN)
	}
	return nil
}

// beside runs fn on an installation that may be running, to write what no server holds in memory.
func (r *run) beside(fn func(*app.App) error) (err error) {
	if err := r.founded(); err != nil {
		return err
	}
	a, err := app.OpenBeside(r.ctx, app.Options{Settings: r.settings, Log: r.log, Time: r.time, Version: version, Command: r.command()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return fn(a)
}

// view runs fn on a snapshot of the installation.
func (r *run) view(fn func(*store.Tx) error) (err error) {
	database, err := r.look()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, database.Close()) }()
	return database.View(r.ctx, fn)
}

// change opens the installation to change what no server holds in memory: founded and brought up to date when nothing runs,
// and beside the server that does.
func (r *run) change(fn func(*app.App) error) (err error) {
	a, err := r.open()
	if errors.Is(err, db.ErrLocked) {
		return r.beside(fn)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return fn(a)
}

// alone opens the installation for what a running server would have to be told. Beside one, only the API can: it says how.
func (r *run) alone(instead string, fn func(*app.App) error) (err error) {
	a, err := r.open()
	if errors.Is(err, db.ErrLocked) {
		return switchboard.Refuse(switchboard.CodeUnavailable, "The data folder is in use by a running server.").
			WithHint("Ask that server instead: " + instead + " of its API (see /api/openapi.json), or stop it first.").WithCause(err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return fn(a)
}
