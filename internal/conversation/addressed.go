package conversation

import "switchboard"

// EventAddressed says that a message which had joined as context speaks to us: Numbers has `published` (microseconds),
// and the NeedsNone, if any, which is 1.
const EventAddressed switchboard.EventKind = "message.addressed"

// Addressed says that a message which had joined the conversation as context turned out to speak to us: one account
// overheard it, another one is named in it. Or that what was mere thanks was edited and asks for something. It is counted
// already; from now on it waits and reopens like any other.
type Addressed struct {
	Arrived
}

func (h Addressed) apply(s *step) error {
	a := h.Arrived
	a.Addressed = true
	if err := a.check(s); err != nil {
		return err
	}
	if s.c.Stance == "" {
		return switchboard.Refuse(switchboard.CodeNotFound, "This conversation has no message yet.")
	}
	a.Received, a.Published = stamp(a.Received), stamp(a.Published)
	if a.Published.After(a.Received) {
		a.Published = a.Received
	}
	a.hear(&s.c, a.latest(s.c))
	e := s.emit(EventAddressed, customer)
	e.At, e.Origin, e.MessageID, e.Reason = a.happened(), a.Origin, a.MessageID, string(a.Purpose)
	e.Numbers = map[string]int64{"published": a.Published.UnixMicro()}
	a.mark(e)
	if a.Origin == switchboard.Live {
		a.enliven(s, false)
	}
	return nil
}
