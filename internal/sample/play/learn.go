package play

import (
	"context"
	"maps"
	"slices"

	"switchboard"
	"switchboard/internal/flow"
	"switchboard/internal/learning"
	"switchboard/internal/triage"
)

// taught has the story read by triage of its own, which begins as the installation's does when nobody has taught it
// anything, and learns from what its people say.
func (t *teller) taught(ctx context.Context) error {
	reader := triage.NewCompany()
	learner := &learning.Learner{Book: learning.Within{Tx: t.tx}, Reader: reader, Time: t.made.Time, Log: t.made.Log}
	t.in.Triage = reader
	t.learn = func() error {
		if _, err := learner.LearnAlone(ctx); err != nil {
			return err
		}
		return learner.Load(ctx)
	}
	return learner.Load(ctx)
}

// corrects lets the lead say what was read wrongly of the customer's last words. What is read rightly nobody corrects.
func (t *teller) corrects(c switchboard.Conversation, truths map[switchboard.Head]string) (switchboard.Conversation, error) {
	if len(truths) == 0 {
		return c, nil
	}
	row, err := t.tx.Decision(c.DecisionID)
	if err != nil {
		return c, err
	}
	read, _, err := t.tx.Verdict(row.MessageID)
	if err != nil {
		return c, err
	}
	for _, head := range slices.Sorted(maps.Keys(truths)) {
		if read.Answer(head) == truths[head] {
			continue
		}
		word := flow.FactWord{By: c.Lead, DecisionID: c.DecisionID, Head: head, Truth: truths[head]}
		if err := t.puts(c.ID, word); err != nil {
			return c, err
		}
		if err := learning.Arm(t.tx); err != nil {
			return c, err
		}
	}
	return t.tx.Conversation(c.ID)
}

// puts has somebody say a word about a fact. What follows from it they leave as it is.
func (t *teller) puts(id switchboard.ConversationID, word flow.FactWord) error {
	correcting := flow.Correcting{In: t.in}
	_, follows, err := correcting.Fact(t.tx, id, word)
	if switchboard.IsCode(err, switchboard.CodeMustExplain) {
		word.Redecide, word.Policy = new(bool), follows.Policy
		_, _, err = correcting.Fact(t.tx, id, word)
	}
	return err
}
