package rota

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

// Change is what is to become of one person. What is nil stays as it is.
type Change struct {
	Agent       switchboard.AgentID
	After       *switchboard.Agent // another role, other departments, languages or skills; or disabled
	Weekly      *[]store.Shift
	DateAdded   *store.DatedShift
	DateDropped *time.Time
	Absence     *store.Absence
}

// With is the staff as it would be after changes. The staff itself stays as it is.
func (s Staff) With(changes ...Change) Staff {
	s.Agents, s.Weekly, s.Dated, s.Absences = slices.Clone(s.Agents), slices.Clone(s.Weekly), slices.Clone(s.Dated), slices.Clone(s.Absences)
	for _, c := range changes {
		s.apply(c)
	}
	return s
}

func (s *Staff) apply(c Change) {
	if c.After != nil {
		s.Agents = slices.DeleteFunc(s.Agents, func(a switchboard.Agent) bool { return a.ID == c.Agent })
		if c.After.Works() {
			s.Agents = append(s.Agents, *c.After)
		}
	}
	if c.Weekly != nil {
		s.Weekly = slices.DeleteFunc(s.Weekly, func(w store.Shift) bool { return w.AgentID == c.Agent })
		for _, w := range *c.Weekly {
			w.AgentID = c.Agent
			s.Weekly = append(s.Weekly, w)
		}
	}
	drop := func(starts time.Time) {
		s.Dated = slices.DeleteFunc(s.Dated, func(d store.DatedShift) bool { return d.AgentID == c.Agent && d.StartsAt.Equal(starts) })
	}
	if c.DateDropped != nil {
		drop(*c.DateDropped)
	}
	if c.DateAdded != nil {
		drop(c.DateAdded.StartsAt)
		s.Dated = append(s.Dated, *c.DateAdded)
	}
	if c.Absence != nil {
		s.Absences = slices.DeleteFunc(s.Absences, func(a store.Absence) bool {
			return a.AgentID == c.Agent && a.StartsAt.Equal(c.Absence.StartsAt)
		})
		s.Absences = append(s.Absences, *c.Absence)
	}
}
