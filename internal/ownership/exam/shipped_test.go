package exam_test

import (
	"testing"

	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/ownership/lint"
	"switchboard/policies"
)

// TestShippedPolicies holds every policy the product comes with to its own tests, to using every rule in them, and to
// having nothing wrong.
func TestShippedPolicies(t *testing.T) {
	t.Parallel()
	for _, name := range policies.Names() {
		p, err := ownership.Shipped(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p.Name() != name {
			t.Errorf("%s is called %s", name, p.Name())
		}
		report := exam.Run(p)
		for _, r := range report.Results {
			for _, wrong := range r.Wrong {
				t.Errorf("%s:%d: %s: %s", name, r.Line, r.Name, wrong)
			}
		}
		if missed := report.Uncovered(); len(missed) > 0 {
			t.Errorf("%s: no test uses %v", name, missed)
		}
		for _, f := range lint.Check(t.Context(), p, lint.Company{}) {
			if f.Severity == document.Error {
				t.Errorf("%s: %s", name, f)
			}
			t.Logf("%s: %s %s %s", name, f.Severity, f.Kind, f)
		}
	}
}
