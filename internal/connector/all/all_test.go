package all

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"switchboard/internal/connector"
)

const root = "../../.."

// mayMention lists files outside a network's folder that may name it, each with the reason.
func mayMention() map[string]string {
	return map[string]string{
		"internal/connector/all/all.go":        "the one line",
		"account.go":                           "says in one place which network is invented",
		"internal/app/":                        "serves the practice pages and opens the sample company's accounts",
		"internal/api/":                        "takes the webhook's requests and checks their signature",
		"internal/sample/play/":                "tells what was said on the practice network, in its form",
		"internal/practice/":                   "is the practice network itself",
		"internal/doctor/":                     "tells when practice stands beside real customers",
		"internal/config/table.go":             "has a setting of that name, whether the practice pages are served",
		"internal/setup/":                      "asks a newcomer where customers speak, in plain words; feed is one of them",
		"internal/ownership/document/words.go": "lists usual names to suggest one for a misspelt network; a new one works without it",
		"internal/store/storetest/":            "is test code; any name would do",
	}
}

// ordinary are keys that are words of the product as well, so that a string alone tells nothing; importing the package
// still does.
func ordinary() map[string]string {
	return map[string]string{"email": "a kind of leg and of message, and what people sign in with"}
}

// Adding a network costs its folder and one line in all.go: nobody else imports its package or names its key.
func TestANetworkIsItsFolderAndOneLine(t *testing.T) {
	t.Parallel()
	for _, spec := range connector.Default().All() {
		folder := "internal/connector/" + string(spec.Key)
		if _, err := os.Stat(filepath.Join(root, folder, "spec.go")); err != nil {
			t.Errorf("%s has no folder of its own: %v", spec.Key, err)
		}
		lines := 0
		for _, path := range sources(t) {
			if strings.HasPrefix(path, folder+"/") {
				continue
			}
			if names(t, path, "switchboard/"+folder) && path == "internal/connector/all/all.go" {
				lines++
			}
			says := ordinary()[string(spec.Key)] == "" && names(t, path, string(spec.Key))
			if !allowed(path) && (names(t, path, "switchboard/"+folder) || says) {
				t.Errorf("%s names the network %s", path, spec.Key)
			}
		}
		if lines != 1 {
			t.Errorf("%s has %d lines in all.go, want 1", spec.Key, lines)
		}
	}
}

func allowed(path string) bool {
	for prefix := range mayMention() {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// sources lists the module's Go files that are not tests, relative to its root.
func sources(t *testing.T) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && len(entry.Name()) > 2 || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			relative, err := filepath.Rel(root, path)
			list = append(list, filepath.ToSlash(relative))
			return err
		}
		return nil
	})
	if err != nil || len(list) < 20 {
		t.Fatalf("%d files: %v", len(list), err)
	}
	return list
}

// names reports whether a file imports the path, or has a string that is exactly the key.
func names(t *testing.T, path, what string) bool {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), strconv.Quote(what)) {
		return false
	}
	if !strings.Contains(what, "/") {
		return true
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, raw, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range file.Imports {
		if spec.Path.Value == strconv.Quote(what) {
			return true
		}
	}
	return false
}

func TestEveryFolderIsRegistered(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(filepath.Join(root, "internal/connector"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"all": true, "conform": true, "testdata": true}
	for _, spec := range connector.Default().All() {
		known[string(spec.Key)] = true
	}
	for _, entry := range entries {
		if entry.IsDir() && !known[entry.Name()] {
			t.Errorf("the folder %s is in no registry: is its line in all.go missing?", entry.Name())
		}
	}
}
