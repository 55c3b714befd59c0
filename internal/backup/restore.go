package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"switchboard"
	"switchboard/internal/keyring"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/timesource"
)

// Restore says what to bring back and where to.
type Restore struct {
	File string // a backup
	Data string // an empty or missing folder
	Keys string // the key file of the lost installation; empty: it is put there later, or given up (keyring.Renew)
	Time timesource.Source
	Log  *slog.Logger
	// Bindings tell whether the keys open what is sealed.
	Bindings keyring.Bindings
}

// Restored is what a restore did.
type Restored struct {
	Manifest Manifest `json:"manifest"`
	Marked   Marked   `json:"marked"`
	Schema   int      `json:"schema_version"` // after the upgrade
	Sealed   int      `json:"sealed"`         // secrets that are sealed
	Closed   int      `json:"closed"`         // of them, those the keys given do not open
	Keys     bool     `json:"keys"`           // the keys were put in place
}

// staging is where a restore works inside the data folder until everything is right.
const staging = ".restore"

// Run brings a backup back. It reads the backup whole before it writes anything, works in a folder of its own inside the
// data folder, and puts the database in place last: what broke off half-way leaves no installation behind.
func (r Restore) Run(ctx context.Context) (done Restored, err error) {
	if err := emptyFolder(r.Data); err != nil {
		return done, err
	}
	file, err := os.Open(r.File)
	if err != nil {
		return done, switchboard.Refuse(switchboard.CodeInvalid, "The backup cannot be read.").WithField("file").WithCause(err)
	}
	defer file.Close()
	if done.Manifest, err = Verify(ctx, file); err != nil {
		return done, err
	}
	ring, err := r.ring()
	if err != nil {
		return done, err
	}
	if err := schemaKnown(done.Manifest); err != nil {
		return done, err
	}
	_, missing := os.Stat(r.Data)
	work := filepath.Join(r.Data, staging)
	if err := os.MkdirAll(work, 0o700); err != nil {
		return done, cannotWrite(err)
	}
	defer func() {
		err = errors.Join(err, os.RemoveAll(work))
		if err != nil && missing != nil {
			_ = os.Remove(r.Data) // it was not there before; it stays when something is in it
		}
	}()
	if err := r.unpack(ctx, file, work); err != nil {
		return done, err
	}
	if err := r.mark(ctx, work, ring, &done); err != nil {
		return done, err
	}
	return done, r.publish(work, ring, &done)
}

// emptyFolder accepts a folder that is missing or holds nothing of anybody's.
func emptyFolder(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return cannotWrite(err)
	}
	for _, e := range entries {
		if e.Name() != "lost+found" { // of a fresh disk
			return switchboard.Refuse(switchboard.CodeConflict, "There is something in the data folder %s already.", path).
				WithHint("A restore never writes over anything: give another --data, or move what is there away.").WithField("data")
		}
	}
	return nil
}

func cannotWrite(err error) error {
	return switchboard.Refuse(switchboard.CodeUnavailable, "The data folder cannot be written.").
		WithHint("Check who owns it and that its disk has room.").WithField("data").WithCause(err)
}

// ring reads the keys given, nil when there are none.
func (r Restore) ring() (*seal.Ring, error) {
	if r.Keys == "" {
		return nil, nil
	}
	ring, err := seal.Load(r.Keys)
	if err != nil {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The key file cannot be used.").
			WithHint("Give --keys a copy of the file `keys` in the data folder of the lost installation.").
			WithField("keys").WithCause(err)
	}
	return ring, nil
}

func schemaKnown(m Manifest) error {
	known, err := fs.Glob(store.Migrations(db.SQLite), "*.sql")
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if m.Schema > len(known) {
		return switchboard.Refuse(switchboard.CodeUnsupported,
			"The backup was taken by version %s with schema %d; this program knows schema %d.", m.Product, m.Schema, len(known)).
			WithHint("Restore it with that version or a newer one. Nothing was written.").WithField("file")
	}
	return nil
}

// unpack reads the backup a second time, and again believes nothing in it.
func (r Restore) unpack(ctx context.Context, file io.ReadSeeker, work string) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	_, err := Read(ctx, file, func(member Member, content io.Reader) error {
		path := filepath.Join(work, filepath.FromSlash(member.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return cannotWrite(err)
		}
		return writeFile(path, content)
	})
	return err
}

func writeFile(path string, content io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return cannotWrite(err)
	}
	_, err = io.Copy(f, content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return cannotWrite(err)
	}
	return nil
}

// mark upgrades the database and turns it into a restored installation.
func (r Restore) mark(ctx context.Context, work string, ring *seal.Ring, done *Restored) (err error) {
	database, err := store.Open(ctx, db.Config{Dialect: db.SQLite, DSN: filepath.Join(work, databaseName), Now: r.Time.Now, Log: r.Log})
	if err != nil {
		return fmt.Errorf("backup: open the restored database: %w", err)
	}
	defer func() { err = errors.Join(err, database.Close()) }()
	if _, done.Schema, err = database.Migrate(ctx); err != nil {
		return Newer(err)
	}
	err = database.View(ctx, func(tx *store.Tx) error { return r.fit(tx, ring, done) })
	if err != nil {
		return err
	}
	return database.Update(ctx, func(tx *store.Tx) (err error) {
		done.Marked, err = Mark(tx, done.Manifest.TakenAt)
		return err
	})
}

// fit counts what is sealed and refuses keys that are not those of the installation.
func (r Restore) fit(tx *store.Tx, ring *seal.Ring, done *Restored) error {
	secrets, err := keyring.Secrets(tx, r.Bindings)
	if err != nil {
		return err
	}
	done.Sealed = len(secrets)
	if ring == nil {
		return nil
	}
	done.Closed = len(keyring.Closed(ring, secrets))
	err = keyring.Check(tx, ring, r.Bindings, r.Keys)
	if errors.Is(err, keyring.ErrOther) {
		return switchboard.Refuse(switchboard.CodeInvalid, "These are not the keys of the installation the backup is of.").
			WithHint("Give the file `keys` of its data folder, or a copy of that, or none for now. Nothing was written.").
			WithField("keys").WithCause(err)
	}
	return err
}

// publish moves everything to where it belongs, the database last.
func (r Restore) publish(work string, ring *seal.Ring, done *Restored) error {
	if ring != nil {
		if err := seal.Save(filepath.Join(r.Data, "keys"), ring); err != nil {
			return err
		}
		done.Keys = true
	}
	if err := r.publishBlobs(work); err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(work, databaseName+"*"))
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, name := range names { // a log that was not emptied goes before the database it belongs to
		if name != filepath.Join(work, databaseName) && !strings.HasSuffix(name, ".lock") {
			if err := os.Rename(name, filepath.Join(r.Data, filepath.Base(name))); err != nil {
				return cannotWrite(err)
			}
		}
	}
	if err := syncFolder(r.Data); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(work, databaseName), filepath.Join(r.Data, databaseName)); err != nil {
		return cannotWrite(err)
	}
	return syncFolder(r.Data)
}

// publishBlobs makes the names of the attachments durable and moves their folder.
func (r Restore) publishBlobs(work string) error {
	from := filepath.Join(work, "blobs")
	shards, err := os.ReadDir(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return cannotWrite(err)
	}
	for _, shard := range shards {
		if err := syncFolder(filepath.Join(from, shard.Name())); err != nil {
			return err
		}
	}
	if err := syncFolder(from); err != nil {
		return err
	}
	if err := os.Rename(from, filepath.Join(r.Data, "blobs")); err != nil {
		return cannotWrite(err)
	}
	return nil
}
