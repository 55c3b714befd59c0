package desk

import (
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// TimerAttendance is the timer of the next moment at which an agent's shift or absence begins or ends.
const TimerAttendance = "attendance"

// SetShift says when an agent works; nil: whenever they are here. It is refused when the hours make no sense.
func (d *Desk) SetShift(tx *store.Tx, id switchboard.AgentID, shift *calendar.Spec) error {
	if shift != nil {
		if _, err := calendar.Parse(*shift); err != nil {
			return err
		}
	}
	if err := tx.SetShift(id, shift); err != nil {
		return err
	}
	return d.Attend(tx, id)
}

// SetAbsence says that an agent takes no work for a while. If that while has begun, what is offered to them goes to
// others.
func (d *Desk) SetAbsence(tx *store.Tx, a store.Absence) error {
	if !a.EndsAt.After(a.StartsAt) {
		return switchboard.Refuse(switchboard.CodeInvalid, "An absence ends after it starts.").WithField("ends_at")
	}
	if err := tx.SaveAbsence(a); err != nil {
		return err
	}
	if !a.StartsAt.After(tx.Now()) && a.EndsAt.After(tx.Now()) {
		if err := d.declineAll(tx, a.AgentID); err != nil {
			return err
		}
	}
	return d.Attend(tx, a.AgentID)
}

// Attend looks whether an agent may take work now, asks for a look at their queues if so, and sets the timer of the
// next moment at which that may change: queues learn of it then, and the journal that there is somebody, or nobody.
func (d *Desk) Attend(tx *store.Tx, id switchboard.AgentID) error {
	next, err := nextAttendance(tx, id)
	if err != nil {
		return err
	}
	tx.AfterCommit(func() { d.wake.agent(id) })
	if next.IsZero() {
		return tx.CancelTimer(TimerAttendance, id)
	}
	return tx.SetTimer(store.Timer{Kind: TimerAttendance, Subject: id, DueAt: next})
}

// LookSoon has the server that does the timers look at an agent's queues at once, when another process wrote what changed:
// it learns of that when it next looks at its timers, within a minute.
func (d *Desk) LookSoon(tx *store.Tx, id switchboard.AgentID) error {
	return tx.SetTimer(store.Timer{Kind: TimerAttendance, Subject: id, DueAt: tx.Now()})
}

// nextAttendance is the earliest of the next start and end of a shift and of an absence; zero for somebody who has neither.
func nextAttendance(tx *store.Tx, id switchboard.AgentID) (next time.Time, err error) {
	shift, err := tx.Shift(id)
	if err != nil {
		return next, err
	}
	if shift != nil {
		hours, err := calendar.Parse(*shift)
		if err != nil {
			return next, err
		}
		next = hours.NextStart(tx.Now()).UTC()
		if hours.Open(tx.Now()) {
			next = sooner(next, hours.NextEnd(tx.Now()))
		}
	}
	absences, err := tx.Absences(id, tx.Now())
	for _, a := range absences {
		next = sooner(next, a.EndsAt)
		if a.StartsAt.After(tx.Now()) {
			next = sooner(next, a.StartsAt)
		}
	}
	return next, err
}

// sooner is the earlier of two times, of which either may be none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		a = b
	}
	if a.IsZero() {
		return a
	}
	return a.UTC()
}

// CanTake reports whether an agent can be given one more conversation now: here, on shift, not absent, under their cap.
func CanTake(tx *store.Tx, id switchboard.AgentID) (bool, error) {
	agent, err := tx.Agent(id)
	if err != nil || agent.Load >= agent.Cap {
		return false, err
	}
	shift, err := tx.Shift(id)
	if err != nil {
		return false, err
	}
	shifts, err := shiftsOf(id, shift)
	if err != nil {
		return false, err
	}
	absences, err := absencesNow(tx)
	return err == nil && roster.Present(agent, shifts, absences, tx.Now()), err
}

func shiftsOf(id switchboard.AgentID, shift *calendar.Spec) ([]roster.Shift, error) {
	if shift == nil {
		return nil, nil
	}
	hours, err := calendar.Parse(*shift)
	if err != nil {
		return nil, err
	}
	return []roster.Shift{{Agent: id, Calendar: hours}}, nil
}

func absencesNow(tx *store.Tx) ([]roster.Absence, error) {
	stored, err := tx.AbsencesWithin(tx.Now(), tx.Now().Add(time.Microsecond))
	absences := make([]roster.Absence, len(stored))
	for i, a := range stored {
		absences[i] = roster.Absence{Agent: a.AgentID, From: a.StartsAt, Until: a.EndsAt, Reason: a.Reason}
	}
	return absences, err
}
