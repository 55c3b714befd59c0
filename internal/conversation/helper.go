package conversation

import (
	"slices"

	"switchboard"
)

// HelperAdded asks somebody to advise the lead. Helpers never speak to the customer and never change who leads.
type HelperAdded struct {
	By     By
	Helper switchboard.AgentID
}

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
	s.emit(switchboard.EventHelperAdded, h.By).Agent = h.Helper
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
