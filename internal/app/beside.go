package app

import (
	"context"
	"errors"

	"switchboard"
	"switchboard/internal/desk"
	"switchboard/internal/flow"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

// OpenBeside opens an installation for a moment to change, beside the server that runs it, what no server holds in memory:
// people, their passwords and tokens, one-time links. It has the database, the desk and the policy in force; nothing of it
// runs, and it has no keys. It refuses a database of another version than this program.
func OpenBeside(ctx context.Context, o Options) (*App, error) {
	a := &App{Options: o}
	for _, step := range []func(context.Context) error{a.openDatabaseBeside, a.loadPolicy, a.loadTopics} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	a.Desk = desk.New()
	a.Desk.Watch = notice.Duty{}
	a.In = flow.Inbound{Policy: a.policy.Load}
	return a, nil
}

func (a *App) openDatabaseBeside(ctx context.Context) (err error) {
	cfg := DatabaseConfig(a.Settings, a.Time, a.Log)
	cfg.Beside = cfg.Dialect == db.SQLite
	if a.DB, err = store.Open(ctx, cfg); err != nil {
		return ExplainOpen(a.Settings, err)
	}
	pending, err := a.DB.PendingMigrations(ctx)
	if err != nil || len(pending) > 0 {
		return switchboard.Refuse(switchboard.CodeUnavailable, "The database is of another version than this program.").
			WithHint("Use the program that the server runs, or run `switchboard migrate`.").WithCause(err)
	}
	return nil
}
