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

// Watch is told of every change of who leads, in the transaction that makes it. Before is zero for a conversation that is
// new; own says that whoever leads now made it so themselves.
type Watch interface {
	LeadChanged(tx *store.Tx, before, now switchboard.Conversation, own bool) error
}

// Moved is told of every change of who leads and of every end and new beginning, in the transaction that makes it.
type Moved func(tx *store.Tx, before, now switchboard.Conversation) error

// Desk does things to conversations. The zero OfferFor means the package's; without a Watch nobody is told.
type Desk struct {
	OfferFor time.Duration
	Watch    Watch
	Moved    []Moved
	OnCall   OnCall // nil: nobody ever is
	// Escalations are the steps of the policy in force, in the order of time; nil: none.
	Escalations func() []Escalation
	Promised    Promised // nil: nothing is promised
	wake        *wakes
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
	m, err := Load(tx, id)
	if err != nil {
		return m.Now, err
	}
	err = d.declineOne(tx, m, what)
	return m.Now, err
}

func (d *Desk) declineOne(tx *store.Tx, m *Matter, what conversation.Declined) error {
	if err := m.Do(what, tx.Now()); err != nil {
		return err
	}
	if err := d.Save(tx, m); err != nil {
		return err
	}
	return d.passOn(tx, m.Now, what.By, what.Reason)
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

// wakeFor asks for another look at the queues that a change may have filled or given room.
func (d *Desk) wakeFor(tx *store.Tx, m *Matter) {
	queued := m.Now.Stance == switchboard.StanceQueued
	if queued && (m.before.Stance != switchboard.StanceQueued || m.before.Department != m.Now.Department) {
		department := m.Now.Department
		tx.AfterCommit(func() { d.wake.department(department) })
	}
	if freed := holder(m.before); !freed.IsZero() && (freed != holder(m.Now) || m.Now.Weight < m.before.Weight) {
		tx.AfterCommit(func() { d.wake.agent(freed) })
	}
}
