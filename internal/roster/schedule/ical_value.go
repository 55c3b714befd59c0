package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// maxWho is how many people one entry may name.
const maxWho = 50

// whoOf lists whom an entry is about: its attendees, or else the person its summary names.
func whoOf(v *ics.VEvent) (who []string) {
	for _, p := range v.GetProperties(ics.ComponentPropertyAttendee) {
		name := strings.TrimSpace(p.Value)
		if len(name) > 7 && strings.EqualFold(name[:7], "mailto:") {
			name = name[7:]
		}
		if name != "" && len(name) <= maxName && len(who) < maxWho && !slices.Contains(who, name) {
			who = append(who, name)
		}
	}
	if name := value(v, ics.ComponentPropertySummary); len(who) == 0 && name != "" && len(name) <= maxName {
		who = []string{name}
	}
	return who
}

// absenceOf is the reason when the entry is no shift: its categories say so, or it is marked as out of office.
func absenceOf(v *ics.VEvent) string {
	for _, p := range v.GetProperties(ics.ComponentPropertyCategories) {
		for name := range strings.SplitSeq(strings.ToLower(p.Value), ",") {
			switch name = strings.TrimSpace(name); name {
			case "holiday", "sick", "training":
				return name
			case "vacation", "leave":
				return "holiday"
			case "absence", "absent", "out of office":
				return "other"
			}
		}
	}
	if strings.EqualFold(value(v, "X-MICROSOFT-CDO-BUSYSTATUS"), "OOF") {
		return "other"
	}
	return ""
}

// timeOf reads a time: of a zone, of UTC, or of the calendar's zone; or a date, which is its midnight.
func (r *reader) timeOf(p *ics.IANAProperty) (at time.Time, allDay bool, err error) {
	if p == nil {
		return at, false, fmt.Errorf("there is none")
	}
	return r.timeIn(p, p.Value)
}

func (r *reader) timeIn(p *ics.IANAProperty, text string) (at time.Time, allDay bool, err error) {
	zone := r.Zone
	if names := p.ICalParameters["TZID"]; len(names) > 0 {
		if zone, err = loadZone(names[0]); err != nil {
			return at, false, err
		}
	}
	text = strings.TrimSpace(text)
	switch len(text) {
	case len("20260302"):
		at, err = time.ParseInLocation("20060102", text, zone)
		allDay = true
	case len("20260302T090000"):
		at, err = time.ParseInLocation("20060102T150405", text, zone)
	default:
		at, err = time.Parse("20060102T150405Z", text)
	}
	if err != nil {
		err = fmt.Errorf("%.40q is not a time", text)
	}
	return at, allDay, err
}

func (r *reader) timesOf(v *ics.VEvent, name ics.ComponentProperty) (all []time.Time, err error) {
	for _, p := range v.GetProperties(name) {
		for text := range strings.SplitSeq(p.Value, ",") {
			at, _, err := r.timeIn(p, text)
			if err != nil {
				return nil, err
			}
			all = append(all, at)
		}
	}
	return all, nil
}

// The longest a shift and an absence of one entry may be.
const (
	maxShift   = 24 * time.Hour
	maxAbsence = 400 * 24 * time.Hour
)

func (r *reader) lengthOf(v *ics.VEvent, e event) (length time.Duration, err error) {
	length = 24 * time.Hour // a date without an end is that day
	switch {
	case v.HasProperty(ics.ComponentPropertyDtEnd):
		end, _, err := r.timeOf(v.GetProperty(ics.ComponentPropertyDtEnd))
		if err != nil {
			return 0, fmt.Errorf("DTEND: %w", err)
		}
		if length = end.Sub(e.start); e.allDay { // days, whatever the clocks do
			length = (length + 12*time.Hour).Truncate(24 * time.Hour)
		}
	case v.HasProperty(ics.ComponentPropertyDuration):
		if length, err = lasts(value(v, ics.ComponentPropertyDuration)); err != nil {
			return 0, err
		}
	case !e.allDay:
		return 0, fmt.Errorf("the entry has no end")
	}
	longest := maxShift
	if e.absence != "" {
		longest = maxAbsence
	}
	if length <= 0 || length > longest {
		return 0, fmt.Errorf("it ends before it starts, or lasts longer than %d hours", int(longest.Hours()))
	}
	return length, nil
}

// lasts reads a DURATION such as P1D, PT8H30M or P1W.
func lasts(text string) (d time.Duration, err error) {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(strings.ToUpper(text), "+"), "P")
	bad := fmt.Errorf("%.40q is not a duration such as PT8H", text)
	if !ok || rest == "" {
		return 0, bad
	}
	units := map[byte]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour, 'H': time.Hour, 'M': time.Minute, 'S': time.Second}
	n, digits := 0, 0
	for i := range len(rest) {
		c := rest[i]
		switch {
		case c == 'T' && digits == 0:
		case c >= '0' && c <= '9' && digits < 6:
			n, digits = n*10+int(c-'0'), digits+1
		case units[c] > 0 && digits > 0:
			d, n, digits = d+time.Duration(n)*units[c], 0, 0
		default:
			return 0, bad
		}
	}
	if digits > 0 {
		return 0, bad
	}
	return d, nil
}
