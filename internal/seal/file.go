package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// maxRingFile bounds what Load reads: many times what maxKeys keys take.
const maxRingFile = 1 << 20

// ErrRingReadable means that others than the owner may read the key ring file.
var ErrRingReadable = errors.New("the key ring file can be read by others")

// Load reads a key ring file. It returns an error wrapping fs.ErrNotExist when there is none, ErrRingReadable when its
// mode lets others in, ErrRingFormat when it is damaged.
func Load(path string) (*Ring, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("key ring: %w", err)
	}
	if stat.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w: run chmod 600 %s", ErrRingReadable, path)
	}
	if stat.Size() > maxRingFile {
		return nil, fmt.Errorf("%w: %s is %d bytes long", ErrRingFormat, path, stat.Size())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("key ring: %w", err)
	}
	ring, err := ParseRing(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return ring, nil
}

// LoadOrCreate is Load, but makes a ring with a fresh key when there is no file, and reports that it did. A database
// that an installation was founded in must not get a fresh ring: see internal/keyring. Of several processes that come first at
// once, one creates and all get the same ring.
func LoadOrCreate(path string) (ring *Ring, created bool, err error) {
	ring, err = Load(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return ring, false, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, false, fmt.Errorf("key ring folder: %w", err)
	}
	// A link, unlike a rename, fails when another process was faster.
	err = write(path, NewRing(), os.Link)
	created = err == nil
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, false, err
	}
	ring, err = Load(path)
	return ring, created && err == nil, err
}

// Save replaces a key ring file in one step, durably, with mode 0600.
func Save(path string, ring *Ring) error { return write(path, ring, os.Rename) }

func write(path string, ring *Ring, publish func(from, to string) error) error {
	dir := filepath.Dir(path)
	tmp, err := os.CreateTemp(dir, ".keys-") // 0600
	if err != nil {
		return fmt.Errorf("write key ring: %w", err)
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.Write(ring.Encode())
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("write key ring: %w", err)
	}
	if err := publish(tmp.Name(), path); err != nil {
		return fmt.Errorf("write key ring: %w", err)
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("write key ring: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
