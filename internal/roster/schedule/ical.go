package schedule

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"switchboard/internal/roster"
)

const beginCalendar = "BEGIN:VCALENDAR"

// event is one entry of a calendar.
type event struct {
	line      int
	uid       string
	who       []string
	start     time.Time
	length    time.Duration
	allDay    bool
	cancelled bool
	absence   string
	rule      string
	without   []time.Time // EXDATE
	more      []time.Time // RDATE
	replaces  time.Time   // RECURRENCE-ID: the one of a series it stands for
}

// calendar reads the entries one by one, so that one that cannot be read keeps no other from it.
func (r *reader) calendar(data []byte) error {
	if zone := calendarZone(data); zone != nil {
		r.Zone = zone
	}
	blocks := blocksOf(data)
	if len(blocks) > maxEntries {
		return tooLarge("The calendar has more than %d entries.", maxEntries)
	}
	var events []event
	for _, b := range blocks {
		e, err := r.event(b)
		if err != nil {
			r.bad(b.line, err.Error())
			continue
		}
		events = append(events, e)
	}
	// What stands for one of a series comes after its series.
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.uid, b.uid) })
	replaced := map[string][]time.Time{}
	for _, e := range events {
		if !e.replaces.IsZero() {
			replaced[e.uid] = append(replaced[e.uid], e.replaces)
		}
	}
	for _, e := range events {
		if e.replaces.IsZero() {
			e.without = append(e.without, replaced[e.uid]...)
		}
		if err := r.take(e); err != nil {
			return err
		}
	}
	slices.SortStableFunc(r.plan.Entries, func(a, b Entry) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(r.plan.Bad, func(a, b Bad) int { return cmp.Compare(a.Line, b.Line) })
	return nil
}

// take writes an entry out for everybody it names.
func (r *reader) take(e event) error {
	source := "ics:" + e.uid
	r.source(source)
	if e.cancelled {
		return nil
	}
	if e.rule != "" {
		if r.days += int(min(max(0, r.Until.Sub(e.start)), furthest*2) / (24 * time.Hour)); r.days > maxDays {
			return tooLarge("The calendar has too many long series.")
		}
	}
	starts, err := e.starts(r.From.Add(-e.length), r.Until)
	if err != nil {
		r.bad(e.line, err.Error())
		return nil
	}
	for _, who := range e.who {
		entry := Entry{Line: e.line, Who: who, Source: source, Absence: e.absence}
		for _, at := range starts {
			if span := e.span(at); span.Until.After(r.From) && span.From.Before(r.Until) {
				entry.Spans = append(entry.Spans, span)
			}
		}
		if err := r.add(entry); err != nil {
			return err
		}
	}
	return nil
}

// span is the entry as it happens at a start. A day is as long as it is there.
func (e event) span(at time.Time) roster.Stretch {
	end := at.Add(e.length)
	if e.allDay {
		end = time.Date(at.Year(), at.Month(), at.Day()+int(e.length/(24*time.Hour)), 0, 0, 0, 0, at.Location())
	}
	return roster.Stretch{From: at.UTC(), Until: end.UTC()}
}

type block struct {
	line int
	text []byte
}

// blocksOf cuts a calendar into its events. Lines may be folded and end in any way.
func blocksOf(data []byte) (blocks []block) {
	var now *block
	for n, line := range bytes.Split(data, []byte("\n")) {
		line = bytes.TrimRight(line, "\r")
		name := strings.ToUpper(string(bytes.TrimSpace(line[:min(len(line), 40)])))
		if name == "BEGIN:VEVENT" {
			now = &block{line: n + 1}
		}
		if now == nil {
			continue
		}
		now.text = append(append(now.text, line...), "\r\n"...)
		if name == "END:VEVENT" {
			blocks, now = append(blocks, *now), nil
		}
	}
	if now != nil { // cut off: it is told as an entry that cannot be read
		blocks = append(blocks, *now)
	}
	return blocks
}

// calendarZone is the zone the whole calendar says it is meant in, as many programs write it.
func calendarZone(data []byte) *time.Location {
	const name = "X-WR-TIMEZONE:"
	for line := range bytes.Lines(data) {
		if text := strings.TrimSpace(string(line[:min(len(line), 100)])); strings.HasPrefix(strings.ToUpper(text), name) {
			zone, _ := loadZone(text[len(name):]) // none: that of the installation
			return zone
		}
	}
	return nil
}

// event reads one entry.
func (r *reader) event(b block) (e event, err error) {
	defer func() { // the library is held to account for one entry alone
		if recover() != nil {
			err = fmt.Errorf("the entry cannot be read")
		}
	}()
	text := beginCalendar + "\r\n" + string(b.text) + "END:VCALENDAR\r\n"
	parsed, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil || len(parsed.Events()) != 1 {
		return e, fmt.Errorf("the entry cannot be read")
	}
	return r.eventOf(b.line, parsed.Events()[0])
}

func (r *reader) eventOf(line int, v *ics.VEvent) (e event, err error) {
	e = event{line: line, uid: value(v, ics.ComponentPropertyUniqueId), who: whoOf(v), absence: absenceOf(v)}
	e.cancelled = strings.EqualFold(value(v, ics.ComponentPropertyStatus), "CANCELLED")
	if e.uid == "" || len(e.uid) > maxName*2 {
		return e, fmt.Errorf("the entry has no UID, so that it could not be found again")
	}
	if e.start, e.allDay, err = r.timeOf(v.GetProperty(ics.ComponentPropertyDtStart)); err != nil {
		return e, fmt.Errorf("DTSTART: %w", err)
	}
	if e.length, err = r.lengthOf(v, e); err != nil {
		return e, err
	}
	if len(e.who) == 0 && !e.cancelled {
		return e, fmt.Errorf("it is not said who: an entry names people as attendees, or one in its summary")
	}
	if rules := v.GetProperties(ics.ComponentPropertyRrule); len(rules) > 1 {
		return e, fmt.Errorf("the entry has several RRULEs")
	} else if len(rules) == 1 {
		e.rule = rules[0].Value
	}
	if v.HasProperty(ics.ComponentPropertyExrule) {
		return e, fmt.Errorf("EXRULE is not understood; use EXDATE")
	}
	if e.without, err = r.timesOf(v, ics.ComponentPropertyExdate); err != nil {
		return e, fmt.Errorf("EXDATE: %w", err)
	}
	if e.more, err = r.timesOf(v, ics.ComponentPropertyRdate); err != nil {
		return e, fmt.Errorf("RDATE: %w", err)
	}
	if p := v.GetProperty(ics.ComponentPropertyRecurrenceId); p != nil {
		if e.replaces, _, err = r.timeOf(p); err != nil {
			return e, fmt.Errorf("RECURRENCE-ID: %w", err)
		}
	}
	return e, nil
}

func value(v *ics.VEvent, p ics.ComponentProperty) string {
	if prop := v.GetProperty(p); prop != nil {
		return strings.TrimSpace(prop.Value)
	}
	return ""
}
