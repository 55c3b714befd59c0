// Package corpustest makes sets of texts for tests.
package corpustest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

// Packed is a file of a set with these lines, compressed as the sets are.
func Packed(t testing.TB, lines ...string) *fstest.MapFile {
	t.Helper()
	var file bytes.Buffer
	out := gzip.NewWriter(&file)
	_, err := out.Write([]byte(strings.Join(lines, "\n") + "\n"))
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: file.Bytes()}
}
