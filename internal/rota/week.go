package rota

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/desk"
	"switchboard/internal/oncall"
	"switchboard/internal/roster"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// Week is who works when, as one page shows it.
type Week struct {
	Zone        string           `json:"zone"`
	From        time.Time        `json:"from"`
	Until       time.Time        `json:"until"`
	Now         time.Time        `json:"now"`
	Promised    []roster.Stretch `json:"promised" nullable:"false" doc:"When the company says that somebody is here; empty when it has published no hours"`
	People      []PersonWeek     `json:"people" nullable:"false" doc:"Oldest first, without who is disabled or only looks on"`
	Departments []DeskWeek       `json:"departments" nullable:"false" doc:"By key"`
	Gaps        []Undone         `json:"gaps" nullable:"false" doc:"Promised times in which nobody is there, from now on"`
}

// PersonWeek is one row.
type PersonWeek struct {
	ID          switchboard.AgentID         `json:"id"`
	Name        string                      `json:"name"`
	Departments []switchboard.DepartmentKey `json:"departments" nullable:"false"`
	Languages   []string                    `json:"languages" nullable:"false"`
	Skills      []string                    `json:"skills" nullable:"false"`
	Deputy      switchboard.AgentID         `json:"deputy,omitzero"`
	Freedom     int                         `json:"freedom"`
	Presence    switchboard.Presence        `json:"presence"`
	Attendance  roster.Attendance           `json:"attendance" enum:"at_work,disabled,absent,off_shift,paused,away" doc:"Now"`
	Load        int                         `json:"load" doc:"Places taken now, rounded up"`
	Weight      int                         `json:"weight" doc:"The same in hundredths of a place"`
	Cap         int                         `json:"cap"`
	CapNow      int                         `json:"cap_now" doc:"Less than the cap while they are let in after a long absence"`
	SettledAt   time.Time                   `json:"settled_at,omitzero" doc:"When their cap holds again"`
	Anytime     bool                        `json:"anytime" doc:"They have no shifts: whenever they are here"`
	Shifts      []Block                     `json:"shifts" nullable:"false" doc:"Also where they are absent"`
	Absences    []store.Absence             `json:"absences" nullable:"false"`
	OnCall      []OnCallTime                `json:"on_call" nullable:"false"`
	Covers      []Covering                  `json:"covers" nullable:"false" doc:"For whom they lead something now"`
	CoveredBy   []Covering                  `json:"covered_by" nullable:"false" doc:"Who leads something for them now; without a person what waits in its queue"`
}

// Block is a shift as it is drawn.
type Block struct {
	roster.Stretch

	Kind string `json:"kind" enum:"weekly,dated" doc:"Dated ones can be taken back one by one, by when they start"`
	Key  string `json:"key,omitempty" doc:"Of weekly hours"`
}

// OnCallTime is a time on call for a department.
type OnCallTime struct {
	roster.Stretch

	Department switchboard.DepartmentKey `json:"department"`
}

// Covering counts conversations by a colleague.
type Covering struct {
	Agent         switchboard.AgentID `json:"agent,omitzero"`
	Conversations int                 `json:"conversations"`
}

// DeskWeek is a department with who is there for it.
type DeskWeek struct {
	Key       switchboard.DepartmentKey `json:"key"`
	Name      string                    `json:"name"`
	Pull      bool                      `json:"pull"`
	OnShift   int                       `json:"on_shift" doc:"How many are to be there now, or are at work without having hours"`
	Here      int                       `json:"here" doc:"How many are at work now: they are to be there, and said that they are here"`
	Open      int64                     `json:"open"`
	Queued    int64                     `json:"queued"`
	Weight    int                       `json:"weight" doc:"Of what its people have, in hundredths of a place"`
	Places    int                       `json:"places" doc:"Of its people who are at work, by its terms"`
	Free      int                       `json:"free" doc:"How many of those places are free: what somebody has beyond theirs takes nobody else's"`
	Hours     []roster.Hour             `json:"hours" nullable:"false" doc:"One for each hour of the page, from its first midnight"`
	Languages []Spoken                  `json:"languages" nullable:"false"`
}

// Spoken is who is there for a language.
type Spoken struct {
	Language string        `json:"language"`
	Hours    []roster.Hour `json:"hours" nullable:"false"`
}

// WeekOf reads everything for [from, until), shown in a zone.
func WeekOf(tx *store.Tx, from, until time.Time, zone *time.Location) (w Week, err error) {
	now := tx.Now()
	s, err := Read(tx, earlier(from, now), later(until, now.Add(time.Microsecond)))
	if err != nil {
		return w, err
	}
	d := drawing{Staff: s, tx: tx, from: from, until: until, now: now}
	if d.members, err = s.Members(from, until); err != nil {
		return w, err
	}
	lately, err := tx.AbsencesWithin(now.Add(-desk.RampLongest), now.Add(time.Microsecond))
	if err != nil {
		return w, err
	}
	d.lately = desk.RosterAbsences(lately)
	if d.terms, err = tx.AllTerms(); err != nil {
		return w, err
	}
	w = Week{Zone: zone.String(), From: from, Until: until, Now: now, Promised: orEmpty(s.promised(from, until)), People: []PersonWeek{},
		Departments: []DeskWeek{}, Gaps: []Undone{}}
	if w.People, err = d.people(); err != nil {
		return w, err
	}
	if w.Departments, err = d.departments(w.People); err != nil {
		return w, err
	}
	s.Zone = zone
	w.Gaps = orEmpty(d.gaps(s))
	return w, nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// drawing is a week under way.
type drawing struct {
	Staff

	tx               *store.Tx
	from, until, now time.Time
	members          []roster.Member
	lately           []roster.Absence
	terms            map[switchboard.DepartmentKey]roster.Terms
}

func (d drawing) people() ([]PersonWeek, error) {
	shifts, err := desk.RosterShifts(d.Weekly, d.Dated)
	if err != nil {
		return nil, err
	}
	absences := desk.RosterAbsences(d.Absences)
	people := make([]PersonWeek, 0, len(d.Agents))
	for i, a := range d.Agents {
		p := PersonWeek{ID: a.ID, Name: a.Name, Departments: orEmpty(a.Departments), Languages: orEmpty(a.Languages), Skills: orEmpty(a.Skills),
			Deputy: a.Deputy, Freedom: a.Freedom, Presence: a.Presence, Load: a.Load, Weight: a.Weight, Cap: a.Cap, CapNow: a.Cap,
			Attendance: roster.AttendanceOf(a, shifts, absences, d.now), Anytime: d.members[i].Anytime,
			Shifts: []Block{}, Absences: []store.Absence{}, OnCall: []OnCallTime{}, Covers: []Covering{}, CoveredBy: []Covering{}}
		if now := d.takes(a, first(a.Departments)); !now.Ramp.Settled.IsZero() {
			p.CapNow, p.SettledAt = now.Limit(), now.Ramp.Settled
		}
		people = append(people, p)
	}
	if err := d.blocks(people); err != nil {
		return nil, err
	}
	if err := d.onCall(people); err != nil {
		return nil, err
	}
	return people, d.covers(people)
}

func first(keys []switchboard.DepartmentKey) (key switchboard.DepartmentKey) {
	if len(keys) > 0 {
		return keys[0]
	}
	return key
}

// takes is somebody as one who might be given work of a department now.
func (d drawing) takes(a switchboard.Agent, key switchboard.DepartmentKey) roster.Candidate {
	return desk.Person{Agent: a, Lately: d.lately, Here: true, At: d.now}.Candidate(d.terms[key])
}

// find is the row of somebody; nil for who has none.
func find(people []PersonWeek, id switchboard.AgentID) *PersonWeek {
	i := slices.IndexFunc(people, func(p PersonWeek) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &people[i]
}

// blocks draws the shifts and absences.
func (d drawing) blocks(people []PersonWeek) error {
	for _, s := range d.Weekly {
		hours, err := s.Calendar()
		if err != nil {
			return err
		}
		if p := find(people, s.AgentID); p != nil {
			for a, b := range hours.Intervals(d.from, d.until) {
				p.Shifts = append(p.Shifts, Block{Stretch: roster.Stretch{From: a.UTC(), Until: b.UTC()}, Kind: "weekly", Key: s.Key})
			}
		}
	}
	for _, s := range d.Dated {
		if p := find(people, s.AgentID); p != nil && s.EndsAt.After(d.from) && s.StartsAt.Before(d.until) {
			p.Shifts = append(p.Shifts, Block{Stretch: roster.Stretch{From: s.StartsAt, Until: s.EndsAt}, Kind: "dated"})
		}
	}
	for _, a := range d.Absences {
		if p := find(people, a.AgentID); p != nil && a.EndsAt.After(d.from) && a.StartsAt.Before(d.until) {
			p.Absences = append(p.Absences, a)
		}
	}
	for i := range people {
		slices.SortStableFunc(people[i].Shifts, func(a, b Block) int { return a.From.Compare(b.From) })
	}
	return nil
}

func (d drawing) onCall(people []PersonWeek) error {
	ladders, err := notices.In(d.tx.Tx).OnCalls()
	if err != nil {
		return err
	}
	for _, l := range ladders {
		plan, err := oncall.Parse(l.Body)
		if err != nil {
			return err
		}
		for _, s := range plan.Shifts {
			hours, err := calendar.Parse(s.Calendar)
			p := find(people, s.Agent)
			if err != nil || p == nil {
				continue // hours that cannot be read count as always, and are told where they stand
			}
			for a, b := range hours.Intervals(d.from, d.until) {
				p.OnCall = append(p.OnCall, OnCallTime{Stretch: roster.Stretch{From: a.UTC(), Until: b.UTC()}, Department: l.Department})
			}
		}
	}
	return nil
}

func (d drawing) covers(people []PersonWeek) error {
	covered, err := d.tx.Covered()
	for _, c := range covered {
		if p := find(people, c.Lead); p != nil {
			p.Covers = count(p.Covers, c.For)
		}
		if p := find(people, c.For); p != nil {
			p.CoveredBy = count(p.CoveredBy, c.Lead)
		}
	}
	return err
}

func count(list []Covering, who switchboard.AgentID) []Covering {
	for i := range list {
		if list[i].Agent == who {
			list[i].Conversations++
			return list
		}
	}
	return append(list, Covering{Agent: who, Conversations: 1})
}
