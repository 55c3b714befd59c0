package api

import (
	"context"

	"switchboard"
	"switchboard/internal/govern"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/store"
)

// PolicyCheck is what was found in a policy.
type PolicyCheck struct {
	Valid       bool                        `json:"valid" doc:"Nothing keeps it from leading but reasons and signatures"`
	Name        string                      `json:"name,omitempty"`
	Hash        string                      `json:"hash,omitempty"`
	Departments []switchboard.DepartmentKey `json:"departments,omitempty" doc:"Every department it names"`
	Findings    []PolicyFinding             `json:"findings" nullable:"false" doc:"Everything that is wrong, the worst first, then in the order of the text"`
	Tests       exam.Tested                 `json:"tests" doc:"What became of the tests that stand in it"`
	SignOff     []store.PolicyConsent       `json:"sign_off" nullable:"false" doc:"Departments that have to agree to it"`
}

// PolicyFinding is one thing that is wrong in a policy's text.
type PolicyFinding document.Finding

func findingsOf(list document.Findings) []PolicyFinding {
	out := make([]PolicyFinding, len(list))
	for i, f := range list {
		out[i] = PolicyFinding(f)
	}
	return out
}

// ValidateBody asks what is wrong with a policy.
type ValidateBody struct {
	PolicySource
	Draft string `json:"draft,omitempty" maxLength:"64" doc:"The draft it belongs to, for who has signed it"`
}

func (s *server) validatePolicy(ctx context.Context, in *struct{ Body ValidateBody }) (out *BodyOf[PolicyCheck], err error) {
	proven, err := s.prove(ctx, in.Body.Source)
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(tx *store.Tx) error {
		checked, err := proven.Check(tx)
		if err != nil {
			return err
		}
		check := PolicyCheck{Findings: findingsOf(checked.Findings), Tests: whole(checked.Exam), SignOff: []store.PolicyConsent{}}
		if p := checked.Policy; p != nil {
			check.Valid, check.Name, check.Hash, check.Departments = checked.Errors() == 0, p.Name(), p.Hash(), p.Departments()
			if check.SignOff, err = govern.Consents(tx, in.Body.Draft, p); err != nil {
				return err
			}
		}
		out = bodyOf(check)
		return nil
	})
	return out, err
}

func whole(r exam.Tested) exam.Tested {
	if r.Results == nil {
		r.Results = []exam.Result{}
	}
	if r.Coverage == nil {
		r.Coverage = []exam.Coverage{}
	}
	return r
}
