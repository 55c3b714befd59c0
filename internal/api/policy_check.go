package api

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/access"
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

// CompareBody asks which past messages two policies decide differently.
type CompareBody struct {
	PolicySource
	Against string `json:"against,omitempty" maxLength:"1048576" doc:"The policy it is compared with; the one in force unless given"`
	Days    int    `json:"days,omitempty" minimum:"1" maximum:"400" default:"28" doc:"How far back"`
	Keep    int    `json:"keep,omitempty" minimum:"0" maximum:"500" default:"50" doc:"How many messages to tell one by one"`
}

// Compared is what another policy would have changed.
type Compared struct {
	exam.Comparison
	Since    time.Time         `json:"since"`
	Previews map[string]string `json:"previews" doc:"The last words of conversations among those told, by id, as far as they may be seen"`
}

func (s *server) comparePolicies(ctx context.Context, in *struct{ Body CompareBody }) (*BodyOf[Compared], error) {
	next, err := s.parse(ctx, in.Body.Source)
	if err != nil {
		return nil, err
	}
	old, err := s.policyToAsk(ctx, in.Body.Against)
	if err != nil {
		return nil, err
	}
	var out Compared
	err = s.view(ctx, func(tx *store.Tx) error {
		out = Compared{Since: tx.Now().AddDate(0, 0, -in.Body.Days), Previews: map[string]string{}}
		differ := &exam.Differ{Old: old, New: next, Keep: in.Body.Keep}
		err := govern.History(tx, out.Since, func(d store.DecisionRow) {
			differ.Add(exam.Past{Message: d.MessageID, Conversation: d.ConversationID, Facts: d.Decision.Facts})
		})
		if err != nil {
			return err
		}
		out.Comparison = differ.Result()
		return previews(tx, actorOf(ctx), &out)
	})
	return bodyOf(out), err
}

// previews shows what was said in the conversations that would have gone elsewhere, to those who may read them.
func previews(tx *store.Tx, a access.Actor, out *Compared) error {
	ids := make([]switchboard.ConversationID, 0, len(out.Moved))
	for _, m := range out.Moved {
		ids = append(ids, m.Conversation)
	}
	found, err := tx.ConversationsOf(ids)
	for _, c := range found {
		if a.May(access.ConversationRead, access.About(c)) == nil {
			out.Previews[c.ID.String()] = c.Preview
		}
	}
	return err
}
