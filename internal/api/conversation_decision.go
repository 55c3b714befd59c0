package api

import (
	"context"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/roster"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
	"switchboard/internal/triage/classifier"
)

// Why says why a conversation is where it is.
type Why struct {
	Sentence     string                    `json:"sentence" doc:"The decision in one sentence"`
	Path         []string                  `json:"path" nullable:"false" doc:"Every rule that mattered, in words"`
	Decision     store.DecisionRow         `json:"decision" doc:"The decision as it was stored, with the facts it looked at"`
	Alternatives []switchboard.Alternative `json:"alternatives" nullable:"false" doc:"What else could have been, recomputed with the policy of then"`
	Same         bool                      `json:"same" doc:"Recomputed from the stored facts and policy, the decision is the same"`
	PolicyKnown  bool                      `json:"policy_known" doc:"The policy of then is here, so that the above could be recomputed"`
	Corrections  []switchboard.Correction  `json:"corrections" nullable:"false" doc:"What people said was wrong with the facts or the owner, oldest first; of a fact the newest counts"`
	Assignment   *roster.Pairing           `json:"assignment,omitempty" doc:"The last choice of a person, with those who were considered"`
	Outside      *switchboard.Outside      `json:"outside,omitempty" doc:"The external classifier read the message too; absent where its text was sent to nobody"`
	ReadOutside  []switchboard.Head        `json:"read_outside" nullable:"false" doc:"Which of the findings are its"`
}

// readOutside says what of the message was found by the external classifier.
func (w *Why) readOutside(tx *store.Tx) error {
	verdict, _, err := tx.Verdict(w.Decision.MessageID)
	w.Outside = verdict.Outside
	for _, head := range classifier.Heads() {
		if verdict.Heads[head].By == switchboard.ReaderOutside {
			w.ReadOutside = append(w.ReadOutside, head)
		}
	}
	return err
}

func (f floor) decision(ctx context.Context, in *ConversationIn) (out *BodyOf[Why], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationRead, in.ID)
		if err != nil {
			return err
		}
		if c.DecisionID.IsZero() {
			return switchboard.Refuse(switchboard.CodeNotFound, "Nothing was decided about this conversation yet.")
		}
		w := Why{Alternatives: []switchboard.Alternative{}, Corrections: []switchboard.Correction{}, ReadOutside: []switchboard.Head{}}
		if w.Decision, err = tx.Decision(c.DecisionID); err != nil {
			return err
		}
		w.Path = ownership.ExplainPath(w.Decision.Decision)
		if w.Sentence, err = f.policies.explain(tx, w.Decision.Decision); err != nil {
			return err
		}
		if err := f.recompute(tx, &w); err != nil {
			return err
		}
		said, err := evidence.In(tx.Tx).Corrections(w.Decision.MessageID)
		if err != nil {
			return err
		}
		w.Corrections = append(w.Corrections, said...)
		if err := w.readOutside(tx); err != nil {
			return err
		}
		var seen roster.Pairing
		found, err := tx.LastAssignment(c.ID, &seen)
		if found && a.Has(access.AgentRead) {
			w.Assignment = &seen
		}
		out = bodyOf(w)
		return err
	})
	return out, err
}

func (f floor) recompute(tx *store.Tx, w *Why) error {
	then := w.Decision.Decision
	policy, err := f.policies.byHash(tx, then.PolicyHash)
	if switchboard.IsCode(err, switchboard.CodeNotFound) || switchboard.IsCode(err, switchboard.CodeBadPolicy) {
		return nil
	}
	if err != nil {
		return err
	}
	again := policy.Decide(then.Facts)
	w.PolicyKnown = true
	w.Same = again.Rule == then.Rule && again.FactsHash == then.FactsHash && len(exam.Changes(then, again)) == 0
	w.Alternatives = append(w.Alternatives, policy.Alternatives(then.Facts)...)
	return nil
}
