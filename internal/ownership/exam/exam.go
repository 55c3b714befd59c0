// Package exam holds a policy to the examples that stand in it, says which of its rules they ever use, and tells exactly
// which messages would have gone elsewhere under another policy. It asks the same Decide that live work asks.
package exam

import (
	"fmt"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
)

// Result is what became of one test.
type Result struct {
	Name     string               `json:"name"`
	Line     int                  `json:"line"`
	Passed   bool                 `json:"passed"`
	Wrong    []string             `json:"wrong" nullable:"false" doc:"What was decided otherwise, in words"`
	Decision switchboard.Decision `json:"decision"`
}

// Coverage is how often the tests of a policy used a rule.
type Coverage struct {
	Rule  string `json:"rule"`
	Line  int    `json:"line"`
	Tests int    `json:"tests"`
}

// Tested is what all tests of a policy came to.
type Tested struct {
	Results  []Result   `json:"results" nullable:"false"`
	Passed   int        `json:"passed"`
	Failed   int        `json:"failed"`
	Coverage []Coverage `json:"coverage" nullable:"false" doc:"Every rule, in the order of the policy"`
}

// Uncovered lists the rules that no test uses.
func (r Tested) Uncovered() []string {
	var out []string
	for _, c := range r.Coverage {
		if c.Tests == 0 {
			out = append(out, c.Rule)
		}
	}
	return out
}

// Run runs the tests of a policy in their order. Facts that a test does not give are the plain ones; the time is Tuesday
// at ten in an ordinary week.
func Run(p *ownership.Policy) Tested {
	doc := p.Document()
	report := Tested{Results: make([]Result, 0, len(doc.Tests))}
	used := map[string]int{}
	var facts switchboard.Facts
	var above switchboard.Decision
	for i, test := range doc.Tests {
		if !test.Again {
			facts = plain(&doc)
		}
		facts = test.Given.Over(facts)
		decided := p.Decide(facts)
		result := Result{Name: nameOf(test, i), Line: test.Line, Decision: decided, Wrong: differences(test.Expect, above, decided)}
		result.Passed = len(result.Wrong) == 0
		report.add(result)
		for _, rule := range rulesUsed(decided) {
			used[rule]++
		}
		above = decided
	}
	for _, rule := range everyRule(&doc) {
		report.Coverage = append(report.Coverage, Coverage{Rule: rule.ID, Line: rule.Line, Tests: used[rule.ID]})
	}
	return report
}

func (r *Tested) add(result Result) {
	r.Results = append(r.Results, result)
	if result.Passed {
		r.Passed++
	} else {
		r.Failed++
	}
}

func nameOf(t document.Test, i int) string {
	if t.Name != "" {
		return t.Name
	}
	return fmt.Sprintf("test %d", i+1)
}

// plain is what facts are that a test says nothing of.
func plain(doc *document.Document) switchboard.Facts {
	return switchboard.Facts{Purpose: switchboard.PurposeInboundMention, Visibility: switchboard.Public, Language: "en",
		At: time.Date(2026, 6, 9, 10, 0, 0, 0, doc.Zone())}
}

// rulesUsed are those that chose or added something.
func rulesUsed(d switchboard.Decision) []string {
	var out []string
	for _, step := range d.Path {
		if step.Outcome != ownership.Skipped && !slices.Contains(out, step.Rule) {
			out = append(out, step.Rule)
		}
	}
	return out
}

func everyRule(doc *document.Document) []document.Rule {
	rules := slices.Concat(doc.Guard, doc.Continuity, doc.CarveOut, doc.Topic, doc.Rows())
	for _, look := range doc.SecondLook {
		rules = append(rules, document.Rule{ID: look.ID, Line: look.Line})
	}
	return append(rules, doc.Default)
}

// differences says in words where a decision is not what was expected.
func differences(e document.Expect, above, d switchboard.Decision) []string {
	wrong := []string{}
	differ(&wrong, "owner", e.Owner, d.Department)
	differ(&wrong, "rule", e.Rule, d.Rule)
	differ(&wrong, "required level", e.RequiredLevel, d.RequiredLevel)
	differ(&wrong, "deadline", e.Deadline, d.Deadline.Duration())
	differ(&wrong, "cover", e.Cover, CoverOf(d))
	differ(&wrong, "second look", e.SecondLook, d.SecondLook.Duration())
	differ(&wrong, "approver", e.Approver, d.Approver)
	differ(&wrong, "quarantine", e.Quarantine, d.Quarantine)
	differLists(&wrong, "helpers", e.Helpers, d.Helpers)
	differLists(&wrong, "informs", e.Informs, d.Informs)
	if e.Unchanged {
		for _, change := range Changes(above, d) {
			wrong = append(wrong, fmt.Sprintf("%s changed from %s to %s", change.What, change.Before, change.After))
		}
	}
	return wrong
}

func differ[T comparable](wrong *[]string, what string, want *T, got T) {
	if want != nil && *want != got {
		*wrong = append(*wrong, fmt.Sprintf("%s is %s, expected %s", what, said(got), said(*want)))
	}
}

func differLists(wrong *[]string, what string, want *[]switchboard.DepartmentKey, got []switchboard.DepartmentKey) {
	if want == nil {
		return
	}
	a, b := slices.Sorted(slices.Values(*want)), slices.Sorted(slices.Values(got))
	if !slices.Equal(a, b) {
		*wrong = append(*wrong, fmt.Sprintf("%s are %s, expected %s", what, said(document.Join(b)), said(document.Join(a))))
	}
}

func said[T any](value T) string {
	text := fmt.Sprint(value)
	if text == "" {
		return "nobody"
	}
	return text
}

// CoverOf is the first who stands in, or none.
func CoverOf(d switchboard.Decision) string {
	if d.Cover == nil || len(d.Cover.Chain) == 0 || d.Cover.Cause == switchboard.CoverUnled {
		return document.CoverNone
	}
	return d.Cover.Chain[0]
}
