package scripts_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// tools are what every machine that has bash and make has.
var tools = []string{"bash", "env", "dirname", "uname", "tr", "awk", "sed", "sort", "head"}

// machine is a folder that is all of a PATH: the tools, and programs that say what they are told to.
func machine(t *testing.T, programs map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for _, tool := range tools {
		at, err := exec.LookPath(tool)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(at, filepath.Join(folder, tool)); err != nil {
			t.Fatal(err)
		}
	}
	for name, does := range programs {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/usr/bin/env bash\n"+does+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// asks runs a script on a machine and returns what it says and how it ends.
func asks(t *testing.T, script, path string) (said string, status int) {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), bash, script)
	c.Env = []string{"PATH=" + path, "HOME=" + t.TempDir()}
	out, err := c.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return string(out), c.ProcessState.ExitCode()
}

// versionIn is what a pattern finds in a file of the repository.
func versionIn(t *testing.T, file, pattern string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(pattern).FindStringSubmatch(string(text))
	if found == nil {
		t.Fatalf("%s names no version", file)
	}
	return found[1]
}

// TestWhatIsMissingIsNamed runs the scripts where Go or Node.js is missing, too old, and good: what is missing is named with
// the version that is needed and the command that installs it, and nothing is said where all is well.
func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	golang, node := versionIn(t, "go.mod", `(?m)^go (\S+)$`), versionIn(t, "web/package.json", `"node": "([^"]+)"`)
	oldGo := `[ "$1" = env ] && echo go1.20.14 || exit 1`
	goodGo := `[ "$1" = env ] && echo go` + golang + ` || exit 0`
	oldNode := `[ "$1" = -p ] && echo 18.0.0 || exit 1`
	for name, c := range map[string]struct {
		script   string
		programs map[string]string
		says     []string // nothing: all is well
	}{
		"no Go":         {"need-go.sh", nil, []string{"Go " + golang + " or newer is needed and no go command was found.", "Install it with:"}},
		"an old Go":     {"need-go.sh", map[string]string{"go": oldGo}, []string{"Go " + golang + " or newer is needed; the go command found is go1.20.14.", "Install it with:"}},
		"the Go needed": {"need-go.sh", map[string]string{"go": goodGo}, nil},
		"no Node":       {"need-node.sh", nil, []string{"Node.js " + node + " with npm is needed and was not found.", "Install it with:", "no console"}},
		"no npm":        {"need-node.sh", map[string]string{"node": "exit 0"}, []string{"with npm is needed and was not found.", "Install it with:"}},
		"an old Node":   {"need-node.sh", map[string]string{"node": oldNode, "npm": ""}, []string{"Node.js " + node + " is needed; the one found is 18.0.0.", "Install it with:"}},
		"a good Node":   {"need-node.sh", map[string]string{"node": "exit 0", "npm": ""}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said, status := asks(t, c.script, machine(t, c.programs))
			if (status != 0) != (c.says != nil) || c.says == nil && said != "" {
				t.Fatalf("it ends with %d and says\n%s", status, said)
			}
			for _, want := range c.says {
				if !strings.Contains(said, want) {
					t.Errorf("%q is not said in\n%s", want, said)
				}
			}
			if c.says != nil && !regexp.MustCompile(`(?m)^  (brew install|curl -fsSL https://|the package manager)`).MatchString(said) {
				t.Errorf("no command installs it in\n%s", said)
			}
		})
	}
}

// TestTheOfferedVersionsSuit: the commands install what is asked for.
func TestTheOfferedVersionsSuit(t *testing.T) {
	t.Parallel()
	node := versionIn(t, "web/package.json", `"node": "([^"]+)"`)
	offered := versionIn(t, "scripts/need-node.sh", `nodejs\.org/dist/v([0-9.]+)/`)
	if !strings.Contains(node, "^"+offered) && !strings.Contains(node, ">="+offered) {
		t.Errorf("Node.js %s is offered where %s is asked for", offered, node)
	}
}
