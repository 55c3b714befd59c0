package notice

import (
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// Duty keeps alarms in step with who leads: whoever takes the lead by an act of their own has what rings in hand, and what
// they had in hand rings again when somebody else is made to lead, or nobody leads. Whoever is made to lead has seen
// nothing yet: it climbs on, and they are called, too. An alarm that somebody else accepted stays with them. A desk.Desk
// tells it.
type Duty struct{}

// LeadChanged accepts, hands on or resumes the alarms of a conversation, or calls whoever was made to lead; own says that
// they made it so themselves.
func (Duty) LeadChanged(tx *store.Tx, before, now switchboard.Conversation, own bool) error {
	if !now.Open() || before.ID.IsZero() {
		return nil // what is closed ends its alarms by itself, and what is new has none
	}
	alarms, err := notices.In(tx.Tx).LockAlarms(now.ID)
	if err != nil {
		return err
	}
	for _, a := range alarms {
		theirs, rings := a.State == switchboard.AlarmAccepted && a.AcceptedBy == before.Lead, a.State == switchboard.AlarmRinging
		switch {
		case own && (theirs || rings):
			err = inHand(tx, now, &a, now.Lead)
		case theirs:
			err = resume(tx, now, a)
		case rings:
			err = newRaising(tx).callLead(now, a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Answered says that the lead answers the customer: what rings for the conversation they have in hand.
func Answered(tx *store.Tx, c switchboard.Conversation) error {
	alarms, err := notices.In(tx.Tx).LockAlarms(c.ID)
	for i := range alarms {
		if err == nil && alarms[i].State == switchboard.AlarmRinging {
			err = inHand(tx, c, &alarms[i], c.Lead)
		}
	}
	return err
}

// resume lets an alarm climb again from the first step of its ladder.
func resume(tx *store.Tx, c switchboard.Conversation, a switchboard.Alarm) error {
	e := alarmEvent(c, a, switchboard.EventAlarmResumed)
	e.Agent = a.AcceptedBy
	if err := tx.Record(e); err != nil {
		return err
	}
	a.State, a.AcceptedBy, a.AcceptedAt, a.Step = switchboard.AlarmRinging, switchboard.AgentID{}, time.Time{}, 0
	return newRaising(tx).climb(c, a)
}
