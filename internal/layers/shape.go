package layers

import (
	"fmt"
	"go/ast"
	"maps"
	"path"
	"slices"
	"strings"
)

// The largest file (tests too) and the largest function of the product, in lines.
const (
	maxFileLines = 900
	maxFuncLines = 125
)

// vagueNames say nothing about what a package knows.
var vagueNames = []string{
	"base", "common", "core", "helper", "helpers", "lib", "manager", "managers", "misc", "models", "service",
	"services", "shared", "types", "util", "utils",
}

// packageComments wants one comment per package that begins as godoc expects.
func packageComments(tree *Tree) []string {
	described, first := map[string]bool{}, map[string]*File{}
	for _, f := range tree.Files {
		// A test in package x_test stands beside package x and needs no comment of its own.
		key := f.Dir
		if first[key] == nil {
			first[key] = f
		}
		if doc := f.AST.Doc.Text(); strings.HasPrefix(doc, "Package "+f.AST.Name.Name+" ") ||
			f.AST.Name.Name == "main" && len(doc) > 0 {
			described[key] = true
		}
	}
	var out []string
	for _, dir := range slices.Sorted(maps.Keys(first)) {
		if !described[dir] {
			out = append(out, fmt.Sprintf("%s: no package comment; begin one with \"Package %s …\" in doc.go",
				dir, strings.TrimSuffix(first[dir].AST.Name.Name, "_test")))
		}
	}
	return out
}

// vaguePackages refuses package names that invite everything.
func vaguePackages(tree *Tree) []string {
	seen := map[string]bool{}
	var out []string
	for _, f := range tree.Files {
		name := strings.TrimSuffix(f.AST.Name.Name, "_test")
		vague := slices.Contains(vagueNames, name) || slices.Contains(vagueNames, path.Base(f.Dir))
		if vague && !seen[f.Dir] {
			seen[f.Dir] = true
			out = append(out, fmt.Sprintf("%s: the package name %s says nothing; name it after what it knows", f.Dir, name))
		}
	}
	return out
}

// initFunctions allows init only where a connector registers itself.
func initFunctions(tree *Tree) []string {
	var out []string
	for _, f := range tree.product() {
		if match("internal/connector/*", f.Dir) && f.Dir != "internal/connector/all" {
			continue
		}
		for _, decl := range f.AST.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				out = append(out, f.at(fn, "init runs behind the reader's back and only connectors may register "+
					"themselves with it; call a function from internal/app"))
			}
		}
	}
	return out
}

// forbiddenImports refuses imports that are wrong everywhere, in tests too.
func forbiddenImports(tree *Tree) []string {
	var out []string
	for _, f := range tree.Files {
		for _, spec := range f.AST.Imports {
			switch {
			case importPath(spec) == "math/rand":
				out = append(out, f.at(spec, "math/rand is superseded; use math/rand/v2 with a seed that is logged"))
			case spec.Name != nil && spec.Name.Name == ".":
				out = append(out, f.at(spec, "a dot import hides where a name comes from; import it by name"))
			}
		}
	}
	return out
}

// sizes limits files and functions. Generated files are as long as they are.
func sizes(tree *Tree) []string {
	var out []string
	for _, f := range tree.Files {
		if ast.IsGenerated(f.AST) {
			continue
		}
		if f.Lines > maxFileLines {
			out = append(out, fmt.Sprintf("%s: %d lines, at most %d; split it by concept", f.Path, f.Lines, maxFileLines))
		}
		if !f.Test {
			out = append(out, longFunctions(f)...)
		}
	}
	return out
}

func longFunctions(f *File) []string {
	var out []string
	for _, decl := range f.AST.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := f.fset.Position(fn.End()).Line - f.fset.Position(fn.Pos()).Line + 1; n > maxFuncLines {
			out = append(out, f.at(fn, "%s has %d lines, at most %d; give its parts names", fn.Name.Name, n, maxFuncLines))
		}
	}
	return out
}
