package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard/internal/connector"
)

const reference = "../../docs/reference"

// The page of the commands is compared where they are.
func TestPagesAreUpToDate(t *testing.T) {
	t.Parallel()
	made := pages(connector.Default().All())
	for name, want := range made {
		got, err := os.ReadFile(filepath.Join(reference, name))
		if err != nil {
			t.Errorf("%v: run `make verify`", err)
			continue
		}
		if diff := cmp.Diff(string(got), want); diff != "" {
			t.Errorf("%s is stale; run `make verify`:\n%s", name, diff)
		}
	}
	found, err := filepath.Glob(filepath.Join(reference, "networks", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if _, ok := made["networks/"+filepath.Base(path)]; !ok {
			t.Errorf("%s is of no network that is built in; run `make verify`", path)
		}
	}
}

func TestIndexNamesEveryNetwork(t *testing.T) {
	t.Parallel()
	page := index([]connector.Spec{
		{Key: "kettle", Name: "Kettle Talk", Summary: "People and | kettles.", Capabilities: []connector.Capability{connector.PostPublic}},
		{Key: "pots", Name: "Pots", Summary: "Read it."},
	})
	for _, want := range []string{"[Kettle Talk](kettle.md)", "People and \\| kettles.", "in public |", "no, it is read only |"} {
		if !strings.Contains(page, want) {
			t.Errorf("the index lacks %q:\n%s", want, page)
		}
	}
}

func TestStalePagesGo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"networks/old.md", "networks/new.md", "networks/picture.png"} {
		if err := os.MkdirAll(filepath.Join(folder, "networks"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := removeStale(folder, map[string]string{"networks/new.md": ""}); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(folder, "networks", "*"))
	if err != nil || len(left) != 2 {
		t.Errorf("left %v, %v", left, err)
	}
}
