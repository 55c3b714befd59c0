package oncall_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/oncall"
)

func TestNobodyWhoIsGoneIsNamed(t *testing.T) {
	t.Parallel()
	stays, goes := switchboard.AgentID{1}, switchboard.AgentID{2}
	hours := calendar.Spec{Zone: "UTC"}
	people := func(ids ...switchboard.AgentID) oncall.Step {
		return oncall.Step{Who: oncall.People, People: ids, Wait: 60}
	}
	admins := oncall.Step{Who: oncall.Admins, Wait: 90}
	for name, c := range map[string]struct {
		plan, want oncall.Plan
		left       bool
	}{
		"among others": {oncall.Plan{Steps: []oncall.Step{people(goes, stays), admins}, Repeat: 70,
			Shifts: []oncall.Shift{{Agent: goes, Calendar: hours}, {Agent: stays, Calendar: hours}}},
			oncall.Plan{Steps: []oncall.Step{people(stays), admins}, Repeat: 70, Shifts: []oncall.Shift{{Agent: stays, Calendar: hours}}}, true},
		"alone in a step": {oncall.Plan{Steps: []oncall.Step{people(goes), admins}}, oncall.Plan{Steps: []oncall.Step{admins}}, true},
		"alone at all":    {oncall.Plan{Steps: []oncall.Step{people(goes)}, Repeat: 60}, oncall.Plan{Repeat: 60}, false},
		"not named":       {oncall.Plan{Steps: []oncall.Step{people(stays)}}, oncall.Plan{Steps: []oncall.Step{people(stays)}}, true},
	} {
		got, left := c.plan.Without([]switchboard.AgentID{goes})
		if diff := cmp.Diff(c.want, got); diff != "" || left != c.left {
			t.Errorf("%s: left %v (-want +got):\n%s", name, left, diff)
		}
	}
}
