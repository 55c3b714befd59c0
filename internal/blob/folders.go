package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// makeFolders creates every shard at once: a Put then never has to make a new folder entry durable two levels deep.
func (s *Store) makeFolders() error {
	names := make([]string, 0, 257)
	names = append(names, s.tmp())
	for shard := range 256 {
		names = append(names, filepath.Join(s.dir, fmt.Sprintf("%02x", shard)))
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("create blob folder: %w", err)
	}
	created := false
	for _, name := range names {
		err := os.Mkdir(name, 0o700)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("create blob folder: %w", err)
		}
		created = created || err == nil
	}
	if !created {
		return nil
	}
	return errors.Join(s.durable.syncDir(s.dir), s.durable.syncDir(filepath.Dir(s.dir)))
}

// removeLeftovers deletes temporary files whose writer is gone. A live writer holds a lock on its file.
func (s *Store) removeLeftovers() error {
	unlock, err := s.lock(exclusive)
	if err != nil {
		return err
	}
	defer unlock()
	entries, err := os.ReadDir(s.tmp())
	if err != nil {
		return fmt.Errorf("look for unfinished blobs: %w", err)
	}
	for _, entry := range entries {
		if err := removeUnheld(filepath.Join(s.tmp(), entry.Name())); err != nil {
			return fmt.Errorf("remove an unfinished blob: %w", err)
		}
	}
	return nil
}

func removeUnheld(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	free, err := tryHold(f)
	if err != nil || !free {
		return err
	}
	return os.Remove(name)
}

// durable holds the three steps that make a new file survive a power cut, so that tests can watch their order and make
// them fail.
type durable struct {
	syncFile func(f *os.File) error
	rename   func(from, to string) error
	syncDir  func(dir string) error
}

func osDurable() durable {
	return durable{syncFile: (*os.File).Sync, rename: os.Rename, syncDir: syncDir}
}

// syncDir makes the entries of a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}
