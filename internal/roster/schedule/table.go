package schedule

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"switchboard/internal/roster"
)

// Reasons an absence may have.
var reasons = []string{"holiday", "sick", "training", "other"}

// table reads lines of: name or address, date, from, to, zone, and what it is (shift, or the reason of an absence). The
// last two may be left out. A line that begins with names of columns is none.
func (r *reader) table(data []byte) error {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	rows := map[string]int{} // of the plan's entries, by source and person
	for n, line := range bytes.Split(data, []byte("\n")) {
		text := strings.TrimRight(string(line), "\r \t")
		if text == "" || strings.HasPrefix(text, "#") || n == 0 && isHead(text) {
			continue
		}
		e, err := r.row(n+1, text)
		if err != nil {
			r.bad(n+1, err.Error())
			continue
		}
		key := e.Source + "\x00" + strings.ToLower(e.Who)
		if at, seen := rows[key]; seen && len(e.Spans) > 0 {
			if r.spans++; r.spans > maxSpans {
				return tooLarge("The file says too many times: at most %d shifts are read.", maxSpans)
			}
			r.plan.Entries[at].Spans = append(r.plan.Entries[at].Spans, e.Spans...)
			continue
		}
		before := len(r.plan.Entries)
		if err := r.add(e); err != nil {
			return err
		}
		if len(r.plan.Entries) > before {
			rows[key] = before
		}
	}
	return nil
}

func isHead(text string) bool {
	lower := strings.ToLower(text)
	return strings.Contains(lower, "date") && strings.Contains(lower, "from")
}

func fieldsOf(text string) ([]string, error) {
	c := csv.NewReader(strings.NewReader(text))
	if strings.Count(text, ";") > strings.Count(text, ",") {
		c.Comma = ';'
	}
	c.LazyQuotes, c.FieldsPerRecord, c.TrimLeadingSpace = true, -1, true
	fields, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("the columns cannot be told apart")
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields, nil
}

func (r *reader) row(n int, text string) (Entry, error) {
	f, err := fieldsOf(text)
	switch {
	case !utf8.ValidString(text):
		return Entry{}, fmt.Errorf("the line is not UTF-8")
	case err != nil:
		return Entry{}, err
	case len(f) < 4 || len(f) > 6:
		return Entry{}, fmt.Errorf("a line has four to six columns: name or address, date, from, to, zone, what; this one has %d", len(f))
	case f[0] == "" || len(f[0]) > maxName:
		return Entry{}, fmt.Errorf("it is not said who")
	}
	f = append(f, make([]string, 6-len(f))...)
	e := Entry{Line: n, Who: f[0], Source: ofTable + f[1] + ":" + strings.ToLower(f[0])}
	if what := strings.ToLower(f[5]); what != "" && what != "shift" {
		if !slices.Contains(reasons, what) {
			return Entry{}, fmt.Errorf("%q is neither shift nor a reason to be absent: %s", f[5], strings.Join(reasons, ", "))
		}
		e.Absence, e.Source = what, e.Source+":"+what
	}
	span, err := r.span(f[1], f[2], f[3], f[4])
	if err != nil {
		return Entry{}, err
	}
	if span.Until.After(r.From) && span.From.Before(r.Until) {
		e.Spans = []roster.Stretch{span}
	}
	return e, nil
}

func (r *reader) span(date, from, to, zone string) (roster.Stretch, error) {
	in := r.Zone
	if zone != "" {
		var err error
		if in, err = loadZone(zone); err != nil {
			return roster.Stretch{}, err
		}
	}
	day, err := time.Parse("2006-01-02", date)
	if err != nil {
		return roster.Stretch{}, fmt.Errorf("%q is not a date such as 2026-03-02", date)
	}
	a, err := clock(from)
	if err != nil {
		return roster.Stretch{}, err
	}
	b, err := clock(to)
	if err != nil {
		return roster.Stretch{}, err
	}
	if a == 24*60 {
		return roster.Stretch{}, fmt.Errorf("nothing starts at 24:00")
	}
	if b <= a {
		b += 24 * 60
	}
	at := func(minutes int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), 0, minutes, 0, 0, in).UTC()
	}
	span := roster.Stretch{From: at(a), Until: at(b)}
	if !span.From.Before(span.Until) {
		return span, fmt.Errorf("the clocks change then: no time passes between %s and %s", from, to)
	}
	return span, nil
}

func clock(text string) (minutes int, err error) {
	if text == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time such as 09:30", text)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// loadZone reads the name of a zone. Some programs put an address of their own before it.
func loadZone(name string) (*time.Location, error) {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	parts := strings.Split(strings.TrimPrefix(name, "/"), "/")
	for from := range parts {
		if zone, err := time.LoadLocation(strings.Join(parts[from:], "/")); err == nil && parts[from] != "" && parts[from] != "Local" {
			return zone, nil
		}
	}
	return nil, fmt.Errorf("%q is not a time zone such as Europe/Lisbon", name)
}
