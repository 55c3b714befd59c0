package conversation

import (
	"slices"
	"time"

	"switchboard"
)

// Arrived says that a customer's message joined the conversation. The caller has made sure that each message joins once.
// It writes the message.received row: Reason is the purpose, Numbers has `published` (microseconds), `addressed`, and
// the NeedsNone, if any, which is 1.
type Arrived struct {
	MessageID    switchboard.MessageID
	Published    time.Time // theirs; taken as Received when it lies after that
	Received     time.Time // ours
	Origin       switchboard.Origin
	Addressed    bool // to us; what customers say beside us neither waits nor reopens
	NeedsNone    NeedsNone
	Visibility   switchboard.Visibility
	Purpose      switchboard.Purpose
	Verdict      Summary
	Preview      string
	CustomerName string
	Deadline     time.Duration // to a response, of the decision in force; 0 when none
	LeadPresent  bool          // whether the last lead takes work now: then a reopened matter is theirs again
	NewChannel   bool          // it came on a leg that was not there before
	Media        bool          // it shows a picture, a film or a sound
}

// NeedsNone says why a message needs no answer, so that it neither waits, nor reopens, nor ends a pause; empty for what does.
type NeedsNone string

// Messages that need no answer.
const (
	Thanks NeedsNone = "thanks" // it says thanks and nothing else
	Idle   NeedsNone = "idle"   // nobody waits for one: see switchboard.Idle
)

// Summary is what triage made of a message.
type Summary struct {
	Intent    switchboard.Intent
	Urgency   switchboard.Urgency
	Sentiment switchboard.Sentiment
	Flags     []switchboard.Flag
	Topics    []switchboard.TopicKey
	Language  string
}

var customer = By{Kind: switchboard.ActorCustomer}

func (h Arrived) apply(s *step) error {
	if err := h.check(s); err != nil {
		return err
	}
	h.Received, h.Published = stamp(h.Received), stamp(h.Published)
	if h.Published.After(h.Received) {
		h.Published = h.Received
	}
	fresh := s.c.Stance == ""
	if fresh {
		h.open(s)
	}
	h.count(s, fresh)
	h.journal(s)
	if h.Origin == switchboard.History {
		if fresh {
			s.closeImported(h.Published)
		}
		return nil
	}
	h.enliven(s, fresh)
	return nil
}

func (h Arrived) check(s *step) error {
	switch {
	case h.Published.IsZero():
		return switchboard.Refuse(switchboard.CodeInvalid, "A message needs its time.").WithField("published")
	case h.Received.IsZero():
		return switchboard.Refuse(switchboard.CodeInvalid, "A message needs its time of arrival.").WithField("received")
	case h.Origin != switchboard.Live && h.Origin != switchboard.History:
		return switchboard.Refuse(switchboard.CodeInvalid, "It is either live or history.").WithField("origin")
	case !s.c.MergedInto.IsZero():
		return s.mustBeOpen()
	}
	return nil
}

func (h Arrived) open(s *step) {
	s.c.Origin, s.c.Visibility, s.c.Ball = h.Origin, h.Visibility, switchboard.BallNobody
	s.enqueue(h.Received)
	s.emit(switchboard.EventConversationOpened, customer).At = h.happened()
}

// happened is the time the journal gives: history happened when it was published.
func (h Arrived) happened() time.Time {
	if h.Origin == switchboard.History {
		return h.Published
	}
	return h.Received
}

// count keeps what lists show. What is shown follows the order in which things were said, not in which they came.
func (h Arrived) count(s *step, fresh bool) {
	latest := fresh || h.latest(s.c)
	s.countMessage(h.Published, h.Preview)
	if h.CustomerName != "" {
		s.c.CustomerName = h.CustomerName
	}
	if h.NewChannel {
		s.c.Channels++
	}
	s.c.Media = s.c.Media || h.Media
	h.hear(&s.c, latest)
}

func (h Arrived) latest(c switchboard.Conversation) bool {
	return h.waits() && !h.Published.Before(c.LastInAt)
}

// waits reports whether it is for us to answer.
func (h Arrived) waits() bool { return h.Addressed && h.NeedsNone == "" }

// hear takes in what the message says and what was found in it.
func (h Arrived) hear(c *switchboard.Conversation, latest bool) {
	if h.waits() && h.Published.After(c.LastInAt) {
		c.LastInAt = h.Published
	}
	if latest {
		c.Visibility = prefer(h.Visibility, c.Visibility)
		c.Intent = prefer(h.Verdict.Intent, c.Intent)
		c.Sentiment = prefer(h.Verdict.Sentiment, c.Sentiment)
		c.Language = prefer(h.Verdict.Language, c.Language)
	}
	h.press(c, latest)
	c.Flags, c.Topics = union(c.Flags, h.Verdict.Flags), union(c.Topics, h.Verdict.Topics)
}

// press sets the urgency: a turn is as urgent as its most urgent message, a new turn starts from its own.
func (h Arrived) press(c *switchboard.Conversation, latest bool) {
	joins := h.waits() && h.Origin == switchboard.Live
	switch {
	case c.WaitingSince.IsZero() && (latest || joins):
		c.Urgency = prefer(h.Verdict.Urgency, c.Urgency)
	case joins && rank(h.Verdict.Urgency) > rank(c.Urgency):
		c.Urgency = h.Verdict.Urgency
	}
}

func (s *step) countMessage(at time.Time, preview string) {
	c := &s.c
	c.MessageCount++
	if !at.Before(c.LastMessageAt) {
		c.LastMessageAt, c.Preview = at, prefer(preview, c.Preview)
	}
	if c.FirstMessageAt.IsZero() || at.Before(c.FirstMessageAt) {
		c.FirstMessageAt = at
	}
}

func (h Arrived) journal(s *step) {
	e := s.emit(switchboard.EventMessageReceived, customer)
	e.At, e.Origin, e.MessageID, e.Reason = h.happened(), h.Origin, h.MessageID, string(h.Purpose)
	e.Numbers = map[string]int64{"published": h.Published.UnixMicro(), "addressed": truth(h.Addressed)}
	h.mark(e)
	if h.Visibility != "" {
		e.Visibility = h.Visibility
	}
}

// mark says in the journal why it needs no answer.
func (h Arrived) mark(e *switchboard.Event) {
	if h.NeedsNone != "" {
		e.Numbers[string(h.NeedsNone)] = 1
	}
}

// enliven is what only a live message does.
func (h Arrived) enliven(s *step, fresh bool) {
	if h.NeedsNone != "" {
		return
	}
	if !fresh && !s.c.Open() && h.Addressed {
		s.revive(customer, h.LeadPresent, h.Received)
	}
	if !s.c.Open() {
		return
	}
	if !s.c.SnoozedUntil.IsZero() {
		s.unsnooze()
		s.emit(switchboard.EventWoken, customer)
	}
	if h.Addressed {
		s.wait(h.Published, h.Deadline)
	}
}

// wait starts the customer's clock or, for a message that was said before the others and came after them, sets it back.
func (s *step) wait(published time.Time, deadline time.Duration) {
	c := &s.c
	c.Ball = switchboard.BallUs
	switch {
	case c.WaitingSince.IsZero():
		c.WaitingSince, c.DueAt = published, time.Time{}
	case published.Before(c.WaitingSince):
		s.moveClock(published)
	}
	s.dueWithin(deadline)
}

func (s *step) moveClock(since time.Time) {
	if !s.c.DueAt.IsZero() {
		s.c.DueAt = s.c.DueAt.Add(since.Sub(s.c.WaitingSince))
	}
	s.c.WaitingSince = since
}

// dueWithin never loosens a deadline of the same turn.
func (s *step) dueWithin(deadline time.Duration) {
	c := &s.c
	if deadline <= 0 || c.WaitingSince.IsZero() {
		return
	}
	due := c.WaitingSince.Add(deadline)
	if c.DueAt.IsZero() || due.Before(c.DueAt) {
		c.DueAt = due
	}
}

// Answered says that one part of the lead's answer stands on the network. The last part gives the ball to the customer.
// It is refused with code `stale` when the lead has changed since: an answer that nevertheless stands is reported as
// OutsideAnswer, so that the clock stops and nobody is credited with it.
type Answered struct {
	By        By
	At        time.Time // when it stood
	Epoch     int
	Final     bool
	MessageID switchboard.MessageID
	Preview   string
}

func (h Answered) apply(s *step) error {
	if !s.c.MergedInto.IsZero() {
		return s.mustBeOpen()
	}
	if err := s.mustBeCurrent(h.Epoch); err != nil {
		return err
	}
	if s.c.Epoch == 0 {
		return switchboard.Refuse(switchboard.CodeNoLead, "Nobody leads this conversation.").WithHint("Take it first.")
	}
	h.At = s.saidAt(h.At)
	s.countMessage(h.At, h.Preview)
	s.c.LastOutAt = later(s.c.LastOutAt, h.At)
	if h.Final {
		s.stopClock(h.At)
	}
	e := s.emit(switchboard.EventAnswered, h.By)
	e.At, e.MessageID, e.Numbers = h.At, h.MessageID, map[string]int64{"final": truth(h.Final)}
	return nil
}

// OutsideAnswer says that our people answered in the network's own app, or that an answer of an earlier lead stands: the
// clock stops and the lead stays. For history it is counted only.
type OutsideAnswer struct {
	At        time.Time
	Origin    switchboard.Origin
	MessageID switchboard.MessageID
	Preview   string
}

func (h OutsideAnswer) apply(s *step) error {
	if !s.c.MergedInto.IsZero() {
		return s.mustBeOpen()
	}
	h.At = s.saidAt(h.At)
	s.countMessage(h.At, h.Preview)
	s.c.LastOutAt = later(s.c.LastOutAt, h.At)
	if h.Origin != switchboard.History {
		s.stopClock(h.At)
	}
	e := s.emit(switchboard.EventOutsideAnswer, By{Kind: switchboard.ActorNetwork})
	e.At, e.MessageID = h.At, h.MessageID
	if h.Origin != "" {
		e.Origin = h.Origin
	}
	return nil
}

// saidAt never lies in the future: a network's clock that runs ahead would answer what nobody has read.
func (s *step) saidAt(at time.Time) time.Time {
	if at = stamp(at); at.IsZero() || at.After(s.now) {
		return s.now
	}
	return at
}

// stopClock gives the ball to the customer unless they have spoken since. Of a turn answered in its middle only the last
// message is known to be left, so the clock starts again there.
func (s *step) stopClock(at time.Time) {
	c := &s.c
	switch {
	case !c.Open():
	case !c.LastInAt.After(at):
		c.Ball, c.WaitingSince, c.DueAt = switchboard.BallCustomer, time.Time{}, time.Time{}
	case !c.WaitingSince.IsZero() && !c.WaitingSince.After(at):
		s.moveClock(c.LastInAt)
	}
}

func rank(u switchboard.Urgency) int { return slices.Index(switchboard.Urgencies(), u) }

func prefer[T ~string](first, second T) T {
	if first != "" {
		return first
	}
	return second
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// union is sorted, so that the order in which findings came does not matter.
func union[T ~string](a, b []T) []T {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
