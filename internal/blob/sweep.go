package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Delete removes a blob durably. Deleting what is not there succeeds. The caller makes sure that no row names it.
func (s *Store) Delete(h Hash) error {
	_, err := s.remove(h, func(Info) bool { return true })
	return err
}

// Walk calls visit for every stored blob, in the order of their hashes, until visit returns an error, which it returns.
// Blobs put or deleted meanwhile may be seen or not. Names that are no hash are passed over.
func (s *Store) Walk(visit func(Info) error) error {
	for shard := range Shards {
		if err := s.walkShard(byte(shard), visit); err != nil {
			return err
		}
	}
	return nil
}

// Shards is how many parts a folder of blobs has.
const Shards = 256

func (s *Store) walkShard(shard byte, visit func(Info) error) error {
	entries, err := os.ReadDir(filepath.Join(s.dir, fmt.Sprintf("%02x", shard)))
	if err != nil {
		return fmt.Errorf("walk the blobs: %w", err)
	}
	for _, entry := range entries {
		if err := visitEntry(entry, visit); err != nil {
			return err
		}
	}
	return nil
}

func visitEntry(entry fs.DirEntry, visit func(Info) error) error {
	h, err := ParseHash(entry.Name())
	if err != nil {
		return nil
	}
	stat, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("walk the blobs: %w", err)
	}
	return visit(info(h, stat))
}

// Swept counts what a Sweep removed.
type Swept struct {
	Files int
	Bytes int64
}

// Sweep removes every blob that was last Put before the given time and that keep does not want. The time must lie
// further back than any transaction between a Put and the commit of its row may last; a day is plenty. Age is judged
// again under the lock, so content that is Put anew meanwhile stays.
func (s *Store) Sweep(keep func(Hash) bool, before time.Time) (Swept, error) {
	var swept Swept
	wanted := func(h Hash) (bool, error) { return keep(h), nil }
	for shard := range Shards {
		part, err := s.SweepShard(byte(shard), wanted, before)
		swept.Files += part.Files
		swept.Bytes += part.Bytes
		if err != nil {
			return swept, err
		}
	}
	return swept, nil
}

// SweepShard is Sweep for the blobs whose hash begins with one byte: a bounded piece of the work. It stops at the first
// error of keep.
func (s *Store) SweepShard(shard byte, keep func(Hash) (bool, error), before time.Time) (Swept, error) {
	var swept Swept
	old := func(i Info) bool { return i.StoredAt.Before(before) }
	err := s.walkShard(shard, func(i Info) error {
		if !old(i) {
			return nil
		}
		if kept, err := keep(i.Hash); err != nil || kept {
			return err
		}
		removed, err := s.remove(i.Hash, old)
		if err != nil || !removed {
			return err
		}
		swept.Files++
		swept.Bytes += i.Size
		return nil
	})
	return swept, err
}

// SweepOne is Sweep for one blob; it reports whether it went.
func (s *Store) SweepOne(h Hash, keep func(Hash) (bool, error), before time.Time) (bool, error) {
	if kept, err := keep(h); err != nil || kept {
		return false, err
	}
	return s.remove(h, func(i Info) bool { return i.StoredAt.Before(before) })
}

// remove deletes a blob if it is there and if still holds for it, while no Put can finish.
func (s *Store) remove(h Hash, still func(Info) bool) (bool, error) {
	unlock, err := s.lock(exclusive)
	if err != nil {
		return false, err
	}
	defer unlock()
	i, err := s.Stat(h)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil || !still(i) {
		return false, err
	}
	name := s.path(h)
	if err := os.Remove(name); err != nil {
		return false, fmt.Errorf("delete blob %s: %w", h, err)
	}
	return true, s.durable.syncDir(filepath.Dir(name))
}
