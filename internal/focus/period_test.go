package focus

import (
	"testing"
	"time"
)

func TestDaysAndWeeksAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	bogota, err := time.LoadLocation("America/Bogota")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, now, day, dayEnd, week, weekEnd string
		zone                                  *time.Location
	}{
		{"in the middle", "2026-03-04T12:00:00Z", "2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z",
			"2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", time.UTC},
		{"tomorrow there", "2026-03-03T23:30:00Z", "2026-03-03T23:00:00Z", "2026-03-04T23:00:00Z",
			"2026-03-01T23:00:00Z", "2026-03-08T23:00:00Z", berlin},
		{"yesterday there, a Sunday", "2026-03-02T04:00:00Z", "2026-03-01T05:00:00Z", "2026-03-02T05:00:00Z",
			"2026-02-23T05:00:00Z", "2026-03-02T05:00:00Z", bogota},
		{"a day of 23 hours", "2026-03-29T10:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z",
			"2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z", berlin},
		{"its first instant", "2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z",
			"2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", time.UTC},
	} {
		now, err := time.Parse(time.RFC3339, tc.now)
		if err != nil {
			t.Fatal(err)
		}
		check := func(what string, from, until time.Time, wantFrom, wantUntil string) {
			f, u := from.UTC().Format(time.RFC3339), until.UTC().Format(time.RFC3339)
			if f != wantFrom || u != wantUntil {
				t.Errorf("%s, %s: %s to %s, want %s to %s", tc.name, what, f, u, wantFrom, wantUntil)
			}
		}
		from, until := Day(now, tc.zone)
		check("day", from, until, tc.day, tc.dayEnd)
		from, until = Week(now, tc.zone)
		check("week", from, until, tc.week, tc.weekEnd)
	}
}
