package browser

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"switchboard/internal/console"
)

const web = "../../web"

// TestStories runs every story that needs nothing but the product, and reports each as a test of its own.
func TestStories(t *testing.T) { runStories(t, []string{"--exclude=mail.story.ts"}) }

// runStories runs those stories that vitest's arguments choose, with settings of their own in the environment.
func runStories(t *testing.T, which []string, env ...string) {
	t.Helper()
	if !console.Built() {
		t.Fatal("the console is not built in; run `make console` first")
	}
	binary := filepath.Join(t.TempDir(), "switchboard")
	if out, err := exec.Command("go", "build", "-o", binary, "switchboard/cmd/switchboard").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	results := filepath.Join(t.TempDir(), "results.json")
	cmd := exec.CommandContext(t.Context(), "npx", append([]string{"vitest", "run", "--config", "e2e/vitest.config.ts",
		"--reporter=json", "--outputFile=" + results, "--reporter=verbose"}, which...)...)
	cmd.Dir = web
	cmd.Env = append(append(os.Environ(), "SWITCHBOARD_BINARY="+binary), env...)
	said, failed := cmd.CombinedOutput()
	for _, story := range read(t, results, said) {
		t.Run(story.Name, func(t *testing.T) {
			if story.Status != "passed" {
				t.Errorf("%s\n%s", story.Status, strings.Join(story.Messages, "\n"))
			}
		})
	}
	if failed != nil {
		t.Errorf("%v\n%s", failed, said)
	}
}

type story struct {
	Name     string   `json:"fullName"`
	Status   string   `json:"status"`
	Messages []string `json:"failureMessages"`
}

// read gives the stories that were run; none at all is a failure.
func read(t *testing.T, file string, said []byte) (all []story) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("no results: %v\n%s", err, said)
	}
	var results struct {
		Files []struct {
			Stories []story `json:"assertionResults"`
		} `json:"testResults"`
	}
	if err := json.Unmarshal(raw, &results); err != nil {
		t.Fatal(err)
	}
	for _, f := range results.Files {
		all = append(all, f.Stories...)
	}
	if len(all) == 0 {
		t.Fatalf("no story was run:\n%s", said)
	}
	return all
}
