package conversation

import "switchboard"

// Taken says that a person takes the lead without being asked: from the queue, or, as a manager and with a reason, from
// whoever has it or was asked. What a manager takes from somebody is not covered for anybody any more.
type Taken struct {
	By     By
	Reason string // one of MoveReasons; needed only to take it from somebody
	// Department is in which they lead it; empty where nobody knows.
	Department switchboard.DepartmentKey
}

func (h Taken) apply(s *step) error {
	if err := named(h.By.Agent, "by"); err != nil {
		return err
	}
	if err := s.mustBeOpen(); err != nil {
		return err
	}
	if s.c.Lead == h.By.Agent {
		return nil
	}
	free := s.c.Lead.IsZero() && (s.c.Offer == nil || s.c.Offer.To == h.By.Agent)
	if !free {
		if !h.By.Manager {
			return s.taken()
		}
		if err := oneOf(h.Reason, MoveReasons()); err != nil {
			return err
		}
	}
	from := s.c.Department
	if !free {
		s.give(h.Reason, h.Department)
	}
	e := s.acceptance(switchboard.EventTaken, h.By)
	if !free {
		e.Reason, e.From, e.To = h.Reason, from, h.Department
	}
	return nil
}

// give is what a person decides by whom it goes to: it is not covered for anybody any more. When it never belonged to the
// department that had it, it is that of whoever has it now; any other reason is about persons and leaves it its department's.
func (s *step) give(reason string, to switchboard.DepartmentKey) {
	s.c.Cover = nil
	if reason == ReasonWrongOwner && to != "" {
		s.c.Department = to
	}
}

// Released puts it back into its department's queue, behind those that wait there. The customer's clock goes on.
type Released struct {
	By     By
	Reason string // one of MoveReasons
	Epoch  int
}

func (h Released) apply(s *step) error {
	again := s.c.Open() && s.c.Lead.IsZero() && s.c.LastLead == h.By.Agent && s.c.Epoch == h.Epoch
	if again && s.c.Epoch > 0 { // the second click
		return nil
	}
	if err := s.mustHold(h.By, h.Epoch); err != nil {
		return err
	}
	if err := oneOf(h.Reason, MoveReasons()); err != nil {
		return err
	}
	s.release(h.By, h.Reason)
	return nil
}

// LeadAbsent says that the lead is away and nobody takes their place: it goes back to the queue for ReasonCover. For
// anybody else it says nothing.
type LeadAbsent struct {
	Agent   switchboard.AgentID
	Returns bool // it is to be theirs again when they are back: whoever takes it covers for them
}

func (h LeadAbsent) apply(s *step) error {
	if err := named(h.Agent, "agent"); err != nil {
		return err
	}
	if s.c.Lead != h.Agent {
		return nil
	}
	if h.Returns {
		s.coverFor(h.Agent)
	} else {
		s.c.Cover = nil
	}
	s.release(By{}, ReasonCover)
	return nil
}

func (s *step) release(by By, reason string) {
	s.end()
	s.enqueue(s.now)
	e := s.emit(switchboard.EventReleased, by)
	e.Agent, e.Reason = s.c.LastLead, reason
}
