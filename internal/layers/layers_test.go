package layers

import (
	"os"
	"strings"
	"sync"
	"testing"
)

// root is the repository, seen from this package.
var root = os.DirFS("../..")

var load = sync.OnceValues(func() (*Tree, error) { return Load(root) })

// repository returns the parsed source of this repository; the tests share it and only read.
func repository(t *testing.T) *Tree {
	t.Helper()
	tree, err := load()
	if err != nil {
		t.Fatalf("load the source tree: %v", err)
	}
	if tree.Module != "switchboard" || len(tree.Files) == 0 {
		t.Fatalf("loaded module %q with %d files; the rules would check nothing", tree.Module, len(tree.Files))
	}
	return tree
}

func table(t *testing.T) *Table {
	t.Helper()
	text, err := os.ReadFile("../../docs/layers.txt")
	if err != nil {
		t.Fatalf("read the import table: %v", err)
	}
	parsed, err := ParseTable(string(text))
	if err != nil {
		t.Fatalf("parse the import table: %v", err)
	}
	return parsed
}

// hold fails with every finding and says why the rule exists.
func hold(t *testing.T, why string, findings []string) {
	t.Helper()
	if len(findings) > 0 {
		t.Errorf("%s\n%s", why, strings.Join(findings, "\n"))
	}
}

func TestImportsFollowTheTable(t *testing.T) {
	t.Parallel()
	hold(t, "Data flows one way, and a package knows only what docs/layers.txt lets it know. "+
		"Move the code, or change the table if the design has changed:",
		importArrows(repository(t), table(t)))
}

func TestStepsStayApart(t *testing.T) {
	t.Parallel()
	hold(t, "Every step of the line can be replayed alone because none knows another; internal/flow puts them in order:",
		stepsApart(table(t)))
}

func TestPackagesHaveComments(t *testing.T) {
	t.Parallel()
	hold(t, "A reader learns from the package comment what a package is for:", packageComments(repository(t)))
}

func TestOnlyTimesourceReadsTime(t *testing.T) {
	t.Parallel()
	hold(t, "Code that reads the clock itself cannot be tested or replayed:", timeRule.check(repository(t)))
}

func TestOnlyConfigReadsTheEnvironment(t *testing.T) {
	t.Parallel()
	hold(t, "Every setting is declared once, with its help and default:", envRule.check(repository(t)))
}

func TestOnlyNetguardDialsOut(t *testing.T) {
	t.Parallel()
	hold(t, "Addresses come from strangers; one client guards against private networks, redirects and floods:",
		dialRule.check(repository(t)))
}

func TestOnlyStoreHoldsSQL(t *testing.T) {
	t.Parallel()
	hold(t, "Two database engines are supported in one place:", sqlOutsideStore(repository(t)))
}

func TestInitOnlyRegistersConnectors(t *testing.T) {
	t.Parallel()
	hold(t, "What a program does at start stands in internal/app:", initFunctions(repository(t)))
}

func TestPackageNamesSaySomething(t *testing.T) {
	t.Parallel()
	hold(t, "A vague name draws in everything:", vaguePackages(repository(t)))
}

func TestForbiddenImports(t *testing.T) {
	t.Parallel()
	hold(t, "Some imports are wrong everywhere:", forbiddenImports(repository(t)))
}

func TestExportedNamesHaveComments(t *testing.T) {
	t.Parallel()
	hold(t, "A comment on an exported name gives the contract: units, absence, errors:", exportedDocs(repository(t)))
}

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	t.Parallel()
	hold(t, "One file holds one concept, one function one thought:", sizes(repository(t)))
}

func TestNoMachinePaths(t *testing.T) {
	t.Parallel()
	findings, err := machinePaths(repository(t))
	if err != nil {
		t.Fatal(err)
	}
	hold(t, "The repository works wherever it is cloned:", findings)
}

func TestDependenciesAreExplained(t *testing.T) {
	t.Parallel()
	findings, err := dependencyRows(root)
	if err != nil {
		t.Fatal(err)
	}
	hold(t, "A dependency is a promise to follow somebody else's releases:", findings)
}
