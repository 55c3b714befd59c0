package lint

import (
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// staff looks whether the departments that lead have people, and have them when the company promised somebody.
func (c *checker) staff() {
	c.weeks = newWeeks(c.company.Now)
	leads := c.leads()
	for _, team := range c.doc.Teams {
		c.team(team)
	}
	for _, key := range c.policy.Owners() {
		people := c.wearing(key)
		if len(people) == 0 {
			c.nobody(key, leads[key].at)
			continue
		}
		if !c.company.Now.IsZero() {
			c.gaps(key, people, leads[key].at)
			c.closed(key, leads[key])
		}
	}
}

// nobody warns of a department that leads and has nobody. Those a team is drawn from get nothing of it by themselves: work
// goes to people who carry its name.
func (c *checker) nobody(key switchboard.DepartmentKey, where at) {
	if slices.ContainsFunc(c.doc.Teams, func(t document.TeamOf) bool { return t.Key == key }) {
		c.report(document.Warning, Nobody, where, "Give the people of the team the department "+string(key)+", besides their own.",
			"The team %s leads, and nobody carries its name: its work would come to nobody.", key)
		return
	}
	c.report(document.Warning, Nobody, where, "Give somebody this department, or name another owner.",
		"%s leads, and nobody belongs to it.", key)
}

// leading is where a department is first made to lead.
type leading struct {
	at
	byRule bool // and not by standing in
}

// leads is the first rule that makes each department an owner, or else where it is first named to stand in.
func (c *checker) leads() map[switchboard.DepartmentKey]leading {
	out := map[switchboard.DepartmentKey]leading{}
	for _, rule := range c.policy.Rules() {
		for _, owner := range rule.Owners() {
			if _, found := out[owner]; !found {
				out[owner] = leading{atRule(rule), true}
			}
		}
	}
	for _, cover := range c.doc.Cover {
		for _, entry := range cover.Chain {
			if _, found := out[switchboard.DepartmentKey(entry)]; !found {
				out[switchboard.DepartmentKey(entry)] = leading{at: at{"", cover.Line}}
			}
		}
	}
	return out
}

// wearing is the people who work for a department or team.
func (c *checker) wearing(key switchboard.DepartmentKey) []Person {
	return c.those(func(p Person) bool { return slices.Contains(p.Departments, key) })
}

// those is everybody who works and of whom something holds.
func (c *checker) those(holds func(Person) bool) (out []Person) {
	for _, p := range c.works {
		if holds(p) {
			out = append(out, p)
		}
	}
	return out
}

func (c *checker) team(team document.TeamOf) {
	for _, share := range team.From {
		if has := len(c.wearing(share.Department)); has < share.People {
			c.report(document.Warning, TeamTooSmall, at{"", team.Line}, "Ask for fewer, or give somebody that hat.",
				"The team %s asks for %d of %s, which has %d.", team.Key, share.People, share.Department, has)
		}
	}
}

// gaps warns of the first time in the coming weeks at which a department should be staffed and is not: within its own
// hours if it keeps any, else within those that were promised.
func (c *checker) gaps(key switchboard.DepartmentKey, people []Person, where at) {
	hours := c.doc.HoursOf(key)
	if hours == nil {
		hours = c.company.Promised
	}
	if hours == nil {
		return
	}
	missing := c.weeks.open(hours).without(c.weeks.here(people...))
	if cover, found := c.doc.CoverOf(key); found && cover.After > 0 {
		missing = missing.without(c.standing(cover))
	}
	if g := c.weeks.gap(missing); g.missing > 0 {
		c.report(document.Warning, NobodyHere, where, "Change shifts or hours, or say under cover who stands in and after how long.",
			"Nobody of %s is here from %s, when somebody was promised: %s in the coming four weeks.", key, g.since(hours.Zone()), g.hours())
	}
}

// closed warns of promised hours that a department which leads does not keep, while nobody stands in.
func (c *checker) closed(key switchboard.DepartmentKey, where leading) {
	hours, promised := c.doc.HoursOf(key), c.company.Promised
	if hours == nil || promised == nil || !where.byRule {
		return
	}
	missing := c.weeks.open(promised).without(c.weeks.open(hours))
	if cover, found := c.doc.CoverOf(key); found {
		missing = missing.without(c.standing(cover))
	}
	if g := c.weeks.gap(missing); g.missing > 0 {
		c.report(document.Warning, ClosedPromised, where.at, "Say who stands in under cover, or give "+string(key)+" the hours that were promised.",
			"%s is closed and nobody stands in from %s, when somebody was promised: %s in the coming four weeks.", key, g.since(promised.Zone()), g.hours())
	}
}

// standing is when anybody of a chain is here.
func (c *checker) standing(cover document.Cover) bits {
	out := bits{}
	for _, entry := range cover.Chain {
		out = out.or(c.there(cover.Department, entry))
	}
	return out
}

// there is when one entry of a department's chain has somebody.
func (c *checker) there(key switchboard.DepartmentKey, entry string) (out bits) {
	switch {
	case entry == document.CoverQueue:
		return nil
	case entry == document.CoverOnCall:
		for _, hours := range c.company.OnCall[key] {
			out = out.or(c.weeks.open(hours))
		}
		return out
	case entry == document.CoverManagers:
		return c.weeks.here(c.those(func(p Person) bool { return p.Manager })...)
	case strings.Contains(entry, "@"):
		return c.weeks.here(c.those(func(p Person) bool { return p.Address == entry })...)
	}
	other := switchboard.DepartmentKey(entry)
	return c.weeks.open(c.doc.HoursOf(other)).and(c.weeks.here(c.wearing(other)...))
}
