package flow

import (
	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
)

// standing is what a message is to its conversation, as the journal tells it.
type standing int

const (
	waits   standing = iota // it is for us to answer, or was
	beside                  // context: it is not for us
	thanked                 // it is for us, and asked for nothing
)

// hear lets a message that had joined as context and turned out to speak to us happen as one that does; and one that had
// asked for nothing, and was edited to ask.
func (p *passage) hear() error {
	m := p.place.Message
	if !p.received.Addressed {
		return nil
	}
	was, err := standingOf(p.tx, m.ConversationID, m.ID)
	if err != nil || was == waits || was == thanked && switchboard.OnlyThanks(m.Content, p.verdict) {
		return err
	}
	return p.decideOn(func(d switchboard.Decision, present bool) conversation.Happening {
		return conversation.Addressed{Arrived: p.arrived(m, d, present)}
	})
}

// standingOf reads the journal of a conversation and of those it took in.
func standingOf(tx *store.Tx, id switchboard.ConversationID, message switchboard.MessageID) (was standing, err error) {
	const most = 10_000
	events, err := tx.ConversationEvents(id, most)
	if err != nil {
		return waits, err
	}
	for _, e := range events {
		switch {
		case e.Kind == conversation.EventAbsorbed:
			var from switchboard.ConversationID
			if err := from.UnmarshalText([]byte(e.Subject)); err != nil {
				return waits, err
			}
			if there, err := standingOf(tx, from, message); err != nil || there != waits {
				return there, err
			}
		case e.MessageID != message:
		case e.Kind == conversation.EventAddressed, e.Kind == switchboard.EventMessageReceived:
			was = standingIn(e)
		}
	}
	return was, nil
}

func standingIn(e switchboard.Event) standing {
	switch {
	case e.Numbers["thanks"] == 1:
		return thanked
	case e.Kind == switchboard.EventMessageReceived && e.Numbers["addressed"] == 0:
		return beside
	}
	return waits
}
