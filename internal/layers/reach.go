package layers

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
)

// testSupport are packages that only tests and measurements use: they may read time, start servers and dial them. The
// import table keeps the product from importing them.
var testSupport = []string{
	"e2e", "internal/bench", "internal/connector/conform", "internal/fakenet", "internal/layers",
	"internal/store/pgtest", "internal/store/storetest", "internal/testkit", "internal/testkit/mailtest", "internal/tool/*",
}

// reserved says that some names of a package of the standard library belong to one package of ours.
type reserved struct {
	owner  string
	wayOut string
	names  map[string][]string
}

var timeRule = reserved{
	owner:  "internal/timesource",
	wayOut: "take `now time.Time` or a timesource.Source, so that tests can set the time",
	names: map[string][]string{"time": {
		"Now", "Since", "Until", "After", "Tick", "NewTimer", "NewTicker", "Sleep", "AfterFunc",
	}},
}

var envRule = reserved{
	owner:  "internal/config",
	wayOut: "declare a setting in internal/config and take its value as an argument",
	names:  map[string][]string{"os": {"Getenv", "LookupEnv", "Environ", "ExpandEnv"}},
}

var dialRule = reserved{
	owner:  "internal/netguard",
	wayOut: "take a client from internal/netguard, which refuses private addresses and limits size and time",
	names: map[string][]string{
		"net/http": {
			"Client", "Transport", "Get", "Head", "Post", "PostForm", "DefaultClient", "DefaultTransport",
		},
		"net": {
			"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer",
		},
		"crypto/tls": {"Dial", "DialWithDialer", "Dialer"},
		"net/smtp":   {"Dial", "SendMail"},
	},
}

// check reports every use of a reserved name in the product outside its owner. A pointer type such as *http.Client is
// no use: a client may be handed around, but made in one place only.
func (r reserved) check(tree *Tree) []string {
	var out []string
	for _, f := range tree.product() {
		if f.Dir == r.owner {
			continue
		}
		imports, pointers := f.imports(), pointerTypes(f.AST)
		ast.Inspect(f.AST, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || pointers[sel] {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); ok && slices.Contains(r.names[imports[pkg.Name]], sel.Sel.Name) {
				out = append(out, f.at(sel, "%s.%s belongs to %s: %s", pkg.Name, sel.Sel.Name, r.owner, r.wayOut))
			}
			return true
		})
	}
	return out
}

func pointerTypes(file *ast.File) map[*ast.SelectorExpr]bool {
	found := map[*ast.SelectorExpr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if star, ok := n.(*ast.StarExpr); ok {
			if sel, ok := star.X.(*ast.SelectorExpr); ok {
				found[sel] = true
			}
		}
		return true
	})
	return found
}

// sqlText recognises the start of a statement. Upper case is taken as SQL at once; lower case needs the second keyword
// too, because a sentence may begin with "select" or "update".
var sqlText = regexp.MustCompile(`^\s*(?:` +
	`(?:SELECT|INSERT|UPDATE|DELETE|CREATE|WITH|ALTER|DROP|PRAGMA|VACUUM|SAVEPOINT|LISTEN|NOTIFY|TRUNCATE)\s+[^\s/]|` +
	`(?s:select\s.*\sfrom\s)|insert\s+(?:or\s+\w+\s+)?into\s|update\s+\S+\s+set\s|delete\s+from\s|` +
	`create\s+(?:unique\s+)?(?:table|index|view|trigger)\s|(?s:with\s+\w+.*\sas\s*\()|` +
	`(?:alter|drop)\s+(?:table|index)\s|pragma\s+\w)`)

// sqlOutsideStore reports string literals of the product that hold SQL outside internal/store.
func sqlOutsideStore(tree *Tree) []string {
	var out []string
	for _, f := range tree.product() {
		if match("internal/store/...", f.Dir) {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if text, _ := strconv.Unquote(lit.Value); sqlText.MatchString(text) {
				out = append(out, f.at(lit, "SQL belongs to internal/store: add a function there and call it "+
					"through an interface that %s declares", path.Base(f.Dir)))
			}
			return true
		})
	}
	return out
}
