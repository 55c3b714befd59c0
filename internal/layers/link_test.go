package layers

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

var link = regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)

// TestLinksLeadSomewhere follows every link of a page to a file of the repository.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	seen := 0
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if path.Ext(name) != ".md" {
			return nil
		}
		page, err := fs.ReadFile(root, name)
		for _, m := range link.FindAllSubmatch(page, -1) {
			seen++
			if _, missing := fs.Stat(root, path.Join(path.Dir(name), string(m[1]))); missing != nil {
				t.Errorf("%s: %s leads nowhere", name, m[1])
			}
		}
		return err
	})
	if err != nil || seen < 20 {
		t.Fatalf("%d links, %v", seen, err)
	}
}
