package rota

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/desk"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// Staff is everybody who may work, and when, around a stretch of time.
type Staff struct {
	Agents   []switchboard.Agent // without who is disabled or only looks on
	Weekly   []store.Shift
	Dated    []store.DatedShift
	Absences []store.Absence
	Names    map[switchboard.DepartmentKey]string
	Promised *calendar.Calendar // the company's published hours; nil when it has published none
	Zone     *time.Location     // of those, or UTC
}

// Read reads what matters for [from, until).
func Read(tx *store.Tx, from, until time.Time) (s Staff, err error) {
	all, err := tx.Agents()
	if err != nil {
		return s, err
	}
	s.Agents = slices.DeleteFunc(all, func(a switchboard.Agent) bool { return !a.Works() })
	if s.Weekly, err = tx.AllShifts(); err != nil {
		return s, err
	}
	if s.Dated, err = tx.DatedShiftsWithin(from.Add(-roster.DatesHold), until); err != nil {
		return s, err
	}
	if s.Absences, err = tx.AbsencesWithin(from, until); err != nil {
		return s, err
	}
	departments, err := tx.Departments()
	if err != nil {
		return s, err
	}
	s.Names = map[switchboard.DepartmentKey]string{}
	for _, d := range departments {
		s.Names[d.Key] = d.Name
	}
	return s, s.readHours(tx)
}

func (s *Staff) readHours(tx *store.Tx) error {
	s.Zone = time.UTC
	hours, found, err := tx.Hours(calendar.Company)
	if err != nil || !found {
		return err
	}
	if s.Promised, err = calendar.Parse(hours.Hours); err == nil {
		s.Zone = s.Promised.Zone()
	}
	return err
}

// Members says who is there when within [from, until).
func (s Staff) Members(from, until time.Time) ([]roster.Member, error) {
	shifts, err := desk.RosterShifts(s.Weekly, s.Dated)
	if err != nil {
		return nil, err
	}
	absences := desk.RosterAbsences(s.Absences)
	members := make([]roster.Member, len(s.Agents))
	for i, a := range s.Agents {
		members[i] = roster.MemberOf(a, shifts, absences, from, until)
	}
	return members, nil
}

// promised are the published hours within [from, until).
func (s Staff) promised(from, until time.Time) (spans []roster.Stretch) {
	if s.Promised == nil {
		return nil
	}
	for a, b := range s.Promised.Intervals(from, until) {
		spans = append(spans, roster.Stretch{From: a.UTC(), Until: b.UTC()})
	}
	return roster.Union(spans)
}

// needed lists the departments that have people, and the languages those speak.
func (s Staff) needed() (all []roster.Needed) {
	for _, a := range s.Agents {
		for _, d := range a.Departments {
			for _, language := range append([]string{""}, a.Languages...) {
				if n := (roster.Needed{Department: d, Language: language}); !slices.Contains(all, n) {
					all = append(all, n)
				}
			}
		}
	}
	return all
}

func (s Staff) department(key switchboard.DepartmentKey) string {
	if name := s.Names[key]; name != "" {
		return name
	}
	return string(key)
}
