package play

import (
	"switchboard"
	"switchboard/internal/desk"
	"switchboard/internal/sample"
	"switchboard/internal/store"
)

// note is what the lead, or whom the step names, tells colleagues.
func (t *teller) note(c switchboard.Conversation, s sample.Step) error {
	by := c.Lead
	if s.By != "" {
		by = t.agents[s.By].ID
	}
	return note(t.tx, c, by, s.Note)
}

func note(tx *store.Tx, c switchboard.Conversation, by switchboard.AgentID, text string) error {
	m, err := desk.Note(tx, c, by, text)
	if err != nil {
		return err
	}
	e := about(c, by, switchboard.EventNoteAdded)
	e.MessageID = m.ID
	return tx.Record(e)
}

// about is a journal row of what somebody did in a conversation.
func about(c switchboard.Conversation, by switchboard.AgentID, kind switchboard.EventKind) switchboard.Event {
	return switchboard.Event{Kind: kind, Origin: c.Origin, ActorKind: switchboard.ActorAgent, Actor: by, ConversationID: c.ID,
		AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Network: c.Network, Visibility: c.Visibility,
		Epoch: c.Epoch}
}
