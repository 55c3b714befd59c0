package play

import (
	"switchboard"
	"switchboard/internal/flow"
	"switchboard/internal/guard"
	"switchboard/internal/store"
)

// approver is the first of these people whose level is enough, who did not write the draft and who suits.
func approver(tx *store.Tx, d switchboard.Draft, people []switchboard.AgentID, suits func(switchboard.Agent) bool) (switchboard.Agent, bool, error) {
	for _, id := range people {
		a, err := tx.Agent(id)
		if err != nil {
			return a, false, err
		}
		if a.ID != d.AuthorID && d.Ruling != nil && a.Freedom >= d.Ruling.Level && suits(a) {
			return a, true, nil
		}
	}
	return switchboard.Agent{}, false, nil
}

// approve says yes to exactly this text and sends it on in its author's name.
func approve(tx *store.Tx, out flow.Outbound, d switchboard.Draft, who switchboard.Agent) error {
	c, err := tx.Conversation(d.ConversationID)
	if err != nil {
		return err
	}
	yes := store.Approval{DraftID: d.ID, Hash: guard.Hash(d), By: who.ID, Freedom: who.Freedom, At: tx.Now()}
	if err := tx.AddApproval(yes); err != nil {
		return err
	}
	e := about(c, who.ID, switchboard.EventDraftApproved)
	e.Subject, e.Agent = d.ID.String(), d.AuthorID
	if err := tx.Record(e); err != nil {
		return err
	}
	_, err = out.Send(tx, d.ID, d.Version, d.AuthorID)
	return err
}
