package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"switchboard"
)

// WriteFile writes a backup to a file that must not exist. It appears under its name only when it is whole and on disk,
// and only its owner may read it. Unless Source.Scratch says otherwise, the copy of the database is made beside it.
func WriteFile(ctx context.Context, s Source, path string) (m Manifest, err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return m, switchboard.Refuse(switchboard.CodeConflict, "There is a file at %s already.", path).
			WithHint("Choose another name, or remove it.").WithField("to").WithCause(err)
	}
	folder := filepath.Dir(path)
	if s.Scratch == "" {
		s.Scratch = folder
	}
	part, err := os.CreateTemp(folder, "."+filepath.Base(path)+".part-") // 0600
	if err != nil {
		return m, switchboard.Refuse(switchboard.CodeInvalid, "The backup cannot be written there.").
			WithHint("Give --to a file in a folder that exists and can be written.").WithField("to").WithCause(err)
	}
	defer func() { _ = os.Remove(part.Name()) }()
	defer part.Close()
	if m, err = Write(ctx, s, part); err != nil {
		return m, err
	}
	if err := errors.Join(part.Sync(), part.Close()); err != nil {
		return m, fmt.Errorf("backup: %w", err)
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return m, fmt.Errorf("backup: %w", err)
	}
	return m, syncFolder(folder)
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}
