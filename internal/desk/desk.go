package desk

import (
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
)

// OfferFor is how long an offer waits for its answer unless the installation says otherwise.
const OfferFor = 2 * time.Minute

// RoundAfter is how long somebody who declined or let an offer pass is left alone before the matter may come to them
// again.
const RoundAfter = 5 * time.Minute

// TimerRound is the timer that starts another round of offers for a conversation.
const TimerRound = "offer_round"

// Desk does things to conversations. The zero OfferFor means the package's.
type Desk struct {
	OfferFor time.Duration
	wake     *wakes
}

// New makes a desk whose dispatcher is not running yet.
func New() *Desk { return &Desk{wake: newWakes()} }

// Act lets something happen to a stored conversation and returns what it became.
func (d *Desk) Act(tx *store.Tx, id switchboard.ConversationID, what conversation.Happening) (switchboard.Conversation, error) {
	m, err := Load(tx, id)
	if err != nil {
		return m.Now, err
	}
	if err := m.Do(what, tx.Now()); err != nil {
		return m.Now, err
	}
	return m.Now, d.Save(tx, m)
}

// Decline says no to an offer for an agent; the matter goes to somebody else and comes back only after a while.
func (d *Desk) Decline(tx *store.Tx, id switchboard.ConversationID, what conversation.Declined) (switchboard.Conversation, error) {
	c, err := d.Act(tx, id, what)
	if err != nil {
		return c, err
	}
	return c, d.passOn(tx, c, what.By, what.Reason)
}

// Expire ends an offer that was not answered in time.
func (d *Desk) Expire(tx *store.Tx, id switchboard.ConversationID) error {
	m, err := Load(tx, id)
	if err != nil || m.Now.Offer == nil {
		return err
	}
	offer := *m.Now.Offer
	if err := m.Do(conversation.OfferExpired{OfferID: offer.ID}, tx.Now()); err != nil {
		return err
	}
	if err := d.Save(tx, m); err != nil {
		return err
	}
	return d.passOn(tx, m.Now, offer.To, "expired")
}

func (d *Desk) passOn(tx *store.Tx, c switchboard.Conversation, agent switchboard.AgentID, reason string) error {
	if c.Stance != switchboard.StanceQueued {
		return nil
	}
	if err := tx.AddDeclined(c.ID, agent, reason); err != nil {
		return err
	}
	return tx.SetTimer(store.Timer{Kind: TimerRound, Subject: c.ID, DueAt: tx.Now().Add(RoundAfter)})
}

// NewRound gives everybody another chance at a conversation that still waits.
func (d *Desk) NewRound(tx *store.Tx, id switchboard.ConversationID) error {
	c, err := tx.Conversation(id)
	if err != nil || c.Stance != switchboard.StanceQueued {
		return err
	}
	if err := tx.ForgetDeclined(id); err != nil {
		return err
	}
	tx.AfterCommit(func() { d.wake.department(c.Department) })
	return nil
}

// SetPresence says whether an agent takes work now. Somebody who comes is offered what waits; what was offered to
// somebody who goes is offered to others.
func (d *Desk) SetPresence(tx *store.Tx, id switchboard.AgentID, p switchboard.Presence) error {
	if err := tx.SetPresence(id, p); err != nil {
		return err
	}
	if err := tx.Record(switchboard.Event{Kind: switchboard.EventAgentPresence, ActorKind: switchboard.ActorAgent, Actor: id,
		Agent: id, Reason: string(p)}); err != nil {
		return err
	}
	if p == switchboard.Here {
		if err := tx.ForgetDeclinesOf(id); err != nil {
			return err
		}
		tx.AfterCommit(func() { d.wake.agent(id) })
		return nil
	}
	return d.withdrawOffers(tx, id)
}

func (d *Desk) withdrawOffers(tx *store.Tx, id switchboard.AgentID) error {
	offered, err := tx.OfferedTo(id)
	if err != nil {
		return err
	}
	for _, c := range offered {
		if err := d.Expire(tx, c); err != nil {
			return err
		}
	}
	return nil
}

// wakeFor asks for another look at the queues that a change may have filled or given room.
func (d *Desk) wakeFor(tx *store.Tx, m *Matter) {
	queued := m.Now.Stance == switchboard.StanceQueued
	if queued && (m.before.Stance != switchboard.StanceQueued || m.before.Department != m.Now.Department) {
		department := m.Now.Department
		tx.AfterCommit(func() { d.wake.department(department) })
	}
	if freed := holder(m.before); !freed.IsZero() && freed != holder(m.Now) {
		tx.AfterCommit(func() { d.wake.agent(freed) })
	}
}
