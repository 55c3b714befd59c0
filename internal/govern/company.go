// Package govern is how a company changes who owns what: what a policy is held against, drafts that several people work
// on, the agreement of departments, activation, and the agenda of the next review.
package govern

import (
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/curate"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/lint"
	"switchboard/internal/store"
)

// Leading is the policy in force; nil when none was ever activated.
func Leading(tx *store.Tx) (*ownership.Policy, error) {
	version, found, err := tx.ActivePolicy()
	if err != nil || !found {
		return nil, err
	}
	return ownership.Parse([]byte(version.Source))
}

// Vocabulary is what a policy may name: the departments and people there are. Networks may be named before they are
// connected.
func Vocabulary(tx *store.Tx) (v document.Vocabulary, err error) {
	departments, err := tx.Departments()
	if err != nil {
		return v, err
	}
	for _, d := range departments {
		v.Departments = append(v.Departments, d.Key)
	}
	agents, err := tx.Agents()
	for _, a := range agents {
		if !a.Disabled {
			v.People = append(v.People, a.Email)
		}
	}
	return v, err
}

// ahead is how far absences are looked at.
const ahead = 28 * 24 * time.Hour

// Company is what a policy is held against: who works here and when, and when the company said that somebody is here.
func Company(tx *store.Tx) (c lint.Company, err error) {
	c.Now = tx.Now()
	if c.Promised, err = Promised(tx); err != nil {
		return c, err
	}
	if c.Topics, err = curate.Keys(tx); err != nil {
		return c, err
	}
	agents, err := tx.Agents()
	if err != nil {
		return c, err
	}
	absences, err := absencesOf(tx)
	if err != nil {
		return c, err
	}
	weekly, dated, err := shiftsOf(tx)
	if err != nil {
		return c, err
	}
	if c.OnCall, err = onCall(tx, agents); err != nil {
		return c, err
	}
	leading, err := Leading(tx)
	if err != nil {
		return c, err
	}
	if leading != nil {
		c.InForce = leading.Document().SignOff
	}
	addresses := map[switchboard.AgentID]string{}
	for _, a := range agents {
		addresses[a.ID] = a.Email
	}
	for _, a := range agents {
		if a.Disabled {
			continue
		}
		p := lint.Person{Address: a.Email, Name: a.Name, Departments: a.Departments, Freedom: a.Freedom, Deputy: addresses[a.Deputy],
			LooksOn: !a.Works(), Manager: a.Role == switchboard.RoleManager, Absences: absences[a.ID], Shifts: weekly[a.ID], Dates: dated[a.ID]}
		c.People = append(c.People, p)
	}
	return c, nil
}

// Promised are the company's published hours; nil when it has published none.
func Promised(tx *store.Tx) (*calendar.Calendar, error) {
	hours, found, err := tx.Hours(calendar.Company)
	if err != nil || !found {
		return nil, err
	}
	return calendar.Parse(hours.Hours)
}

func shiftsOf(tx *store.Tx) (weekly map[switchboard.AgentID][]*calendar.Calendar, dated map[switchboard.AgentID][]lint.Span, err error) {
	every, err := tx.AllShifts()
	if err != nil {
		return nil, nil, err
	}
	weekly, dated = map[switchboard.AgentID][]*calendar.Calendar{}, map[switchboard.AgentID][]lint.Span{}
	for _, s := range every {
		hours, err := s.Calendar()
		if err != nil {
			return nil, nil, err
		}
		weekly[s.AgentID] = append(weekly[s.AgentID], hours)
	}
	once, err := tx.DatedShiftsWithin(tx.Now(), tx.Now().Add(ahead))
	for _, s := range once {
		dated[s.AgentID] = append(dated[s.AgentID], lint.Span{From: s.StartsAt, Until: s.EndsAt})
	}
	return weekly, dated, err
}

func absencesOf(tx *store.Tx) (map[switchboard.AgentID][]lint.Span, error) {
	stored, err := tx.AbsencesWithin(tx.Now(), tx.Now().Add(ahead))
	out := map[switchboard.AgentID][]lint.Span{}
	for _, a := range stored {
		out[a.AgentID] = append(out[a.AgentID], lint.Span{From: a.StartsAt, Until: a.EndsAt})
	}
	return out, err
}
