package rota

import (
	"fmt"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// Kinds of warnings.
const (
	Unstaffed    = "unstaffed"     // nobody of a department is there when the company says somebody is
	LanguageGap  = "language_gap"  // nobody of a department who speaks a language is there then
	LanguageLost = "language_lost" // nobody of a department speaks it any more
	SkillLost    = "skill_lost"    // nobody of a department knows it any more
)

// Undone is what a change would leave undone. It stands in nobody's way: who has read it may go on.
type Undone struct {
	Code       string                    `json:"code" enum:"unstaffed,language_gap,language_lost,skill_lost"`
	Department switchboard.DepartmentKey `json:"department"`
	Language   string                    `json:"language,omitempty"`
	Skill      string                    `json:"skill,omitempty"`
	From       time.Time                 `json:"from,omitzero" doc:"The first such time"`
	Until      time.Time                 `json:"until,omitzero"`
	Times      int                       `json:"times,omitempty" doc:"How many there are in the time that was looked at"`
	Sentence   string                    `json:"sentence"`
	Hint       string                    `json:"hint" doc:"A way out"`
}

// lookAhead is how far a change is looked at; an absence to its end, if that is later.
const lookAhead, lookLongest = 14 * 24 * time.Hour, 60 * 24 * time.Hour

// Check says what changes would leave undone that is done now. It changes nothing.
func Check(tx *store.Tx, changes ...Change) ([]Undone, error) {
	from := tx.Now()
	until := from.Add(lookAhead)
	for _, c := range changes {
		if c.Absence != nil && c.Absence.EndsAt.After(until) {
			until = c.Absence.EndsAt
		}
		if c.DateDropped != nil && c.DateDropped.Add(24*time.Hour).After(until) {
			until = c.DateDropped.Add(24 * time.Hour)
		}
	}
	if until.Sub(from) > lookLongest {
		until = from.Add(lookLongest)
	}
	before, err := Read(tx, from, until)
	if err != nil {
		return nil, err
	}
	return Compare(before, before.With(changes...), from, until)
}

// Compare says what is done within [from, until) before and not after.
func Compare(before, after Staff, from, until time.Time) (all []Undone, err error) {
	was, err := before.Members(from, until)
	if err != nil {
		return nil, err
	}
	is, err := after.Members(from, until)
	if err != nil {
		return nil, err
	}
	promised := before.promised(from, until)
	for _, n := range before.needed() {
		lost := n.Language != "" && !slices.ContainsFunc(is, func(m roster.Member) bool { return speaks(m, n) })
		gaps := roster.Without(roster.Gaps(n, is, promised), roster.Gaps(n, was, promised))
		switch {
		case lost:
			all = append(all, before.languageLost(n))
		case len(gaps) > 0:
			all = append(all, before.gap(n, gaps))
		}
	}
	all = covered(all)
	return append(all, before.skillsLost(was, is)...), nil
}

func speaks(m roster.Member, n roster.Needed) bool {
	return slices.Contains(m.Departments, n.Department) && slices.Contains(m.Languages, n.Language)
}

// covered leaves out gaps of languages in times when nobody is there at all: that says it.
func covered(all []Undone) []Undone {
	return slices.DeleteFunc(all, func(w Undone) bool {
		return w.Code == LanguageGap && slices.ContainsFunc(all, func(o Undone) bool {
			return o.Code == Unstaffed && o.Department == w.Department && !o.From.After(w.From) && o.Times >= w.Times
		})
	})
}

func (s Staff) languageLost(n roster.Needed) Undone {
	return Undone{Code: LanguageLost, Department: n.Department, Language: n.Language,
		Sentence: fmt.Sprintf("Nobody of %s speaks %s any more.", s.department(n.Department), roster.LanguageName(n.Language)),
		Hint:     "Give the language to somebody who speaks it, or have its messages translated elsewhere."}
}

func (s Staff) gap(n roster.Needed, gaps []roster.Stretch) Undone {
	first := gaps[0]
	hint := "Ask somebody to work then, or publish shorter hours."
	if len(s.Agents) == 1 {
		hint = "Nobody else works here: publish shorter hours, or tell customers when you are back."
	}
	w := Undone{Code: Unstaffed, Department: n.Department, Language: n.Language, From: first.From, Until: first.Until, Times: len(gaps),
		Hint: hint}
	who := "Nobody of " + s.department(n.Department) + " is there"
	if n.Language != "" {
		w.Code, who = LanguageGap, "Nobody of "+s.department(n.Department)+" who speaks "+roster.LanguageName(n.Language)+" is there"
	}
	w.Sentence = fmt.Sprintf("%s on %s%s, when the company says that somebody is.", who, s.when(first), again(len(gaps)-1))
	return w
}

// again says how often more.
func again(times int) string {
	switch times {
	case 0:
		return ""
	case 1:
		return " and once more"
	}
	return fmt.Sprintf(" and %d more times", times)
}

// when names a stretch of time as people do who are there.
func (s Staff) when(span roster.Stretch) string {
	from, until := span.From.In(s.Zone), span.Until.In(s.Zone)
	day := "15:04"
	if from.YearDay() != until.YearDay() {
		day = "Mon 2 Jan 15:04"
	}
	return from.Format("Mon 2 Jan 15:04") + "–" + until.Format(day)
}

func (s Staff) skillsLost(was, is []roster.Member) (all []Undone) {
	type known struct {
		department switchboard.DepartmentKey
		skill      string
	}
	skills := func(members []roster.Member) (list []known) {
		for _, m := range members {
			for _, d := range m.Departments {
				for _, skill := range m.Skills {
					if k := (known{d, skill}); !slices.Contains(list, k) {
						list = append(list, k)
					}
				}
			}
		}
		return list
	}
	left := skills(is)
	for _, k := range skills(was) {
		if !slices.Contains(left, k) {
			all = append(all, Undone{Code: SkillLost, Department: k.department, Skill: k.skill,
				Sentence: fmt.Sprintf("Nobody of %s knows %s any more.", s.department(k.department), k.skill),
				Hint:     "Give the skill to somebody else, or take it out of what matters need."})
		}
	}
	return all
}
