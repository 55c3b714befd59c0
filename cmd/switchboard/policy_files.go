package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/policies"
)

// inForce is the name of the policy that leads now, where a policy is named.
const inForce = "active"

// named finds a policy by what it is called on the command line: a file, one that comes with Switchboard, or the one in
// force in the data folder.
func (r *run) named(name string) (*ownership.Policy, error) {
	if name == inForce {
		return r.leading()
	}
	if source, err := os.ReadFile(name); err == nil {
		return readPolicy(name, source)
	} else if !errors.Is(err, os.ErrNotExist) || looksLikeFile(name) {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The policy %s cannot be read.", name).WithCause(err)
	}
	return ownership.Shipped(name)
}

func looksLikeFile(name string) bool {
	return strings.ContainsRune(name, filepath.Separator) || strings.Contains(name, ".")
}

// readPolicy parses a file and says, in what it refuses with, where each finding stands.
func readPolicy(name string, source []byte) (*ownership.Policy, error) {
	p, err := ownership.Parse(source)
	var findings document.Findings
	if errors.As(err, &findings) {
		lines := make([]string, len(findings))
		for i, f := range findings {
			lines[i] = findingLine(name, f)
		}
		return nil, switchboard.Refuse(switchboard.CodeBadPolicy, "%s cannot lead:\n%s", name, strings.Join(lines, "\n"))
	}
	return p, err
}

// findingLine is a finding as compilers write theirs, so that editors can jump to it.
func findingLine(name string, f document.Finding) string {
	line := fmt.Sprintf("%s:%d:%d: %s: %s", name, f.Line, f.Column, f.Severity, f.Text)
	if f.Hint != "" {
		line += " " + f.Hint
	}
	return line
}

// everyPolicy is those that were named, or all that come with Switchboard.
func (r *run) everyPolicy(names []string) ([]*ownership.Policy, error) {
	if len(names) == 0 {
		names = policies.Names()
	}
	out := make([]*ownership.Policy, len(names))
	for i, name := range names {
		p, err := r.named(name)
		if err != nil {
			return nil, err
		}
		out[i] = p
	}
	return out, nil
}
