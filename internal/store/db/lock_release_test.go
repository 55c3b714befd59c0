package db

import (
	"path/filepath"
	"syscall"
	"testing"
)

// A copy of the open file, as a program that is being started has for a moment, keeps no lock that was released.
func TestAReleasedFileLockIsFreeAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	lock, err := lockFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied, err := syscall.Dup(int(lock.file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(copied)
	lock.release()
	again, err := lockFile(path)
	if err != nil {
		t.Fatalf("after its release: %v", err)
	}
	again.release()
}
