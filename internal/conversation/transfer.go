package conversation

import "switchboard"

// TransferAsked asks somebody else to take over. The present lead stays accountable until they accept.
type TransferAsked struct {
	By       By
	From     switchboard.AgentID // the lead, as the caller saw it
	To       switchboard.AgentID
	Briefing string // at least MinBriefing characters
	Reason   string // one of MoveReasons
	Epoch    int
	// Department is in which To would lead it; empty where nobody knows.
	Department switchboard.DepartmentKey
}

func (h TransferAsked) apply(s *step) error {
	if err := s.mustHold(h.By, h.Epoch); err != nil {
		return err
	}
	if err := h.check(s); err != nil {
		return err
	}
	if pending := s.c.Transfer; pending != nil {
		if pending.To == h.To && pending.Reason == h.Reason {
			return nil
		}
		return switchboard.Refuse(switchboard.CodeConflict, "A transfer is already asked for.").
			WithHint("Take it back before you ask somebody else.")
	}
	s.unsnooze()
	s.c.Stance = switchboard.StanceTransfer
	s.c.Transfer = &switchboard.Transfer{To: h.To, From: s.c.Lead, Briefing: h.Briefing, Reason: h.Reason, At: s.now,
		Department: h.Department}
	s.tellTransfer(switchboard.EventTransferAsked, h.By, *s.c.Transfer)
	return nil
}

func (h TransferAsked) check(s *step) error {
	if h.From != s.c.Lead {
		return switchboard.Refuse(switchboard.CodeStale, "The lead is somebody else by now.").WithField("from").
			WithHint("Read the conversation again before you act on it.")
	}
	if err := named(h.To, "to"); err != nil {
		return err
	}
	if h.To == s.c.Lead {
		return switchboard.Refuse(switchboard.CodeInvalid, "They lead it already.").WithField("to")
	}
	if err := oneOf(h.Reason, MoveReasons()); err != nil {
		return err
	}
	return briefed(h.Briefing)
}

// TransferAccepted makes whoever was asked the lead. It is theirs from then on, also when whoever handed it over covered
// for somebody.
type TransferAccepted struct {
	By switchboard.AgentID
}

func (h TransferAccepted) apply(s *step) error {
	if err := s.mustBeOpenTo(h.By); err != nil {
		return err
	}
	if s.c.Lead == h.By {
		return nil
	}
	if s.c.Transfer == nil || s.c.Transfer.To != h.By {
		return s.taken()
	}
	transfer, from := *s.c.Transfer, s.c.Department
	s.give(transfer.Reason, transfer.Department)
	s.begin(h.By)
	s.tellTransfer(switchboard.EventTransferAccepted, Person(h.By), transfer).From = from
	return nil
}

// TransferDeclined leaves it with its lead. With no transfer open it says nothing.
type TransferDeclined struct {
	By     switchboard.AgentID
	Reason string // one of DeclineReasons
}

func (h TransferDeclined) apply(s *step) error {
	if err := s.mustBeOpenTo(h.By); err != nil {
		return err
	}
	transfer := s.c.Transfer
	if transfer == nil {
		return nil
	}
	if transfer.To != h.By {
		return s.taken()
	}
	if err := oneOf(h.Reason, DeclineReasons()); err != nil {
		return err
	}
	s.keepLead(switchboard.EventTransferDeclined, Person(h.By)).Reason = h.Reason
	return nil
}

// TransferCancelled takes the question back. With no transfer open it says nothing.
type TransferCancelled struct {
	By By
}

func (h TransferCancelled) apply(s *step) error {
	if err := s.mustBeOpen(); err != nil {
		return err
	}
	if s.c.Transfer == nil {
		return nil
	}
	if err := s.mustBeYours(h.By); err != nil {
		return err
	}
	s.keepLead(switchboard.EventTransferCancelled, h.By)
	return nil
}

func (s *step) keepLead(kind switchboard.EventKind, by By) *switchboard.Event {
	transfer := *s.c.Transfer
	s.c.Stance, s.c.Transfer = switchboard.StanceLed, nil
	return s.tellTransfer(kind, by, transfer)
}

// tellTransfer journals one step of a transfer: Agent is who was asked, Reason why, From whose the conversation is, To in
// which department they would lead it. An answer says in Numbers how long they `pondered` (microseconds).
func (s *step) tellTransfer(kind switchboard.EventKind, by By, t switchboard.Transfer) *switchboard.Event {
	e := s.emit(kind, by)
	e.Agent, e.Reason, e.From, e.To = t.To, t.Reason, s.c.Department, t.Department
	if kind != switchboard.EventTransferAsked {
		e.Numbers = map[string]int64{"pondered": max(0, s.now.Sub(t.At)).Microseconds()}
	}
	return e
}
