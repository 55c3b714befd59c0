package record

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const page = "../../docs/reference/message-record.md"

// knownFields reads from the parser's source which names its switches tell apart.
func knownFields(t *testing.T) []string {
	t.Helper()
	source, err := parser.ParseFile(token.NewFileSet(), "fields.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]string{"take": "", "takeContent": "", "takeAuthor": "author.", "takeRecipient": "recipients[].",
		"takeAttachment": "attachments[]."}
	found := map[string]bool{}
	for _, decl := range source.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		place, reads := places[f.Name.Name]
		if !reads {
			continue
		}
		delete(places, f.Name.Name)
		ast.Inspect(f, func(n ast.Node) bool {
			if c, ok := n.(*ast.CaseClause); ok {
				for _, each := range c.List {
					name, err := strconv.Unquote(each.(*ast.BasicLit).Value)
					if err != nil {
						t.Fatal(err)
					}
					found[place+name] = true
				}
			}
			return true
		})
	}
	if len(places) > 0 {
		t.Fatalf("the parser has no %v any more", places)
	}
	return slices.Sorted(maps.Keys(found))
}

func readPage(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestThePageHasEveryField(t *testing.T) {
	t.Parallel()
	var rows []string
	for text := range strings.Lines(readPage(t)) {
		if !strings.HasPrefix(text, "| `") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(text), "|"), "|")
		if len(cells) != 5 {
			t.Errorf("a row of %d cells: %s", len(cells), text)
			continue
		}
		name := strings.Trim(cells[0], " `")
		rows = append(rows, name)
		checkExample(t, name, strings.Trim(cells[4], " `"))
	}
	slices.Sort(rows)
	if diff := cmp.Diff(knownFields(t), rows); diff != "" {
		t.Errorf("%s (-parser +page):\n%s", page, diff)
	}
}

// checkExample puts the example of a field into a record, which must be taken.
func checkExample(t *testing.T, name, example string) {
	t.Helper()
	var member map[string]any
	if err := json.Unmarshal([]byte("{"+example+"}"), &member); err != nil {
		t.Errorf("%s: %s: %v", name, example, err)
		return
	}
	place, last := "", name
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		place, last = name[:dot], name[dot+1:]
	}
	if _, there := member[last]; !there || len(member) != 1 {
		t.Errorf("%s: %s is not an example of it", name, example)
	}
	switch place {
	case "author":
		if last != "id" {
			member["id"] = "u1"
		}
		member = map[string]any{"author": member}
	case "recipients[]":
		if last != "address" {
			member["address"] = "a@b.example"
		}
		member = map[string]any{"recipients": []any{member}}
	case "attachments[]":
		member = map[string]any{"attachments": []any{member}}
	}
	if _, err := Parse(with(t, member), noon, Options{}); err != nil {
		t.Errorf("%s: %s is refused: %v", name, example, err)
	}
}

func TestTheExamplesOfThePageAreTaken(t *testing.T) {
	t.Parallel()
	blocks := strings.Split(readPage(t), "```json\n")[1:]
	if len(blocks) < 3 {
		t.Fatalf("only %d examples", len(blocks))
	}
	for _, block := range blocks {
		text, _, _ := strings.Cut(block, "\n```")
		if _, err := Parse([]byte(text), noon, Options{}); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
