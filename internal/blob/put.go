package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// checkEvery is how many bytes are copied between two looks at the context and at the free room.
const checkEvery = 1 << 20

// Put stores everything r gives and returns once it is durable. The hint is the media type that came with the content;
// it only refines what the content itself shows. Errors: ErrTooLarge, ErrDiskReserve, the context's cause, or what r or
// the disk reported; then nothing is stored. Putting equal content again changes only its StoredAt, which keeps Sweep
// away until the new row is committed.
func (s *Store) Put(ctx context.Context, r io.Reader, hint string) (Ref, error) {
	if err := s.reserve.Check(0); err != nil {
		return Ref{}, err
	}
	f, err := s.createTemp()
	if err != nil {
		return Ref{}, fmt.Errorf("store a file: %w", explain(err))
	}
	// After a successful rename there is nothing left under this name, and Remove fails harmlessly.
	defer func() { _ = os.Remove(f.Name()) }()
	defer f.Close()
	ref, err := s.copy(ctx, f, r)
	if err != nil {
		return Ref{}, fmt.Errorf("store a file: %w", explain(err))
	}
	ref.MediaType, err = mediaType(f, hint)
	if err != nil {
		return Ref{}, fmt.Errorf("store a file: %w", err)
	}
	if err := s.keep(f, ref.Hash); err != nil {
		return Ref{}, fmt.Errorf("store a file: %w", explain(err))
	}
	return ref, nil
}

// createTemp makes and holds a temporary file. The shared lock keeps another process from taking it for a leftover
// between the two.
func (s *Store) createTemp() (*os.File, error) {
	unlock, err := s.lock(shared)
	if err != nil {
		return nil, err
	}
	defer unlock()
	f, err := os.CreateTemp(s.tmp(), "put-") // 0600
	if err != nil {
		return nil, err
	}
	if _, err := tryHold(f); err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	return f, nil
}

// copy writes r to f, counting and hashing, and stops at the size limit.
func (s *Store) copy(ctx context.Context, f io.Writer, r io.Reader) (Ref, error) {
	sum := sha256.New()
	out := io.MultiWriter(f, sum)
	limited := io.LimitReader(r, s.maxSize+1)
	var size int64
	for {
		if ctx.Err() != nil {
			return Ref{}, context.Cause(ctx)
		}
		if err := s.reserve.Check(0); err != nil {
			return Ref{}, err
		}
		n, err := io.CopyN(out, limited, checkEvery)
		size += n
		if size > s.maxSize {
			return Ref{}, fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, s.maxSize)
		}
		if errors.Is(err, io.EOF) {
			return Ref{Hash: Hash(sum.Sum(nil)), Size: size}, nil
		}
		if err != nil {
			return Ref{}, err
		}
	}
}

// keep gives the finished file its name and makes both durable. It renames over a file of equal content: that heals a
// damaged one and renews its age in one step. The lock keeps a Sweep that judged the old age from deleting the new file.
func (s *Store) keep(f *os.File, h Hash) error {
	if err := s.durable.syncFile(f); err != nil {
		return err
	}
	unlock, err := s.lock(shared)
	if err != nil {
		return err
	}
	defer unlock()
	to := s.path(h)
	if err := s.durable.rename(f.Name(), to); err != nil {
		return err
	}
	return s.durable.syncDir(filepath.Dir(to))
}

// PutBytes is Put for content already in memory.
func (s *Store) PutBytes(ctx context.Context, content []byte, hint string) (Ref, error) {
	return s.Put(ctx, bytes.NewReader(content), hint)
}

func explain(err error) error {
	if outOfSpace(err) {
		return fmt.Errorf("%w: %w", ErrDiskReserve, err)
	}
	return err
}
