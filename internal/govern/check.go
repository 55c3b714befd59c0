package govern

import (
	"context"
	"slices"

	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/ownership/lint"
	"switchboard/internal/store"
)

// Proven is what can be said of a policy's text whoever works here: what is wrong with it, and what became of its tests.
// Working that out takes a while and needs no transaction.
type Proven struct {
	source   string
	known    document.Vocabulary
	policy   *ownership.Policy // nil when the text cannot be read
	findings document.Findings
	exam     exam.Tested
}

// Prove reads a text and looks for everything wrong with it. It ends, with the context's error, when the context does.
func Prove(ctx context.Context, source string, known document.Vocabulary) (p Proven, err error) {
	p = Proven{source: source, known: known}
	if p.policy, p.findings, err = read(source, known); err != nil || p.policy == nil {
		return p, err
	}
	p.findings = lint.Text(ctx, p.policy)
	p.exam = exam.Run(p.policy)
	return p, ctx.Err()
}

func read(source string, known document.Vocabulary) (*ownership.Policy, document.Findings, error) {
	policy, err := ownership.ParseWith([]byte(source), known)
	if findings, unreadable := FindingsOf(err); unreadable {
		return nil, findings, nil
	}
	return policy, nil, err
}

// Check holds a proven text against the company as it is in the transaction, which is quick. When departments or people
// have come or gone since it was proven, their names are looked at again; the text, and so all else, is the same.
func (p Proven) Check(tx *store.Tx) (Checked, error) {
	known, err := Vocabulary(tx)
	if err != nil {
		return Checked{}, err
	}
	policy := p.policy
	if policy != nil && !same(known, p.known) {
		again, findings, err := read(p.source, known)
		if err != nil || again == nil {
			return Checked{Findings: findings}, err
		}
		policy = again
	}
	if policy == nil {
		return Checked{Findings: p.findings}, nil
	}
	company, err := Company(tx)
	if err != nil {
		return Checked{}, err
	}
	findings := lint.Sorted(slices.Concat(p.findings, lint.Staff(policy, company)))
	return Checked{Policy: policy, Findings: findings, Exam: p.exam}, nil
}

func same(a, b document.Vocabulary) bool {
	return slices.Equal(a.Departments, b.Departments) && slices.Equal(a.People, b.People) && slices.Equal(a.Networks, b.Networks)
}
