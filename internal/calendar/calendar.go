package calendar

import (
	"iter"
	"time"
)

// Calendar is a checked set of opening hours. It never changes and may be shared.
type Calendar struct {
	zone   *time.Location
	week   [7][]span // by time.Weekday, sorted, apart from each other
	once   map[date][]span
	yearly map[date][]span // with year 0
}

type date struct {
	year  int
	month time.Month
	day   int
}

// horizon is how far ahead Add looks before it gives up.
const horizon = 100 * 365 * 24 * time.Hour

// Zone is the zone the hours are meant in.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Open reports whether t is inside opening hours.
func (c *Calendar) Open(t time.Time) bool {
	local := t.In(c.zone)
	hour, minute, _ := local.Clock()
	at := hour*60 + minute
	for _, s := range c.spansOn(local) {
		if s.from <= at && at < s.to {
			return true
		}
	}
	return false
}

// Next is the first open instant at or after t: t itself when it is open.
func (c *Calendar) Next(t time.Time) time.Time {
	for from := range c.intervals(t, t.Add(horizon)) {
		return from
	}
	return t.Add(horizon)
}

// NextStart is the first instant after t at which an opening begins; a hundred years after t when none does.
func (c *Calendar) NextStart(t time.Time) time.Time {
	last := t
	for from, to := range c.intervals(t, t.Add(horizon)) {
		if from.After(t) && !from.Equal(last) {
			return from
		}
		last = to
	}
	return t.Add(horizon)
}

// NextEnd is the first instant at or after t that is not open: t itself when it is closed; a hundred years after t when
// it never closes.
func (c *Calendar) NextEnd(t time.Time) time.Time {
	end := t
	for from, to := range c.intervals(t, t.Add(horizon)) {
		if from.After(end) {
			break
		}
		end = to
	}
	return end
}

// Business is the open time in [a, b): never negative, zero when b is not after a. Spans of more than 292 years are
// cut to that.
func (c *Calendar) Business(a, b time.Time) time.Duration {
	var total time.Duration
	for from, to := range c.intervals(a, b) {
		total += to.Sub(from)
	}
	return total
}

// Add is the earliest instant at or after t by which d of open time has passed, so that Business(t, Add(t, d)) is d. It
// is t for a d of zero or less, and a hundred years after t when that is not enough.
func (c *Calendar) Add(t time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return t
	}
	for from, to := range c.intervals(t, t.Add(horizon)) {
		if open := to.Sub(from); open < d {
			d -= open
			continue
		}
		return from.Add(d)
	}
	return t.Add(horizon)
}

func (c *Calendar) spansOn(local time.Time) []span {
	year, month, day := local.Date()
	if spans, ok := c.once[date{year, month, day}]; ok {
		return spans
	}
	if spans, ok := c.yearly[date{month: month, day: day}]; ok {
		return spans
	}
	return c.week[local.Weekday()]
}

// Intervals yields the open parts of [a, b) in order, in the calendar's zone.
func (c *Calendar) Intervals(a, b time.Time) iter.Seq2[time.Time, time.Time] {
	return c.intervals(a, b)
}

// intervals yields the open parts of [a, b) in order. It walks stretches of constant offset from UTC, inside which the
// wall clock runs evenly, so that no local time has to be turned into an instant that may not exist or exist twice.
func (c *Calendar) intervals(a, b time.Time) iter.Seq2[time.Time, time.Time] {
	return func(yield func(from, to time.Time) bool) {
		for a.Before(b) {
			local := a.In(c.zone)
			end := earliest(b, stretchEnd(local))
			if !c.stretch(local, end, yield) {
				return
			}
			a = end
		}
	}
}

// stretch yields the open parts of [local, end), where the offset of local holds throughout.
func (c *Calendar) stretch(local, end time.Time, yield func(from, to time.Time) bool) bool {
	for start := local; start.Before(end); {
		year, month, day := start.Date()
		_, offset := start.Zone()
		midnight := time.Date(year, month, day, 0, 0, -offset, 0, time.UTC) // an instant, for this offset
		for _, s := range c.spansOn(start) {
			from := latest(start, midnight.Add(time.Duration(s.from)*time.Minute))
			to := earliest(end, midnight.Add(time.Duration(s.to)*time.Minute))
			if from.Before(to) && !yield(from.In(c.zone), to.In(c.zone)) {
				return false
			}
		}
		// The date that follows at this offset; past the stretch the loop ends before it is read.
		start = midnight.Add(24 * time.Hour).In(c.zone)
	}
	return true
}

// stretchEnd is where the offset of local ends; far away when it never does.
func stretchEnd(local time.Time) time.Time {
	_, end := local.ZoneBounds()
	if end.IsZero() {
		return local.Add(horizon)
	}
	return end
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
