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

// Escalate tells whoever is to be told by now that the answer to a customer is late, and sets the timer of the next step.
// Time alone takes nothing from a lead who is there. It does nothing once the answer stands.
func (d *Desk) Escalate(tx *store.Tx, id switchboard.ConversationID) error {
	c, err := tx.Conversation(id)
	if err != nil || d.Escalations == nil || !c.Open() || c.Ball != switchboard.BallUs || c.DueAt.IsZero() {
		return err
	}
	var told Escalation
	for _, step := range d.Escalations() {
		at := c.DueAt.Add(step.After)
		if at.After(tx.Now()) {
			if err := tx.SetTimer(store.Timer{Kind: TimerEscalate, Subject: id, DueAt: at}); err != nil {
				return err
			}
			break
		}
		told = step
	}
	if told.Tell == "" {
		return nil
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventEscalated, ActorKind: switchboard.ActorSystem, ConversationID: c.ID,
		AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Network: c.Network, Visibility: c.Visibility,
		Epoch: c.Epoch, Agent: c.Lead, Reason: told.Tell, Numbers: map[string]int64{"behind": int64(tx.Now().Sub(c.DueAt) / time.Second)}})
}
