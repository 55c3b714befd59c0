package layers

import (
	"slices"
	"testing"
	"testing/fstest"
)

const sampleTable = `
# comment
.:
internal/flow: . internal/intake internal/triage # trailing comment
internal/connector: .
internal/connector/quiet: .
internal/connector/*: . internal/connector example.org/feed
internal/app: internal/...
internal/steps/...: .
`

func parsed(t *testing.T, text string) *Table {
	t.Helper()
	table, err := ParseTable(text)
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	return table
}

func TestTableLookup(t *testing.T) {
	t.Parallel()
	table := parsed(t, sampleTable)
	for _, c := range []struct {
		dir  string
		want []string
		ok   bool
	}{
		{".", nil, true},
		{"internal/flow", []string{".", "internal/intake", "internal/triage"}, true},
		{"internal/connector", []string{"."}, true},
		{"internal/connector/quiet", []string{"."}, true},
		{"internal/connector/other", []string{".", "internal/connector", "example.org/feed"}, true},
		{"internal/connector/other/deep", nil, false},
		{"internal/steps", []string{"."}, true},
		{"internal/steps/a/b", []string{"."}, true},
		{"internal/stepsister", nil, false},
		{"internal/unknown", nil, false},
	} {
		got, ok := table.Allowed(c.dir)
		if ok != c.ok || !slices.Equal(got, c.want) {
			t.Errorf("Allowed(%q) = %q, %v; want %q, %v", c.dir, got, ok, c.want, c.ok)
		}
	}
}

func TestTableErrors(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"internal/flow", ": .", "two words: .", "a: .\nb: .\na: ."} {
		if _, err := ParseTable(text); err == nil {
			t.Errorf("ParseTable(%q) passed", text)
		}
	}
}

func FuzzParseTable(f *testing.F) {
	f.Add(sampleTable)
	f.Add("[: ]\n\\:*")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := ParseTable(text)
		if err != nil {
			return
		}
		for _, r := range table.rows {
			if _, ok := table.Allowed(r.pattern); !ok {
				t.Errorf("the line %q does not cover itself", r.pattern)
			}
		}
	})
}

func TestArrowRule(t *testing.T) {
	t.Parallel()
	table := parsed(t, sampleTable)
	runCases(t, func(tree *Tree) []string { return importArrows(tree, table) }, []ruleCase{
		{"allowed", "internal/flow/x.go",
			"package flow\nimport (\"fmt\"; \"switchboard\"; \"switchboard/internal/triage\")\n", nil},
		{"wrong arrow", "internal/flow/x.go", "package flow\nimport \"switchboard/internal/app\"\n",
			[]string{"x.go:2: internal/flow may not import internal/app; allowed besides the standard library: . internal/intake"}},
		{"the root stands alone", "message.go", "package switchboard\nimport \"switchboard/internal/app\"\n",
			[]string{"message.go:2: . may not import internal/app; allowed besides the standard library: nothing"}},
		{"unlisted package", "internal/extra/x.go", "package extra\n", []string{"internal/extra: no line in docs/layers.txt"}},
		{"tests import freely", "internal/flow/x_test.go", "package flow\nimport \"switchboard/internal/app\"\n", nil},
		{"everything", "internal/app/x.go", "package app\nimport \"switchboard/internal/connector/any\"\n", nil},
		{"listed module", "internal/connector/bird/x.go", "package bird\nimport \"example.org/feed/atom\"\n", nil},
		{"unlisted module", "internal/flow/x.go", "package flow\nimport \"example.org/feed\"\n",
			[]string{"internal/flow may not import example.org/feed"}},
		{"a module with a similar name", "internal/connector/bird/x.go", "package bird\nimport \"example.org/feeder\"\n",
			[]string{"example.org/feeder"}},
		{"a wildcard does not cover test support", "internal/app/x.go",
			"package app\nimport \"switchboard/internal/store/pgtest\"\n",
			[]string{"internal/app may not import internal/store/pgtest, which is made for tests"}},
		{"cgo", "internal/flow/x.go", "package flow\nimport \"C\"\n", []string{"may not import C"}},
	})
}

func TestStepRule(t *testing.T) {
	t.Parallel()
	const good = ".:\ninternal/intake: .\ninternal/triage: .\ninternal/calendar: .\ninternal/roster: . internal/calendar\n" +
		"internal/ownership: . internal/roster internal/calendar\ninternal/conversation: .\ninternal/handoff: .\n" +
		"internal/guard: .\n"
	expect(t, stepsApart(parsed(t, good+"internal/outbox: .\n")))
	expect(t, stepsApart(parsed(t, good+"internal/outbox: internal/guard\n")),
		"internal/outbox may not import the step internal/guard")
	expect(t, stepsApart(parsed(t, good)), "the step internal/outbox has no line")
	expect(t, stepsApart(parsed(t, "# nothing\n"+good[len(".:\n"):]+"internal/outbox: .\n")), "the root package needs a line")
	expect(t, stepsApart(parsed(t, ". : internal/app\n"+good[len(".:\n"):]+"internal/outbox: .\n")), "the root package")
}

func TestLoadSkipsWhatIsNotSource(t *testing.T) {
	t.Parallel()
	broken := "not Go"
	parsed := tree(t, map[string]string{
		"a.go": "package a\n", "internal/x/testdata/b.go": broken, "bin/c.go": broken, ".cache/d.go": broken,
		"tools/go.mod": "module switchboard/tools\n", "tools/e.go": broken, "web/node_modules/f.go": broken,
	})
	if len(parsed.Files) != 1 || parsed.Files[0].Path != "a.go" {
		t.Errorf("loaded %d files, want a.go alone", len(parsed.Files))
	}
}

func TestLoadErrors(t *testing.T) {
	t.Parallel()
	if _, err := Load(files2fs(map[string]string{"a.go": "not Go"})); err == nil {
		t.Error("a file that does not parse was accepted")
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("a tree without go.mod was accepted")
	}
}
