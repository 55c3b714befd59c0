package play

import (
	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/sample"
)

// note is what the lead, or whom the step names, tells colleagues.
func (t *teller) note(c switchboard.Conversation, s sample.Step) error {
	by := c.Lead
	if s.By != "" {
		by = t.agents[s.By].ID
	}
	author, err := t.tx.Agent(by)
	if err != nil {
		return err
	}
	m := switchboard.Message{ID: switchboard.NewID[switchboard.MessageID](t.tx.Now()), Network: c.Network, Realm: "internal",
		AccountID: c.AccountID, Direction: switchboard.Out, Visibility: switchboard.Internal, Kind: switchboard.KindNote,
		Origin: switchboard.Live, Revision: 1, Author: switchboard.Author{ID: by.String(), Name: author.Name},
		ConversationID: c.ID, Content: switchboard.Content{Text: s.Note}, PublishedAt: t.tx.Now(), ReceivedAt: t.tx.Now()}
	m.ExternalID = m.ID.String()
	if _, err := t.tx.InsertMessage(intake.Arrival{Message: m, Digest: intake.Digest(m.Content)}); err != nil {
		return err
	}
	return t.tx.Record(switchboard.Event{Kind: switchboard.EventNoteAdded, Origin: c.Origin, ActorKind: switchboard.ActorAgent,
		Actor: by, ConversationID: c.ID, AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department,
		Network: c.Network, Visibility: c.Visibility, Epoch: c.Epoch, MessageID: m.ID})
}
