package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"switchboard/internal/importer"
)

// binary is built once for all tests.
var binary string

func TestMain(m *testing.M) { os.Exit(buildAndTest(m)) }

func buildAndTest(m *testing.M) int {
	folder, err := os.MkdirTemp("", "switchboard-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "switchboard")
	if out, err := exec.Command("go", "build", "-o", binary, "switchboard/cmd/switchboard").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// importing starts an import that the caller waits for or kills.
func importing(t *testing.T, data, file string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "import", "--json", "--data", data, file)
	var out, trouble bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &trouble
	cmd.Env = append(os.Environ(), "SWITCHBOARD_DISK_RESERVE=0")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() && trouble.Len() > 0 {
			t.Logf("%s", trouble.String())
		}
	})
	return cmd, &out
}

// imported runs an import to its end.
func imported(t *testing.T, data, file string) (importer.Summary, time.Duration) {
	t.Helper()
	began := time.Now()
	cmd, out := importing(t, data, file)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("import: %v", err)
	}
	var s importer.Summary
	if err := json.Unmarshal(out.Bytes(), &s); err != nil {
		t.Fatalf("summary %q: %v", out, err)
	}
	return s, time.Since(began)
}
