package layers

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
)

// unlistedDecisions names the decision records that docs/decision/README.md does not link.
func unlistedDecisions(fsys fs.FS) ([]string, error) {
	records, err := fs.Glob(fsys, "docs/decision/[0-9]*.md")
	if err != nil || len(records) == 0 {
		return nil, fmt.Errorf("no decision record found: %w", err)
	}
	index, err := fs.ReadFile(fsys, "docs/decision/README.md")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, record := range records {
		name := strings.TrimPrefix(record, "docs/decision/")
		if !strings.Contains(string(index), "("+name+")") {
			out = append(out, fmt.Sprintf("%s is not linked in docs/decision/README.md; add its row", record))
		}
	}
	return out, nil
}

func TestDecisionsAreListed(t *testing.T) {
	t.Parallel()
	findings, err := unlistedDecisions(root)
	if err != nil {
		t.Fatal(err)
	}
	hold(t, "A decision nobody finds is made again:", findings)
}

func TestDecisionRule(t *testing.T) {
	t.Parallel()
	findings, err := unlistedDecisions(files2fs(map[string]string{
		"docs/decision/README.md":      "| [1](0001-listed.md) |",
		"docs/decision/0001-listed.md": "# 1",
		"docs/decision/0002-lost.md":   "# 2",
	}))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, findings, "0002-lost.md is not linked")
}
