package desk

import (
	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// CoverDue looks after a conversation whose lead is absent: a deputy leads it, or it goes to its queue, or it stays and
// managers are told. When it went to its queue and nobody has taken it in time, managers are told as well. It does nothing
// when there is nothing to be done any more.
func (d *Desk) CoverDue(tx *store.Tx, id switchboard.ConversationID) error {
	m, err := Load(tx, id)
	if err != nil || !m.Now.Open() {
		return err
	}
	if m.Now.Lead.IsZero() {
		if m.Now.Cover == nil || !waitsForUs(m.Now) {
			return nil
		}
		return coverMissing(tx, m.Now, m.Now.Cover.For)
	}
	a, absent, err := absenceOf(tx, m.Now.Lead)
	if err != nil || !absent {
		return err
	}
	return d.cover(tx, m, a)
}

func (d *Desk) cover(tx *store.Tx, m *Matter, a store.Absence) error {
	c := m.Now
	sub, err := Substitute(tx, c, a.Policy)
	switch {
	case err != nil:
		return err
	case sub.Stays && waitsForUs(c):
		return coverMissing(tx, c, c.Lead)
	case sub.Stays:
		return nil
	case sub.Agent.IsZero():
		return d.coverByQueue(tx, m, a)
	}
	err = m.Do(conversation.CoverTaken{By: sub.Agent, For: a.AgentID, ForGood: a.Policy == roster.HandOver}, tx.Now())
	if err != nil {
		return err
	}
	return d.Save(tx, m)
}

// coverByQueue gives it to whoever of the department can take it. Saving it sets the time after which managers are told
// that nobody has.
func (d *Desk) coverByQueue(tx *store.Tx, m *Matter, a store.Absence) error {
	if err := m.Do(conversation.LeadAbsent{Agent: a.AgentID, Returns: a.Policy == roster.Cover}, tx.Now()); err != nil {
		return err
	}
	return d.Save(tx, m)
}

// coverMissing tells managers, by the journal, that somebody absent is waited for.
func coverMissing(tx *store.Tx, c switchboard.Conversation, absent switchboard.AgentID) error {
	return tx.Record(switchboard.Event{Kind: switchboard.EventCoverMissing, ActorKind: switchboard.ActorSystem, ConversationID: c.ID,
		AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Network: c.Network, Visibility: c.Visibility,
		Epoch: c.Epoch, Agent: absent})
}

// CoverOver gives a conversation back to whoever it is covered for, if they are there again.
func (d *Desk) CoverOver(tx *store.Tx, id switchboard.ConversationID) error {
	m, err := Load(tx, id)
	if err != nil || m.Now.Cover == nil {
		return err
	}
	owner := m.Now.Cover.For
	_, absent, err := absenceOf(tx, owner)
	if err != nil || absent {
		return err
	}
	agent, err := tx.Agent(owner)
	if err != nil || !agent.Works() {
		return err
	}
	if err := m.Do(conversation.CoverOver{For: owner}, tx.Now()); err != nil {
		return err
	}
	return d.Save(tx, m)
}

// Substitute says who would take the place of a conversation's lead now. It changes nothing.
func Substitute(tx *store.Tx, c switchboard.Conversation, stand roster.Stand) (roster.Substitute, error) {
	known := map[switchboard.AgentID]standing{}
	var failed error
	look := func(id switchboard.AgentID) standing {
		if _, seen := known[id]; !seen && failed == nil {
			known[id], failed = standingOf(tx, id)
		}
		return known[id]
	}
	sub := roster.CoverFor(c, stand, func(id switchboard.AgentID) switchboard.AgentID { return look(id).agent.Deputy },
		func(id switchboard.AgentID) bool { return look(id).canTake(c, tx.Now()) })
	return sub, failed
}
