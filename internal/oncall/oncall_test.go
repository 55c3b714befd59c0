package oncall_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/oncall"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func agent(n byte, role switchboard.Role, presence switchboard.Presence, departments ...switchboard.DepartmentKey) switchboard.Agent {
	return switchboard.Agent{ID: switchboard.AgentID{n}, Role: role, Presence: presence, Departments: departments}
}

func TestShiftsAcrossTheChangeOfClocks(t *testing.T) {
	t.Parallel()
	plan := oncall.Plan{Steps: []oncall.Step{{Who: oncall.OnCall, Wait: 60}}, Shifts: []oncall.Shift{{Agent: switchboard.AgentID{1},
		Calendar: calendar.Spec{Zone: "Europe/Berlin", Hours: map[string][]string{"sun": {"02:30-03:30"}}}}}}
	people := []switchboard.Agent{agent(1, switchboard.RoleAgent, switchboard.Away)}
	for at, want := range map[string]bool{"2026-03-29T00:45:00Z": false, "2026-03-29T01:15:00Z": true, "2026-03-29T01:31:00Z": false,
		"2026-10-25T00:45:00Z": true, "2026-10-25T01:45:00Z": true, "2026-10-25T02:31:00Z": false} {
		now, _ := time.Parse(time.RFC3339, at)
		if _, heard := plan.Next(0, oncall.Scene{Agents: people, Now: now}); heard != want {
			t.Errorf("on call at %s: %v, want %v", at, heard, want)
		}
	}
}

// TestWhoOnlyLooksOnIsNotCalled: somebody who became a viewer after the shifts were made could do nothing when called.
func TestWhoOnlyLooksOnIsNotCalled(t *testing.T) {
	t.Parallel()
	plan := oncall.Plan{Steps: []oncall.Step{{Who: oncall.OnCall, Wait: 60}}, Shifts: []oncall.Shift{{Agent: switchboard.AgentID{1}, Calendar: calendar.Spec{Zone: "UTC",
		Hours: map[string][]string{"mon-sun": {"00:00-24:00"}}}}}}
	for role, want := range map[switchboard.Role]bool{switchboard.RoleAgent: true, switchboard.RoleViewer: false} {
		scene := oncall.Scene{Agents: []switchboard.Agent{agent(1, role, switchboard.Here)}, Now: noon}
		if _, heard := plan.Next(0, scene); heard != want {
			t.Errorf("%s: called %v, want %v", role, heard, want)
		}
	}
}

func TestPlansThatCannotBe(t *testing.T) {
	t.Parallel()
	step := oncall.Step{Who: oncall.Managers, Wait: 60}
	for name, p := range map[string]oncall.Plan{
		"no step":           {},
		"an unknown step":   {Steps: []oncall.Step{{Who: "everybody", Wait: 60}}},
		"too fast":          {Steps: []oncall.Step{{Who: oncall.Managers, Wait: 1}}},
		"people unnamed":    {Steps: []oncall.Step{{Who: oncall.People, Wait: 60}}},
		"names elsewhere":   {Steps: []oncall.Step{{Who: oncall.Lead, Wait: 60, People: []switchboard.AgentID{{1}}}}},
		"a shift of nobody": {Steps: []oncall.Step{step}, Shifts: []oncall.Shift{{}}},
		"hours of nowhere":  {Steps: []oncall.Step{step}, Shifts: []oncall.Shift{{Agent: switchboard.AgentID{1}, Calendar: calendar.Spec{Zone: "Nowhere"}}}},
		"without a breath":  {Steps: []oncall.Step{step}, Repeat: 1},
	} {
		if err := p.Check(); !switchboard.IsCode(err, switchboard.CodeInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := oncall.Default().Check(); err != nil {
		t.Errorf("the default is refused: %v", err)
	}
}

// TestSomebodyIsCalledWheneverAnybodyCan: wherever the climb stands, a ladder that reaches anybody calls somebody, the
// step never goes back, and the next call lies ahead.
func TestSomebodyIsCalledWheneverAnybodyCan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		roles := []switchboard.Role{switchboard.RoleAdmin, switchboard.RoleManager, switchboard.RoleAgent, switchboard.RoleViewer}
		var people []switchboard.Agent
		for n := range rapid.IntRange(0, 5).Draw(t, "people") {
			a := agent(byte(n+1), rapid.SampledFrom(roles).Draw(t, "role"), rapid.SampledFrom([]switchboard.Presence{switchboard.Here, switchboard.Away}).Draw(t, "presence"), "service")
			a.Disabled = rapid.Bool().Draw(t, "disabled")
			people = append(people, a)
		}
		shut := rapid.SliceOfDistinct(rapid.SampledFrom([]switchboard.AgentID{{1}, {2}, {3}, {4}, {5}}), rapid.ID).Draw(t, "shut")
		scene := oncall.Scene{Department: "service", Agents: people, Shut: shut, Now: noon, Lead: switchboard.AgentID{byte(rapid.IntRange(0, 5).Draw(t, "lead"))}}
		climbed := rapid.IntRange(0, 9).Draw(t, "climbed")
		call, heard := oncall.Default().Next(climbed, scene)
		reachable := false
		for _, a := range people {
			hears := a.Works() && (a.Presence == switchboard.Here || !slices.Contains(shut, a.ID))
			reachable = reachable || hears && (a.ID == scene.Lead || a.Role == switchboard.RoleAdmin || a.Role == switchboard.RoleManager ||
				a.Presence == switchboard.Here)
		}
		var all int
		for _, step := range oncall.Default().Reached(scene) {
			all += len(step)
		}
		if heard != (all > 0) {
			t.Fatalf("heard %v, and its steps reach %d", heard, all)
		}
		if heard != reachable || heard != (len(call.Agents) > 0) || call.Step < min(climbed, len(oncall.Default().Steps)) || !call.Next.After(noon) {
			t.Fatalf("%+v, heard %v, reachable %v", call, heard, reachable)
		}
	})
}

// TestWhoComesToLeadIsCalledWhereTheLeadWas: the step of the lead is behind, still to come, or not there.
func TestWhoComesToLeadIsCalledWhereTheLeadWas(t *testing.T) {
	t.Parallel()
	plan := oncall.Plan{Steps: []oncall.Step{{Who: oncall.Managers, Wait: 60}, {Who: oncall.Lead, Wait: 60}}}
	lead := agent(1, switchboard.RoleAgent, switchboard.Away)
	scene := oncall.Scene{Lead: lead.ID, Agents: []switchboard.Agent{agent(2, switchboard.RoleManager, switchboard.Here), lead}, Now: noon}
	for climbed, want := range map[int][]switchboard.AgentID{0: nil, 1: nil, 2: {lead.ID}, 9: {lead.ID}} {
		if got := plan.LeadAgain(climbed, scene); !slices.Equal(got, want) {
			t.Errorf("%d steps climbed: %v", climbed, got)
		}
	}
	plan.Steps = plan.Steps[:1]
	if got := plan.LeadAgain(1, scene); got != nil {
		t.Errorf("a ladder without the lead calls %v", got)
	}
}
