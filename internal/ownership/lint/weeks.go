package lint

import (
	"fmt"
	"slices"
	"time"

	"switchboard/internal/calendar"
)

// ahead is how far the roster is looked at.
const ahead = 28 * 24 * time.Hour

// step is how finely.
const step = 15 * time.Minute

const steps = int(ahead / step)

// weeks is the coming weeks in steps, and when somebody is here and something open in them, each worked out once.
type weeks struct {
	from   time.Time
	people map[string]bits // by address
	hours  map[*calendar.Calendar]bits
}

func newWeeks(now time.Time) *weeks {
	return &weeks{from: now.Truncate(step), people: map[string]bits{}, hours: map[*calendar.Calendar]bits{}}
}

// always is every step.
func always() bits { return full(steps) }

// where is the steps at which something holds.
func (w *weeks) where(holds func(time.Time) bool) bits {
	out := make(bits, len(always()))
	for i := range steps {
		if holds(w.at(i)) {
			out[i/wordSize] |= 1 << (i % wordSize)
		}
	}
	return out
}

func (w *weeks) at(i int) time.Time { return w.from.Add(time.Duration(i) * step) }

// open is when a calendar is open. None is always open.
func (w *weeks) open(c *calendar.Calendar) bits {
	if c == nil {
		return always()
	}
	if _, known := w.hours[c]; !known {
		w.hours[c] = w.where(c.Open)
	}
	return w.hours[c]
}

// here is when any of some people is here.
func (w *weeks) here(people ...Person) bits {
	out := bits{}
	for _, p := range people {
		if _, known := w.people[p.Address]; !known {
			w.people[p.Address] = w.where(p.here)
		}
		out = out.or(w.people[p.Address])
	}
	return out
}

// gap is when something is missing: the first time, and how long in all.
type gap struct {
	first   time.Time
	missing time.Duration
}

// gap is how much of the weeks a set of steps is.
func (w *weeks) gap(missing bits) (g gap) {
	for i := range steps {
		if !missing.has(i) {
			continue
		}
		if g.missing += step; g.first.IsZero() {
			g.first = w.at(i)
		}
	}
	return g
}

func (g gap) since(zone *time.Location) string { return g.first.In(zone).Format("Mon 2 January 15:04") }

func (g gap) hours() string {
	if g.missing < time.Hour {
		return fmt.Sprintf("%d minutes", g.missing/time.Minute)
	}
	return fmt.Sprintf("%d hours", (g.missing+time.Hour/2)/time.Hour)
}

// here reports whether somebody works at a time, as far as shifts and absences tell.
func (p Person) here(t time.Time) bool {
	in := func(s Span) bool { return s.holds(t) }
	if slices.ContainsFunc(p.Absences, in) {
		return false
	}
	return len(p.Shifts)+len(p.Dates) == 0 || slices.ContainsFunc(p.Dates, in) || slices.ContainsFunc(p.Shifts, func(c *calendar.Calendar) bool { return c.Open(t) })
}
