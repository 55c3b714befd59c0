package conversation

import (
	"time"

	"switchboard"
)

// Decided says which department owns it, or stands in for the one that does, and what duties hold. The department follows
// the decision while nobody leads; afterwards a decision adds duties and never takes work away from its lead. The same DecisionID twice counts once.
type Decided struct {
	DecisionID switchboard.DecisionID
	Decision   switchboard.Decision
}

func (h Decided) apply(s *step) error {
	if h.Decision.Department == "" || h.DecisionID.IsZero() {
		return switchboard.Refuse(switchboard.CodeInvalid, "A decision names a department.").WithField("department")
	}
	c := &s.c
	if c.DecisionID == h.DecisionID {
		return nil
	}
	moves, from := h.moves(c), c.Department
	h.duties(s)
	if moves {
		c.Department = h.Decision.Takes()
	}
	s.emit(switchboard.EventDecided, By{}).Subject = h.DecisionID.String()
	if moves && c.Open() {
		s.enqueue(c.QueuedAt)
		s.requeued(By{}, from)
	}
	return nil
}

func (h Decided) moves(c *switchboard.Conversation) bool {
	followed := c.Open() && c.Lead.IsZero() || c.Epoch == 0
	return followed && c.Department != h.Decision.Takes()
}

func (h Decided) duties(s *step) {
	c, d := &s.c, h.Decision
	c.DecisionID = h.DecisionID
	c.InformedOf = union(c.InformedOf, d.Informs)
	if c.Lead.IsZero() || d.RequiredLevel > c.RequiredLevel {
		c.RequiredLevel = d.RequiredLevel
	}
	if c.Open() && d.Facts.Purpose != switchboard.PurposeOutbound { // what we say waits for no answer of ours
		s.dueWithin(d.Deadline.Duration())
	}
}

// Rerouted moves it to another department's queue before anybody leads it: a reroute, not a handoff. It keeps its place.
// What a person moves is not covered for anybody any more.
type Rerouted struct {
	Department switchboard.DepartmentKey
	By         By
	Reason     string // one of MoveReasons
}

func (h Rerouted) apply(s *step) error {
	if err := s.mustBeOpen(); err != nil {
		return err
	}
	if h.Department == "" {
		return switchboard.Refuse(switchboard.CodeInvalid, "It is not said where to.").WithField("department")
	}
	if !s.c.Lead.IsZero() {
		return switchboard.Refuse(switchboard.CodeConflict, "Somebody leads this conversation.").
			WithHint("Ask for a transfer, or release it first.")
	}
	if h.Department == s.c.Department {
		return nil
	}
	if err := oneOf(h.Reason, MoveReasons()); err != nil {
		return err
	}
	from := s.c.Department
	s.c.Department = h.Department
	if h.By.kind() != switchboard.ActorSystem {
		s.c.Cover = nil
	}
	s.enqueue(s.c.QueuedAt)
	s.requeued(h.By, from).Reason = h.Reason
	return nil
}

// requeued tells that it waits in another department's queue than before, if there was one.
func (s *step) requeued(by By, from switchboard.DepartmentKey) *switchboard.Event {
	e := s.emit(switchboard.EventQueued, by)
	if from != "" {
		e.From, e.To = from, s.c.Department
	}
	return e
}

// DeadlinePassed says that the response-due timer fired. It counts only while the deadline it was set for stands, and it
// cancels the timer, so that a second firing finds none.
type DeadlinePassed struct {
	Due time.Time // what the timer was set to
}

func (h DeadlinePassed) apply(s *step) error {
	due := timerAt(s.c, TimerResponseDue)
	if due.IsZero() || !due.Equal(stamp(h.Due)) || s.now.Before(due) {
		return nil
	}
	e := s.emit(switchboard.EventDeadlineMissed, By{})
	e.At, e.Agent = due, s.c.Lead
	s.spent = append(s.spent, TimerChange{Kind: TimerResponseDue})
	return nil
}
