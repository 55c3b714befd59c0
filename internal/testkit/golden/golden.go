// Package golden compares texts with files of testdata.
package golden

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Check holds got against a file, which it writes first when rewrite is set.
func Check(t testing.TB, file, got string, rewrite bool) {
	t.Helper()
	if rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s changed; look at the difference, then write it again by the test's flag (-was +is):\n%s", file, diff)
	}
}
