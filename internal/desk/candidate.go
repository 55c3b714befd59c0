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
		candidates[i] = Person{Agent: p.Agent, Limits: limits[p.ID], Lately: absences,
			Here: roster.Present(p.Agent, shifts, absences, tx.Now()), At: tx.Now()}.Candidate(terms)
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

// standing is what is known of one person at the moment.
type standing struct {
	store.AgentScope
	agent    switchboard.Agent
	shifts   []roster.Shift
	absences []store.Absence  // not over, and those not given back
	lately   []roster.Absence // that ended within RampLongest
	terms    map[switchboard.DepartmentKey]roster.Terms
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
	if s.terms, err = tx.AllTerms(); err != nil {
		return s, err
	}
	lately, err := tx.Absences(id, tx.Now().Add(-RampLongest))
	s.lately = RosterAbsences(lately)
	return s, err
}

// ownTerms are those of the first of a person's departments: they say what is asked of the person, whatever the work.
func (s standing) ownTerms() roster.Terms {
	if len(s.agent.Departments) == 0 {
		return roster.Terms{}
	}
	return s.terms[s.agent.Departments[0]]
}

// attendance is whether they can be given work now, and if not, why.
func (s standing) attendance(now time.Time) roster.Attendance {
	return roster.AttendanceOf(s.agent, s.shifts, RosterAbsences(s.absences), now)
}

// person is who they are at a moment as one who might be given work.
func (s standing) person(now time.Time) Person {
	return Person{Agent: s.agent, Limits: s.AgentScope, Lately: s.lately, Here: s.attendance(now) == roster.AtWork, At: now}
}

// canTake reports whether they could be given one more, by the terms of its department.
func (s standing) canTake(c switchboard.Conversation, now time.Time) bool {
	return s.person(now).CanTake(c, s.terms[c.Department])
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
