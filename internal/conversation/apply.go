package conversation

import (
	"slices"
	"time"

	"switchboard"
)

// Happening is one thing that happened to a conversation. The set is closed: only this package has them.
type Happening interface {
	apply(*step) error
}

// Change is what a happening does.
type Change struct {
	After  switchboard.Conversation // one version later when anything changed
	Events []switchboard.Event      // to be journaled in the same transaction, not yet numbered
	Timers []TimerChange            // to be set or cancelled in the same transaction
}

// Changed reports whether there is anything to store. A duplicate or a double click changes nothing and is no error.
func (c Change) Changed() bool { return len(c.Events) > 0 }

// Apply returns what the conversation becomes. It changes nothing of its arguments. Refusals are *switchboard.Error and
// come with the conversation as it was. Times are kept in UTC to the microsecond.
//
// A new conversation is one whose ID, BrandID, CustomerID, AccountID and Network are filled in and nothing else; its
// first happening is Arrived.
func Apply(c switchboard.Conversation, what Happening, now time.Time) (Change, error) {
	s := &step{c: clone(c), now: stamp(now)}
	err := s.run(what)
	if err != nil || len(s.events) == 0 {
		return Change{After: clone(c)}, err
	}
	s.c.Version++
	return Change{After: s.c, Events: s.events, Timers: append(timerChanges(c, s.c), s.spent...)}, nil
}

// step is one Apply under way.
type step struct {
	c      switchboard.Conversation
	now    time.Time
	events []switchboard.Event
	spent  []TimerChange // timers that fired and must not fire again
}

func (s *step) run(what Happening) error {
	if what == nil {
		return switchboard.Refuse(switchboard.CodeInvalid, "Nothing happened.")
	}
	if _, first := what.(Arrived); s.c.Stance == "" && !first {
		return switchboard.Refuse(switchboard.CodeNotFound, "This conversation has no message yet.")
	}
	return what.apply(s)
}

// emit adds a journal row with the dimensions as they are now; call it after the change it tells of.
func (s *step) emit(kind switchboard.EventKind, by By) *switchboard.Event {
	s.events = append(s.events, switchboard.Event{
		Kind: kind, At: s.now, RecordedAt: s.now, Origin: s.c.Origin,
		ActorKind: by.kind(), Actor: by.Agent,
		ConversationID: s.c.ID, AccountID: s.c.AccountID, BrandID: s.c.BrandID, Department: s.c.Department,
		Network: s.c.Network, Visibility: s.c.Visibility, Epoch: s.c.Epoch,
	})
	return &s.events[len(s.events)-1]
}

// begin starts a new spell of leading.
func (s *step) begin(lead switchboard.AgentID) {
	s.leave()
	if s.c.Cover != nil && s.c.Cover.For == lead {
		s.c.Cover = nil
	}
	s.c.Stance, s.c.Lead = switchboard.StanceLed, lead
	s.c.Epoch++
	s.c.Offer, s.c.Transfer, s.c.QueuedAt = nil, nil, time.Time{}
	s.c.Helpers = without(s.c.Helpers, lead)
	s.unsnooze()
}

// end finishes a spell of leading; the caller says what comes instead.
func (s *step) end() {
	s.leave()
	s.c.Lead = switchboard.AgentID{}
	s.c.Offer, s.c.Transfer = nil, nil
	s.unsnooze()
}

// leave remembers who led until now.
func (s *step) leave() {
	if !s.c.Lead.IsZero() {
		s.c.LastLead, s.c.LastLedAt = s.c.Lead, s.now
	}
}

// enqueue puts it where nobody leads and nobody is asked.
func (s *step) enqueue(since time.Time) {
	s.c.Stance, s.c.Offer, s.c.QueuedAt = switchboard.StanceQueued, nil, since
}

func (s *step) unsnooze() { s.c.SnoozedUntil, s.c.SnoozeReason = time.Time{}, "" }

func clone(c switchboard.Conversation) switchboard.Conversation {
	c.Helpers, c.Flags, c.InformedOf = slices.Clone(c.Helpers), slices.Clone(c.Flags), slices.Clone(c.InformedOf)
	c.Topics = slices.Clone(c.Topics)
	if c.Offer != nil {
		offer := *c.Offer
		c.Offer = &offer
	}
	if c.Cover != nil {
		cover := *c.Cover
		c.Cover = &cover
	}
	if c.Transfer != nil {
		transfer := *c.Transfer
		c.Transfer = &transfer
	}
	return c
}

// without returns nil rather than an empty list, so that a list emptied equals one never filled.
func without(list []switchboard.AgentID, gone switchboard.AgentID) []switchboard.AgentID {
	var left []switchboard.AgentID
	for _, id := range list {
		if id != gone {
			left = append(left, id)
		}
	}
	return left
}

func stamp(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}
