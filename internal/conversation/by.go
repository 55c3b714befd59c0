package conversation

import "switchboard"

// By is who did it. The zero By is the system.
type By struct {
	Agent   switchboard.AgentID
	Kind    switchboard.ActorKind // empty: agent when Agent is set, else system
	Manager bool                  // may act on what somebody else leads
}

// Person is an agent acting on their own work.
func Person(id switchboard.AgentID) By { return By{Agent: id} }

// Manager is an agent who may act on what somebody else leads.
func Manager(id switchboard.AgentID) By { return By{Agent: id, Manager: true} }

func (b By) kind() switchboard.ActorKind {
	switch {
	case b.Kind != "":
		return b.Kind
	case b.Agent.IsZero():
		return switchboard.ActorSystem
	}
	return switchboard.ActorAgent
}

func (b By) may(lead switchboard.AgentID) bool {
	return b.Manager || b.Agent == lead || b.kind() == switchboard.ActorSystem
}

// OwnAct reports whether whoever leads does so by an act of their own: they accepted, took it or stood in of themselves. It
// is false when the system gave it to them, a customer's word or somebody else's act made it theirs, or nobody leads.
// Events are some of the conversation's journal, in order; what began the spell is to be among them.
func OwnAct(c switchboard.Conversation, events []switchboard.Event) bool {
	for _, e := range events {
		if e.Epoch == c.Epoch && beginsLead(e) {
			return ByPerson(e) && !c.Lead.IsZero() && e.Agent == c.Lead && e.Actor == c.Lead
		}
	}
	return false
}

// ByPerson reports whether one of us did it, at the console or with a token of theirs.
func ByPerson(e switchboard.Event) bool {
	return e.ActorKind == switchboard.ActorAgent || e.ActorKind == switchboard.ActorToken
}

// named refuses a happening that needs a person and has none.
func named(id switchboard.AgentID, field string) error {
	if id.IsZero() {
		return switchboard.Refuse(switchboard.CodeInvalid, "It is not said who.").WithField(field)
	}
	return nil
}

func (s *step) mustBeOpen() error {
	if s.c.Open() {
		return nil
	}
	refusal := switchboard.Refuse(switchboard.CodeClosed, "This conversation is closed.")
	if !s.c.MergedInto.IsZero() {
		return refusal.WithHint("Go on in " + s.c.MergedInto.String() + ", which has its messages.")
	}
	return refusal.WithHint("Reopen it first.")
}

// mustBeOpenTo refuses whoever is nobody, and anybody while the conversation is closed.
func (s *step) mustBeOpenTo(by switchboard.AgentID) error {
	if err := named(by, "by"); err != nil {
		return err
	}
	return s.mustBeOpen()
}

// mustHold refuses whoever does not act for the present lead: closed, stale, leaderless, or somebody else's.
func (s *step) mustHold(by By, epoch int) error {
	if err := s.mustBeOpen(); err != nil {
		return err
	}
	if err := s.mustBeCurrent(epoch); err != nil {
		return err
	}
	if s.c.Lead.IsZero() {
		return switchboard.Refuse(switchboard.CodeNoLead, "Nobody leads this conversation.").
			WithHint("Take it first.")
	}
	return s.mustBeYours(by)
}

func (s *step) mustBeCurrent(epoch int) error {
	if epoch == s.c.Epoch {
		return nil
	}
	return switchboard.Refuse(switchboard.CodeStale, "The lead has changed since (now %d, yours %d).", s.c.Epoch, epoch).
		WithHint("Read the conversation again before you act on it.").WithField("epoch")
}

func (s *step) mustBeYours(by By) error {
	if s.c.Lead.IsZero() || by.may(s.c.Lead) {
		return nil
	}
	return switchboard.Refuse(switchboard.CodeForbidden, "Somebody else leads this conversation.").
		WithHint("Help " + s.c.Lead.String() + ", or ask a manager to take over.")
}

// taken is the answer to everybody who comes second; it names an identifier, never a person.
func (s *step) taken() error {
	refusal := switchboard.Refuse(switchboard.CodeConflict, "Somebody else was faster.")
	switch {
	case !s.c.Lead.IsZero():
		return refusal.WithHint("It is led by " + s.c.Lead.String() + "; help there or ask for a transfer.")
	case s.c.Offer != nil:
		return refusal.WithHint("It is offered to " + s.c.Offer.To.String() + "; wait for the answer.")
	}
	return switchboard.Refuse(switchboard.CodeConflict, "It is not offered to you, or not any more.").
		WithHint("It waits in its queue; take it from there.")
}
