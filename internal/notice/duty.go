package notice

import (
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// Duty keeps alarms in step with who leads: whoever takes the lead has what rings in hand, and what they had in hand
// rings again when they give the lead back to nobody. An alarm that somebody else accepted stays with them. A desk.Desk
// tells it.
type Duty struct{}

// LeadChanged accepts, hands on or resumes the alarms of a conversation.
func (Duty) LeadChanged(tx *store.Tx, before, now switchboard.Conversation) error {
	if !now.Open() || before.ID.IsZero() {
		return nil // what is closed ends its alarms by itself, and what is new has none
	}
	alarms, err := notices.In(tx.Tx).LockAlarms(now.ID)
	if err != nil {
		return err
	}
	for _, a := range alarms {
		theirs := a.State == switchboard.AlarmAccepted && a.AcceptedBy == before.Lead
		switch {
		case !now.Lead.IsZero() && (theirs || a.State == switchboard.AlarmRinging):
			err = inHand(tx, now, &a, now.Lead)
		case now.Lead.IsZero() && theirs:
			err = resume(tx, now, a)
		}
		if err != nil {
			return err
		}
	}
	return nil
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
