package layers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// machinePath recognises an absolute path of somebody's machine. A path inside a URL does not count.
var machinePath = regexp.MustCompile(`(?m)(?:^|[^A-Za-z0-9_.])/(?:work|root)/[A-Za-z.]`)

// machinePaths reports text files that name a folder of one machine. Binary files are not read.
func machinePaths(tree *Tree) ([]string, error) {
	var out []string
	err := tree.walk(func(name string) error {
		text, err := fs.ReadFile(tree.fsys, name)
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			return err
		}
		for _, at := range machinePath.FindAllIndex(text, -1) {
			out = append(out, fmt.Sprintf("%s:%d: an absolute path of one machine; use a relative path or a setting",
				name, 1+bytes.Count(text[:at[1]], []byte("\n"))))
		}
		return nil
	})
	return out, err
}

// dependencyRow is a table row of docs/dependencies.md; its first cell holds one or more names in backquotes.
var (
	dependencyRow  = regexp.MustCompile("(?m)^\\| (`[^|]+`) \\|")
	dependencyName = regexp.MustCompile("`([^`]+)`")
)

// dependencyRows compares what go.mod, tools/go.mod and web/package.json require with docs/dependencies.md, both ways.
func dependencyRows(fsys fs.FS) ([]string, error) {
	page, err := fs.ReadFile(fsys, "docs/dependencies.md")
	if err != nil {
		return nil, err
	}
	rows := map[string]bool{}
	for _, m := range dependencyRow.FindAllSubmatch(page, -1) {
		for _, name := range dependencyName.FindAllSubmatch(m[1], -1) {
			rows[string(name[1])] = true
		}
	}
	required, err := requiredBy(fsys)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, module := range slices.Sorted(maps.Keys(required)) {
		if !rows[module] {
			out = append(out, fmt.Sprintf("%s: %s has no row in docs/dependencies.md; say why it is needed, what else was "+
				"considered, and its licence", required[module], module))
		}
	}
	for _, module := range slices.Sorted(maps.Keys(rows)) {
		if required[module] == "" {
			out = append(out, fmt.Sprintf("docs/dependencies.md: %s is no longer required; remove its row", module))
		}
	}
	return out, nil
}

// requiredBy lists everything that is required, each with the file that says so.
func requiredBy(fsys fs.FS) (map[string]string, error) {
	required := map[string]string{}
	for name, list := range map[string]func([]byte) ([]string, error){"go.mod": modules, "tools/go.mod": modules, "web/package.json": packages} {
		text, err := fs.ReadFile(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		names, err := list(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, one := range names {
			required[one] = name
		}
	}
	return required, nil
}

func modules(mod []byte) ([]string, error) { return requires(string(mod)), nil }

// packages lists what a package.json depends on.
func packages(text []byte) ([]string, error) {
	var file struct{ Dependencies, DevDependencies map[string]string }
	err := json.Unmarshal(text, &file)
	return slices.Concat(slices.Collect(maps.Keys(file.Dependencies)), slices.Collect(maps.Keys(file.DevDependencies))), err
}

// requires lists the module paths of the require lines of a go.mod.
func requires(mod string) []string {
	var out []string
	inside := false
	for line := range strings.Lines(mod) {
		line, _, _ = strings.Cut(line, "//")
		fields := strings.Fields(line)
		switch {
		case len(fields) == 2 && fields[0] == "require" && fields[1] == "(":
			inside = true
		case len(fields) == 1 && fields[0] == ")":
			inside = false
		case inside && len(fields) == 2:
			out = append(out, fields[0])
		case len(fields) == 3 && fields[0] == "require":
			out = append(out, fields[1])
		}
	}
	return out
}
