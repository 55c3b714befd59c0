package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// furthest is how long before the time that is written out a series may have begun: its occurrences are counted from there.
const furthest = 100 * 366 * 24 * time.Hour

// rule is a recurrence by days. Finer ones are no shifts, and the rest of RFC 5545 (BYSETPOS, BYWEEKNO, BYYEARDAY) is
// refused rather than guessed. Every rule is walked day by day within the time that is asked for, so that none runs away:
// a rule that never matches costs as much as one that always does.
type rule struct {
	freq      string
	interval  int
	count     int
	until     time.Time
	untilDay  string // of an UNTIL that is a date
	days      []weekday
	monthDays []int
	months    []int
	weekStart time.Weekday
}

type weekday struct {
	nth int // of the month; from the end when negative; 0 for every one
	day time.Weekday
}

var dayCodes = map[string]time.Weekday{"SU": time.Sunday, "MO": time.Monday, "TU": time.Tuesday, "WE": time.Wednesday,
	"TH": time.Thursday, "FR": time.Friday, "SA": time.Saturday}

// starts lists when an entry happens within [from, until), in order.
func (e event) starts(from, until time.Time) ([]time.Time, error) {
	all := []time.Time{e.start}
	if e.rule != "" {
		r, err := parseRule(e.rule, e.start.Location())
		if err != nil {
			return nil, err
		}
		if e.start.Before(from.Add(-furthest)) {
			return nil, fmt.Errorf("the series began more than a hundred years ago; let it begin later")
		}
		all = r.walk(e.start, until)
	}
	all = append(all, e.more...)
	all = slices.DeleteFunc(all, func(at time.Time) bool {
		gone := slices.ContainsFunc(e.without, func(x time.Time) bool { return x.Equal(at) })
		return gone || at.Before(from) || !at.Before(until)
	})
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal), nil
}

// walk goes from day to day. The first occurrence is the start itself, as RFC 5545 has it.
func (r rule) walk(start, until time.Time) (all []time.Time) {
	begin := time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, time.UTC)
	n := 0
	for day := begin; ; day = day.AddDate(0, 0, 1) {
		at := time.Date(day.Year(), day.Month(), day.Day(), start.Hour(), start.Minute(), start.Second(), 0, start.Location())
		if !at.Before(until) || r.over(at) || r.count > 0 && n == r.count {
			return all
		}
		if r.matches(day, begin) || day.Equal(begin) {
			all, n = append(all, at), n+1
		}
	}
}

func (r rule) over(at time.Time) bool {
	if r.untilDay != "" {
		return at.Format("20060102") > r.untilDay
	}
	return !r.until.IsZero() && at.After(r.until)
}

func (r rule) matches(day, begin time.Time) bool {
	if len(r.months) > 0 && !slices.Contains(r.months, int(day.Month())) {
		return false
	}
	months := (day.Year()-begin.Year())*12 + int(day.Month()) - int(begin.Month())
	days := int(day.Sub(begin) / (24 * time.Hour))
	switch r.freq {
	case "DAILY":
		return days%r.interval == 0 && r.onDay(day, true) && r.onMonthDay(day, true)
	case "WEEKLY":
		offset := (int(begin.Weekday()) - int(r.weekStart) + 7) % 7
		return (days+offset)/7%r.interval == 0 && r.onDay(day, day.Weekday() == begin.Weekday())
	case "MONTHLY":
		if months%r.interval != 0 {
			return false
		}
	case "YEARLY":
		if (day.Year()-begin.Year())%r.interval != 0 || len(r.months) == 0 && day.Month() != begin.Month() {
			return false
		}
	}
	if len(r.days) > 0 {
		return r.onDay(day, true) && r.onMonthDay(day, true)
	}
	return r.onMonthDay(day, day.Day() == begin.Day())
}

// onDay reports whether a day is one of those named; otherwise when none is.
func (r rule) onDay(day time.Time, otherwise bool) bool {
	if len(r.days) == 0 {
		return otherwise
	}
	last := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return slices.ContainsFunc(r.days, func(w weekday) bool {
		nth := (day.Day()-1)/7 + 1
		if w.nth < 0 {
			nth = -((last-day.Day())/7 + 1)
		}
		return w.day == day.Weekday() && (w.nth == 0 || w.nth == nth)
	})
}

func (r rule) onMonthDay(day time.Time, otherwise bool) bool {
	if len(r.monthDays) == 0 {
		return otherwise
	}
	last := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return slices.Contains(r.monthDays, day.Day()) || slices.Contains(r.monthDays, day.Day()-last-1)
}

func parseRule(text string, zone *time.Location) (rule, error) {
	r := rule{interval: 1, weekStart: time.Monday}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(strings.ToUpper(strings.TrimSpace(text)), ";") {
		name, value, ok := strings.Cut(part, "=")
		if !ok || seen[name] {
			return r, fmt.Errorf("RRULE: %.40q cannot be read", part)
		}
		seen[name] = true
		if err := r.set(name, value, zone); err != nil {
			return r, err
		}
	}
	return r, r.check()
}

func (r *rule) check() error {
	nth := slices.ContainsFunc(r.days, func(w weekday) bool { return w.nth != 0 })
	switch {
	case r.freq == "":
		return fmt.Errorf("RRULE: FREQ is missing")
	case nth && r.freq != "MONTHLY" && (r.freq != "YEARLY" || len(r.months) == 0):
		return fmt.Errorf("RRULE: the nth day of a month needs months")
	case r.freq == "YEARLY" && len(r.days) > 0 && len(r.months) == 0:
		return fmt.Errorf("RRULE: days of a whole year are not understood; name the months")
	case r.freq == "YEARLY" && len(r.monthDays) > 0 && len(r.months) == 0:
		return fmt.Errorf("RRULE: days of every month are written as MONTHLY")
	case r.freq == "WEEKLY" && len(r.monthDays) > 0:
		return fmt.Errorf("RRULE: a week has no days of the month")
	case r.count > 0 && (!r.until.IsZero() || r.untilDay != ""):
		return fmt.Errorf("RRULE: COUNT and UNTIL exclude each other")
	}
	return nil
}

func (r *rule) set(name, value string, zone *time.Location) (err error) {
	switch name {
	case "FREQ":
		if !slices.Contains([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}, value) {
			return fmt.Errorf("RRULE: %.20q is no rhythm of shifts; use DAILY, WEEKLY, MONTHLY or YEARLY", value)
		}
		r.freq = value
	case "INTERVAL":
		r.interval, err = number(name, value, 1, 1000)
	case "COUNT":
		r.count, err = number(name, value, 1, 100_000)
	case "UNTIL":
		err = r.setUntil(value, zone)
	case "WKST":
		day, known := dayCodes[value]
		if !known {
			return fmt.Errorf("RRULE: %.10q is no day", value)
		}
		r.weekStart = day
	case "BYDAY":
		err = r.setDays(value)
	case "BYMONTHDAY":
		r.monthDays, err = numbers(name, value, 31, true)
	case "BYMONTH":
		r.months, err = numbers(name, value, 12, false)
	default:
		err = fmt.Errorf("RRULE: %.20s is not understood", name)
	}
	return err
}

func (r *rule) setUntil(value string, zone *time.Location) (err error) {
	switch len(value) {
	case len("20260302"):
		r.untilDay = value
		_, err = time.Parse("20060102", value)
	case len("20260302T090000"):
		r.until, err = time.ParseInLocation("20060102T150405", value, zone)
	default:
		r.until, err = time.Parse("20060102T150405Z", value)
	}
	if err != nil {
		return fmt.Errorf("RRULE: UNTIL is not a time")
	}
	return nil
}

func (r *rule) setDays(value string) error {
	for part := range strings.SplitSeq(value, ",") {
		if len(part) < 2 || len(part) > 5 {
			return fmt.Errorf("RRULE: %.10q is no day", part)
		}
		day, known := dayCodes[part[len(part)-2:]]
		if !known {
			return fmt.Errorf("RRULE: %.10q is no day", part)
		}
		w := weekday{day: day}
		if nth := part[:len(part)-2]; nth != "" {
			var err error
			if w.nth, err = strconv.Atoi(nth); err != nil || w.nth == 0 || w.nth < -5 || w.nth > 5 {
				return fmt.Errorf("RRULE: %.10q is no day of a month", part)
			}
		}
		r.days = append(r.days, w)
	}
	return nil
}

func number(name, value string, least, most int) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("RRULE: %s is between %d and %d", name, least, most)
	}
	return n, nil
}

func numbers(name, value string, most int, negative bool) (all []int, err error) {
	for part := range strings.SplitSeq(value, ",") {
		n, err := strconv.Atoi(part)
		if err != nil || n == 0 || n > most || n < -most || n < 0 && !negative {
			return nil, fmt.Errorf("RRULE: %s names %.10q", name, part)
		}
		all = append(all, n)
	}
	return all, nil
}
