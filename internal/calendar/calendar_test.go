package calendar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/calendar"
)

func mustParse(t testing.TB, s calendar.Spec) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Parse(s)
	if err != nil {
		t.Fatalf("Parse(%+v): %v", s, err)
	}
	return c
}

func office(zone string) calendar.Spec {
	day := []string{"09:00-12:30", "13:30-18:00"}
	return calendar.Spec{
		Zone: zone,
		Hours: map[string][]string{"mon": day, "tue": day, "wed": day, "thu": day, "fri": {"09:00-15:00"},
			"sat": {"22:00-02:00"}},
		Holidays: []calendar.Holiday{
			{Date: "12-25", Name: "Midwinter feast"},
			{Date: "2026-03-30", Name: "Stocktaking", Hours: []string{"10:00-11:00"}},
		},
	}
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestOpenAndNext(t *testing.T) {
	t.Parallel()
	c := mustParse(t, office("Europe/Lisbon"))
	for _, tc := range []struct{ at, next string }{
		{"2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z"}, // Monday, opens
		{"2026-01-05T08:59:59Z", "2026-01-05T09:00:00Z"},
		{"2026-01-05T12:30:00Z", "2026-01-05T13:30:00Z"}, // lunch
		{"2026-01-09T15:00:00Z", "2026-01-10T22:00:00Z"}, // Friday closes, Saturday night opens
		{"2026-01-11T01:59:59Z", "2026-01-11T01:59:59Z"}, // past midnight
		{"2026-01-11T02:00:00Z", "2026-01-12T09:00:00Z"},
		{"2026-12-25T10:00:00Z", "2026-12-26T22:00:00Z"}, // every year
		{"2026-03-30T08:00:00Z", "2026-03-30T09:00:00Z"}, // once, and in summer time
		{"2026-07-06T07:00:00Z", "2026-07-06T08:00:00Z"}, // summer time
	} {
		at, want := instant(t, tc.at), instant(t, tc.next)
		if got := c.Next(at); !got.Equal(want) {
			t.Errorf("Next(%s) = %s, want %s", tc.at, got.UTC().Format(time.RFC3339), tc.next)
		}
		if got := c.Open(at); got != at.Equal(want) {
			t.Errorf("Open(%s) = %v", tc.at, got)
		}
	}
}

func TestClocksGoForwardAndBack(t *testing.T) {
	t.Parallel()
	c := mustParse(t, calendar.Spec{Zone: "Europe/Berlin", Hours: map[string][]string{"sun": {"01:30-03:30"}}})
	for day, want := range map[string]time.Duration{
		"2026-03-22": 2 * time.Hour,
		"2026-03-29": time.Hour,     // 02:00 to 03:00 does not exist
		"2026-10-25": 3 * time.Hour, // 02:00 to 03:00 comes twice
	} {
		from := instant(t, day+"T00:00:00Z").Add(-3 * time.Hour)
		if got := c.Business(from, from.Add(30*time.Hour)); got != want {
			t.Errorf("Business on %s = %s, want %s", day, got, want)
		}
	}
	start := instant(t, "2026-10-25T00:30:00+02:00")
	if got, want := c.Add(start, 150*time.Minute), instant(t, "2026-10-25T03:00:00+01:00"); !got.Equal(want) {
		t.Errorf("Add across the repeated hour = %s, want %s", got, want)
	}
}

func TestADateThatNeverWas(t *testing.T) {
	t.Parallel()
	day := []string{"00:00-24:00"}
	c := mustParse(t, calendar.Spec{Zone: "Pacific/Apia", Hours: map[string][]string{"fri": day, "sat": {"00:00-01:00"}}})
	// Samoa went from Thursday 29 to Saturday 31 December 2011.
	from := instant(t, "2011-12-29T00:00:00-10:00")
	if got := c.Business(from, from.Add(48*time.Hour)); got != time.Hour {
		t.Errorf("open for %s, want 1h: that Friday was left out", got)
	}
}

func TestAlways(t *testing.T) {
	t.Parallel()
	at := instant(t, "2026-02-03T04:05:06Z")
	c := calendar.Always()
	if !c.Open(at) || !c.Next(at).Equal(at) {
		t.Error("Always is closed")
	}
	if got := c.Add(at, 1000*time.Hour); !got.Equal(at.Add(1000 * time.Hour)) {
		t.Errorf("Add = %s", got)
	}
	if c.Zone() != time.UTC {
		t.Errorf("Zone = %s", c.Zone())
	}
}

func TestAddGivesUpAfterAHundredYears(t *testing.T) {
	t.Parallel()
	c := mustParse(t, calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": {"09:00-09:01"}}})
	at := instant(t, "2026-01-01T00:00:00Z")
	if got := c.Add(at, 1<<62); got.Year() != 2125 {
		t.Errorf("Add = %s, want a hundred years on", got)
	}
	if got := c.Add(at, -time.Hour); !got.Equal(at) {
		t.Errorf("Add of a negative span = %s, want the start", got)
	}
	if got := c.Business(at, at.Add(-time.Hour)); got != 0 {
		t.Errorf("Business backwards = %s", got)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	week := func(day, span string) map[string][]string { return map[string][]string{day: {span}} }
	many := make([]calendar.Holiday, 101)
	for i := range many {
		many[i].Date = time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC).Format("01-02")
	}
	for name, tc := range map[string]struct {
		spec  calendar.Spec
		field string
	}{
		"no zone":        {calendar.Spec{Hours: week("mon", "09:00-10:00")}, "zone"},
		"unknown zone":   {calendar.Spec{Zone: "Europe/Atlantis", Hours: week("mon", "09:00-10:00")}, "zone"},
		"machine's zone": {calendar.Spec{Zone: "Local", Hours: week("mon", "09:00-10:00")}, "zone"},
		"unknown day":    {calendar.Spec{Zone: "UTC", Hours: week("monday", "09:00-10:00")}, "hours.monday"},
		"no hyphen":      {calendar.Spec{Zone: "UTC", Hours: week("mon", "09:00")}, "hours.mon[0]"},
		"bad hour":       {calendar.Spec{Zone: "UTC", Hours: week("mon", "25:00-26:00")}, "hours.mon[0]"},
		"bad minute":     {calendar.Spec{Zone: "UTC", Hours: week("mon", "09:60-10:00")}, "hours.mon[0]"},
		"sign":           {calendar.Spec{Zone: "UTC", Hours: week("mon", "+9:00-10:00")}, "hours.mon[0]"},
		"starts at 24":   {calendar.Spec{Zone: "UTC", Hours: week("mon", "24:00-10:00")}, "hours.mon[0]"},
		"never open":     {calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": nil}}, "hours"},
		"bad date": {calendar.Spec{Zone: "UTC", Hours: week("mon", "09:00-10:00"),
			Holidays: []calendar.Holiday{{Date: "25 Dec"}}}, "holidays[0].date"},
		"no such date": {calendar.Spec{Zone: "UTC", Hours: week("mon", "09:00-10:00"),
			Holidays: []calendar.Holiday{{Date: "2026-02-29"}}}, "holidays[0].date"},
		"date twice": {calendar.Spec{Zone: "UTC", Hours: week("mon", "09:00-10:00"),
			Holidays: []calendar.Holiday{{Date: "12-25"}, {Date: "12-25"}}}, "holidays[1].date"},
		"date past midnight": {calendar.Spec{Zone: "UTC", Hours: week("mon", "09:00-10:00"),
			Holidays: []calendar.Holiday{{Date: "12-25", Hours: []string{"22:00-02:00"}}}}, "holidays[0].hours[0]"},
		"too many yearly": {calendar.Spec{Zone: "UTC", Hours: week("mon", "09:00-10:00"), Holidays: many}, "holidays"},
		"too many": {calendar.Spec{Zone: "UTC", Hours: week("mon", "09:00-10:00"),
			Holidays: make([]calendar.Holiday, 401)}, "holidays"},
		"too many spans": {calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": make([]string, 49)}}, "hours.mon"},
	} {
		_, err := calendar.Parse(tc.spec)
		var refusal *switchboard.Error
		if !errors.As(err, &refusal) || refusal.Code != switchboard.CodeInvalid || refusal.Field != tc.field {
			t.Errorf("%s: got %v, want invalid in %s", name, err, tc.field)
		}
	}
}

func TestSpecIsJSON(t *testing.T) {
	t.Parallel()
	var s calendar.Spec
	text := `{"zone":"Asia/Kolkata","hours":{"mon":["09:00-17:00","16:00-18:00","18:00-19:00"]},"holidays":[{"date":"08-15"}]}`
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&s); err != nil {
		t.Fatal(err)
	}
	c := mustParse(t, s)
	monday := instant(t, "2026-01-05T00:00:00+05:30")
	if got := c.Business(monday, monday.Add(24*time.Hour)); got != 10*time.Hour {
		t.Errorf("overlapping spans give %s, want 10h", got)
	}
}

var zones = []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata",
	"America/Sao_Paulo"}

// anyCalendar draws a calendar, and a start in a week in which clocks change somewhere.
func anyCalendar(t *rapid.T) (*calendar.Calendar, time.Time) {
	days := []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	spanGen := rapid.Custom(func(t *rapid.T) string {
		from := rapid.IntRange(0, 1439).Draw(t, "from")
		to := rapid.IntRange(0, 1440).Draw(t, "to")
		return fmt.Sprintf("%02d:%02d-%02d:%02d", from/60, from%60, to/60, to%60)
	})
	hours := map[string][]string{"wed": {"08:00-12:00"}}
	for _, day := range days {
		hours[day] = append(hours[day], rapid.SliceOfN(spanGen, 0, 3).Draw(t, day)...)
	}
	spec := calendar.Spec{Zone: rapid.SampledFrom(zones).Draw(t, "zone"), Hours: hours,
		Holidays: []calendar.Holiday{{Date: "03-29"}, {Date: "2026-10-26", Hours: []string{"10:00-11:15"}}}}
	c, err := calendar.Parse(spec)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	base := rapid.SampledFrom([]string{"2026-03-07", "2026-03-27", "2026-04-03", "2026-10-03", "2026-10-23", "2026-10-30",
		"2011-12-28", "2018-11-02"}).Draw(t, "base")
	start, err := time.Parse(time.DateOnly, base)
	if err != nil {
		t.Fatal(err)
	}
	return c, start.Add(time.Duration(rapid.IntRange(0, 3*24*60).Draw(t, "minutes")) * time.Minute)
}

func TestBusinessEqualsCountingMinutes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, start := anyCalendar(t)
		minutes := rapid.IntRange(0, 3*24*60).Draw(t, "length")
		open := 0
		for i := range minutes {
			if c.Open(start.Add(time.Duration(i) * time.Minute)) {
				open++
			}
		}
		got := c.Business(start, start.Add(time.Duration(minutes)*time.Minute))
		if want := time.Duration(open) * time.Minute; got != want {
			t.Fatalf("Business = %s, counting says %s", got, want)
		}
	})
}

func TestBusinessIsAdditive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := anyCalendar(t)
		b := a.Add(time.Duration(rapid.Int64Range(0, int64(9*24*time.Hour)).Draw(t, "ab")))
		z := b.Add(time.Duration(rapid.Int64Range(0, int64(9*24*time.Hour)).Draw(t, "bz")))
		if whole, parts := c.Business(a, z), c.Business(a, b)+c.Business(b, z); whole != parts {
			t.Fatalf("whole %s, parts %s", whole, parts)
		}
	})
}

func TestAddInvertsBusiness(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := anyCalendar(t)
		d := time.Duration(rapid.Int64Range(1, int64(60*time.Hour)).Draw(t, "d"))
		end := c.Add(a, d)
		if got := c.Business(a, end); got != d {
			t.Fatalf("Business(a, Add(a, %s)) = %s", d, got)
		}
		if got := c.Business(a, end.Add(-1)); got != d-1 {
			t.Fatalf("Add is not the earliest: a nanosecond before, %s had passed", got)
		}
	})
}

func TestNextIsOpenAndFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := anyCalendar(t)
		next := c.Next(a)
		if !c.Open(next) || next.Before(a) {
			t.Fatalf("Next(%s) = %s is not open or lies before", a, next)
		}
		if closed := c.Business(a, next); closed != 0 {
			t.Fatalf("%s of open time was passed over", closed)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("Europe/Berlin", "mon", "09:00-17:00", "12-25")
	f.Add("", "", "-", "2026-02-30")
	f.Fuzz(func(t *testing.T, zone, day, hours, date string) {
		c, err := calendar.Parse(calendar.Spec{Zone: zone, Hours: map[string][]string{day: {hours}},
			Holidays: []calendar.Holiday{{Date: date}}})
		if err != nil {
			if !switchboard.IsCode(err, switchboard.CodeInvalid) {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		if at := c.Next(time.Unix(1.8e9, 0)); !c.Open(at) {
			t.Fatalf("%s is not open", at)
		}
	})
}

func BenchmarkBusinessOneWeek(b *testing.B) {
	c := mustParse(b, office("Europe/Lisbon"))
	at := instant(b, "2026-03-25T11:00:00Z")
	for b.Loop() {
		c.Business(at, at.Add(7*24*time.Hour))
	}
}

func TestNextStart(t *testing.T) {
	t.Parallel()
	c, err := calendar.Parse(calendar.Spec{Zone: "Europe/Berlin", Hours: map[string][]string{
		"mon": {"09:00-12:00", "13:00-17:00"}, "fri": {"22:00-06:00"}}})
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for now, want := range map[string]string{
		"2026-03-02T07:00:00Z": "2026-03-02T08:00:00Z", // before the morning
		"2026-03-02T08:00:00Z": "2026-03-02T12:00:00Z", // a start is not after itself
		"2026-03-02T09:30:00Z": "2026-03-02T12:00:00Z", // inside
		"2026-03-06T22:30:00Z": "2026-03-09T08:00:00Z", // inside a night that runs into the next day
	} {
		if got := c.NextStart(at(now)); !got.Equal(at(want)) {
			t.Errorf("after %s: %s, want %s", now, got.UTC(), want)
		}
	}
	if got := calendar.Always().NextStart(at("2026-03-02T07:00:00Z")); got.Before(at("2100-01-01T00:00:00Z")) {
		t.Errorf("what never closes begins again at %s", got)
	}
}
