// Package outbox brings what we say to the networks, at most once. Its heart is Step, the pure state machine of one
// delivery: every attempt is committed before its first byte, an attempt whose fate nobody knows stays unknown until it
// is found, proven absent, or settled by a named person, and only what is certainly not on the network is tried again.
package outbox

import (
	"time"

	"switchboard"
)

// EventConflict says that a network told two different things about one delivery: it stands although it was believed not
// to, or it stands twice. A person looks at it; Subject is the delivery.
const EventConflict switchboard.EventKind = "delivery.conflict"

// Who settled a delivery, beside an agent's id.
const (
	ByNetwork  = "network"
	ByReadBack = "read_back"
	ByAbsence  = "absence"
	ByEcho     = "echo"
)

// Reasons in the journal, beside those who settled.
const (
	ReasonRateLimited = "rate_limited"
	ReasonGaveUp      = "gave_up" // also the Code of a delivery that was tried MaxAttempts times
	ReasonDropped     = "dropped"
	ReasonPerson      = "person"
	ReasonLeaseLost   = "lease_lost"
	ReasonByHand      = "by_hand" // a person posts it
)

// What is one thing that happened to a delivery. The set is closed: only this package has them.
type What interface {
	step(*turn) error
}

// Try names one attempt: what a sender was given when it started, and gives back with the result.
type Try struct {
	Attempt int
	Fence   int64
}

// TryOf is the attempt a delivery is on.
func TryOf(d switchboard.Delivery) Try { return Try{Attempt: d.Attempt, Fence: d.Fence} }

// Step returns what the delivery becomes and the journal rows that say so; the caller adds the conversation's dimensions
// to them. Refusals are *switchboard.Error and leave the delivery as it was. The same thing told twice changes nothing.
//
// A delivery is posted at most once as long as the caller commits Started before the first byte, a sender transmits only
// while its lease holds, and the proof of absence outlasts that lease, the network's delay and its listing's delay.
// Nothing here ever leads from unknown to waiting but a proof of absence or a named person.
func Step(d switchboard.Delivery, what What, now time.Time) (switchboard.Delivery, []switchboard.Event, error) {
	if what == nil {
		return d, nil, switchboard.Refuse(switchboard.CodeInvalid, "Nothing happened.")
	}
	t := &turn{d: d, now: now.UTC().Truncate(time.Microsecond)}
	if err := what.step(t); err != nil {
		return d, nil, err
	}
	return t.d, t.events, nil
}

// turn is one Step under way.
type turn struct {
	d      switchboard.Delivery
	now    time.Time
	events []switchboard.Event
}

func (t *turn) emit(kind switchboard.EventKind, reason string) *switchboard.Event {
	t.events = append(t.events, switchboard.Event{
		Kind: kind, At: t.now, RecordedAt: t.now, Origin: switchboard.Live, ActorKind: switchboard.ActorSystem,
		ConversationID: t.d.ConversationID, AccountID: t.d.AccountID, Subject: t.d.ID.String(), Reason: reason,
		Numbers: map[string]int64{"attempt": int64(t.d.Attempt), "part": int64(t.d.Part)},
	})
	return &t.events[len(t.events)-1]
}

func (t *turn) settle(state switchboard.DeliveryState, by string) {
	t.d.State, t.d.SettledAt, t.d.SettledBy, t.d.NotBefore = state, t.now, by, time.Time{}
}

// again gives it another chance, or gives up when there were enough. It is for what is certainly not on the network.
func (t *turn) again(notBefore time.Time, reason string) {
	if t.d.Attempt >= MaxAttempts {
		by := ByNetwork
		if reason == ByAbsence {
			by = ByAbsence
		}
		t.d.Code = ReasonGaveUp
		t.settle(switchboard.DeliveryRejected, by)
		t.emit(switchboard.EventDeliveryRejected, ReasonGaveUp)
		return
	}
	t.d.State, t.d.NotBefore = switchboard.DeliveryWaiting, notBefore
	t.emit(switchboard.EventDeliveryQueued, reason)
}

// stands records the fact that it is on the network, whatever was believed before.
func (t *turn) stands(by, externalID, url string) error {
	if t.d.Attempt == 0 && !t.d.ByHand() {
		return switchboard.Refuse(switchboard.CodeConflict, "This was never tried, so it cannot stand on the network.")
	}
	if t.d.State == switchboard.DeliverySent {
		t.sameAgain(externalID, url)
		return nil
	}
	believed := t.d.State
	t.d.ExternalID, t.d.URL, t.d.Code, t.d.Text = externalID, url, "", ""
	t.settle(switchboard.DeliverySent, by)
	switch believed {
	case switchboard.DeliverySending, switchboard.DeliveryByHand:
	case switchboard.DeliveryUnknown:
		t.emit(switchboard.EventDeliverySettled, by)
	default:
		t.emit(EventConflict, by)
	}
	t.emit(switchboard.EventDeliverySent, by)
	return nil
}

// sameAgain fills in what was not known yet and keeps a contradiction for a person.
func (t *turn) sameAgain(externalID, url string) {
	switch {
	case externalID == "" || externalID == t.d.ExternalID:
	case t.d.ExternalID == "":
		t.d.ExternalID = externalID
	default:
		t.emit(EventConflict, string(switchboard.DeliverySent))
		return
	}
	if t.d.URL == "" {
		t.d.URL = url
	}
}
