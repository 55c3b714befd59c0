package lint

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/ownership/document"
)

// ahead is how far the roster is looked at.
const ahead = 28 * 24 * time.Hour

// step is how finely.
const step = 15 * time.Minute

// staff looks whether the departments that lead have people, and have them when the company promised somebody.
func (c *checker) staff() {
	leads := c.leads()
	for _, team := range c.doc.Teams {
		c.team(team)
	}
	for _, key := range c.policy.Owners() {
		people := c.of(key)
		if len(people) == 0 {
			c.report(document.Warning, Nobody, leads[key], "Give somebody this department, or name another owner.",
				"%s leads, and nobody belongs to it.", key)
			continue
		}
		c.gaps(key, people, leads[key])
	}
}

// leads is the first rule that makes each department an owner.
func (c *checker) leads() map[switchboard.DepartmentKey]at {
	out := map[switchboard.DepartmentKey]at{}
	for _, rule := range c.policy.Rules() {
		for _, owner := range rule.Owners() {
			if _, found := out[owner]; !found {
				out[owner] = atRule(rule)
			}
		}
	}
	for _, cover := range c.doc.Cover {
		for _, entry := range cover.Chain {
			if key := switchboard.DepartmentKey(entry); out[key] == (at{}) {
				out[key] = at{"", cover.Line}
			}
		}
	}
	return out
}

// of is the people of a department. A team has those who carry its own name, else those it is drawn from.
func (c *checker) of(key switchboard.DepartmentKey) []Person {
	people := c.wearing(key)
	if len(people) > 0 {
		return people
	}
	for _, team := range c.doc.Teams {
		if team.Key == key {
			for _, share := range team.From {
				people = append(people, c.wearing(share.Department)...)
			}
		}
	}
	return people
}

func (c *checker) wearing(key switchboard.DepartmentKey) []Person {
	var out []Person
	for _, p := range c.company.People {
		if slices.Contains(p.Departments, key) {
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

// gaps warns of the first time in the coming weeks at which a department should be staffed and is not. A department that
// keeps hours and has somebody stand in is only looked at within its own hours.
func (c *checker) gaps(key switchboard.DepartmentKey, people []Person, where at) {
	promised := c.company.Promised
	if hours := c.doc.HoursOf(key); hours != nil {
		promised = hours
	}
	if promised == nil || c.company.Now.IsZero() {
		return
	}
	first, missing := time.Time{}, time.Duration(0)
	for at := c.company.Now.Truncate(step); at.Before(c.company.Now.Add(ahead)); at = at.Add(step) {
		if promised.Open(at) && !slices.ContainsFunc(people, func(p Person) bool { return p.here(at) }) {
			if missing += step; first.IsZero() {
				first = at
			}
		}
	}
	if missing > 0 {
		c.report(document.Warning, NobodyHere, where, "Change shifts or hours, or say who stands in under cover.",
			"Nobody of %s is here from %s, when somebody was promised: %s in the coming four weeks.", key,
			first.In(promised.Zone()).Format("Mon 2 January 15:04"), hoursText(missing))
	}
}

func hoursText(d time.Duration) string {
	if d < time.Hour {
		return fmt.Sprintf("%d minutes", d/time.Minute)
	}
	return fmt.Sprintf("%d hours", (d+time.Hour/2)/time.Hour)
}

// here reports whether somebody works at a time, as far as shifts and absences tell.
func (p Person) here(t time.Time) bool {
	in := func(s Span) bool { return s.holds(t) }
	if slices.ContainsFunc(p.Absences, in) {
		return false
	}
	return len(p.Shifts)+len(p.Dates) == 0 || slices.ContainsFunc(p.Dates, in) || slices.ContainsFunc(p.Shifts, func(c *calendar.Calendar) bool { return c.Open(t) })
}

// approvals looks whether what needs consent can get it.
func (c *checker) approvals() {
	for _, rule := range c.policy.Rules() {
		if rule.RequiredLevel > 0 {
			c.approval(rule)
		}
	}
	for _, key := range c.doc.SignOff {
		if len(c.wearing(key)) == 0 {
			c.report(document.Error, NobodySigns, at{"sign_off", 1}, "Take it out of sign_off, or give somebody this department.",
				"%s has to agree to a new policy, and nobody belongs to it.", key)
		}
	}
}

func (c *checker) approval(rule document.Rule) {
	able := c.approvers(rule)
	switch {
	case len(able) == 0:
		c.report(document.Error, NoApprover, atRule(rule), "Give somebody that level, or ask for a lower one.",
			"%s asks for level %d, and nobody %shas it.", rule.ID, rule.RequiredLevel, asked(rule))
	case len(able) == 1:
		c.alone(rule, able[0])
	}
}

func asked(rule document.Rule) string {
	if rule.Approver == "" {
		return ""
	}
	return "who is asked (" + rule.Approver + ") "
}

// approvers is everybody who may give the consent a rule asks for.
func (c *checker) approvers(rule document.Rule) []Person {
	var out []Person
	for _, p := range c.company.People {
		named := rule.Approver == "" || slices.ContainsFunc([]string{rule.Approver, rule.Deputy}, func(who string) bool {
			return who == p.Address || slices.Contains(p.Departments, switchboard.DepartmentKey(who)) && who != ""
		})
		if named && p.Freedom >= rule.RequiredLevel {
			out = append(out, p)
		}
	}
	return out
}

// alone looks at a rule that only one person can approve.
func (c *checker) alone(rule document.Rule, only Person) {
	owners := rule.Owners()
	if c.doc.Mode == document.Solo {
		return // nobody else is there to ask; a second look takes the place of consent
	}
	if len(owners) == 1 && len(c.of(owners[0])) == 1 && c.of(owners[0])[0].Address == only.Address {
		return // the one who leads may send without asking
	}
	if deputy, circle := c.deputyOf(only, rule.RequiredLevel); circle {
		c.report(document.Warning, ApprovalCycle, atRule(rule), "Name a deputy who may approve at level "+level(rule)+".",
			"Only %s can approve what %s asks for, and the deputies go round in a circle.", only.Name, rule.ID)
		return
	} else if deputy != "" {
		return
	}
	text := "Only %s can approve what %s asks for, and nobody stands in."
	if away := only.away(c.company.Now); away != "" {
		text += " " + away
	}
	c.report(document.Warning, NoDeputy, atRule(rule), "Name a deputy, or give somebody else level "+level(rule)+".", text, only.Name, rule.ID)
}

func level(rule document.Rule) string { return strconv.Itoa(rule.RequiredLevel) }

// deputyOf follows the deputies until one may approve; circle is true when they lead back.
func (c *checker) deputyOf(p Person, least int) (address string, circle bool) {
	seen := []string{p.Address}
	for next := p.Deputy; next != ""; {
		if slices.Contains(seen, next) {
			return "", true
		}
		seen = append(seen, next)
		i := slices.IndexFunc(c.company.People, func(o Person) bool { return o.Address == next })
		if i < 0 {
			return "", false
		}
		if c.company.People[i].Freedom >= least {
			return next, false
		}
		next = c.company.People[i].Deputy
	}
	return "", false
}

// away says when somebody is next absent in the coming weeks.
func (p Person) away(now time.Time) string {
	for _, a := range p.Absences {
		if a.Until.After(now) && a.From.Before(now.Add(ahead)) {
			return "They are away from " + a.From.Format("2 January") + " to " + a.Until.Format("2 January") + "."
		}
	}
	return ""
}
