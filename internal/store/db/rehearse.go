package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// rehearsals is what the names of folders begin with, behind that of the database file, in which something is rehearsed.
const rehearsals = ".rehearsal-"

var errUndone = errors.New("rehearsed")

// Rehearse runs fn in a transaction that is never committed: what fn finds out by writing, whoever calls keeps outside.
// On SQLite it runs in a copy of the database, so that no writer waits for it however long it takes. Like fn of Update it
// may run several times.
func (d *DB) Rehearse(ctx context.Context, fn func(*Tx) error) error {
	on := d
	if l, ok := d.engine.(*lite); ok {
		copied, remove, err := l.rehearsal(ctx)
		if err != nil {
			return fmt.Errorf("db: rehearsal: %w", classify(err))
		}
		defer remove()
		on = copied
	}
	err := on.Update(ctx, func(tx *Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return errUndone
	})
	if errors.Is(err, errUndone) {
		return nil
	}
	return err
}

// rehearsal opens a copy of the database; remove closes it and takes it away.
func (l *lite) rehearsal(ctx context.Context) (copied *DB, remove func(), err error) {
	dir, err := os.MkdirTemp(filepath.Dir(l.path), filepath.Base(l.path)+rehearsals)
	if err != nil {
		return nil, nil, err
	}
	gone := func() { _ = os.RemoveAll(dir) } // what stays goes when the database is opened next
	cfg := l.cfg
	cfg.DSN = filepath.Join(dir, "copy.db")
	if err = l.backup(ctx, cfg.DSN); err == nil {
		copied, err = Open(ctx, cfg)
	}
	if err != nil {
		gone()
		return nil, nil, err
	}
	return copied, func() {
		_ = copied.Close()
		gone()
	}, nil
}

// forgetRehearsals removes what a process left that ended in the middle of one.
func (l *lite) forgetRehearsals() error {
	left, err := l.rehearsing()
	for _, dir := range left {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return err
}

// rehearsing lists the folders in which something is or was rehearsed.
func (l *lite) rehearsing() (dirs []string, err error) {
	entries, err := os.ReadDir(filepath.Dir(l.path))
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filepath.Base(l.path)+rehearsals) {
			dirs = append(dirs, filepath.Join(filepath.Dir(l.path), e.Name()))
		}
	}
	return dirs, err
}
