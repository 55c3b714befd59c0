package document

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"switchboard"
)

// Severity is how bad a finding is.
type Severity string

// Severities. An error keeps a policy from leading; a warning may be overridden with a reason.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note" // worth knowing; needs no reason
)

// Unreadable is the kind of what a policy cannot be read for.
const Unreadable = "unreadable"

// Finding is one thing wrong with a policy document.
type Finding struct {
	Severity Severity `json:"severity" enum:"error,warning,note"`
	Kind     string   `json:"kind"` // what is wrong, in one word that stays: unreadable, dead_rule, nobody_here
	Rule     string   `json:"rule,omitempty"`
	Line     int      `json:"line"`   // from 1
	Column   int      `json:"column"` // from 1, in characters
	Path     string   `json:"path"`   // topic[2].when.intent
	Text     string   `json:"text"`
	Hint     string   `json:"hint,omitempty"`
}

// String is the finding in one line.
func (f Finding) String() string {
	s := fmt.Sprintf("line %d, column %d: %s", f.Line, f.Column, f.Text)
	if f.Hint != "" {
		s += " " + f.Hint
	}
	return s
}

// Findings is everything wrong with a policy document, in the order of the text. It is the cause of the error Parse
// gives: take it out with errors.As.
type Findings []Finding

// Error is all findings, one a line.
func (f Findings) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// Refusal is the findings as one error, nil when there are none.
func (f Findings) Refusal() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b Finding) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	first := f[0]
	text := fmt.Sprintf("Line %d, column %d: %s", first.Line, first.Column, first.Text)
	if more := len(f) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return (&switchboard.Error{Code: switchboard.CodeBadPolicy, Text: text}).
		WithHint(first.Hint).WithField(first.Path).WithCause(f)
}
