package roster

import (
	"slices"
	"time"

	"switchboard"
)

// Union sorts spans and joins those that touch or overlap.
func Union(spans []Stretch) []Stretch {
	sorted := slices.Clone(spans)
	slices.SortFunc(sorted, func(a, b Stretch) int { return a.From.Compare(b.From) })
	var out []Stretch
	for _, s := range sorted {
		if last := len(out) - 1; last >= 0 && !s.From.After(out[last].Until) {
			if s.Until.After(out[last].Until) {
				out[last].Until = s.Until
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// Without cuts away from spans what lies in others. Both are in order and apart, as Union makes them.
func Without(spans, gone []Stretch) []Stretch {
	var out []Stretch
	for _, s := range spans {
		for _, g := range gone {
			if !g.Until.After(s.From) || !g.From.Before(s.Until) {
				continue
			}
			if g.From.After(s.From) {
				out = append(out, Stretch{s.From, g.From})
			}
			s.From = g.Until
			if !s.From.Before(s.Until) {
				break
			}
		}
		if s.From.Before(s.Until) {
			out = append(out, s)
		}
	}
	return out
}

// Member is one person of the roster, for questions about who is there when.
type Member struct {
	Agent       switchboard.AgentID
	Departments []switchboard.DepartmentKey
	Languages   []string
	Skills      []string
	Works       []Stretch // shifts without absences
	Anytime     bool      // without any shift: they may be there at any time, outside Absent
	Absent      []Stretch
}

// MemberOf puts together what is known of somebody who may work, within [from, until). A disabled person or one who only
// looks on is nobody's cover: leave them out.
func MemberOf(a switchboard.Agent, shifts []Shift, absences []Absence, from, until time.Time) Member {
	m := Member{Agent: a.ID, Departments: a.Departments, Languages: a.Languages, Skills: a.Skills}
	for _, b := range absences {
		end := b.Until
		if end.IsZero() {
			end = until
		}
		if b.Agent == a.ID {
			m.Absent = appendCut(m.Absent, Stretch{b.From, end}, from, until)
		}
	}
	m.Absent = Union(m.Absent)
	m.Anytime = !slices.ContainsFunc(shifts, func(s Shift) bool { return s.Agent == a.ID })
	if m.Anytime {
		m.Works = Without([]Stretch{{from, until}}, m.Absent)
		return m
	}
	m.Works = Without(Spans(a.ID, shifts, from, until), m.Absent)
	return m
}

// Needed is one thing somebody must be there for: a department, or a language of it.
type Needed struct {
	Department switchboard.DepartmentKey `json:"department"`
	Language   string                    `json:"language,omitempty"`
}

// serves reports whether somebody is there for it, when they are there.
func (n Needed) serves(m Member) bool {
	return slices.Contains(m.Departments, n.Department) && (n.Language == "" || slices.Contains(m.Languages, n.Language))
}

// Hour is how many people are there for something in one stretch of time.
type Hour struct {
	From     time.Time `json:"from"`
	People   int       `json:"people"`   // there for the whole stretch or a part of it
	Promised bool      `json:"promised"` // the company says that somebody is here
	Gap      bool      `json:"gap"`      // promised, and for some of it nobody is there
}

// Staffing counts, for each hour of [from, until), who is there for something.
func Staffing(n Needed, members []Member, promised []Stretch, from, until time.Time) []Hour {
	gaps := Gaps(n, members, promised)
	var hours []Hour
	for at := from; at.Before(until); at = at.Add(time.Hour) {
		stretch := Stretch{at, at.Add(time.Hour)}
		h := Hour{From: at, Promised: touches(promised, stretch), Gap: touches(gaps, stretch)}
		for _, m := range members {
			if n.serves(m) && touches(m.Works, stretch) {
				h.People++
			}
		}
		hours = append(hours, h)
	}
	return hours
}

func touches(spans []Stretch, s Stretch) bool {
	return slices.ContainsFunc(spans, func(o Stretch) bool { return o.From.Before(s.Until) && s.From.Before(o.Until) })
}

// Gaps are the promised times in which nobody is there for something.
func Gaps(n Needed, members []Member, promised []Stretch) []Stretch {
	var there []Stretch
	for _, m := range members {
		if n.serves(m) {
			there = append(there, m.Works...)
		}
	}
	return Without(promised, Union(there))
}
