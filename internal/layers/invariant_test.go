package layers

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

var namedTest = regexp.MustCompile(`\[(Test\w+)\]\(([^)]+)\)`)

// TestInvariantsAreTested finds every test that the page of invariants names, in the file it names.
func TestInvariantsAreTested(t *testing.T) {
	t.Parallel()
	const page = "docs/reference/invariants.md"
	text, err := fs.ReadFile(root, page)
	if err != nil {
		t.Fatal(err)
	}
	named := namedTest.FindAllStringSubmatch(string(text), -1)
	for _, m := range named {
		source, err := fs.ReadFile(root, path.Join(path.Dir(page), m[2]))
		if err != nil || !strings.Contains(string(source), "\nfunc "+m[1]+"(") {
			t.Errorf("%s is not in %s: %v", m[1], m[2], err)
		}
	}
	if len(named) < 12 {
		t.Errorf("%d tests named", len(named))
	}
}
