package conversation

import "switchboard"

// EventAbsorbed says that everything of another conversation belongs to this one from now on: Subject is the other, and
// Numbers has since when a turn that came along has been `waiting` (microseconds).
const EventAbsorbed switchboard.EventKind = "conversation.absorbed"

// Absorbed says that all messages of another conversation, as it was before it was merged, belong to this one. Its lead
// goes on here when nobody leads this one, and a turn that waited there waits here.
type Absorbed struct {
	From switchboard.Conversation
}

func (h Absorbed) apply(s *step) error {
	if !s.c.MergedInto.IsZero() {
		return s.mustBeOpen()
	}
	c, from := &s.c, h.From
	c.MessageCount += from.MessageCount
	c.Channels, c.Media = c.Channels+from.Channels, c.Media || from.Media
	if from.FirstMessageAt.Before(c.FirstMessageAt) {
		c.FirstMessageAt = from.FirstMessageAt
	}
	if from.LastMessageAt.After(c.LastMessageAt) {
		c.LastMessageAt, c.Preview = from.LastMessageAt, from.Preview
	}
	c.LastInAt, c.LastOutAt = later(c.LastInAt, from.LastInAt), later(c.LastOutAt, from.LastOutAt)
	c.Flags, c.Topics = union(c.Flags, from.Flags), union(c.Topics, from.Topics)
	if rank(from.Urgency) > rank(c.Urgency) {
		c.Urgency = from.Urgency
	}
	e := s.emit(EventAbsorbed, By{})
	e.Subject = from.ID.String()
	if from.Open() && !from.WaitingSince.IsZero() {
		e.Numbers = map[string]int64{"waiting": from.WaitingSince.UnixMicro()}
	}
	if from.Open() {
		h.goOn(s)
	}
	return nil
}

// goOn brings open work over.
func (h Absorbed) goOn(s *step) {
	from := h.From
	if !s.c.Open() {
		s.revive(By{}, false, s.now)
	}
	if !from.WaitingSince.IsZero() {
		deadline := from.DueAt.Sub(from.WaitingSince)
		if from.DueAt.IsZero() {
			deadline = 0
		}
		s.wait(from.WaitingSince, deadline)
	}
	if !from.Lead.IsZero() && s.c.Lead.IsZero() {
		e := s.acceptance(switchboard.EventTaken, Person(from.Lead))
		e.ActorKind, e.Actor, e.Reason = switchboard.ActorSystem, switchboard.AgentID{}, ReasonCover
	}
}
