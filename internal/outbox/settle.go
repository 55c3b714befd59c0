package outbox

import (
	"strings"
	"time"

	"switchboard"
)

// ReadBack says that we looked and found it.
type ReadBack struct {
	ExternalID string
	URL        string
}

func (w ReadBack) step(t *turn) error { return t.stands(ByReadBack, w.ExternalID, w.URL) }

// Echo says that our own post came back to us among the messages; see MatchEcho.
type Echo struct {
	ExternalID string
	URL        string
}

func (w Echo) step(t *turn) error { return t.stands(ByEcho, w.ExternalID, w.URL) }

// Absent says that we looked and did not find it. It proves that the attempt does not stand only where the network's
// Spec says after how long a complete listing shows everything; then the delivery may be tried again.
type Absent struct {
	Proof    time.Duration // the Spec's proof of absence, 0 when it gives none
	Complete bool          // the listing reached back past the start of the attempt, with no page missing
	ListedAt time.Time     // when the listing was begun
}

func (w Absent) step(t *turn) error {
	if t.d.State != switchboard.DeliveryUnknown {
		return nil
	}
	listed := w.ListedAt.Truncate(time.Microsecond)
	old := !listed.Before(latest(t.d).Add(w.Proof)) && !listed.After(t.now)
	if w.Proof <= 0 || !w.Complete || !old {
		return unresolved()
	}
	t.emit(switchboard.EventDeliverySettled, ByAbsence)
	t.d.SettledAt, t.d.SettledBy = t.now, ByAbsence
	t.again(time.Time{}, ByAbsence)
	return nil
}

// SettledSent is a named person's word that it stands.
type SettledSent struct {
	By         switchboard.AgentID
	ExternalID string // empty when they do not know it
	URL        string
}

func (w SettledSent) step(t *turn) error {
	if err := t.person(w.By); err != nil {
		return err
	}
	if t.d.State == switchboard.DeliverySent {
		return nil
	}
	if t.d.State != switchboard.DeliveryUnknown {
		return nothingToSettle(t.d.State)
	}
	if err := t.stands(w.By.String(), w.ExternalID, w.URL); err != nil {
		return err
	}
	t.credit(w.By)
	return nil
}

// SettledNotSent is a named person's word that it does not stand: it is tried again, or dropped.
type SettledNotSent struct {
	By     switchboard.AgentID
	Again  bool
	Reason string // what they saw, in their words; kept out of the journal
}

func (w SettledNotSent) step(t *turn) error {
	if err := t.person(w.By); err != nil {
		return err
	}
	if t.d.State != switchboard.DeliveryUnknown {
		return nothingToSettle(t.d.State)
	}
	if err := explained(w.Reason); err != nil {
		return err
	}
	t.d.Text = w.Reason
	if !w.Again {
		t.drop(w.By)
		return nil
	}
	t.d.State, t.d.NotBefore = switchboard.DeliveryWaiting, time.Time{}
	t.d.SettledAt, t.d.SettledBy = t.now, w.By.String()
	t.emit(switchboard.EventDeliverySettled, ReasonPerson)
	t.emit(switchboard.EventDeliveryQueued, ReasonPerson)
	t.credit(w.By)
	return nil
}

// Dropped gives up what waits.
type Dropped struct {
	By     switchboard.AgentID // zero for the system
	Reason string              // kept out of the journal
}

func (w Dropped) step(t *turn) error {
	switch t.d.State {
	case switchboard.DeliveryDropped:
		return nil
	case switchboard.DeliveryUnknown:
		return unresolved()
	case switchboard.DeliveryWaiting:
	default:
		return switchboard.Refuse(switchboard.CodeConflict, "This delivery is %s already.", t.d.State)
	}
	if err := explained(w.Reason); err != nil {
		return err
	}
	t.d.Text = w.Reason
	t.drop(w.By)
	return nil
}

func (t *turn) drop(by switchboard.AgentID) {
	t.settle(switchboard.DeliveryDropped, by.String())
	t.emit(switchboard.EventDeliverySettled, ReasonDropped)
	t.credit(by)
}

// credit names the person in the rows just written.
func (t *turn) credit(by switchboard.AgentID) {
	for i := range t.events {
		if !by.IsZero() {
			t.events[i].ActorKind, t.events[i].Actor = switchboard.ActorAgent, by
		}
		if t.events[i].Reason == by.String() {
			t.events[i].Reason = ReasonPerson
		}
	}
}

func (t *turn) person(by switchboard.AgentID) error {
	if by.IsZero() {
		return switchboard.Refuse(switchboard.CodeInvalid, "Only a named person can settle this.").WithField("by")
	}
	return nil
}

func nothingToSettle(state switchboard.DeliveryState) error {
	return switchboard.Refuse(switchboard.CodeConflict, "There is nothing to settle: the delivery is %s.", state)
}

func explained(reason string) error {
	if strings.TrimSpace(reason) != "" {
		return nil
	}
	return switchboard.Refuse(switchboard.CodeMustExplain, "A reason is missing.").WithField("reason").
		WithHint("Say what you saw on the network.")
}
