package layers

import (
	"fmt"
	"strings"
)

// steps are the stations of the line. They take values and return values; flow alone puts them in order.
var steps = []string{
	"internal/intake", "internal/triage", "internal/calendar", "internal/roster", "internal/ownership",
	"internal/conversation", "internal/handoff", "internal/guard", "internal/outbox",
}

// stepArrows are the only imports between steps: opening hours and staff are facts that ownership looks at.
var stepArrows = map[string][]string{
	"internal/roster":    {"internal/calendar"},
	"internal/ownership": {"internal/calendar", "internal/roster"},
}

// importArrows compares the imports of every file with the table. Test files may import what they like; nothing else may
// import a package made for tests, whatever the table's wildcards cover.
func importArrows(tree *Tree, table *Table) []string {
	var out []string
	unlisted := map[string]bool{}
	for _, f := range tree.Files {
		allowed, ok := table.Allowed(f.Dir)
		if !ok && !unlisted[f.Dir] {
			unlisted[f.Dir] = true
			out = append(out, fmt.Sprintf("%s: no line in docs/layers.txt; add \"%s: …\" and say what it may import",
				f.Dir, f.Dir))
		}
		if ok && !f.Test {
			out = append(out, wrongArrows(tree.Module, f, allowed)...)
		}
	}
	return out
}

func wrongArrows(module string, f *File, allowed []string) []string {
	var out []string
	for _, spec := range f.AST.Imports {
		target := importPath(spec)
		local, own := localPath(module, target)
		if anyMatch(testSupport, local) && !anyMatch(testSupport, f.Dir) {
			out = append(out, f.at(spec, "%s may not import %s, which is made for tests", f.Dir, local))
			continue
		}
		if own && anyMatch(allowed, local) || !own && (isStd(target) || covers(allowed, target)) {
			continue
		}
		out = append(out, f.at(spec, "%s may not import %s; allowed besides the standard library: %s",
			f.Dir, local, orNothing(allowed)))
	}
	return out
}

// localPath turns "switchboard/internal/x" into "internal/x" and the root into "."; other paths stay as they are.
func localPath(module, target string) (string, bool) {
	if target == module {
		return ".", true
	}
	rest, own := strings.CutPrefix(target, module+"/")
	return rest, own
}

// isStd tells the standard library by the missing dot in the first path element. cgo's "C" is not part of it.
func isStd(target string) bool {
	first, _, _ := strings.Cut(target, "/")
	return !strings.Contains(first, ".") && target != "C"
}

func orNothing(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, " ")
}

// stepsApart keeps the table itself honest: the root stands on the standard library alone, and no line lets one step
// import another beyond stepArrows.
func stepsApart(table *Table) []string {
	var out []string
	if allowed, ok := table.Allowed("."); !ok || len(allowed) > 0 {
		out = append(out, "docs/layers.txt: the root package needs a line \".:\" that allows nothing")
	}
	for _, from := range steps {
		allowed, ok := table.Allowed(from)
		if !ok {
			out = append(out, fmt.Sprintf("docs/layers.txt: the step %s has no line", from))
		}
		for _, to := range steps {
			if to != from && anyMatch(allowed, to) && !anyMatch(stepArrows[from], to) {
				out = append(out, fmt.Sprintf("docs/layers.txt: %s may not import the step %s; "+
					"pass the value through internal/flow", from, to))
			}
		}
	}
	return out
}
