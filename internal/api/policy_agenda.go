package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/govern"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

// maxDisputes is how many corrections the agenda looks at, the newest first.
const maxDisputes = 500

// Agenda is what the next look at the policy is about.
type Agenda struct {
	Number    int                     `json:"number" doc:"Of the policy in force"`
	Since     time.Time               `json:"since" doc:"When it began to lead"`
	ReviewOn  *time.Time              `json:"review_on,omitempty" doc:"When it is to be looked at"`
	Due       bool                    `json:"due" doc:"That day has come"`
	Disputes  []Disputed              `json:"disputes" nullable:"false" doc:"What people said came to the wrong department since, the most often first"`
	Drift     []exam.Drift            `json:"drift" nullable:"false" doc:"What its drift rules found"`
	Proposals []Proposal              `json:"proposals" nullable:"false" doc:"Drafts somebody works on, the one saved last first"`
	Accepted  []store.AcceptedWarning `json:"accepted" nullable:"false" doc:"Warnings that were left, and why"`
	Points    int                     `json:"points" doc:"How many points there are to talk about"`
}

// Disputed is a pair of departments between which things went wrong.
type Disputed struct {
	Had       switchboard.DepartmentKey `json:"had"`
	ShouldOwn switchboard.DepartmentKey `json:"should_own"`
	Times     int                       `json:"times"`
	Latest    []switchboard.Correction  `json:"latest" nullable:"false" doc:"The newest few"`
}

// Proposal is a draft that is open, without its text.
type Proposal struct {
	Name      string              `json:"name" doc:"Of the draft"`
	Why       string              `json:"why"`
	Objective string              `json:"objective"`
	SavedAt   time.Time           `json:"saved_at"`
	SavedBy   switchboard.AgentID `json:"saved_by,omitzero"`
}

func proposals(tx *store.Tx) ([]Proposal, error) {
	drafts, err := tx.PolicyDrafts()
	out := make([]Proposal, len(drafts))
	for i, d := range drafts {
		out[i] = Proposal{Name: d.Name, Why: d.Why, Objective: d.Objective, SavedAt: d.SavedAt, SavedBy: d.SavedBy}
	}
	slices.SortStableFunc(out, func(a, b Proposal) int { return b.SavedAt.Compare(a.SavedAt) })
	return out, err
}

// latestFew is how many corrections are told of each pair.
const latestFew = 3

func (s *server) policyAgenda(ctx context.Context, _ *struct{}) (out *BodyOf[Agenda], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		version, p, err := inForce(tx)
		if err != nil {
			return err
		}
		a := Agenda{Number: version.Number, Since: version.ActivatedAt, Accepted: version.Accepted}
		if !version.ReviewOn.IsZero() {
			a.ReviewOn, a.Due = &version.ReviewOn, !tx.Now().Before(version.ReviewOn)
		}
		made, err := evidence.In(tx.Tx).LatestCorrections(switchboard.CorrectOwner, a.Since, maxDisputes)
		if err != nil {
			return err
		}
		if made, err = seenBy(tx, actorOf(ctx), made); err != nil {
			return err
		}
		a.Disputes = disputesOf(made)
		if a.Proposals, err = proposals(tx); err != nil {
			return err
		}
		if a.Drift, err = govern.Drift(tx, p); err != nil {
			return err
		}
		a.Points = len(a.Disputes) + len(a.Proposals) + len(a.Accepted)
		for _, d := range a.Drift {
			if d.Due {
				a.Points++
			}
		}
		out = bodyOf(a)
		return nil
	})
	return out, err
}

func disputesOf(made []switchboard.Correction) []Disputed {
	out := []Disputed{}
	for _, c := range made {
		i := slices.IndexFunc(out, func(d Disputed) bool { return d.Had == c.Department && d.ShouldOwn == c.ShouldOwn })
		if i < 0 {
			i = len(out)
			out = append(out, Disputed{Had: c.Department, ShouldOwn: c.ShouldOwn, Latest: []switchboard.Correction{}})
		}
		out[i].Times++
		if len(out[i].Latest) < latestFew {
			out[i].Latest = append(out[i].Latest, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Disputed) int { return cmp.Compare(b.Times, a.Times) })
	return out
}
