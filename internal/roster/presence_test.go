package roster_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/roster"
)

func TestAttendance(t *testing.T) {
	t.Parallel()
	day, err := calendar.Parse(calendar.Spec{Zone: "Europe/Lisbon", Hours: map[string][]string{"wed": {"09:00-17:00"}}})
	if err != nil {
		t.Fatal(err)
	}
	night, err := calendar.Parse(calendar.Spec{Zone: "Europe/Lisbon", Hours: map[string][]string{"wed": {"22:00-06:00"}}})
	if err != nil {
		t.Fatal(err)
	}
	shifts := []roster.Shift{{Agent: agent(1), Calendar: day}, {Agent: agent(1), Calendar: night}, {Agent: agent(2), Calendar: night}}
	absences := []roster.Absence{
		{Agent: agent(3), From: noon.Add(-time.Hour), Until: noon, Reason: "dentist"},
		{Agent: agent(4), From: noon, Reason: "sick"},
		{Agent: agent(5), From: noon.Add(time.Hour), Until: noon.Add(2 * time.Hour), Reason: "training"},
	}
	for _, tc := range []struct {
		name  string
		agent switchboard.Agent
		now   time.Time
		want  roster.Attendance
	}{
		{"day shift", switchboard.Agent{ID: agent(1), Presence: switchboard.Here}, noon, roster.AtWork},
		{"second shift of two", switchboard.Agent{ID: agent(1), Presence: switchboard.Here}, noon.Add(10 * time.Hour), roster.AtWork},
		{"between the two", switchboard.Agent{ID: agent(1), Presence: switchboard.Here}, noon.Add(6 * time.Hour), roster.OffShift},
		{"other shift", switchboard.Agent{ID: agent(2), Presence: switchboard.Here}, noon, roster.OffShift},
		{"back from absence", switchboard.Agent{ID: agent(3), Presence: switchboard.Here}, noon, roster.AtWork},
		{"absent without end", switchboard.Agent{ID: agent(4), Presence: switchboard.Here}, noon.AddDate(0, 3, 0), roster.Absent},
		{"absent later", switchboard.Agent{ID: agent(5), Presence: switchboard.Here}, noon, roster.AtWork},
		{"paused", switchboard.Agent{ID: agent(6), Presence: switchboard.Paused}, noon, roster.Paused},
		{"away", switchboard.Agent{ID: agent(6), Presence: switchboard.Away}, noon, roster.Away},
		{"never signed in", switchboard.Agent{ID: agent(6)}, noon, roster.Away},
		{"disabled", switchboard.Agent{ID: agent(6), Presence: switchboard.Here, Disabled: true}, noon, roster.Disabled},
	} {
		if got := roster.AttendanceOf(tc.agent, shifts, absences, tc.now); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
		if got := roster.Present(tc.agent, shifts, absences, tc.now); got != (tc.want == roster.AtWork) {
			t.Errorf("%s: Present = %v", tc.name, got)
		}
	}
}
