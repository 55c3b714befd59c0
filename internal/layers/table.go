package layers

import (
	"fmt"
	"path"
	"strings"
)

// Table is docs/layers.txt: for each package, what it may import besides the standard library.
type Table struct {
	rows  []row
	exact map[string]row
}

type row struct {
	pattern string
	allowed []string
}

// ParseTable reads lines of the form "package: import import …". "." is the root package; a "*" stands for one path
// element and a final "/..." for everything below; "#" starts a comment. A line for one package beats a line with a
// wildcard, and of wildcards the first match counts. A line without a colon and a package listed twice are errors.
func ParseTable(text string) (*Table, error) {
	table := &Table{exact: map[string]row{}}
	number := 0
	for line := range strings.Lines(text) {
		number++
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := table.add(line); err != nil {
			return nil, fmt.Errorf("layers.txt line %d: %w", number, err)
		}
	}
	return table, nil
}

func (t *Table) add(line string) error {
	name, allowed, ok := strings.Cut(line, ":")
	if name = strings.TrimSpace(name); !ok || name == "" || strings.Contains(name, " ") {
		return fmt.Errorf("%q is not of the form \"package: import import\"", line)
	}
	if _, twice := t.exact[name]; twice {
		return fmt.Errorf("%s is listed twice; merge the two lines", name)
	}
	r := row{pattern: name, allowed: strings.Fields(allowed)}
	t.exact[name] = r
	t.rows = append(t.rows, r)
	return nil
}

// Allowed returns the import patterns of a package, and false when no line covers it.
func (t *Table) Allowed(dir string) ([]string, bool) {
	if r, ok := t.exact[dir]; ok {
		return r.allowed, true
	}
	for _, r := range t.rows {
		if match(r.pattern, dir) {
			return r.allowed, true
		}
	}
	return nil, false
}

func anyMatch(patterns []string, name string) bool {
	for _, p := range patterns {
		if match(p, name) {
			return true
		}
	}
	return false
}

// match reports whether a package path fits a pattern; see ParseTable.
func match(pattern, name string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == prefix || strings.HasPrefix(name, prefix+"/")
	}
	// A malformed pattern matches nothing, which shows up as a refused import.
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

// covers reports whether a third-party package lies in an allowed module.
func covers(allowed []string, target string) bool {
	for _, module := range allowed {
		if target == module || strings.HasPrefix(target, module+"/") {
			return true
		}
	}
	return false
}
