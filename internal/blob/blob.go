// Package blob stores attachments and media in a folder, each file named by the SHA-256 of its content.
//
// A Put that has returned is durable: file content, its name and the folder entry have reached the disk, so a database
// row may name it. The order is always Put first, then commit the row; a crash in between leaves an unreferenced file,
// which Sweep removes later. Equal content is stored once.
//
//	<dir>/
//	  lock            taken shared to begin and to finish a Put, exclusively to delete
//	  tmp/            what is being written; leftovers of a crash are removed by Open
//	  00/ … ff/       first byte of the hash, then <64 hexadecimal digits>
//
// Folders are 0700 and files 0600. Several processes may share one folder.
package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"switchboard/internal/disk"
)

// DefaultMaxSize is the largest blob accepted when Limits names no other: 64 MiB.
const DefaultMaxSize = 64 << 20

// Errors a caller may branch on.
var (
	ErrNotFound    = errors.New("no such file is stored")
	ErrTooLarge    = errors.New("the file is larger than allowed")
	ErrCorrupt     = errors.New("a stored file no longer matches its name")
	ErrDiskReserve = disk.ErrReserve
)

// Hash is the SHA-256 of a blob's content.
type Hash [sha256.Size]byte

// String returns 64 lower-case hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads what String writes, and nothing else.
func ParseHash(s string) (Hash, error) {
	var h Hash
	if len(s) != hex.EncodedLen(len(h)) {
		return Hash{}, fmt.Errorf("a file hash has 64 hexadecimal digits, not %d characters", len(s))
	}
	if _, err := hex.Decode(h[:], []byte(s)); err != nil || h.String() != s {
		return Hash{}, errors.New("a file hash has lower-case hexadecimal digits only")
	}
	return h, nil
}

// Ref is what a database row keeps of a stored blob.
type Ref struct {
	Hash      Hash
	Size      int64  // bytes
	MediaType string // as sniffed, refined by the hint given to Put; without parameters
}

// Info describes a stored file.
type Info struct {
	Hash     Hash
	Size     int64     // bytes
	StoredAt time.Time // when it was last Put
}

// Limits bound what a Store accepts.
type Limits struct {
	MaxSize int64 // bytes in one blob; 0 means DefaultMaxSize
	Reserve int64 // bytes to keep free on the disk; 0 means none
}

// Store is an open folder of blobs. It is safe for use by several goroutines.
type Store struct {
	dir     string
	maxSize int64
	reserve disk.Reserve
	durable durable
}

// Open makes the folder ready, creating it if needed, and removes what a crash left half written.
func Open(dir string, limits Limits) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("blob folder: %w", err)
	}
	s := &Store{
		dir:     dir,
		maxSize: limits.MaxSize,
		reserve: disk.Reserve{Path: dir, Bytes: limits.Reserve},
		durable: osDurable(),
	}
	if s.maxSize <= 0 {
		s.maxSize = DefaultMaxSize
	}
	if err := s.makeFolders(); err != nil {
		return nil, err
	}
	if err := s.removeLeftovers(); err != nil {
		return nil, err
	}
	return s, nil
}

// Get opens a blob for reading; the caller closes it. It returns ErrNotFound when nothing is stored under h. A reader
// opened before a Delete stays usable. Content is not verified here: see Verify.
func (s *Store) Get(h Hash) (io.ReadSeekCloser, Info, error) {
	f, err := os.Open(s.path(h))
	if err != nil {
		return nil, Info{}, notFound(err)
	}
	stat, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, Info{}, fmt.Errorf("blob %s: %w", h, err)
	}
	return f, info(h, stat), nil
}

// Stat describes a blob without opening it, or returns ErrNotFound.
func (s *Store) Stat(h Hash) (Info, error) {
	stat, err := os.Stat(s.path(h))
	if err != nil {
		return Info{}, notFound(err)
	}
	return info(h, stat), nil
}

// Describe is what a row may say of a stored blob, as Put said it: the hint is the media type somebody declared for it.
// It returns ErrNotFound when nothing is stored under h.
func (s *Store) Describe(h Hash, hint string) (Ref, error) {
	f, err := os.Open(s.path(h))
	if err != nil {
		return Ref{}, notFound(err)
	}
	defer f.Close()
	stat, err := f.Stat()
	if err != nil {
		return Ref{}, fmt.Errorf("blob %s: %w", h, err)
	}
	media, err := mediaType(f, hint)
	return Ref{Hash: h, Size: stat.Size(), MediaType: media}, err
}

// Verify reads a blob whole and returns ErrCorrupt when its content does not match its name.
func (s *Store) Verify(h Hash) error {
	f, _, err := s.Get(h)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("read blob %s: %w", h, err)
	}
	if Hash(sum.Sum(nil)) != h {
		return fmt.Errorf("%w: %s", ErrCorrupt, h)
	}
	return nil
}

func (s *Store) path(h Hash) string {
	name := h.String()
	return filepath.Join(s.dir, name[:2], name)
}

func (s *Store) tmp() string { return filepath.Join(s.dir, "tmp") }

func info(h Hash, stat fs.FileInfo) Info {
	return Info{Hash: h, Size: stat.Size(), StoredAt: stat.ModTime().UTC().Truncate(time.Microsecond)}
}

func notFound(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotFound
	}
	return fmt.Errorf("open blob: %w", err)
}
