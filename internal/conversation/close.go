package conversation

import (
	"time"

	"switchboard"
)

// Closed ends it. Whoever leads it closes it; what nobody leads may be closed from the queue.
type Closed struct {
	By     By
	Reason switchboard.CloseReason // one of switchboard.CloseReasons
	Note   string                  // kept out of the journal
	Epoch  int
}

func (h Closed) apply(s *step) error {
	if !s.c.Open() && s.c.CloseReason == h.Reason && s.c.Epoch == h.Epoch { // the second click
		return nil
	}
	if err := s.mustBeOpen(); err != nil {
		return err
	}
	if err := s.mustBeCurrent(h.Epoch); err != nil {
		return err
	}
	if err := s.mustBeYours(h.By); err != nil {
		return err
	}
	if err := oneOf(h.Reason, switchboard.CloseReasons()); err != nil {
		return err
	}
	s.shut(h.Reason, h.Note, s.now)
	e := s.emit(switchboard.EventClosed, h.By)
	e.Agent, e.Reason = s.c.LastLead, string(h.Reason)
	return nil
}

// shut leaves nothing pending: no lead, offer, transfer, snooze, clock or turn.
func (s *step) shut(reason switchboard.CloseReason, note string, at time.Time) {
	c := &s.c
	s.end()
	c.Stance, c.Ball = switchboard.StanceClosed, switchboard.BallNobody
	c.CloseReason, c.CloseNote, c.ClosedAt, c.Cover = reason, note, at, nil
	c.QueuedAt, c.WaitingSince, c.DueAt = time.Time{}, time.Time{}, time.Time{}
}

func (s *step) closeImported(at time.Time) {
	s.shut(switchboard.CloseImported, "", at)
	e := s.emit(switchboard.EventClosed, By{})
	e.At, e.Reason = at, string(switchboard.CloseImported)
}

// Reopened makes closed work open again at a person's wish; what the customer says reopens it through Arrived.
type Reopened struct {
	By          By
	LeadPresent bool // whether the last lead takes work now: then it is theirs again, else it is queued
}

func (h Reopened) apply(s *step) error {
	if s.c.Open() {
		return nil
	}
	if !s.c.MergedInto.IsZero() {
		return s.mustBeOpen()
	}
	s.revive(h.By, h.LeadPresent, s.now)
	return nil
}

// revive opens what was closed, with us to move. History becomes live work and does not count as reopened, because
// nobody had closed it.
func (s *step) revive(by By, leadPresent bool, at time.Time) {
	c := &s.c
	kind := switchboard.EventReopened
	if c.CloseReason == switchboard.CloseImported {
		kind = switchboard.EventConversationOpened
	} else {
		c.Reopened++
	}
	c.Origin, c.Ball = switchboard.Live, switchboard.BallUs
	c.CloseReason, c.CloseNote, c.ClosedAt = "", "", time.Time{}
	s.enqueue(at)
	if leadPresent && !c.LastLead.IsZero() {
		s.begin(c.LastLead)
	}
	s.emit(kind, by).Agent = c.Lead
}

// Merged ends it because its messages are in another conversation from now on.
type Merged struct {
	By   By
	Into switchboard.ConversationID
}

func (h Merged) apply(s *step) error {
	switch {
	case h.Into.IsZero() || h.Into == s.c.ID:
		return switchboard.Refuse(switchboard.CodeInvalid, "It needs another conversation to merge into.").
			WithField("into")
	case s.c.MergedInto == h.Into:
		return nil
	case !s.c.MergedInto.IsZero():
		return s.mustBeOpen()
	}
	if err := s.mustBeYours(h.By); err != nil {
		return err
	}
	s.shut(switchboard.CloseMerged, "", s.now)
	s.c.MergedInto = h.Into
	e := s.emit(switchboard.EventMerged, h.By)
	e.Subject, e.Reason, e.Agent = h.Into.String(), string(switchboard.CloseMerged), s.c.LastLead
	return nil
}
