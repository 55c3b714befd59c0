package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/roster/schedule"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) // a Monday

func zone(t testing.TB, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func options(t testing.TB) schedule.Options {
	return schedule.Options{Zone: zone(t, "Europe/Lisbon"), From: noon, Until: noon.AddDate(0, 0, 60)}
}

// told is what a file says, a line for each span.
func told(p schedule.Plan) (lines []string) {
	for _, e := range p.Entries {
		for _, s := range e.Spans {
			what := e.Absence
			if what == "" {
				what = "shift"
			}
			lines = append(lines, fmt.Sprintf("%d %s %s %s %s", e.Line, e.Who, what, s.From.Format("01-02T15:04"), s.Until.Format("01-02T15:04")))
		}
	}
	return lines
}

func reasons(p schedule.Plan) (lines []string) {
	for _, b := range p.Bad {
		lines = append(lines, fmt.Sprintf("%d %s", b.Line, b.Reason))
	}
	return lines
}

func TestTable(t *testing.T) {
	t.Parallel()
	const file = `who,date,from,to,zone,what
Ada Brook,2026-03-03,09:00,17:00
"Brook, Bo",2026-03-03,22:00,06:00,Europe/Berlin
ada@kettles.example, 2026-03-04, 09:00, 12:00, Asia/Tokyo
Ada Brook,2026-03-03,18:00,20:00
Ada Brook,2026-03-29,01:00,05:00
Ada Brook,2026-02-03,09:00,17:00
Ada Brook,soon,09:00,17:00
Ada Brook,2026-03-05,9 o'clock,17:00
Ada Brook,2026-03-05,09:00,17:00,Mars/Olympus
Ada Brook,2026-03-05
Ada Brook,2026-03-06,00:00,24:00,,sick
Ada Brook,2026-03-07,00:00,24:00,,bored
`
	p, err := schedule.Read([]byte(file), options(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2 Ada Brook shift 03-03T09:00 03-03T17:00", "2 Ada Brook shift 03-03T18:00 03-03T20:00",
		"3 Brook, Bo shift 03-03T21:00 03-04T05:00", "4 ada@kettles.example shift 03-04T00:00 03-04T03:00",
		// The clocks go forward at one: what is said to begin then begins when it is two.
		"6 Ada Brook shift 03-29T01:00 03-29T04:00", "12 Ada Brook sick 03-06T00:00 03-07T00:00"}
	if diff := cmp.Diff(want, told(p)); diff != "" {
		t.Error(diff)
	}
	bad := []string{`8 "soon" is not a date such as 2026-03-02`, `9 "9 o'clock" is not a time such as 09:30`,
		`10 "Mars/Olympus" is not a time zone such as Europe/Lisbon`,
		"11 a line has four to six columns: name or address, date, from, to, zone, what; this one has 2",
		`13 "bored" is neither shift nor a reason to be absent: holiday, sick, training, other`}
	if diff := cmp.Diff(bad, reasons(p)); diff != "" {
		t.Error(diff)
	}
	semicolons, err := schedule.Read([]byte("\ufeffAda;2026-03-03;09:00;17:00\r\n"), options(t))
	if err != nil || len(told(semicolons)) != 1 {
		t.Errorf("a table with semicolons: %v, %v", told(semicolons), err)
	}
}

// TestWhatIsNoRosterIsSaidFirst: what stands in a file decides how it is read, and one that is neither a calendar nor a
// table is refused by what it is called, with nothing said of its lines.
func TestWhatIsNoRosterIsSaidFirst(t *testing.T) {
	t.Parallel()
	const neither, table = "This is not a calendar.", "This is not a table of text."
	for _, c := range []struct{ name, file, want string }{
		{"note.ics", "hello there", neither},
		{"NOTE.ICS", "Dear all, see you on Monday", neither},
		{"shot.ics", "BEGIN:VCALENDAR\nnothing else", neither},
		{"", "BEGIN:VCALENDAR\nnothing else", neither},
		{"table.csv", "PK\x03\x04\x00\x00", table},
		{"photo.ics", "\x89PNG\x00", neither},
		{"note.csv", "hello there\nand again", table},
		{"", "hello", table},
		{"really-a-table.ics", "Ada,2026-03-03,09:00,17:00", ""},
		{"really-a-calendar.csv", calendarFile, ""},
		{"empty.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", ""},
		{"head.csv", "who,date,from,to\n", ""},
		{"short.csv", "Ada,2026-03-03,09:00\n", ""}, // its lines are told one by one
		{"empty.csv", "", ""},
	} {
		o := options(t)
		o.Name = c.name
		p, err := schedule.Read([]byte(c.file), o)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if !switchboard.IsCode(err, switchboard.CodeInvalid) || !strings.Contains(err.Error(), c.want) || len(p.Bad) > 0 {
			t.Errorf("%s %q: %v, and bad lines %v", c.name, c.file, err, p.Bad)
		}
	}
}

const calendarFile = `BEGIN:VCALENDAR
VERSION:2.0
X-WR-TIMEZONE:Europe/Berlin
BEGIN:VEVENT
UID:early
SUMMARY:Ada Brook
DTSTART;TZID=Europe/Berlin:20260302T080000
DTEND;TZID=Europe/Berlin:20260302T160000
RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=5
EXDATE;TZID=Europe/Berlin:20260304T080000
END:VEVENT
BEGIN:VEVENT
UID:early
SUMMARY:Ada Brook
RECURRENCE-ID;TZID=Europe/Berlin:20260309T080000
DTSTART;TZID=Europe/Berlin:20260309T100000
DTEND;TZID=Europe/Berlin:20260309T180000
END:VEVENT
BEGIN:VEVENT
UID:off
SUMMARY:Bo Marsh
CATEGORIES:VACATION
DTSTART;VALUE=DATE:20260328
DTEND;VALUE=DATE:20260330
END:VEVENT
BEGIN:VEVENT
UID:both
SUMMARY:Late
ATTENDEE;CN=Ada:mailto:ada@kettles.example
ATTENDEE;CN="Bo, the
  second":MAILTO:bo@kettles.example
DTSTART:20260305T160000Z
DURATION:PT4H30M
END:VEVENT
BEGIN:VEVENT
UID:gone
SUMMARY:Ada Brook
STATUS:CANCELLED
DTSTART:20260306T080000Z
DTEND:20260306T160000Z
END:VEVENT
BEGIN:VEVENT
UID:fast
SUMMARY:Ada Brook
DTSTART:20260306T080000Z
DTEND:20260306T160000Z
RRULE:FREQ=SECONDLY
END:VEVENT
BEGIN:VEVENT
UID:nobody
DTSTART:20260306T080000Z
DTEND:20260306T160000Z
END:VEVENT
BEGIN:VEVENT
garbage
END:VEVENT
BEGIN:VEVENT
UID:elsewhere
SUMMARY:Ada Brook
DTSTART;TZID=Nowhere:20260306T080000
DTEND;TZID=Nowhere:20260306T160000
END:VEVENT
END:VCALENDAR
`

func TestCalendar(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{"lf": calendarFile, "crlf": strings.ReplaceAll(calendarFile, "\n", "\r\n")} {
		p, err := schedule.Read([]byte(file), options(t))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"4 Ada Brook shift 03-02T07:00 03-02T15:00", "4 Ada Brook shift 03-11T07:00 03-11T15:00",
			"4 Ada Brook shift 03-16T07:00 03-16T15:00", "12 Ada Brook shift 03-09T09:00 03-09T17:00",
			// Two whole days there, though one of them has 23 hours.
			"19 Bo Marsh holiday 03-27T23:00 03-29T22:00",
			"26 ada@kettles.example shift 03-05T16:00 03-05T20:30", "26 bo@kettles.example shift 03-05T16:00 03-05T20:30"}
		if diff := cmp.Diff(want, told(p)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		bad := []string{`42 RRULE: "SECONDLY" is no rhythm of shifts; use DAILY, WEEKLY, MONTHLY or YEARLY`,
			"49 it is not said who: an entry names people as attendees, or one in its summary", "54 the entry cannot be read",
			`57 DTSTART: "Nowhere" is not a time zone such as Europe/Lisbon`}
		if diff := cmp.Diff(bad, reasons(p)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !slices.Contains(p.Sources, "ics:gone") {
			t.Error("what was called off is not spoken of")
		}
	}
}

func TestBombsAreRefused(t *testing.T) {
	t.Parallel()
	one := func(n int, rule string) string {
		return fmt.Sprintf("BEGIN:VEVENT\nUID:%d\nSUMMARY:Ada\nDTSTART:20260302T080000Z\nDTEND:20260302T090000Z\n%s\nEND:VEVENT\n", n, rule)
	}
	file := func(n int, rule string) []byte {
		var b strings.Builder
		b.WriteString("BEGIN:VCALENDAR\n")
		for i := range n {
			b.WriteString(one(i, rule))
		}
		b.WriteString("END:VCALENDAR\n")
		return []byte(b.String())
	}
	for name, data := range map[string][]byte{
		"bytes":         make([]byte, schedule.MaxBytes+1),
		"entries":       file(5001, "X:1"),
		"shifts":        file(1000, "RRULE:FREQ=DAILY"),
		"days, matched": file(5000, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEXDATE:20260302T080000Z"),
		"rows":          []byte(strings.Repeat("Ada,2026-03-03,09:00,10:00\n", 21_000)),
	} {
		o := options(t)
		o.Until = noon.AddDate(2, 0, 0)
		p, err := schedule.Read(data, o)
		if !switchboard.IsCode(err, switchboard.CodeTooLarge) {
			t.Errorf("%s: %v, %d entries", name, err, len(p.Entries))
		}
	}
}

// TestRecurrencesAreThoseOfALibrary compares every rhythm that is understood with a library that knows all of RFC 5545.
func TestRecurrencesAreThoseOfALibrary(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	rapid.Check(t, func(t *rapid.T) {
		text := anyRule(t)
		start := time.Date(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"), 9, 30, 0, 0, berlin)
		until := start.AddDate(2, 0, 0)
		r, err := rrule.StrToROption(text)
		if err != nil {
			t.Fatal(text, err)
		}
		r.Dtstart = start
		known, err := rrule.NewRRule(*r)
		if err != nil {
			t.Fatal(text, err)
		}
		var want []string
		for _, at := range known.Between(start.Add(-time.Second), until.Add(-time.Second), true) {
			want = append(want, at.Format(time.RFC3339))
		}
		// RFC 5545 counts the start as the first occurrence; where it is none of the rule, libraries differ.
		if len(want) == 0 || want[0] != start.Format(time.RFC3339) {
			t.Skip("the start does not keep the rule")
		}
		file := "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Ada\nDTSTART;TZID=Europe/Berlin:" + start.Format("20060102T150405") +
			"\nDURATION:PT1H\nRRULE:" + text + "\nEND:VEVENT\nEND:VCALENDAR\n"
		p, err := schedule.Read([]byte(file), schedule.Options{Zone: berlin, From: start.Add(-time.Hour), Until: until})
		if err != nil || len(p.Bad) > 0 {
			t.Fatal(text, err, p.Bad)
		}
		var got []string
		for _, e := range p.Entries {
			for _, s := range e.Spans {
				got = append(got, s.From.In(berlin).Format(time.RFC3339))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s from %s (-library +ours):\n%s", text, start, diff)
		}
	})
}

// TestDaysOfAMonthAreAllThatAreNamed holds BYDAY against RFC 5545, section 3.3.10: a day without a number stands for
// every such day, and a list is all that any of its parts names.
func TestDaysOfAMonthAreAllThatAreNamed(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]string{
		"1TU,TH":        "03 05 12 19 26",
		"1TU,TU":        "03 10 17 24 31",
		"1TU,-1TU":      "03 31",
		"1TU,1TU":       "03",
		"TU,WE;COUNT=4": "03 04 10 11",
	} {
		file := "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Ada\nDTSTART:20260303T093000Z\nDURATION:PT1H\n" +
			"RRULE:FREQ=MONTHLY;BYDAY=" + rule + "\nEND:VEVENT\nEND:VCALENDAR\n"
		p, err := schedule.Read([]byte(file), options(t))
		if err != nil || len(p.Bad) > 0 {
			t.Fatal(rule, err, p.Bad)
		}
		var got []string
		for _, e := range p.Entries {
			for _, s := range e.Spans {
				if s.From.Month() == time.March {
					got = append(got, s.From.UTC().Format("02"))
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, not %s", rule, got, want)
		}
	}
}

func anyRule(t *rapid.T) string {
	freq := rapid.SampledFrom([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}).Draw(t, "freq")
	parts := []string{"FREQ=" + freq}
	if rapid.Bool().Draw(t, "with interval") {
		parts = append(parts, fmt.Sprintf("INTERVAL=%d", rapid.IntRange(1, 4).Draw(t, "interval")))
	}
	months := freq == "YEARLY" && rapid.Bool().Draw(t, "yearly months") || freq != "YEARLY" && rapid.IntRange(0, 3).Draw(t, "months") == 0
	if months {
		parts = append(parts, fmt.Sprintf("BYMONTH=%d,%d", rapid.IntRange(1, 6).Draw(t, "a"), rapid.IntRange(7, 12).Draw(t, "b")))
	}
	days := []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
	if rapid.Bool().Draw(t, "days") && (freq != "YEARLY" || months) {
		// The library reads "1TU,TH" as the days that are both; TestDaysOfAMonthAreAllThatAreNamed has such rules.
		nth := ""
		if freq == "MONTHLY" {
			nth = rapid.SampledFrom([]string{"", "1", "2", "-1"}).Draw(t, "nth")
		}
		day, another := rapid.SampledFrom(days).Draw(t, "day"), rapid.SampledFrom(days).Draw(t, "another day")
		parts = append(parts, "BYDAY="+nth+day+","+nth+another)
	} else if rapid.Bool().Draw(t, "month days") && freq != "WEEKLY" && (freq != "YEARLY" || months) {
		parts = append(parts, "BYMONTHDAY="+rapid.SampledFrom([]string{"1", "15,20", "31", "-1"}).Draw(t, "month day"))
	}
	switch rapid.IntRange(0, 3).Draw(t, "end") {
	case 0:
		parts = append(parts, fmt.Sprintf("COUNT=%d", rapid.IntRange(1, 30).Draw(t, "count")))
	case 1:
		parts = append(parts, "UNTIL=20261115T120000Z")
	}
	if freq == "WEEKLY" && rapid.Bool().Draw(t, "sunday") {
		parts = append(parts, "WKST=SU")
	}
	return strings.Join(parts, ";")
}

// FuzzRead reads anything: it ends, within bounds, and every span lies within what was asked for.
func FuzzRead(f *testing.F) {
	f.Add([]byte(calendarFile))
	f.Add([]byte("Ada,2026-03-03,09:00,17:00,Europe/Lisbon,sick\n\"x\ny;;;"))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20260302T080000Z\nDURATION:P1W\nRRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=-5SU;INTERVAL=999\n"))
	o := options(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := schedule.Read(data, o)
		if err != nil {
			return
		}
		for _, e := range p.Entries {
			if e.Who == "" || e.Source == "" || e.Line < 1 {
				t.Fatalf("an entry of nobody or nothing: %+v", e)
			}
			for _, s := range e.Spans {
				if !s.From.Before(s.Until) || !s.Until.After(o.From) || !s.From.Before(o.Until) {
					t.Fatalf("a span of no time, or of another: %v", s)
				}
			}
		}
	})
}
