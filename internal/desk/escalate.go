package desk

import (
	"time"

	"switchboard"
	"switchboard/internal/store"
)

// TimerEscalate is the timer of the next step after a deadline that was not kept.
const TimerEscalate = "escalate"

// Escalation is one step of what happens after a deadline that was not kept: whom to tell, how long behind it.
type Escalation struct {
	After time.Duration
	Tell  string // lead, department, managers
}

// Escalate tells everybody who is to be told by now, and was not when the timer before this one fired, that the answer to a
// customer is late, and sets the timer of the next step. The timer that fired was due at since: steps due earlier were told
// then. Steps that come at the same time are each told, and so are those that a late timer finds behind it. Time alone takes
// nothing from a lead who is there. It does nothing once the answer stands.
func (d *Desk) Escalate(tx *store.Tx, id switchboard.ConversationID, since time.Time) error {
	c, err := tx.Conversation(id)
	if err != nil || d.Escalations == nil || !c.Open() || c.Ball != switchboard.BallUs || c.DueAt.IsZero() {
		return err
	}
	if c.DueAt.After(tx.Now()) {
		return nil // the deadline was put off, and has a timer of its own
	}
	for _, step := range d.Escalations() {
		at := c.DueAt.Add(step.After)
		if at.After(tx.Now()) {
			return tx.SetTimer(store.Timer{Kind: TimerEscalate, Subject: id, DueAt: at})
		}
		if at.Before(since) {
			continue
		}
		if err := tell(tx, c, step); err != nil {
			return err
		}
	}
	return nil
}

func tell(tx *store.Tx, c switchboard.Conversation, step Escalation) error {
	return tx.Record(switchboard.Event{Kind: switchboard.EventEscalated, ActorKind: switchboard.ActorSystem, ConversationID: c.ID,
		AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Network: c.Network, Visibility: c.Visibility,
		Epoch: c.Epoch, Agent: c.Lead, Reason: step.Tell, Numbers: map[string]int64{"behind": int64(tx.Now().Sub(c.DueAt) / time.Second)}})
}
