package desk

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// TimerAttendance is the timer of the next moment at which something changes with when an agent works: a shift or an
// absence begins or ends, or notes are to be asked for.
const TimerAttendance = "attendance"

// maxShifts is how many hours of every week one person may have.
const maxShifts = 20

// SetShift says when an agent works every week; nil: whenever they are here. It is refused when the hours make no sense.
func (d *Desk) SetShift(tx *store.Tx, id switchboard.AgentID, shift *calendar.Spec) error {
	if shift != nil {
		if _, err := calendar.Parse(*shift); err != nil {
			return err
		}
	}
	if err := tx.SetShift(id, shift); err != nil {
		return err
	}
	return d.ShiftsChanged(tx, id)
}

// SetShifts replaces an agent's hours of every week; none: whenever they are here, or on the dates they have.
func (d *Desk) SetShifts(tx *store.Tx, id switchboard.AgentID, shifts []store.Shift) error {
	if err := CheckShifts(shifts); err != nil {
		return err
	}
	if err := tx.SetShifts(id, shifts); err != nil {
		return err
	}
	return d.ShiftsChanged(tx, id)
}

// CheckShifts refuses hours that make no sense, a name given twice, and more than anybody needs.
func CheckShifts(shifts []store.Shift) error {
	if len(shifts) > maxShifts {
		return switchboard.Refuse(switchboard.CodeInvalid, "A person has at most %d shifts; this one has %d.", maxShifts, len(shifts)).WithField("shifts")
	}
	seen := map[string]bool{}
	for _, s := range shifts {
		if s.Key == "" || seen[s.Key] {
			return switchboard.Refuse(switchboard.CodeInvalid, "Every shift needs a key of its own.").WithField("shifts").
				WithHint("The first one is usually called usual.")
		}
		seen[s.Key] = true
		if _, err := s.Calendar(); err != nil {
			return err
		}
	}
	return nil
}

// maxDated is the longest one shift of a date may be.
const maxDated = 24 * time.Hour

// SetDatedShift says that an agent works on a date.
func (d *Desk) SetDatedShift(tx *store.Tx, s store.DatedShift) error {
	if !s.EndsAt.After(s.StartsAt) || s.EndsAt.Sub(s.StartsAt) > maxDated {
		return switchboard.Refuse(switchboard.CodeInvalid, "A shift ends after it starts, within a day.").WithField("ends_at")
	}
	if err := tx.SaveDatedShift(s); err != nil {
		return err
	}
	return d.ShiftsChanged(tx, s.AgentID)
}

// DropDatedShift takes a shift of a date back; dropped is false when there is none that starts then.
func (d *Desk) DropDatedShift(tx *store.Tx, id switchboard.AgentID, starts time.Time) (dropped bool, err error) {
	if dropped, err = tx.DropDatedShift(id, starts); err != nil || !dropped {
		return dropped, err
	}
	return true, d.ShiftsChanged(tx, id)
}

// ShiftsChanged is for whoever changed when somebody works in the store itself: it journals that, which wakes whoever waits for timers, and looks at the person anew.
func (d *Desk) ShiftsChanged(tx *store.Tx, id switchboard.AgentID) error {
	if err := tx.Record(switchboard.Event{Kind: switchboard.EventAgentShift, ActorKind: switchboard.ActorSystem, Agent: id}); err != nil {
		return err
	}
	return d.Attend(tx, id)
}

// Attend looks at one person: what they lead while absent is covered, and given back when they return; notes are asked
// for before a shift ends; their queues are looked at if they may take work now. It sets the timer of the next moment at
// which any of this may change. It may be called at any time, and twice.
func (d *Desk) Attend(tx *store.Tx, id switchboard.AgentID) error {
	s, err := standingOf(tx, id)
	if err != nil {
		return err
	}
	if err := d.settleAbsences(tx, s); err != nil {
		return err
	}
	terms := s.ownTerms()
	if err := askForNotes(tx, s, terms.NoteBefore()); err != nil {
		return err
	}
	tx.AfterCommit(func() { d.wake.agent(id) })
	next := s.next(tx.Now(), terms.NoteBefore())
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

// next is the earliest moment after now at which something changes with the person; zero when none is known.
func (s standing) next(now time.Time, noteBefore time.Duration) (next time.Time) {
	soonest := func(at time.Time) {
		if at.After(now) && (next.IsZero() || at.Before(next)) {
			next = at.UTC()
		}
	}
	for _, a := range s.absences {
		soonest(a.StartsAt)
		soonest(a.EndsAt)
	}
	for _, shift := range s.shifts {
		soonest(shift.NextStart(now))
	}
	soonest(roster.ShiftEnd(s.shifts, now)) // the journal learns then that nobody is there
	if noteBefore <= 0 {
		return next
	}
	for _, from := range []time.Time{now, next} {
		if end := roster.ShiftEnd(s.shifts, from); !end.IsZero() {
			soonest(end.Add(-noteBefore))
		}
	}
	return next
}

// askForNotes asks once for each shift that ends soon, when there is anything to be said.
func askForNotes(tx *store.Tx, s standing, before time.Duration) error {
	end := roster.ShiftEnd(s.shifts, tx.Now())
	if before <= 0 || end.IsZero() || end.Sub(tx.Now()) > before || s.attendance(tx.Now()) == roster.Absent {
		return nil
	}
	led, err := tx.LedBy(s.agent.ID, switchboard.ConversationID{}, leavePage)
	if err != nil || !slices.ContainsFunc(led, waitsForUs) {
		return err
	}
	first, err := tx.NoteAsked(s.agent.ID, end)
	if err != nil || !first {
		return err
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventShiftEnding, ActorKind: switchboard.ActorSystem, Agent: s.agent.ID,
		Numbers: map[string]int64{"ends_at": end.UnixMicro()}})
}

// waitsForUs reports whether it is for us to move now.
func waitsForUs(c switchboard.Conversation) bool {
	return c.Open() && c.Ball == switchboard.BallUs && c.SnoozedUntil.IsZero()
}
