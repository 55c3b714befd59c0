package conversation

import (
	"time"

	"switchboard"
)

// Withdrawn says that a message was taken down on its network: lists must not go on showing it. It stays counted, since
// it was said.
type Withdrawn struct {
	MessageID switchboard.MessageID
	At        time.Time
	Preview   string // of the newest message that still stands; empty when there is none
}

func (h Withdrawn) apply(s *step) error {
	s.c.Preview = h.Preview
	e := s.emit(switchboard.EventMessageDeleted, By{Kind: switchboard.ActorNetwork})
	e.At, e.MessageID = stamp(h.At), h.MessageID
	return nil
}
