package play

import (
	"switchboard"
	"switchboard/internal/flow"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
)

// The customer whose matter came to the wrong department, who says so, and who should have had it.
const (
	misled    = "drive-belts"
	misledBy  = "teresa"
	shouldOwn = switchboard.DepartmentKey("service")
	askedToo  = switchboard.DepartmentKey("comms") // to agree to the draft
)

// governed makes the agenda of the next look at the policy: somebody says what came to the wrong department since it leads,
// and a draft that mends it waits for a department to agree.
func (t *teller) governed() error {
	t.tx.At(t.ruledAt)
	for _, m := range t.matters {
		if m.ID != misled {
			continue
		}
		c, err := t.tx.Conversation(m.id)
		if err != nil {
			return err
		}
		_, err = flow.Correcting{In: t.in}.Owner(t.tx, m.id, flow.Dispute{By: t.agents[misledBy].ID, DecisionID: c.DecisionID,
			ShouldOwn: shouldOwn, Why: "They have our bikes already and want a part."})
		if err != nil {
			return err
		}
	}
	return t.drafted()
}

// drafted keeps a draft, unless there is one of that name: its author's department agrees, and another is asked to.
func (t *teller) drafted() error {
	_, err := t.tx.PolicyDraft(t.Draft.Name)
	if !switchboard.IsCode(err, switchboard.CodeNotFound) {
		return err
	}
	by, err := t.tx.Agent(t.agents[t.Draft.By].ID)
	if err != nil {
		return err
	}
	next, err := ownership.Parse([]byte(t.Draft.Source))
	if err != nil {
		return err
	}
	d, err := govern.SaveDraft(t.tx, store.PolicyDraft{Name: t.Draft.Name, Source: t.Draft.Source, BasedOn: t.policy.Hash(),
		Why: t.Draft.Why, Objective: t.Draft.Objective, SavedBy: by.ID})
	if err != nil {
		return err
	}
	t.mark.Drafts = append(t.mark.Drafts, d.Name)
	for _, department := range []switchboard.DepartmentKey{by.Departments[0], askedToo} {
		if err := govern.Ask(t.tx, d.Name, department, by.ID); err != nil {
			return err
		}
	}
	return govern.Sign(t.tx, d, next, by.Departments[0], by)
}
