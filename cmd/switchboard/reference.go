package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// referenceCommand prints docs/reference/commands.md. It is for cmd/docgen.
type referenceCommand struct{}

// Run prints it.
func (c *referenceCommand) Run(r *run) error {
	page, err := reference()
	if err != nil {
		return err
	}
	_, err = io.WriteString(r.out, page)
	return err
}

// reference is the help of every command, as a page.
func reference() (string, error) {
	var page strings.Builder
	page.WriteString("# Commands\n\nThis page is generated from the help of the commands; change it there.\n\n" +
		"The exit status is 0 when it is done, 1 when it failed or something needs a person, 2 when it was not understood, 3 when `import` or `triage read` did everything but some lines it refused. Such a line is told with its number and reason, and stops nothing else: all others are taken in, or answered.\n")
	commands, err := commandPaths()
	if err != nil {
		return "", err
	}
	for _, path := range append([]string{""}, commands...) {
		text, err := helpOf(path)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&page, "\n## %s\n\n```text\n%s\n```\n", strings.TrimSpace("switchboard "+path), strings.TrimSpace(text))
	}
	return page.String(), nil
}

// commandPaths lists the commands that are not hidden, in the order of the help.
func commandPaths() ([]string, error) {
	parser, err := newParser(&cli{})
	if err != nil {
		return nil, err
	}
	var paths []string
	var walk func(node *kong.Node, path string)
	walk = func(node *kong.Node, path string) {
		for _, child := range node.Children {
			if child.Hidden {
				continue
			}
			name := strings.TrimSpace(path + " " + child.Name)
			paths = append(paths, name)
			walk(child, name)
		}
	}
	walk(parser.Model.Node, "")
	return paths, nil
}

// helpOf is what a command prints with --help.
func helpOf(path string) (string, error) {
	var out strings.Builder
	parser, err := newParser(&cli{}, kong.Writers(&out, io.Discard), kong.Exit(func(int) {}))
	if err != nil {
		return "", err
	}
	// Parse goes on after the help was printed and may then miss what the command needs.
	if _, err := parser.Parse(append(strings.Fields(path), "--help")); out.Len() == 0 {
		return "", fmt.Errorf("no help of %q: %w", path, err)
	}
	return out.String(), nil
}
