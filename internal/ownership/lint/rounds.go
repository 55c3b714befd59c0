package lint

import (
	"slices"
	"time"

	"switchboard/internal/calendar"
	"switchboard/internal/ownership/document"
)

// rounds looks at those who work in rounds and are there on days on which none begins: what comes in then waits for
// another day.
func (c *checker) rounds() {
	if len(c.doc.Rounds) == 0 {
		return
	}
	seen := map[*calendar.Calendar]bool{}
	for _, owner := range c.policy.Owners() {
		hours := c.doc.HoursOf(owner)
		if hours == nil || seen[hours] {
			continue
		}
		seen[hours] = true
		switch open, without := c.roundless(hours); {
		case len(without) == 0:
		case len(without) == open:
			c.report(document.Warning, NoRound, at{}, "Name a time of rounds at which "+string(owner)+" is there.",
				"None of the rounds begins in the hours of %s, so nothing of theirs waits for a round.", owner)
		default:
			c.report(document.Note, NoRound, at{}, "Name a time of rounds within those hours, or lengthen them.",
				"%s is there on %s and no round begins then: what comes in waits for the next day with one.", owner, document.Join(without))
		}
	}
}

// roundless is how many days of an ordinary week have opening hours, and those of them on which no round begins.
func (c *checker) roundless(hours *calendar.Calendar) (open int, without []string) {
	year, month, monday := document.OrdinaryWeek.Date()
	for days := range 7 {
		day := time.Date(year, month, monday+days, 0, 0, 0, 0, c.doc.Zone())
		if hours.Business(day, day.AddDate(0, 0, 1)) == 0 {
			continue
		}
		open++
		begins := func(at document.Clock) bool {
			return hours.Open(time.Date(year, month, monday+days, int(at)/60, int(at)%60, 0, 0, c.doc.Zone()))
		}
		if !slices.ContainsFunc(c.doc.Rounds, begins) {
			without = append(without, day.Format("Mon"))
		}
	}
	return open, without
}
