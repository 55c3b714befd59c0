package outbox

import (
	"time"

	"switchboard"
)

// Posted is a named person's word that they posted what was prepared for them.
type Posted struct {
	By         switchboard.AgentID
	ExternalID string    // empty when it is not known
	URL        string    // empty when they do not give it
	At         time.Time // when they posted it; now when zero
	Said       string    // what stands there, when they changed the words
}

func (w Posted) step(t *turn) error {
	if err := t.person(w.By); err != nil {
		return err
	}
	if t.d.State == switchboard.DeliverySent && t.d.ByHand() {
		return t.sameWord(w)
	}
	if t.d.State != switchboard.DeliveryByHand {
		return notByHand(t.d.State)
	}
	at := w.At.UTC().Truncate(time.Microsecond)
	if w.At.IsZero() {
		at = t.now
	}
	if at.After(t.now.Add(EchoWindow)) || at.Before(t.d.StartedAt.Add(-EchoWindow)) {
		return switchboard.Refuse(switchboard.CodeInvalid, "It cannot have been posted then.").WithField("posted_at").
			WithHint("Give a time after the answer was prepared and not ahead of now, or leave it out.")
	}
	if err := t.stands(w.By.String(), w.ExternalID, w.URL); err != nil {
		return err
	}
	t.d.StartedAt, t.d.Said = at, w.Said
	t.credit(w.By)
	return nil
}

// sameWord takes the same word told twice, and an address that was left out before; it refuses another one.
func (t *turn) sameWord(w Posted) error {
	other := func(told, known string) bool { return told != "" && known != "" && told != known }
	if other(w.ExternalID, t.d.ExternalID) || other(w.URL, t.d.URL) || other(w.Said, t.d.Said) {
		return switchboard.Refuse(switchboard.CodeConflict, "This is recorded as posted already, with other words or another address.").
			WithHint("An answer is posted once. If a second one stands there, delete it there.")
	}
	t.sameAgain(w.ExternalID, w.URL)
	return nil
}

// NotPosted is a named person's word that they will not post it: it is given up.
type NotPosted struct {
	By     switchboard.AgentID
	Reason string // in their words; kept out of the journal
}

func (w NotPosted) step(t *turn) error {
	if err := t.person(w.By); err != nil {
		return err
	}
	switch t.d.State {
	case switchboard.DeliveryDropped:
		return nil
	case switchboard.DeliveryByHand:
	default:
		return notByHand(t.d.State)
	}
	if err := explained(w.Reason); err != nil {
		return err
	}
	t.d.Text = w.Reason
	t.drop(w.By)
	return nil
}

func notByHand(state switchboard.DeliveryState) error {
	return switchboard.Refuse(switchboard.CodeConflict, "This does not wait to be posted by hand: it is %s.", state)
}
