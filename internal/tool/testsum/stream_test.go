package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// goTest writes a module of the given files and returns the stream of a real `go test -json` over it.
func goTest(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module example.test/sample\n\ngo 1.26\n"
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-json", "-vet=off", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("run go test: %v", err)
	}
	return string(out)
}

// TestRealStream guards against a go command that words its events differently.
func TestRealStream(t *testing.T) {
	t.Parallel()
	head := "package x\n\nimport \"testing\"\n\n"
	stream := goTest(t, map[string]string{
		"good/x_test.go":  head + "func TestFine(t *testing.T) { t.Run(\"part\", func(*testing.T) {}) }\n",
		"bad/x_test.go":   head + "func TestWrong(t *testing.T) { t.Error(\"a wrong figure\") }\n",
		"skip/x_test.go":  head + "func TestLater(t *testing.T) { t.Skip(\"no browser\") }\n",
		"panic/x_test.go": head + "func TestBoom(t *testing.T) { panic(\"out of coffee\") }\n",
		"build/x_test.go": head + "func TestTypo(t *testing.T) { undefinedName() }\n",
		"plain/x.go":      "package plain\n",
	})
	out, good := run(t, stream, true)
	if good {
		t.Error("a run with failures counts as good")
	}
	for _, want := range []string{
		"a wrong figure", "no browser", "panic: out of coffee", "undefined: undefinedName",
		"ok    example.test/sample/good", "FAIL  example.test/sample/bad", "2 passed, 3 failed, 1 skipped\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("output lacks %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "sample/plain") {
		t.Errorf("a package without tests is mentioned:\n%s", out)
	}
}
