package conversation

import (
	"slices"

	"switchboard"
)

// HelperAdded asks somebody to advise the lead. Helpers never speak to the customer and never change who leads.
type HelperAdded struct {
	By     By
	Helper switchboard.AgentID
	Beyond *Beyond // asked although their department has given the help it promises; nil: it has not
}

// ReasonOverBudget is the reason of a helper who was asked beyond what their department promises.
const ReasonOverBudget = "over_budget"

// Beyond is how much a department promises and gave, in seconds, when one of its people was asked all the same.
type Beyond struct{ Budget, Given int64 }

func (h HelperAdded) apply(s *step) error {
	if err := named(h.Helper, "helper"); err != nil {
		return err
	}
	if err := s.mustBeOpen(); err != nil {
		return err
	}
	if h.Helper == s.c.Lead {
		return switchboard.Refuse(switchboard.CodeInvalid, "They lead it already.").WithField("helper")
	}
	if slices.Contains(s.c.Helpers, h.Helper) {
		return nil
	}
	s.c.Helpers = append(s.c.Helpers, h.Helper)
	e := s.emit(switchboard.EventHelperAdded, h.By)
	e.Agent = h.Helper
	if h.Beyond != nil {
		e.Reason, e.Numbers = ReasonOverBudget, map[string]int64{"budget": h.Beyond.Budget, "given": h.Beyond.Given}
	}
	return nil
}

// HelperRemoved ends somebody's help.
type HelperRemoved struct {
	By     By
	Helper switchboard.AgentID
}

func (h HelperRemoved) apply(s *step) error {
	if !slices.Contains(s.c.Helpers, h.Helper) {
		return nil
	}
	s.c.Helpers = without(s.c.Helpers, h.Helper)
	s.emit(switchboard.EventHelperRemoved, h.By).Agent = h.Helper
	return nil
}
