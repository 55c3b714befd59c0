package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/backup"
	"switchboard/internal/blob"
	"switchboard/internal/keyring"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

// backupCommand takes a backup, also beside a running server.
type backupCommand struct {
	To string `required:"" help:"File to write, which must not exist; - is standard output." placeholder:"FILE"`
}

// Run writes it.
func (c *backupCommand) Run(r *run) (err error) {
	database, err := r.look()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, database.Close()) }()
	source := backup.Source{DB: database, Version: version, Time: r.time, Log: r.log}
	if database.Dialect() == db.SQLite {
		if source.Blobs, err = blob.Open(app.BlobFolder(r.settings.Data), blob.Limits{}); err != nil {
			return err
		}
	}
	if c.To == "-" {
		m, err := backup.Write(r.ctx, source, r.out)
		if err != nil {
			return err
		}
		return c.tell(r, m)
	}
	m, err := backup.WriteFile(r.ctx, source, c.To)
	if err != nil {
		return err
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(m)
	}
	return c.tell(r, m)
}

// tell says on standard error what was written, and what was not.
func (c *backupCommand) tell(r *run, m backup.Manifest) error {
	fmt.Fprintf(r.err, "Backup of %s: %d files, %d bytes, schema %d.\n", m.TakenAt.Format(time.RFC3339), len(m.Members), m.Size(), m.Schema)
	if n := len(m.Missing); n > 0 {
		fmt.Fprintf(r.err, "%d attachments were gone or damaged already and are not in it.\n", n)
	}
	_, err := fmt.Fprintf(r.err, "The keys are not in it. Keep a copy of %s apart from it: a restored installation does not start without them.\n",
		app.KeyFile(r.settings.Data))
	return err
}

// restoreCommand brings a backup back, and says when what happened since is reconciled.
type restoreCommand struct {
	File       string    `arg:"" optional:"" help:"Backup to bring back into the empty folder --data."`
	Keys       string    `help:"Key file of the installation that was lost." placeholder:"FILE"`
	NewKeys    bool      `help:"Go on with new keys, because every copy of the old ones is lost: what they sealed must be entered again, and what was erased is no longer recognised."`
	Mark       time.Time `help:"Mark a PostgreSQL database that was brought back with pg_restore; the time the dump was begun." placeholder:"TIME"`
	Reconciled bool      `help:"Allow sending again after a restore, once no answer of unknown fate is left."`
}

// Run does the one that was asked for.
func (c *restoreCommand) Run(r *run) error {
	asked := 0
	for _, given := range []bool{c.File != "", !c.Mark.IsZero(), c.Reconciled, c.NewKeys} {
		if given {
			asked++
		}
	}
	if asked != 1 || c.Keys != "" && c.File == "" {
		return switchboard.Refuse(switchboard.CodeInvalid, "Say one thing: a backup to bring back, --mark, --new-keys or --reconciled.").
			WithHint("See `switchboard restore --help`.")
	}
	switch {
	case c.Reconciled:
		return c.reconcile(r)
	case c.NewKeys:
		return c.renew(r)
	case c.File == "":
		return c.mark(r)
	}
	return c.restore(r)
}

func (c *restoreCommand) restore(r *run) error {
	if r.settings.Database != "" {
		return switchboard.Refuse(switchboard.CodeUnsupported, "A backup file cannot be brought back into PostgreSQL.").
			WithHint("Use pg_restore, then `switchboard restore --mark TIME`.")
	}
	done, err := backup.Restore{File: c.File, Data: r.settings.Data, Keys: c.Keys, Time: r.time, Log: r.log,
		Bindings: app.Bindings()}.Run(r.ctx)
	if err != nil {
		return err
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(done)
	}
	fmt.Fprintf(r.out, "Restored the backup of %s into %s.\n", done.Manifest.TakenAt.Format(time.RFC3339), r.settings.Data)
	if n := len(done.Manifest.Missing); n > 0 {
		fmt.Fprintf(r.out, "%d attachments were missing from it.\n", n)
	}
	switch file := app.KeyFile(r.settings.Data); {
	case !done.Keys:
		tellMissing(r, file, done.Sealed)
	case done.Closed > 0:
		fmt.Fprintf(r.out, "%d of %d sealed secrets cannot be opened with these keys; %s names them.\n", done.Closed, done.Sealed,
			switchboard.Typed("`switchboard doctor`", r.command()))
	}
	return tellMarked(r, done.Marked)
}

// tellMissing says what must be done about keys before the first start.
func tellMissing(r *run, file string, sealed int) {
	fmt.Fprintf(r.out, "The keys are not in place, and the server does not start without them; %d sealed secrets need them.\n  %s\n",
		sealed, switchboard.Typed(keyring.WayOut(file), r.command()))
}

func tellMarked(r *run, m backup.Marked) error {
	_, err := fmt.Fprintf(r.out, `Nothing is sent until this is reconciled:
  %d answers may have been posted after the backup; the server looks for them once it runs.
  %d parts queued behind them were dropped; %d texts came back as drafts.
  %d changes to posts were given up, since they may have been made meanwhile.
  Everybody was signed out. People disabled and tokens revoked after the backup are good again: look through them.
  Make sure that the old installation runs nowhere any more. Then start the server, let it read, settle what it does not
  find, and run %s.
`, m.Unknown, m.Dropped, m.Drafts, m.Amendments,
		switchboard.Typed("`switchboard restore --reconciled`", r.command()))
	return err
}

func (c *restoreCommand) mark(r *run) (err error) {
	if r.settings.Database == "" {
		return switchboard.Refuse(switchboard.CodeUnsupported, "Only a PostgreSQL database is marked.").
			WithHint("Give its --database; a backup file is marked when it is restored.").WithField("mark")
	}
	database, err := r.upgraded()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, database.Close()) }()
	file := app.KeyFile(r.settings.Data)
	ring, err := keyring.Load(file)
	if err != nil && !errors.Is(err, keyring.ErrMissing) {
		return err
	}
	var made backup.Marked
	sealed := 0
	err = database.Update(r.ctx, func(tx *store.Tx) (err error) {
		if sealed, err = needed(tx, ring, file); err == nil {
			made, err = backup.Mark(tx, c.Mark)
		}
		return err
	})
	if err != nil {
		return err
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(made)
	}
	if ring == nil {
		tellMissing(r, file, sealed)
	}
	return tellMarked(r, made)
}

// needed counts the sealed secrets and refuses a ring that is not the installation's; nil is none yet.
func needed(tx *store.Tx, ring *seal.Ring, file string) (sealed int, err error) {
	if ring != nil {
		if err := keyring.Check(tx, ring, app.Bindings(), file); err != nil {
			return 0, err
		}
	}
	secrets, err := keyring.Secrets(tx, app.Bindings())
	return len(secrets), err
}

// upgraded opens the database, to change it without the keys, and brings its schema up to date.
func (r *run) upgraded() (*store.DB, error) {
	if err := r.exists(); err != nil {
		return nil, err
	}
	database, err := store.Open(r.ctx, app.DatabaseConfig(r.settings, r.time, r.log))
	if err != nil {
		return nil, app.ExplainOpen(r.settings, err)
	}
	if _, _, err := database.Migrate(r.ctx); err != nil {
		return nil, errors.Join(backup.Newer(err), database.Close())
	}
	return database, nil
}

// renew gives up the old keys.
func (c *restoreCommand) renew(r *run) (err error) {
	database, err := r.upgraded()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, database.Close()) }()
	file := app.KeyFile(r.settings.Data)
	done, err := keyring.Renew(r.ctx, database, app.Bindings(), file)
	if err != nil {
		return err
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(done)
	}
	_, err = fmt.Fprintf(r.out, "The installation goes on with the keys in %s. Keep a copy of them apart from the backups.\n"+
		"%d of %d sealed secrets must be entered again; %s names them.\n", file, done.Closed, done.Sealed,
		switchboard.Typed("`switchboard doctor`", r.command()))
	return err
}

func (c *restoreCommand) reconcile(r *run) error {
	if err := r.exists(); err != nil {
		return err
	}
	return r.alone("POST /api/v1/installation/reconcile", func(a *app.App) error {
		return a.DB.Update(r.ctx, (*store.Tx).Reconcile)
	})
}

// exists keeps a command that needs an installation from founding one.
func (r *run) exists() error {
	if r.settings.Database != "" {
		return nil
	}
	if _, err := os.Stat(app.DatabaseFile(r.settings.Data)); err != nil {
		return switchboard.Refuse(switchboard.CodeNotFound, "There is no installation in the data folder %s.", r.settings.Data).
			WithHint("Give its --data.").WithCause(err)
	}
	return nil
}
