package consult

import (
	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

// Desk asks people outside and hears their answers. Its methods run inside transactions of store.Update.
type Desk struct {
	Mark     Mark
	Entities func(text string) []switchboard.Entity // finds personal data
	Networks func(switchboard.NetworkKey) (connector.Spec, error)
	MailFrom string // the installation's own address; empty when it sends no mail
}

// Timers of a question.
const (
	TimerRemind = "consult_remind"
	TimerDue    = "consult_due"
	TimerExpiry = "consult_expiry"
)

// most bounds what is listed of one conversation or question.
const most = 200

func tables(tx *store.Tx) consults.Tables { return consults.In(tx.Tx) }

// event is a journal row about a question.
func event(conversation switchboard.Conversation, c switchboard.Consult, kind switchboard.EventKind) switchboard.Event {
	return switchboard.Event{Kind: kind, Origin: conversation.Origin, ActorKind: switchboard.ActorSystem, ConversationID: conversation.ID,
		AccountID: conversation.AccountID, BrandID: conversation.BrandID, Department: conversation.Department,
		Network: conversation.Network, Visibility: conversation.Visibility, Epoch: conversation.Epoch, Agent: c.AskedBy,
		Subject: c.ID.String()}
}

// record journals something about a question.
func record(tx *store.Tx, c switchboard.Consult, kind switchboard.EventKind, reason string) error {
	conversation, err := tx.Conversation(c.ConversationID)
	if err != nil {
		return err
	}
	e := event(conversation, c, kind)
	e.Reason = reason
	return tx.Record(e)
}

// recordBy is record of what somebody did.
func recordBy(tx *store.Tx, by switchboard.AgentID, c switchboard.Consult, kind switchboard.EventKind, reason string) error {
	conversation, err := tx.Conversation(c.ConversationID)
	if err != nil {
		return err
	}
	e := event(conversation, c, kind)
	e.ActorKind, e.Actor, e.Reason = switchboard.ActorAgent, by, reason
	return tx.Record(e)
}

// end ends a question that is waited for, with its timers and whatever of it has not left.
func end(tx *store.Tx, c switchboard.Consult, state switchboard.ConsultState, why string) (switchboard.Consult, error) {
	c.State, c.Why, c.EndedAt = state, why, tx.Now()
	if err := tables(tx).UpdateConsult(c); err != nil {
		return c, err
	}
	if err := cancelTimers(tx, c.ID); err != nil {
		return c, err
	}
	return c, dropLetters(tx, c.ID.String())
}

func cancelTimers(tx *store.Tx, id switchboard.ConsultID) error {
	for _, kind := range []string{TimerRemind, TimerDue, TimerExpiry} {
		if err := tx.CancelTimer(kind, id); err != nil {
			return err
		}
	}
	return nil
}

// dropLetters keeps what has not begun to leave from leaving.
func dropLetters(tx *store.Tx, subject string) error {
	letters, err := tables(tx).LettersOf(subject, most)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.State != switchboard.LetterWaiting {
			continue
		}
		l.State, l.SettledAt = switchboard.LetterDropped, tx.Now()
		if err := tables(tx).UpdateLetter(l); err != nil {
			return err
		}
	}
	return nil
}

// find reads a question of a conversation, locked.
func find(tx *store.Tx, conversation switchboard.ConversationID, id switchboard.ConsultID) (switchboard.Consult, error) {
	c, found, err := tables(tx).Consult(id)
	if err == nil && (!found || c.ConversationID != conversation) {
		err = switchboard.Refuse(switchboard.CodeNotFound, "Nobody was asked that about this conversation.")
	}
	return c, err
}
