package outbox

import (
	"time"

	"switchboard"
)

// Amended is what became of one attempt at an amendment. Unlike a send, an attempt may be repeated whatever became of
// it, because each kind of amendment has the same effect however often it is done.
type Amended struct {
	Done    bool          // the network has done it
	Refused bool          // it never will
	Delay   time.Duration // until the next attempt, when it is neither
	Code    string
	Answer  string // what the network said, safe to show
}

// Amend lets an attempt happen to an amendment that waits. The events are what to record.
func Amend(a switchboard.Amendment, what Amended, now time.Time) (switchboard.Amendment, []switchboard.Event) {
	a.Attempt++
	a.Code, a.Answer = what.Code, what.Answer
	switch {
	case what.Done:
		a.State, a.SettledAt, a.NotBefore, a.Code, a.Answer = switchboard.AmendmentDone, now, time.Time{}, "", ""
		return a, []switchboard.Event{AmendmentEvent(a, switchboard.EventAmendmentDone)}
	case !what.Refused && a.Attempt < MaxAttempts:
		a.NotBefore = now.Add(what.Delay)
		return a, nil
	case !what.Refused:
		a.Code = ReasonGaveUp
	}
	a.State, a.SettledAt, a.NotBefore = switchboard.AmendmentFailed, now, time.Time{}
	return a, []switchboard.Event{AmendmentEvent(a, switchboard.EventAmendmentFailed)}
}

// AmendmentEvent is a row of the journal about an amendment.
func AmendmentEvent(a switchboard.Amendment, kind switchboard.EventKind) switchboard.Event {
	return switchboard.Event{Kind: kind, Origin: switchboard.Live, ActorKind: switchboard.ActorAgent, Actor: a.By,
		ConversationID: a.ConversationID, AccountID: a.AccountID, MessageID: a.MessageID, Subject: a.ID.String(),
		Reason: string(a.Kind), Numbers: map[string]int64{"attempt": int64(a.Attempt)}}
}
