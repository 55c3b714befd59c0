package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard"
)

// Company is the key of the calendar that says when somebody is here, and that objectives are measured on.
const Company = "company"

// Spec is a calendar as people write it, in JSON or YAML.
type Spec struct {
	Zone     string              `json:"zone" yaml:"zone"`                             // IANA name: Europe/Lisbon
	Hours    map[string][]string `json:"hours" yaml:"hours"`                           // mon … sun → 09:00-12:30
	Holidays []Holiday           `json:"holidays,omitempty" yaml:"holidays,omitempty"` // dates with other hours or none
}

// Holiday replaces the hours of one date, from midnight to midnight.
type Holiday struct {
	Date  string   `json:"date" yaml:"date"` // 2026-12-25 once, 12-25 every year
	Name  string   `json:"name,omitempty" yaml:"name,omitempty"`
	Hours []string `json:"hours,omitempty" yaml:"hours,omitempty"` // empty: closed
}

// The most a calendar may hold. The limits leave an opening within two years of any instant.
const (
	maxHolidays  = 400
	maxRecurring = 100
	maxSpans     = 48 // of one day
)

const minutesOfDay = 24 * 60

// span is a part of one day in minutes after midnight, [from, to).
type span struct{ from, to int }

// Always is open without a break.
func Always() *Calendar {
	c := &Calendar{zone: time.UTC}
	for day := range c.week {
		c.week[day] = []span{{0, minutesOfDay}}
	}
	return c
}

// Parse checks a Spec and makes a Calendar of it. Spans that touch or overlap are merged; a span that ends at or before
// its start runs into the next day. It refuses with code `invalid` and the field: an unknown zone or day, a span that
// cannot be read, a date given twice, and a calendar that is never open in an ordinary week.
func Parse(s Spec) (*Calendar, error) {
	zone, err := loadZone(s.Zone)
	if err != nil {
		return nil, err
	}
	c := &Calendar{zone: zone, once: map[date][]span{}, yearly: map[date][]span{}}
	if err := c.readWeek(s.Hours); err != nil {
		return nil, err
	}
	if err := c.readHolidays(s.Holidays); err != nil {
		return nil, err
	}
	return c, nil
}

// LoadZone reads the name of a zone, such as Europe/Lisbon; it refuses others with code invalid.
func LoadZone(name string) (*time.Location, error) { return loadZone(name) }

func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, invalid("zone", "%q is not a time zone.", name).
			WithHint("Use a name such as Europe/Lisbon, America/Bogota or UTC.").WithCause(err)
	}
	return zone, nil
}

var dayNames = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func (c *Calendar) readWeek(hours map[string][]string) error {
	for _, name := range slices.Sorted(maps.Keys(hours)) {
		day := slices.Index(dayNames[:], name)
		if day < 0 {
			return invalid("hours."+name, "%q is not a day.", name).
				WithHint("Days are mon, tue, wed, thu, fri, sat and sun.")
		}
		spans, err := readSpans("hours."+name, hours[name])
		if err != nil {
			return err
		}
		for _, s := range spans {
			c.addToWeek(day, s)
		}
	}
	open := false
	for day := range c.week {
		c.week[day] = merge(c.week[day])
		open = open || len(c.week[day]) > 0
	}
	if !open {
		return invalid("hours", "This calendar is never open.").WithHint("Give at least one day a span of hours.")
	}
	return nil
}

// addToWeek splits a span that runs past midnight between two days.
func (c *Calendar) addToWeek(day int, s span) {
	c.week[day] = append(c.week[day], span{s.from, min(s.to, minutesOfDay)})
	if s.to > minutesOfDay {
		next := (day + 1) % 7
		c.week[next] = append(c.week[next], span{0, s.to - minutesOfDay})
	}
}

func (c *Calendar) readHolidays(list []Holiday) error {
	if len(list) > maxHolidays {
		return invalid("holidays", "A calendar holds at most %d dates; this one has %d.", maxHolidays, len(list))
	}
	for i, h := range list {
		if err := c.readHoliday(fmt.Sprintf("holidays[%d]", i), h); err != nil {
			return err
		}
	}
	if len(c.yearly) > maxRecurring {
		return invalid("holidays", "At most %d dates may return every year; this calendar has %d.",
			maxRecurring, len(c.yearly))
	}
	return nil
}

func (c *Calendar) readHoliday(field string, h Holiday) error {
	into, key, err := c.place(h.Date)
	if err != nil {
		return invalid(field+".date", "%q is not a date.", h.Date).
			WithHint("Write 2026-12-25 for one year or 12-25 for every year.").WithCause(err)
	}
	if _, twice := into[key]; twice {
		return invalid(field+".date", "The date %s is given twice.", h.Date)
	}
	spans, err := readSpans(field+".hours", h.Hours)
	if err != nil {
		return err
	}
	for i, s := range spans {
		if s.to > minutesOfDay {
			return invalid(fmt.Sprintf("%s.hours[%d]", field, i), "%q runs past midnight.", h.Hours[i]).
				WithHint("Hours of a date end at 24:00 at the latest; put the rest on the next date.")
		}
	}
	into[key] = merge(spans)
	return nil
}

func (c *Calendar) place(text string) (map[date][]span, date, error) {
	if len(text) == len("12-25") {
		t, err := time.Parse("2006-01-02", "2024-"+text) // a leap year, so that 02-29 is a date
		return c.yearly, date{month: t.Month(), day: t.Day()}, err
	}
	t, err := time.Parse("2006-01-02", text)
	return c.once, date{t.Year(), t.Month(), t.Day()}, err
}

func readSpans(field string, texts []string) ([]span, error) {
	if len(texts) > maxSpans {
		return nil, invalid(field, "A day holds at most %d spans.", maxSpans)
	}
	spans := make([]span, 0, len(texts))
	for i, text := range texts {
		s, err := readSpan(text)
		if err != nil {
			return nil, invalid(fmt.Sprintf("%s[%d]", field, i), "%q is not a span of hours.", text).
				WithHint("Write it as 09:00-17:30.").WithCause(err)
		}
		spans = append(spans, s)
	}
	return spans, nil
}

func readSpan(text string) (span, error) {
	a, b, ok := strings.Cut(text, "-")
	if !ok {
		return span{}, errors.New("no hyphen between start and end")
	}
	from, err := readMinute(strings.TrimSpace(a))
	if err != nil {
		return span{}, err
	}
	to, err := readMinute(strings.TrimSpace(b))
	if err != nil {
		return span{}, err
	}
	if from == minutesOfDay {
		return span{}, errors.New("nothing starts at 24:00")
	}
	if to <= from {
		to += minutesOfDay
	}
	return span{from, to}, nil
}

func readMinute(text string) (int, error) {
	if len(text) != len("09:00") || text[2] != ':' {
		return 0, fmt.Errorf("%q is not hh:mm", text)
	}
	hour, err := strconv.ParseUint(text[:2], 10, 8)
	if err != nil {
		return 0, fmt.Errorf("hour of %q: %w", text, err)
	}
	minute, err := strconv.ParseUint(text[3:], 10, 8)
	if err != nil {
		return 0, fmt.Errorf("minute of %q: %w", text, err)
	}
	at := int(hour*60 + minute)
	if minute > 59 || at > minutesOfDay {
		return 0, fmt.Errorf("%q is no time of day", text)
	}
	return at, nil
}

// merge sorts spans and joins those that touch or overlap.
func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var out []span
	for _, s := range spans {
		if last := len(out) - 1; last >= 0 && s.from <= out[last].to {
			out[last].to = max(out[last].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

func invalid(field, text string, args ...any) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeInvalid, text, args...).WithField(field)
}
