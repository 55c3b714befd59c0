package layers

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// minDocumented is the share of a package's exported names that need a comment, in percent.
const minDocumented = 90

type tally struct {
	total   int
	missing []string
}

// exportedDocs lists packages where too many exported functions, methods, types, constants or variables have no comment.
func exportedDocs(tree *Tree) []string {
	packages := map[string]*tally{}
	for _, f := range tree.Files {
		if f.Test || f.AST.Name.Name == "main" {
			continue
		}
		if packages[f.Dir] == nil {
			packages[f.Dir] = &tally{}
		}
		packages[f.Dir].addFile(f)
	}
	var out []string
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		p := packages[dir]
		if documented := p.total - len(p.missing); documented*100 < p.total*minDocumented {
			out = append(out, fmt.Sprintf("%s: %d of %d exported names have a comment, at least %d%% must; missing:\n\t%s",
				dir, documented, p.total, minDocumented, strings.Join(p.missing, "\n\t")))
		}
	}
	return out
}

func (t *tally) addFile(f *File) {
	for _, decl := range f.AST.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if receiverExported(d) {
				t.add(f, d.Name, d.Doc)
			}
		case *ast.GenDecl:
			t.addSpecs(f, d)
		}
	}
}

// addSpecs counts the names of one declaration. A comment over a group speaks for all constants or variables in it.
func (t *tally) addSpecs(f *File, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			t.add(f, s.Name, s.Doc, s.Comment, alone(d))
		case *ast.ValueSpec:
			for _, name := range s.Names {
				t.add(f, name, s.Doc, s.Comment, d.Doc)
			}
		}
	}
}

func (t *tally) add(f *File, name *ast.Ident, docs ...*ast.CommentGroup) {
	if !name.IsExported() {
		return
	}
	t.total++
	for _, doc := range docs {
		if doc.Text() != "" {
			return
		}
	}
	t.missing = append(t.missing, f.at(name, "%s", name.Name))
}

// alone is the comment of a declaration without parentheses, which belongs to its only type.
func alone(d *ast.GenDecl) *ast.CommentGroup {
	if d.Lparen == token.NoPos {
		return d.Doc
	}
	return nil
}

func receiverExported(fn *ast.FuncDecl) bool {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return true
	}
	typ := fn.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.IsExported()
		default:
			return true
		}
	}
}
