package desk

import (
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// candidatesOf locks a department's people and says who of them can be given work now.
func candidatesOf(tx *store.Tx, key switchboard.DepartmentKey, terms roster.Terms) ([]roster.Candidate, error) {
	people, err := tx.LockCandidates(key)
	if err != nil {
		return nil, err
	}
	return judged(tx, people, terms)
}

// judged says who of the people who are here can be given work now, by a department's terms.
func judged(tx *store.Tx, people []store.Candidate, terms roster.Terms) ([]roster.Candidate, error) {
	if len(people) == 0 {
		return nil, nil
	}
	ids := make([]switchboard.AgentID, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	limits, err := tx.AgentScopes(ids)
	if err != nil {
		return nil, err
	}
	shifts, err := shiftsAmong(tx, people, ids)
	if err != nil {
		return nil, err
	}
	absences, err := absencesSince(tx, terms.RampSpan())
	if err != nil {
		return nil, err
	}
	candidates := make([]roster.Candidate, len(people))
	for i, p := range people {
		c := roster.CandidateOf(p.Agent, roster.Present(p.Agent, shifts, absences, tx.Now()))
		c.Cap = terms.Cap(c.Cap)
		c.Brands, c.Accounts = limits[p.ID].Brands, limits[p.ID].Accounts
		c.Ramp = RampOf(p.Agent, terms, absences, tx.Now())
		candidates[i] = c
	}
	return candidates, nil
}

// shiftsAmong reads the shifts of people whose usual hours are known.
func shiftsAmong(tx *store.Tx, people []store.Candidate, ids []switchboard.AgentID) ([]roster.Shift, error) {
	var weekly []store.Shift
	for _, p := range people {
		if p.Shift != nil {
			weekly = append(weekly, store.Shift{AgentID: p.ID, Hours: *p.Shift})
		}
	}
	more, err := tx.FurtherShiftsAmong(ids)
	if err != nil {
		return nil, err
	}
	dated, err := tx.DatedShiftsWithin(tx.Now().Add(-roster.DatesHold), tx.Now().Add(roster.DatesHold))
	if err != nil {
		return nil, err
	}
	return RosterShifts(append(weekly, more...), dated)
}

// RosterShifts makes of stored shifts those the roster looks at.
func RosterShifts(weekly []store.Shift, dated []store.DatedShift) ([]roster.Shift, error) {
	shifts := make([]roster.Shift, 0, len(weekly)+len(dated))
	for _, s := range weekly {
		hours, err := s.Calendar()
		if err != nil {
			return nil, err
		}
		shifts = append(shifts, roster.Shift{Agent: s.AgentID, Calendar: hours})
	}
	for _, s := range dated {
		shifts = append(shifts, roster.Shift{Agent: s.AgentID, From: s.StartsAt, Until: s.EndsAt})
	}
	return shifts, nil
}

// RosterAbsences makes of stored absences those the roster looks at.
func RosterAbsences(stored []store.Absence) []roster.Absence {
	absences := make([]roster.Absence, len(stored))
	for i, a := range stored {
		absences[i] = roster.Absence{Agent: a.AgentID, From: a.StartsAt, Until: a.EndsAt, Reason: a.Reason}
	}
	return absences
}

// absencesSince reads everybody's absences that run now or have ended within a span before now.
func absencesSince(tx *store.Tx, span time.Duration) ([]roster.Absence, error) {
	stored, err := tx.AbsencesWithin(tx.Now().Add(-span), tx.Now().Add(time.Microsecond))
	return RosterAbsences(stored), err
}

// RampOf is how somebody is let in after the absences that have ended lately.
func RampOf(a switchboard.Agent, terms roster.Terms, absences []roster.Absence, now time.Time) (least roster.Ramp) {
	for _, b := range absences {
		if b.Agent != a.ID {
			continue
		}
		if r := terms.RampIn(a.Cap, b.From, b.Until, now); !r.Settled.IsZero() && (least.Settled.IsZero() || r.Cap < least.Cap) {
			least = r
		}
	}
	return least
}

// standing is what is known of one person at the moment.
type standing struct {
	store.AgentScope
	agent    switchboard.Agent
	shifts   []roster.Shift
	absences []store.Absence // not over, and those not given back
	ramp     roster.Ramp
}

func standingOf(tx *store.Tx, id switchboard.AgentID) (s standing, err error) {
	if s.agent, err = tx.Agent(id); err != nil {
		return s, err
	}
	if s.AgentScope, err = tx.AgentScope(id); err != nil {
		return s, err
	}
	weekly, err := tx.Shifts(id)
	if err != nil {
		return s, err
	}
	dated, err := tx.DatedShifts(id, tx.Now().Add(-roster.DatesHold))
	if err != nil {
		return s, err
	}
	if s.shifts, err = RosterShifts(weekly, dated); err != nil {
		return s, err
	}
	if s.absences, err = tx.OpenAbsences(id); err != nil {
		return s, err
	}
	terms, err := termsOf(tx, s.agent)
	if err != nil {
		return s, err
	}
	s.agent.Cap = terms.Cap(s.agent.Cap)
	lately, err := tx.Absences(id, tx.Now().Add(-terms.RampSpan()))
	s.ramp = RampOf(s.agent, terms, RosterAbsences(lately), tx.Now())
	return s, err
}

// termsOf are the terms a person works by: those of the first of their departments.
func termsOf(tx *store.Tx, a switchboard.Agent) (roster.Terms, error) {
	if len(a.Departments) == 0 {
		return roster.Terms{}, nil
	}
	return tx.Terms(a.Departments[0])
}

// attendance is whether they can be given work now, and if not, why.
func (s standing) attendance(now time.Time) roster.Attendance {
	return roster.AttendanceOf(s.agent, s.shifts, RosterAbsences(s.absences), now)
}

// candidate is the person as one who might take something of a department.
func (s standing) candidate(now time.Time) roster.Candidate {
	c := roster.CandidateOf(s.agent, s.attendance(now) == roster.AtWork)
	c.Brands, c.Accounts, c.Ramp = s.Brands, s.Accounts, s.ramp
	return c
}

// canTake reports whether somebody could be given one more: at work, allowed to see it and to write, and with room.
func (s standing) canTake(c switchboard.Conversation, now time.Time) bool {
	w := roster.WaitingOf(c, nil)
	candidate := s.candidate(now)
	return s.agent.Role != switchboard.RoleViewer && candidate.HasRoom() && candidate.Sees(&w)
}

// CanTake reports whether an agent can be given a conversation now: here, on shift, not absent, within what they may see,
// under their cap.
func CanTake(tx *store.Tx, id switchboard.AgentID, c switchboard.Conversation) (bool, error) {
	s, err := standingOf(tx, id)
	return err == nil && s.canTake(c, tx.Now()), err
}

// Attendance is whether an agent can be given work now, and if not, why.
func Attendance(tx *store.Tx, id switchboard.AgentID) (roster.Attendance, error) {
	s, err := standingOf(tx, id)
	return s.attendance(tx.Now()), err
}

// ShiftEnd is when an agent's shift that runs now ends; zero when none does.
func ShiftEnd(tx *store.Tx, id switchboard.AgentID) (time.Time, error) {
	s, err := standingOf(tx, id)
	return roster.ShiftEnd(s.shifts, tx.Now()), err
}
