package lint

import (
	"slices"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// calendars looks at hours that say nothing, or not what is meant.
func (c *checker) calendars() {
	c.unusedCalendars()
	c.rounds()
	for _, s := range c.doc.Spill {
		if from, to := c.doc.HoursOf(s.From), c.doc.HoursOf(s.To); to != nil && to != from {
			c.report(document.Note, SpillToClosed, at{"", s.Line}, "Give both the same hours, or relieve it by somebody who is always there.",
				"While %s is closed nothing is taken from the queue of %s.", s.To, s.From)
		}
	}
}

// closedCarveOuts looks at who is asked for what cannot wait while its owner is closed.
func (c *checker) closedCarveOuts() {
	for _, rule := range c.doc.CarveOut {
		for _, owner := range rule.Owners() {
			c.closedCarveOut(rule, owner)
		}
	}
}

// closedCarveOut warns of what cannot wait and would, because its owner is closed and nobody stands in.
func (c *checker) closedCarveOut(rule document.Rule, owner switchboard.DepartmentKey) {
	if c.doc.Mode == document.Solo || c.doc.HoursOf(owner) == nil {
		return // one person alone is rung up by the deadline itself
	}
	cover, found := c.doc.CoverOf(owner)
	switch {
	case !found || cover.Chain[0] == document.CoverQueue:
		c.report(document.Warning, WaitsClosed, atRule(rule), "Say who stands in: cover: {"+string(owner)+": {chain: [on_call]}}.",
			"What %s sends to %s waits while %s is closed: nobody stands in.", rule.ID, owner, owner)
	case len(c.company.People) > 0 && onlyOnCall(cover.Chain) && len(c.company.OnCall[owner]) == 0:
		c.report(document.Warning, NobodyOnCall, atRule(rule), "Put somebody on call for "+string(owner)+", or name others who stand in.",
			"What %s sends to %s waits while %s is closed: nobody is on call for %s.", rule.ID, owner, owner, owner)
	}
}

// onlyOnCall reports whether nobody stands in but whoever is on call.
func onlyOnCall(chain []string) bool {
	return !slices.ContainsFunc(chain, func(entry string) bool { return entry != document.CoverOnCall && entry != document.CoverQueue })
}

func (c *checker) unusedCalendars() {
	used := []string{c.doc.Hours}
	for _, d := range c.doc.Departments {
		used = append(used, d.Hours)
	}
	for _, t := range c.doc.Teams {
		used = append(used, t.Hours)
	}
	for _, rule := range slices.Concat(c.doc.Guard, c.doc.Continuity, c.doc.CarveOut, c.doc.Topic) {
		for _, w := range append(slices.Clone(rule.When.Any), rule.When) {
			used = slices.Concat(used, w.During, w.Outside)
		}
	}
	for _, look := range c.doc.SecondLook {
		used = slices.Concat(used, look.When.During, look.When.Outside)
	}
	for _, calendar := range c.doc.Calendars {
		if !slices.Contains(used, calendar.Key) {
			c.report(document.Note, UnusedCalendar, at{"", calendar.Line}, "Remove it, or give it to a department.",
				"Nobody keeps the hours of %s.", calendar.Key)
		}
	}
}
