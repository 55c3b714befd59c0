// Package disk tells how much room is left, and guards a reserve: the part of a disk that nobody may fill, so that the
// database can always finish what it has begun.
package disk

import (
	"errors"
	"fmt"
)

// ErrReserve means that writing on would eat into the reserve. What is stored already is safe; retrying helps only once
// somebody has made room.
var ErrReserve = errors.New("the disk is nearly full")

// Reserve is a number of bytes to keep free on the file system that holds Path.
type Reserve struct {
	Path  string
	Bytes int64                            // 0 or less guards nothing
	Free  func(path string) (int64, error) // how room is measured; nil means Free
}

// Check returns nil while at least Bytes plus want bytes are free, else an error that wraps ErrReserve and says how much
// is missing. When the room cannot be measured it returns that error instead.
func (r Reserve) Check(want int64) error {
	if r.Bytes <= 0 {
		return nil
	}
	measure := r.Free
	if measure == nil {
		measure = Free
	}
	free, err := measure(r.Path)
	if err != nil {
		return fmt.Errorf("measure free disk space: %w", err)
	}
	if free-want >= r.Bytes {
		return nil
	}
	return fmt.Errorf("%w: %d bytes are free at %s and %d must stay free; remove files or lower disk-reserve",
		ErrReserve, free, r.Path, r.Bytes)
}
