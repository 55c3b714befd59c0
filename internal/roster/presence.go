package roster

import (
	"time"

	"switchboard"
	"switchboard/internal/calendar"
)

// Shift is when an agent works: hours of every week, or, without a Calendar, the one span [From, Until). Somebody with
// several shifts works when any of them is open. Spans that are over still say that somebody works by dates.
type Shift struct {
	Agent    switchboard.AgentID
	Calendar *calendar.Calendar
	From     time.Time
	Until    time.Time
}

func (s Shift) open(now time.Time) bool {
	if s.Calendar != nil {
		return s.Calendar.Open(now)
	}
	return !now.Before(s.From) && now.Before(s.Until)
}

// Absence is when an agent does not work, whatever their shift says: [From, Until). A zero Until has no end.
type Absence struct {
	Agent  switchboard.AgentID
	From   time.Time
	Until  time.Time
	Reason string // holiday, sick, training
}

// Attendance is whether an agent can be given work, and if not, why.
type Attendance string

// Attendances.
const (
	AtWork   Attendance = "at_work"
	Disabled Attendance = "disabled"
	Absent   Attendance = "absent"
	OffShift Attendance = "off_shift"
	Paused   Attendance = "paused"
	Away     Attendance = "away"
)

// AttendanceOf says where an agent is at now. Somebody without any shift works whenever they are signed in.
func AttendanceOf(a switchboard.Agent, shifts []Shift, absences []Absence, now time.Time) Attendance {
	switch {
	case a.Disabled:
		return Disabled
	case isAbsent(a.ID, absences, now):
		return Absent
	case !onShift(a.ID, shifts, now):
		return OffShift
	case a.Presence == switchboard.Paused:
		return Paused
	case a.Presence != switchboard.Here:
		return Away
	}
	return AtWork
}

// Present reports whether an agent can be given work at now.
func Present(a switchboard.Agent, shifts []Shift, absences []Absence, now time.Time) bool {
	return AttendanceOf(a, shifts, absences, now) == AtWork
}

func isAbsent(agent switchboard.AgentID, absences []Absence, now time.Time) bool {
	for _, a := range absences {
		if a.Agent == agent && !now.Before(a.From) && (a.Until.IsZero() || now.Before(a.Until)) {
			return true
		}
	}
	return false
}

func onShift(agent switchboard.AgentID, shifts []Shift, now time.Time) bool {
	hasShift := false
	for _, s := range shifts {
		if s.Agent != agent {
			continue
		}
		if s.open(now) {
			return true
		}
		hasShift = true
	}
	return !hasShift
}
