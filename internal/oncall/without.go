package oncall

import (
	"slices"

	"switchboard"
)

// Without is the plan when these people are gone: steps and shifts that named nobody else go with them. Left is false when
// no step is left, so that it is no plan any more.
func (p Plan) Without(gone []switchboard.AgentID) (without Plan, left bool) {
	is := func(id switchboard.AgentID) bool { return slices.Contains(gone, id) }
	without = Plan{Repeat: p.Repeat}
	for _, s := range p.Steps {
		if s.Who == People {
			s.People = slices.DeleteFunc(slices.Clone(s.People), is)
		}
		if s.Who != People || len(s.People) > 0 {
			without.Steps = append(without.Steps, s)
		}
	}
	for _, s := range p.Shifts {
		if !is(s.Agent) {
			without.Shifts = append(without.Shifts, s)
		}
	}
	return without, len(without.Steps) > 0
}
