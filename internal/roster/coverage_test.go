package roster_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/roster"
)

func anySpans(t *rapid.T, name string) (spans []roster.Stretch) {
	for range rapid.IntRange(0, 6).Draw(t, name) {
		from := rapid.IntRange(0, 40).Draw(t, "from")
		spans = append(spans, roster.Stretch{From: noon.Add(time.Duration(from) * time.Minute),
			Until: noon.Add(time.Duration(from+rapid.IntRange(1, 20).Draw(t, "long")) * time.Minute)})
	}
	return spans
}

func within(spans []roster.Stretch, at time.Time) bool {
	for _, s := range spans {
		if !at.Before(s.From) && at.Before(s.Until) {
			return true
		}
	}
	return false
}

// TestSpansAreSets compares union and difference with asking minute by minute.
func TestSpansAreSets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := anySpans(t, "a"), anySpans(t, "b")
		union, left := roster.Union(a), roster.Without(roster.Union(a), roster.Union(b))
		for m := range 70 {
			at := noon.Add(time.Duration(m) * time.Minute)
			if within(union, at) != within(a, at) || within(left, at) != (within(a, at) && !within(b, at)) {
				t.Fatalf("minute %d: %v and %v give %v and %v", m, a, b, union, left)
			}
		}
		for _, list := range [][]roster.Stretch{union, left} {
			for i := 1; i < len(list); i++ {
				if list[i].From.Before(list[i-1].Until) {
					t.Fatalf("%v overlaps", list)
				}
			}
		}
	})
}

func TestStaffing(t *testing.T) {
	t.Parallel()
	office, err := calendar.Parse(calendar.Spec{Zone: "UTC", Hours: map[string][]string{"wed": {"12:00-15:30"}}})
	if err != nil {
		t.Fatal(err)
	}
	ada := switchboard.Agent{ID: agent(1), Departments: []switchboard.DepartmentKey{"service"}, Languages: []string{"de"}}
	bo := switchboard.Agent{ID: agent(2), Departments: []switchboard.DepartmentKey{"service"}}
	shifts := []roster.Shift{{Agent: ada.ID, Calendar: office}, {Agent: bo.ID, From: noon, Until: noon.Add(time.Hour)}}
	until := noon.Add(4 * time.Hour)
	absences := []roster.Absence{{Agent: ada.ID, From: noon.Add(time.Hour), Until: noon.Add(2 * time.Hour)}}
	members := []roster.Member{roster.MemberOf(ada, shifts, absences, noon, until), roster.MemberOf(bo, shifts, nil, noon, until)}
	promised := []roster.Stretch{{From: noon, Until: noon.Add(3 * time.Hour)}}
	got := roster.Staffing(roster.Needed{Department: "service"}, members, promised, noon, until)
	want := []roster.Hour{{From: noon, People: 2, Promised: true}, {From: noon.Add(time.Hour), Promised: true, Gap: true},
		{From: noon.Add(2 * time.Hour), People: 1, Promised: true}, {From: noon.Add(3 * time.Hour), People: 1}}
	for i, h := range got {
		if h != want[i] {
			t.Errorf("hour %d: %+v, want %+v", i, h, want[i])
		}
	}
	if gaps := roster.Gaps(roster.Needed{Department: "service", Language: "de"}, members, promised); len(gaps) != 1 ||
		!gaps[0].From.Equal(noon.Add(time.Hour)) || !gaps[0].Until.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("German: %v", gaps)
	}
	anytime := roster.MemberOf(switchboard.Agent{ID: agent(3), Departments: []switchboard.DepartmentKey{"service"}}, shifts, nil, noon, until)
	if !anytime.Anytime || len(roster.Gaps(roster.Needed{Department: "service"}, append(members, anytime), promised)) != 0 {
		t.Errorf("somebody without shifts leaves %+v", anytime)
	}
}

func TestShiftEnd(t *testing.T) {
	t.Parallel()
	day, err := calendar.Parse(calendar.Spec{Zone: "UTC", Hours: map[string][]string{"wed": {"09:00-17:00"}}})
	if err != nil {
		t.Fatal(err)
	}
	shifts := []roster.Shift{{Calendar: day}, {From: noon.Add(5 * time.Hour), Until: noon.Add(7 * time.Hour)}}
	if got := roster.ShiftEnd(shifts, noon); !got.Equal(noon.Add(7 * time.Hour)) {
		t.Errorf("two that follow each other end at %v", got)
	}
	if got := roster.ShiftEnd(shifts, noon.Add(8*time.Hour)); !got.IsZero() {
		t.Errorf("after work it ends at %v", got)
	}
	if got := roster.ShiftEnd([]roster.Shift{{Calendar: calendar.Always()}}, noon); !got.IsZero() {
		t.Errorf("what never ends ends at %v", got)
	}
}
