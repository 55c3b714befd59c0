//go:build linux || darwin || freebsd

package disk

import (
	"fmt"
	"math"

	"golang.org/x/sys/unix"
)

// Free returns how many bytes an ordinary user may still write to the file system that holds path, which must exist.
func Free(path string) (int64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(path, &stat); err != nil {
		return 0, fmt.Errorf("statfs %s: %w", path, err)
	}
	// Field types differ between systems, and a network file system may report more than fits.
	blocks, size := uint64(max(0, int64(stat.Bavail))), uint64(stat.Bsize)
	if size != 0 && blocks > math.MaxInt64/size {
		return math.MaxInt64, nil
	}
	return int64(blocks * size), nil
}
