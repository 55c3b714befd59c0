package testkit

import (
	"os"
	"testing"
)

// memory is where Linux keeps files in memory.
const memory = "/dev/shm"

// Folder is a folder for a test that opens many installations and does not test the disk: in memory where there is such
// a place. It is removed when the test ends.
func Folder(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp(memory, "switchboard-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Errorf("remove %s: %v", folder, err)
		}
	})
	return folder
}
