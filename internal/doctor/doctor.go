// Package doctor looks at an installation from outside, also beside a running server, and says what is not as it should
// be and what to do about it. It changes nothing.
package doctor

import (
	"context"
	"crypto/x509"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"switchboard/internal/config"
	"switchboard/internal/keyring"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/timesource"
)

// Level is how much a finding matters.
type Level string

// Levels.
const (
	Fine    Level = "fine"
	Note    Level = "note"    // worth knowing; nothing has to be done now
	Problem Level = "problem" // needs a person
)

// Finding is the result of one check. Text and Hint name ids and settings only, never secrets or message text.
type Finding struct {
	Check string `json:"check"`
	Level Level  `json:"level"`
	Text  string `json:"text"`
	Hint  string `json:"hint,omitempty"` // what to do
}

// Doctor knows what to look at.
type Doctor struct {
	Settings config.Settings
	Database db.Config // opened read only on SQLite
	KeyFile  string
	Time     timesource.Source
	Log      *slog.Logger
	Bindings keyring.Bindings
	// Unknown are environment variables that look like settings and are none.
	Unknown []string
	// Roots are the certificate authorities to trust; nil means the system's.
	Roots *x509.CertPool

	alive    bool // a server runs
	findings []Finding
}

// Examine runs every check that can be run.
func (d *Doctor) Examine(ctx context.Context) []Finding {
	d.findings, d.alive = nil, false
	d.settings()
	d.folder()
	d.room()
	if d.exists() {
		d.database(ctx)
		d.public(ctx)
	}
	return d.findings
}

// NeedsPerson reports whether any finding is a problem.
func NeedsPerson(findings []Finding) bool {
	for _, f := range findings {
		if f.Level == Problem {
			return true
		}
	}
	return false
}

func (d *Doctor) fine(check, text string) { d.say(check, Fine, text, "") }

func (d *Doctor) say(check string, level Level, text, hint string) {
	d.findings = append(d.findings, Finding{Check: check, Level: level, Text: text, Hint: hint})
}

// exists reports whether there is a database to look at.
func (d *Doctor) exists() bool {
	if d.Database.Dialect == db.Postgres {
		return true
	}
	if _, err := os.Stat(d.Database.DSN); errors.Is(err, fs.ErrNotExist) {
		d.say("database", Note, "There is no installation in the data folder yet.", "`switchboard serve` founds one.")
		return false
	}
	return true
}

func (d *Doctor) database(ctx context.Context) {
	cfg := d.Database
	cfg.ReadOnly = cfg.Dialect == db.SQLite
	database, err := store.Open(ctx, cfg)
	if err != nil {
		d.say("database", Problem, "The database cannot be opened: "+err.Error(),
			"Check that it runs (PostgreSQL) or that this user may read it (SQLite); else restore a backup.")
		return
	}
	defer database.Close()
	d.fine("database", "It opens.")
	if !d.schema(ctx, database) {
		return
	}
	for _, check := range []func(*store.Tx) error{d.installation, d.keys, d.contradictions, d.fates, d.accounts, d.gaps,
		d.quarantine, d.learned, d.mail, d.classifier, d.alarms, d.nodes} {
		if err := database.View(ctx, check); err != nil {
			d.say("database", Problem, "It cannot be read: "+err.Error(), "Restore a backup if this does not go away.")
			return
		}
	}
}

// schema compares the database with the program; only one of this program's schema can be looked into.
func (d *Doctor) schema(ctx context.Context, database *store.DB) bool {
	pending, err := database.PendingMigrations(ctx)
	switch {
	case errors.Is(err, db.ErrNewerSchema):
		d.say("schema", Problem, "The database was written by a newer version of Switchboard.",
			"Run that version, or restore a backup made before the upgrade.")
	case err != nil:
		d.say("schema", Problem, "The schema is not the one that was shipped: "+err.Error(),
			"Restore a backup; nobody but Switchboard should change its tables.")
	case len(pending) > 0:
		d.say("schema", Note, "The database is of an older version.",
			"Take a backup, then run `switchboard migrate`; `switchboard serve` does it too.")
	default:
		d.fine("schema", "It is this program's.")
		return true
	}
	return false
}
