package layers

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// tree parses invented files. Each value is the text of the file at the path of its key.
func tree(t *testing.T, files map[string]string) *Tree {
	t.Helper()
	parsed, err := Load(files2fs(files))
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return parsed
}

func files2fs(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{"go.mod": {Data: []byte("module switchboard\n")}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// expect compares findings with wanted fragments, in order. No fragment means that the rule must be silent.
func expect(t *testing.T, findings []string, want ...string) {
	t.Helper()
	if len(findings) != len(want) {
		t.Fatalf("%d findings, want %d:\n%s", len(findings), len(want), strings.Join(findings, "\n"))
	}
	for i, fragment := range want {
		if !strings.Contains(findings[i], fragment) {
			t.Errorf("finding %d is %q, want it to contain %q", i, findings[i], fragment)
		}
	}
}

type ruleCase struct {
	name string
	path string
	text string
	want []string
}

// runCases checks one rule on trees of a single file each.
func runCases(t *testing.T, rule func(*Tree) []string, cases []ruleCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			expect(t, rule(tree(t, map[string]string{c.path: c.text})), c.want...)
		})
	}
}

func TestTimeRule(t *testing.T) {
	t.Parallel()
	now := "package x\nimport \"time\"\nvar f = time.Now\n"
	runCases(t, timeRule.check, []ruleCase{
		{"a value counts as a use", "internal/x/x.go", now, []string{"internal/x/x.go:3: time.Now belongs to"}},
		{"the owner may", "internal/timesource/x.go", now, nil},
		{"a test may", "internal/x/x_test.go", now, nil},
		{"test support may", "internal/store/pgtest/x.go", now, nil},
		{"an alias does not hide it", "internal/x/x.go",
			"package x\nimport tick \"time\"\nfunc f() { tick.Sleep(1) }\n", []string{"tick.Sleep"}},
		{"another package's Now is fine", "internal/x/x.go",
			"package x\nimport \"switchboard/internal/timesource\"\nvar f = timesource.Now\n", nil},
		{"arithmetic is fine", "internal/x/x.go",
			"package x\nimport \"time\"\nfunc f(a, b time.Time) time.Duration { return a.Sub(b) + time.Second }\n", nil},
		{"a context deadline is fine", "internal/x/x.go",
			"package x\nimport (\"context\"; \"time\")\nvar c, _ = context.WithTimeout(nil, time.Second)\n", nil},
	})
}

func TestEnvRule(t *testing.T) {
	t.Parallel()
	get := "package x\nimport \"os\"\nvar a = os.Getenv(\"HOME\")\nvar b, _ = os.LookupEnv(\"HOME\")\n"
	runCases(t, envRule.check, []ruleCase{
		{"outside", "internal/x/x.go", get, []string{"x.go:3: os.Getenv", "x.go:4: os.LookupEnv"}},
		{"the owner may", "internal/config/x.go", get, nil},
		{"files are fine", "internal/x/x.go", "package x\nimport \"os\"\nvar a, _ = os.ReadFile(\"a\")\n", nil},
	})
}

func TestDialRule(t *testing.T) {
	t.Parallel()
	runCases(t, dialRule.check, []ruleCase{
		{"a client literal", "internal/x/x.go",
			"package x\nimport \"net/http\"\nvar c = &http.Client{}\n", []string{"http.Client belongs to internal/netguard"}},
		{"a new client", "internal/x/x.go",
			"package x\nimport \"net/http\"\nvar c = new(http.Client)\n", []string{"http.Client"}},
		{"the default client", "internal/x/x.go",
			"package x\nimport \"net/http\"\nvar _, _ = http.Get(\"http://a\")\n", []string{"http.Get"}},
		{"a raw connection", "internal/x/x.go",
			"package x\nimport \"net\"\nvar _, _ = net.Dial(\"tcp\", \"a:1\")\n", []string{"net.Dial"}},
		{"a client may be handed around", "internal/x/x.go",
			"package x\nimport \"net/http\"\nfunc f(c *http.Client, w http.ResponseWriter) {}\n", nil},
		{"the owner may", "internal/netguard/x.go", "package x\nimport \"net/http\"\nvar c http.Client\n", nil},
		{"listening is fine", "internal/x/x.go",
			"package x\nimport \"net\"\nvar _, _ = net.Listen(\"tcp\", \"127.0.0.1:0\")\n", nil},
	})
}

func TestSQLRule(t *testing.T) {
	t.Parallel()
	literal := func(text string) string { return fmt.Sprintf("package x\nconst q = `%s`\n", text) }
	var cases []ruleCase
	for _, q := range []string{
		"SELECT 1", "\n\tselect id\n\tfrom t where a = 1", "INSERT INTO t VALUES (1)", "insert or ignore into t", "UPDATE t SET a = 1",
		"delete from t", "CREATE TABLE t (a)", "create unique index i on t (a)", "WITH a AS (SELECT 1) SELECT 1",
		"with a as (select 1)", "ALTER TABLE t", "PRAGMA user_version", "pragma journal_mode", "DROP TABLE t", "SAVEPOINT a",
	} {
		cases = append(cases,
			ruleCase{"outside: " + q, "internal/x/x.go", literal(q), []string{"x.go:2: SQL belongs to internal/store"}},
			ruleCase{"inside: " + q, "internal/store/message.go", literal(q), nil})
	}
	for _, text := range []string{
		"Select a network from the list", "select a network", "update available", "With kind regards", "Create an account",
		"DELETE", "UPDATED", "SELECTED by hand", "withdraw", "deleted from the list",
	} {
		cases = append(cases, ruleCase{"plain words: " + text, "internal/x/x.go", literal(text), nil})
	}
	runCases(t, sqlOutsideStore, cases)
}

func TestInitRule(t *testing.T) {
	t.Parallel()
	text := "package x\nfunc init() {}\n"
	runCases(t, initFunctions, []ruleCase{
		{"a connector may", "internal/connector/birdsong/spec.go", text, nil},
		{"the list of connectors may not", "internal/connector/all/all.go", text, []string{"all.go:2: init"}},
		{"the contract may not", "internal/connector/spec.go", text, []string{"init"}},
		{"nobody else may", "internal/x/x.go", text, []string{"init"}},
		{"a method of that name is fine", "internal/x/x.go", "package x\ntype a int\nfunc (a) init() {}\n", nil},
	})
}

func TestVagueNameRule(t *testing.T) {
	t.Parallel()
	runCases(t, vaguePackages, []ruleCase{
		{"folder", "internal/utils/x.go", "package text\n", []string{"internal/utils: the package name"}},
		{"name", "internal/x/x.go", "package helpers\n", []string{"helpers says nothing"}},
		{"a clear name", "internal/roster/x.go", "package roster\n", nil},
		{"one model is a thing", "internal/triage/model/x.go", "package model\n", nil},
	})
}

func TestForbiddenImportRule(t *testing.T) {
	t.Parallel()
	runCases(t, forbiddenImports, []ruleCase{
		{"old random numbers", "internal/x/x_test.go", "package x\nimport \"math/rand\"\n", []string{"math/rand/v2"}},
		{"dot import", "internal/x/x.go", "package x\nimport . \"strings\"\n", []string{"dot import"}},
		{"new random numbers", "internal/x/x.go", "package x\nimport \"math/rand/v2\"\n", nil},
	})
}

func TestPackageCommentRule(t *testing.T) {
	t.Parallel()
	runCases(t, packageComments, []ruleCase{
		{"missing", "internal/x/x.go", "package x\n", []string{"internal/x: no package comment; begin one with \"Package x"}},
		{"wrong beginning", "internal/x/x.go", "// This does things.\npackage x\n", []string{"no package comment"}},
		{"detached", "internal/x/x.go", "// Package x counts.\n\npackage x\n", []string{"no package comment"}},
		{"good", "internal/x/x.go", "// Package x counts.\npackage x\n", nil},
		{"a command speaks freely", "cmd/x/main.go", "// Command x counts.\npackage main\n", nil},
		{"a command says something", "cmd/x/main.go", "package main\n", []string{"cmd/x"}},
	})
}

func TestExportedRule(t *testing.T) {
	t.Parallel()
	runCases(t, exportedDocs, []ruleCase{
		{"nothing described", "internal/x/x.go", "package x\ntype A int\nfunc (*A) B() {}\nfunc C() {}\nvar D int\n",
			[]string{"0 of 4 exported names"}},
		{"names the place", "internal/x/x.go", "package x\nfunc C() {}\n", []string{"x.go:2: C"}},
		{"all described", "internal/x/x.go",
			"package x\n// A is.\ntype A int\n// B does.\nfunc (A) B() {}\n// Colours.\nconst (\n\tC = 1\n\tD = 2 // so\n)\n", nil},
		{"a group comment is no comment on types", "internal/x/x.go",
			"package x\n// Things.\ntype (\n\tA int\n)\n", []string{"0 of 1"}},
		{"hidden receiver", "internal/x/x.go", "package x\ntype a[T any] int\nfunc (*a[T]) B() {}\n", nil},
		{"one in ten may be bare", "internal/x/x.go",
			"package x\n// All.\nvar A, B, C, D, E, F, G, H, I int\nvar J int\n", nil},
		{"two in eleven may not", "internal/x/x.go",
			"package x\n// All.\nvar A, B, C, D, E, F, G, H, I int\nvar J, K int\n", []string{"9 of 11"}},
		{"a test exports nothing", "internal/x/x_test.go", "package x\nfunc C() {}\n", nil},
	})
}

func TestSizeRule(t *testing.T) {
	t.Parallel()
	fn := func(lines int) string { return "package x\nfunc f() {" + strings.Repeat("\n", lines-1) + "}\n" }
	long := "package x\n" + strings.Repeat("\n", maxFileLines)
	runCases(t, sizes, []ruleCase{
		{"file at the limit", "internal/x/x.go", long[:len(long)-1], nil},
		{"file over it", "internal/x/x.go", long, []string{"901 lines, at most 900"}},
		{"a test file has the same limit", "internal/x/x_test.go", long, []string{"901 lines"}},
		{"generated", "internal/x/x.go", "// Code generated by docgen. DO NOT EDIT.\n" + long, nil},
		{"function at the limit", "internal/x/x.go", fn(maxFuncLines), nil},
		{"function over it", "internal/x/x.go", fn(maxFuncLines + 1), []string{"x.go:2: f has 126 lines"}},
		{"a table in a test may be long", "internal/x/x_test.go", fn(maxFuncLines + 1), nil},
	})
}

func TestMachinePathRule(t *testing.T) {
	t.Parallel()
	folder := "/" + "root" + "/notes"
	parsed := tree(t, map[string]string{
		"docs/guide.md":        "first\nsee " + folder,
		"docs/url.md":          "https://example.com" + folder,
		"docs/photo.png":       "\x00 " + folder,
		"data/log.txt":         folder,
		"node_modules/a/b.txt": folder,
		".ci/run":              "cd " + folder,
	})
	findings, err := machinePaths(parsed)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, findings, ".ci/run:1: an absolute path", "docs/guide.md:2: an absolute path")
}

func TestDependencyRule(t *testing.T) {
	t.Parallel()
	fsys := files2fs(map[string]string{
		"go.mod":               "module switchboard\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/b v1.0.0 // indirect\n)\n\nrequire example.com/c v1.0.0\n\ntool example.com/c/cmd\n",
		"tools/go.mod":         "module switchboard/tools\n\nrequire example.com/d v1.0.0\n",
		"web/package.json":     `{"dependencies":{"f":"1.0.0","g":"1.0.0"},"devDependencies":{"@h/i":"1.0.0"}}`,
		"docs/dependencies.md": "| module | why |\n|---|---|\n| `example.com/a` | x |\n| `example.com/c` | x |\n| `example.com/e` | x |\n| `f`, `@h/i` | x |\n",
	})
	findings, err := dependencyRows(fsys)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, findings, "go.mod: example.com/b has no row", "tools/go.mod: example.com/d has no row",
		"web/package.json: g has no row", "example.com/e is no longer required")
}

func TestDependencyPageMustExist(t *testing.T) {
	t.Parallel()
	if _, err := dependencyRows(files2fs(nil)); err == nil {
		t.Error("a missing docs/dependencies.md was accepted")
	}
}
