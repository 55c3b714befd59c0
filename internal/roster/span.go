package roster

import (
	"time"

	"switchboard"
)

// NextStart is the first moment after now at which the shift begins; zero when it does not.
func (s Shift) NextStart(now time.Time) time.Time {
	if s.Calendar != nil {
		return s.Calendar.NextStart(now)
	}
	if s.From.After(now) {
		return s.From
	}
	return time.Time{}
}

// end is when the shift that runs at t ends; t when none runs.
func (s Shift) end(t time.Time) time.Time {
	switch {
	case !s.open(t):
		return t
	case s.Calendar != nil:
		return s.Calendar.NextEnd(t)
	}
	return s.Until
}

// endless is from when on a shift is no shift but a life.
const endless = 7 * 24 * time.Hour

// ShiftEnd is when the work of one person that runs at t ends, with shifts that follow each other taken together; zero
// when none runs, or no end is near.
func ShiftEnd(shifts []Shift, t time.Time) time.Time {
	end := t
	for grew := true; grew && end.Sub(t) < endless; {
		grew = false
		for _, s := range shifts {
			if e := s.end(end); e.After(end) {
				end, grew = e, true
			}
		}
	}
	if end.Equal(t) || end.Sub(t) >= endless {
		return time.Time{}
	}
	return end
}

// Stretch is a stretch of time [From, Until).
type Stretch struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// Spans lists when somebody works within [from, until) by their shifts, whatever their absences: in order, apart from
// each other. Somebody without any shift has none.
func Spans(agent switchboard.AgentID, shifts []Shift, from, until time.Time) []Stretch {
	var all []Stretch
	for _, s := range shifts {
		if s.Agent != agent {
			continue
		}
		if s.Calendar == nil {
			all = appendCut(all, Stretch{s.From, s.Until}, from, until)
			continue
		}
		for a, b := range s.Calendar.Intervals(from, until) {
			all = append(all, Stretch{a.UTC(), b.UTC()})
		}
	}
	return Union(all)
}

func appendCut(all []Stretch, s Stretch, from, until time.Time) []Stretch {
	if s.From.Before(from) {
		s.From = from
	}
	if s.Until.After(until) {
		s.Until = until
	}
	if s.From.Before(s.Until) {
		all = append(all, s)
	}
	return all
}
