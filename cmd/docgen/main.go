// Command docgen writes the reference pages that are made of the code: settings, networks, commands and the API. `make verify`
// runs it and fails when a committed page was stale.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"switchboard/internal/api"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	_ "switchboard/internal/connector/all"
)

func main() {
	if err := run("docs/reference"); err != nil {
		fmt.Fprintln(os.Stderr, "docgen:", err)
		os.Exit(1)
	}
}

// run writes every page below a folder and removes pages of networks that are gone.
func run(folder string) error {
	commands, err := commandsPage()
	if err != nil {
		return err
	}
	pages := pages(connector.Default().All())
	pages["commands.md"] = commands
	if pages["openapi.json"], err = openAPI(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(folder, "networks"), 0o755); err != nil {
		return err
	}
	if err := removeStale(folder, pages); err != nil {
		return err
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// pages gives the pages that packages know by themselves, by path.
func pages(specs []connector.Spec) map[string]string {
	made := map[string]string{"settings.md": config.Markdown(), "networks/README.md": index(specs)}
	for _, spec := range specs {
		made["networks/"+string(spec.Key)+".md"] = spec.Markdown()
	}
	return made
}

// openAPI is the description of the API, a line for each value, so that a change shows where it is.
func openAPI() (string, error) {
	document, err := api.Document("v1")
	if err != nil {
		return "", err
	}
	var page bytes.Buffer
	err = json.Indent(&page, document, "", " ")
	return page.String() + "\n", err
}

// index lists the networks by name.
func index(specs []connector.Spec) string {
	var page strings.Builder
	page.WriteString("# Networks\n\nThese pages are generated from each connector's Spec; change them there.\n\n" +
		"| Network | Key | What it is | Answers |\n|---|---|---|---|\n")
	for _, s := range specs {
		fmt.Fprintf(&page, "| [%s](%s.md) | `%s` | %s | %s |\n", s.Name, s.Key, s.Key, strings.ReplaceAll(s.Summary, "|", "\\|"), answers(s))
	}
	return page.String()
}

func answers(s connector.Spec) string {
	var ways []string
	if s.Can(connector.PostPublic) {
		ways = append(ways, "in public")
	}
	if s.Can(connector.PostPrivate) {
		ways = append(ways, "in private")
	}
	if len(ways) == 0 {
		return "no, it is read only"
	}
	return strings.Join(ways, " and ")
}

// removeStale removes pages of networks whose connector is gone.
func removeStale(folder string, pages map[string]string) error {
	found, err := filepath.Glob(filepath.Join(folder, "networks", "*.md"))
	if err != nil {
		return err
	}
	for _, path := range found {
		if _, made := pages["networks/"+filepath.Base(path)]; made {
			continue
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// commandsPage asks the command itself, since a program's main package cannot be imported.
func commandsPage() (string, error) {
	command := exec.Command("go", "run", "./cmd/switchboard", "reference")
	command.Stderr = os.Stderr
	command.Env = slices.DeleteFunc(command.Environ(), func(e string) bool {
		return strings.HasPrefix(e, "SWITCHBOARD_") || strings.HasPrefix(e, "COLUMNS=")
	})
	page, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("go run ./cmd/switchboard reference: %w", err)
	}
	return string(page), nil
}
