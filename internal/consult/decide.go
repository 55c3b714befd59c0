package consult

import (
	"strings"

	"switchboard"
	"switchboard/internal/store"
)

// TakeAdvice lets an answer count that waited for the lead. Doing it twice changes nothing.
func (d *Desk) TakeAdvice(tx *store.Tx, conversation switchboard.ConversationID, id switchboard.AdviceID, by switchboard.AgentID) (switchboard.Advice, error) {
	c, a, err := waiting(tx, conversation, id)
	if err != nil || a.State == switchboard.AdviceTaken {
		return a, err
	}
	if a.State != switchboard.AdviceWaiting {
		return a, switchboard.Refuse(switchboard.CodeConflict, "This answer does not wait any more.").WithHint("Look at the conversation again.")
	}
	if err := d.take(tx, c, a, by); err != nil {
		return a, err
	}
	if err := recordBy(tx, by, c, switchboard.EventAdviceTaken, string(a.Doubts[0])); err != nil {
		return a, err
	}
	a, _, err = tables(tx).Advice(id)
	return a, err
}

// ThrowAdvice throws an answer away that waited for the lead. What it said stays with the question, for the record.
func (d *Desk) ThrowAdvice(tx *store.Tx, conversation switchboard.ConversationID, id switchboard.AdviceID, by switchboard.AgentID) (switchboard.Advice, error) {
	c, a, err := waiting(tx, conversation, id)
	if err != nil || a.State == switchboard.AdviceThrown {
		return a, err
	}
	if a.State != switchboard.AdviceWaiting {
		return a, switchboard.Refuse(switchboard.CodeConflict, "This answer does not wait any more.").WithHint("Look at the conversation again.")
	}
	a.State, a.DecidedBy, a.DecidedAt = switchboard.AdviceThrown, by, tx.Now()
	if err := tables(tx).UpdateAdvice(a); err != nil {
		return a, err
	}
	return a, recordBy(tx, by, c, switchboard.EventAdviceThrown, string(a.Doubts[0]))
}

func waiting(tx *store.Tx, conversation switchboard.ConversationID, id switchboard.AdviceID) (c switchboard.Consult, a switchboard.Advice, err error) {
	a, found, err := tables(tx).Advice(id)
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeNotFound, "There is no such answer.")
	}
	if err != nil {
		return c, a, err
	}
	c, err = find(tx, conversation, a.ConsultID)
	return c, a, err
}

// Note writes down an answer that came another way: by telephone, or to the asker's own mailbox.
func (d *Desk) Note(tx *store.Tx, conversation switchboard.ConversationID, id switchboard.ConsultID, by switchboard.AgentID, text string) (switchboard.Advice, error) {
	c, err := find(tx, conversation, id)
	if err != nil {
		return switchboard.Advice{}, err
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return switchboard.Advice{}, switchboard.Refuse(switchboard.CodeInvalid, "There is no answer.").WithField("text")
	}
	now := tx.Now()
	a := switchboard.Advice{ID: switchboard.NewID[switchboard.AdviceID](now), ConsultID: c.ID, Name: c.Name, Doubts: []switchboard.Doubt{},
		Text: text, At: now, NotedBy: by}
	a.Key = a.ID.String()
	if err := d.take(tx, c, a, by); err != nil {
		return a, err
	}
	if err := recordBy(tx, by, c, switchboard.EventAdviceTaken, "noted"); err != nil {
		return a, err
	}
	a, _, err = tables(tx).Advice(a.ID)
	return a, err
}
