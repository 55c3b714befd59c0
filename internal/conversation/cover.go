package conversation

import "switchboard"

// CoverTaken makes somebody lead in the place of a lead who is absent. Both are recorded: By leads and is accountable, and
// For gets it back with CoverOver, unless a person has given it to somebody else meanwhile: a hand-over that was accepted, a
// manager who took it from its lead, or a change of queue. When For does not lead, it says nothing.
type CoverTaken struct {
	By, For    switchboard.AgentID
	ForGood    bool // For does not get it back
	Themselves bool // By said so, and need not be told
}

func (h CoverTaken) apply(s *step) error {
	if err := named(h.For, "for"); err != nil {
		return err
	}
	if err := s.mustBeOpenTo(h.By); err != nil {
		return err
	}
	if h.By == h.For {
		return switchboard.Refuse(switchboard.CodeInvalid, "Nobody covers for themselves.").WithField("by")
	}
	if s.c.Lead != h.For {
		return nil
	}
	if h.ForGood {
		s.c.Cover = nil
	} else {
		s.coverFor(h.For)
	}
	s.begin(h.By)
	actor := By{}
	if h.Themselves {
		actor = Person(h.By)
	}
	e := s.emit(switchboard.EventCoverTaken, actor)
	e.Agent, e.Subject, e.Reason = h.By, h.For.String(), ReasonCover
	return nil
}

// coverFor notes for whom it is covered. Whoever covers may fall out themselves: it stays covered for the first of them.
func (s *step) coverFor(owner switchboard.AgentID) {
	if s.c.Cover == nil {
		s.c.Cover = &switchboard.Covered{For: owner, Since: s.now}
	}
}

// CoverOver says that whoever it is covered for is there again. It is theirs, unless the customer has written since the
// cover began: then it stays with whoever they are in talk with. When it is covered for somebody else, it says nothing.
type CoverOver struct {
	For switchboard.AgentID
}

func (h CoverOver) apply(s *step) error {
	cover := s.c.Cover
	if !s.c.Open() || cover == nil || cover.For != h.For {
		return nil
	}
	s.c.Cover = nil
	if s.c.LastInAt.After(cover.Since) {
		e := s.emit(switchboard.EventCoverKept, By{})
		e.Agent, e.Subject = s.c.Lead, h.For.String()
		return nil
	}
	s.begin(h.For)
	e := s.emit(switchboard.EventCoverReturned, By{})
	e.Agent, e.Reason = h.For, ReasonCover
	return nil
}
