package layers

import (
	"slices"
	"strings"
	"testing"
)

func TestRequires(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, mod string
		want      []string
	}{
		{"block", "require (\n\ta.example/x v1.0.0\n\tb.example/y v2.0.0 // indirect\n)\n", []string{"a.example/x", "b.example/y"}},
		{"line", "require a.example/x v1.0.0\n", []string{"a.example/x"}},
		{"two blocks", "require (\n\ta.example/x v1.0.0\n)\nrequire (\n\tb.example/y v1.0.0\n)\n", []string{"a.example/x", "b.example/y"}},
		{"other blocks do not count", "exclude (\n\ta.example/x v1.0.0\n)\nretract (\n\tv1.0.0\n)\n", nil},
		{"replace is no requirement", "replace a.example/x v1.0.0 => b.example/y v1.0.0\n", nil},
		{"commented out", "// require a.example/x v1.0.0\n", nil},
		{"empty", "", nil},
	} {
		if got := requires(c.mod); !slices.Equal(got, c.want) {
			t.Errorf("%s: requires = %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzRequires(f *testing.F) {
	f.Add("module x\n\ngo 1.26\n\nrequire (\n\ta.example/x v1.0.0\n)\n")
	f.Fuzz(func(t *testing.T, mod string) {
		for _, module := range requires(mod) {
			if module == "" || strings.ContainsAny(module, " \t\n") {
				t.Errorf("%q is no module path", module)
			}
		}
	})
}

// The plan must have a line for every package before its first file, so that the first import is judged by it.
func TestTableNamesThePlannedPackages(t *testing.T) {
	t.Parallel()
	planned := strings.Fields(`. cmd/switchboard cmd/docgen e2e
		access api app bench blob calendar campaign community config connector connector/all connector/conform
		connector/practice connector/webhook console conversation disk fakenet flow guard handoff insight intake
		journal layers listening live netguard objective outbox ownership password practice roster seal simulate
		store store/db store/migration store/pgtest store/storetest testkit timers timesource tool/testsum triage
		triage/linear triage/train webhook widget`)
	rules := table(t)
	for _, dir := range planned {
		if !strings.Contains(". cmd/switchboard cmd/docgen e2e", dir) {
			dir = "internal/" + dir
		}
		if _, ok := rules.Allowed(dir); !ok {
			t.Errorf("docs/layers.txt has no line for %s", dir)
		}
	}
}
