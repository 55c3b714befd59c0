package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrNoBackup is what Backup returns on PostgreSQL, whose own tools do it.
var ErrNoBackup = errors.New("backup of PostgreSQL is made with pg_dump")

// Backup writes a consistent copy of a SQLite database to the file dst while others read and write. dst must not exist;
// it appears only when it is complete and on disk.
func (d *DB) Backup(ctx context.Context, dst string) error {
	l, ok := d.engine.(*lite)
	if !ok {
		return ErrNoBackup
	}
	if _, err := os.Lstat(dst); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("db: backup: %s: %w", dst, errors.Join(err, os.ErrExist))
	}
	if err := l.backup(ctx, dst); err != nil {
		return fmt.Errorf("db: backup: %w", classify(err))
	}
	return nil
}

func (l *lite) backup(ctx context.Context, dst string) error {
	part, err := os.CreateTemp(filepath.Dir(dst), filepath.Base(dst)+".part*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	defer part.Close()
	conn, err := l.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "VACUUM INTO ?", part.Name()); err != nil {
		return err
	}
	if err := part.Sync(); err != nil {
		return err
	}
	// A link, unlike a rename, refuses to replace a file that appeared meanwhile.
	if err := os.Link(part.Name(), dst); err != nil {
		return err
	}
	return syncDir(filepath.Dir(dst))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
