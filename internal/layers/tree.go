package layers

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Tree is the source tree of one module: every Go file parsed, and the file system it came from.
type Tree struct {
	// Module is the module path of the root go.mod.
	Module string
	// Files are all Go files outside testdata, in lexical order.
	Files []*File

	fsys fs.FS
}

// File is one parsed Go file.
type File struct {
	// Path is relative to the root, with slashes; Dir is its folder, "." for the root.
	Path, Dir string
	// Test says that the name ends in _test.go.
	Test bool
	// Lines is the number of lines of the file.
	Lines int
	// AST is the parsed file, with comments.
	AST *ast.File

	fset *token.FileSet
}

// Load parses every Go file below fsys. Folders that hold no source of this module (see skipDir) are left out. It fails
// when go.mod is missing or a file does not parse.
func Load(fsys fs.FS) (*Tree, error) {
	mod, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		return nil, fmt.Errorf("read the module: %w", err)
	}
	tree := &Tree{Module: modulePath(mod), fsys: fsys}
	fset := token.NewFileSet()
	return tree, tree.walk(func(name string) error {
		if path.Ext(name) != ".go" || strings.Contains(name, "testdata/") {
			return nil
		}
		file, err := parseFile(fset, fsys, name)
		tree.Files = append(tree.Files, file)
		return err
	})
}

// walk calls visit for every file of the tree that can be committed.
func (t *Tree) walk(visit func(name string) error) error {
	return fs.WalkDir(t.fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && t.skipDir(name):
			return fs.SkipDir
		case !entry.Type().IsRegular() || name == ".git": // a linked work tree has a file of that name
			return nil
		}
		return visit(name)
	})
}

// skipDir leaves out what git ignores and modules of their own. Dotted folders are skipped except .ci and .github.
func (t *Tree) skipDir(name string) bool {
	switch name {
	case ".", ".ci", ".github":
		return false
	case "bin", "data", "web/dist":
		return true
	}
	base := path.Base(name)
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "node_modules" {
		return true
	}
	_, err := fs.Stat(t.fsys, path.Join(name, "go.mod"))
	return !errors.Is(err, fs.ErrNotExist)
}

func parseFile(fset *token.FileSet, fsys fs.FS, name string) (*File, error) {
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	tree, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return &File{
		Path:  name,
		Dir:   path.Dir(name),
		Test:  strings.HasSuffix(name, "_test.go"),
		Lines: bytes.Count(src, []byte("\n")),
		AST:   tree,
		fset:  fset,
	}, nil
}

// product yields the files that end up in the program: neither tests nor the packages that only tests use.
func (t *Tree) product() []*File {
	var out []*File
	for _, f := range t.Files {
		if !f.Test && !anyMatch(testSupport, f.Dir) {
			out = append(out, f)
		}
	}
	return out
}

// at renders a finding as "file:line: text".
func (f *File) at(node ast.Node, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: %s", f.Path, f.fset.Position(node.Pos()).Line, fmt.Sprintf(format, args...))
}

// imports yields the import path behind each local name of the file. Dot and blank imports have no name.
func (f *File) imports() map[string]string {
	names := map[string]string{}
	for _, spec := range f.AST.Imports {
		target := importPath(spec)
		switch {
		case spec.Name != nil:
			names[spec.Name.Name] = target
		default:
			names[path.Base(target)] = target
		}
	}
	return names
}

func importPath(spec *ast.ImportSpec) string {
	// The parser has accepted the literal, so that unquoting cannot fail.
	target, _ := strconv.Unquote(spec.Path.Value)
	return target
}

func modulePath(mod []byte) string {
	for line := range strings.Lines(string(mod)) {
		if name, ok := strings.CutPrefix(line, "module "); ok {
			return strings.TrimSpace(name)
		}
	}
	return ""
}
