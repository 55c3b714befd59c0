package db

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// fileLock is an advisory lock on a file, held until release or the end of the process. The file itself stays: removing
// it would let two processes lock two files of the same name.
type fileLock struct{ file *os.File }

// lockFile returns ErrLocked, with the holder's process number when it is known, if somebody else has the lock.
func lockFile(path string) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("db: open lock file: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		defer f.Close()
		return nil, fmt.Errorf("%w: %s is held%s", ErrLocked, path, holder(f))
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("db: lock %s: %w", path, err)
	}
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	}
	return &fileLock{f}, nil
}

func holder(f *os.File) string {
	buf := make([]byte, 20)
	n, _ := f.ReadAt(buf, 0)
	if pid := strings.TrimSpace(string(buf[:n])); pid != "" {
		return " by process " + pid
	}
	return ""
}

// release frees the lock by name before it closes the file: a program that is being started at this moment holds a copy of
// every open file until it runs, and with it a lock that only goes with the last copy.
func (l *fileLock) release() {
	if l != nil {
		_ = syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN) // closing frees it otherwise, a little later
		l.file.Close()
	}
}
