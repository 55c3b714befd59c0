package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/flow"
	"switchboard/internal/learning"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

func correctionRoutes(s *server) {
	f := s.floorOf()
	const tag = "correction"
	work := func(id, path, summary, doc string) route {
		return route{ID: id, Method: http.MethodPost, Path: "/conversations/{id}/corrections" + path, Tag: tag,
			Needs: access.ConversationWork, Summary: summary, Doc: doc,
			Codes: []switchboard.Code{switchboard.CodeStale, switchboard.CodeClosed, switchboard.CodeMustExplain}}
	}
	register(s, work("consider-correction", "/consider", "What would follow from a fact being otherwise, or sure", "Changes nothing. "+
		"It is decided from the facts of the present decision, with the corrected one among them, under the policy in force."), f.considerCorrection)
	register(s, work("correct-fact", "/fact", "Say that triage read something that is not so, or that it is right", "The verdict stays what it is; "+
		"what was said here counts from then on. A fact that changes what was decided is refused as must_explain until "+
		"redecide says whether it is decided anew: then what nobody leads waits in the other department's queue, and what "+
		"somebody leads stays with them.").withStatus(http.StatusCreated), f.correctFact)
	register(s, work("dispute-owner", "/owner", "Say that another department should have had it", "For the policy's next "+
		"meeting. Nothing moves by that.").withStatus(http.StatusCreated), f.disputeOwner)
	register(s, route{ID: "list-corrections", Method: http.MethodGet, Path: "/corrections", Tag: tag, Needs: access.PolicyRead,
		Summary: "What people said was wrong or right, oldest first", Doc: "Owners for the next meeting about the policy; facts for " +
			"training: identifiers and closed values, never what was said. Those of conversations one may not see are left " +
			"out, so that a page may hold fewer than asked for: go on while there is a next."}, f.listCorrections)
}

// FactBody says what a fact really is, or that it is right.
type FactBody struct {
	DecisionID switchboard.DecisionID `json:"decision_id" doc:"The decision as you saw it; refused as stale when another one stands"`
	Head       switchboard.Head       `json:"head" maxLength:"64" doc:"intent, urgency, sentiment, language, a flag, or topic/ and the key of a topic"`
	Truth      string                 `json:"truth" maxLength:"64" doc:"What is so: a value of its closed list; of a flag or a topic yes or no; of a language its code"`
	Right      bool                   `json:"right,omitempty" doc:"It is so, as triage read it and as you saw it; refused as stale when something else counts by now"`
}

// ConsiderIn asks what would follow from a fact being otherwise.
type ConsiderIn struct {
	ConversationIn
	Body FactBody
}

func (b FactBody) word(a access.Actor) flow.FactWord {
	return flow.FactWord{By: a.Agent, DecisionID: b.DecisionID, Head: b.Head, Truth: b.Truth, Right: b.Right}
}

func (f floor) considerCorrection(ctx context.Context, in *ConsiderIn) (out *BodyOf[flow.Consequence], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationWork, in.ID)
		if err != nil {
			return err
		}
		follows, err := f.correcting.Consider(tx, c, in.Body.word(a))
		out = bodyOf(follows)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// CorrectFactIn corrects a fact, or says that it is right.
type CorrectFactIn struct {
	ConversationIn
	Body struct {
		FactBody
		Redecide *bool  `json:"redecide,omitempty" doc:"Whether to decide anew; needed where that would change anything"`
		Policy   string `json:"policy_hash,omitempty" maxLength:"128" doc:"Of the consequence you saw; needed with redecide, and refused as stale when another policy is in force"`
	}
}

// Corrected is a correction, what follows from it, and the conversation as it is now.
type Corrected struct {
	Correction   switchboard.Correction   `json:"correction"`
	Consequence  flow.Consequence         `json:"consequence"`
	Conversation switchboard.Conversation `json:"conversation"`
}

func (f floor) correctFact(ctx context.Context, in *CorrectFactIn) (out *BodyOf[Corrected], err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		if _, err := mayOf(tx, a, access.ConversationWork, in.ID); err != nil {
			return err
		}
		word := in.Body.word(a)
		word.Redecide, word.Policy = in.Body.Redecide, in.Body.Policy
		made, follows, err := f.correcting.Fact(tx, in.ID, word)
		if err != nil {
			return err
		}
		if err := learning.Arm(tx); err != nil {
			return err
		}
		act := access.Act{Action: "correction.fact", Subject: in.ID.String(), Detail: string(made.Head) + ": " + made.Said + " → " + made.Truth}
		if word.Right {
			act.Action, act.Detail = "correction.right", string(made.Head)+": "+made.Truth
		}
		if err := access.Audit(tx, a, act); err != nil {
			return err
		}
		now, err := tx.Conversation(in.ID)
		out = bodyOf(Corrected{made, follows, now})
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// DisputeIn says which department should have had it.
type DisputeIn struct {
	ConversationIn
	Body struct {
		DecisionID switchboard.DecisionID    `json:"decision_id" doc:"The decision that named the wrong one"`
		ShouldOwn  switchboard.DepartmentKey `json:"should_own" maxLength:"64" doc:"The department it should have been"`
		Why        string                    `json:"why" minLength:"1" maxLength:"300" doc:"Why, in one line, for whoever keeps the policy"`
	}
}

func (f floor) disputeOwner(ctx context.Context, in *DisputeIn) (out *BodyOf[switchboard.Correction], err error) {
	why := strings.Join(strings.Fields(in.Body.Why), " ")
	if why == "" {
		return nil, switchboard.Refuse(switchboard.CodeMustExplain, "A reason is missing.").WithField("why").
			WithHint("Say in one line why it should have been theirs.")
	}
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		if _, err := mayOf(tx, a, access.ConversationWork, in.ID); err != nil {
			return err
		}
		if err := knownDepartment(tx, in.Body.ShouldOwn); err != nil {
			return err
		}
		made, err := f.correcting.Owner(tx, in.ID, flow.Dispute{By: a.Agent, DecisionID: in.Body.DecisionID,
			ShouldOwn: in.Body.ShouldOwn, Why: why})
		if err != nil {
			return err
		}
		out = bodyOf(made)
		return access.Audit(tx, a, access.Act{Action: "correction.owner", Subject: in.ID.String(),
			Detail: string(made.Department) + " → " + string(made.ShouldOwn)})
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// CorrectionsIn asks for a page of corrections.
type CorrectionsIn struct {
	PageInput
	Kind  switchboard.CorrectionKind `query:"kind" enum:"fact,owner" default:"owner" doc:"What was wrong"`
	Since time.Time                  `query:"since" doc:"Made at or after this; absent for all"`
}

func (f floor) listCorrections(ctx context.Context, in *CorrectionsIn) (out *PageOf[switchboard.Correction], err error) {
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		found, err := evidence.In(tx.Tx).CorrectionsSince(evidence.CorrectionPage{Kind: in.Kind, Since: in.Since, Sort: after.Sort,
			ID: after.ID, Limit: in.Limit + 1})
		if err != nil {
			return err
		}
		page := pageOf(found, in.Limit, func(c switchboard.Correction) store.Place { return store.After(c.At, c.ID) })
		seen, err := seenBy(tx, a, page.Body.Items)
		out = allOf(seen)
		out.Body.Next = page.Body.Next
		return err
	})
	return out, err
}

// seenBy leaves out corrections of conversations the actor may not read.
func seenBy(tx *store.Tx, a access.Actor, all []switchboard.Correction) ([]switchboard.Correction, error) {
	var ids []switchboard.ConversationID
	for _, c := range all {
		ids = append(ids, c.ConversationID)
	}
	talks, err := tx.ConversationsOf(ids)
	if err != nil {
		return nil, err
	}
	may := map[switchboard.ConversationID]bool{}
	for _, c := range talks {
		may[c.ID] = a.May(access.ConversationRead, access.About(c)) == nil
	}
	var seen []switchboard.Correction
	for _, c := range all {
		if may[c.ConversationID] {
			seen = append(seen, c)
		}
	}
	return seen, nil
}
