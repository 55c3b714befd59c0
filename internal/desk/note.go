package desk

import (
	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// realmInternal is where what colleagues tell each other is unique.
const realmInternal switchboard.Realm = "internal"

// Note stores what an agent tells those who may read a conversation. Telling of it is the caller's.
func Note(tx *store.Tx, c switchboard.Conversation, by switchboard.AgentID, text string) (switchboard.Message, error) {
	author, err := tx.Agent(by)
	if err != nil {
		return switchboard.Message{}, err
	}
	m := switchboard.Message{ID: switchboard.NewID[switchboard.MessageID](tx.Now()), Network: c.Network, Realm: realmInternal,
		AccountID: c.AccountID, Direction: switchboard.Out, Visibility: switchboard.Internal, Kind: switchboard.KindNote,
		Origin: switchboard.Live, Revision: 1, Author: switchboard.Author{ID: by.String(), Name: author.Name},
		ConversationID: c.ID, Content: switchboard.Content{Text: text}, PublishedAt: tx.Now(), ReceivedAt: tx.Now()}
	m.ExternalID = m.ID.String()
	_, err = tx.InsertMessage(intake.Arrival{Message: m, Digest: intake.Digest(m.Content)})
	return m, err
}

// noteBriefing keeps the words of a transfer that is asked now: the transfer itself is gone once it is answered, and the
// journal holds no text. The event names the note.
func (m *Matter) noteBriefing(tx *store.Tx) error {
	asked := m.Now.Transfer
	if asked == nil {
		return nil
	}
	for i := range m.events {
		e := &m.events[i]
		if e.Kind != switchboard.EventTransferAsked || e.Actor.IsZero() {
			continue
		}
		note, err := Note(tx, m.Now, e.Actor, asked.Briefing)
		if err != nil {
			return err
		}
		e.MessageID = note.ID
	}
	return nil
}

// Advice stores what somebody outside, who was asked, told those who may read a conversation.
func Advice(tx *store.Tx, c switchboard.Conversation, a switchboard.Advice) (switchboard.Message, error) {
	m := switchboard.Message{ID: switchboard.NewID[switchboard.MessageID](tx.Now()), Network: c.Network, Realm: realmInternal,
		AccountID: c.AccountID, Direction: switchboard.Out, Visibility: switchboard.Internal, Kind: switchboard.KindAdvice,
		Origin: switchboard.Live, Revision: 1, Author: switchboard.Author{ID: a.ConsultID.String(), Name: a.Name, Handle: a.Email},
		ConversationID: c.ID, PublishedAt: tx.Now(), ReceivedAt: tx.Now(), Content: switchboard.Content{Text: a.Text, Quoted: a.Quoted,
			Signature: a.Signature, Attachments: a.Attachments, Sender: a.Proof.Sender}}
	m.ExternalID = m.ID.String()
	_, err := tx.InsertMessage(intake.Arrival{Message: m, Digest: intake.Digest(m.Content)})
	return m, err
}
