package outbox

import (
	"strings"
	"time"

	"switchboard"
)

// Wish is what somebody wants to change about a message that stands on a network.
type Wish struct {
	Amendment    switchboard.Amendment // Kind, By, Text and Reason
	Revision     int                   // of the message as they saw it
	Message      switchboard.Message
	Conversation switchboard.Conversation
	Manages      bool // they may act on others' conversations
}

// Check refuses what cannot be changed in this way by anybody, then what this person may not change.
func (w Wish) Check() error {
	for _, check := range []func() error{w.kind, w.stands, w.words, w.MayAsk} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// ours reports whether it is for a post of our own.
func (w Wish) ours() bool {
	return w.Amendment.Kind == switchboard.AmendEdit || w.Amendment.Kind == switchboard.AmendDelete
}

func (w Wish) kind() error {
	m := w.Message
	switch {
	case m.Visibility == switchboard.Internal:
		return switchboard.Refuse(switchboard.CodeInvalid, "A note stands on no network.").WithField("kind")
	case w.ours() && m.Direction != switchboard.Out:
		return switchboard.Refuse(switchboard.CodeInvalid, "Only a post of our own can be edited or deleted.").WithField("kind").
			WithHint("Hide it, if the network can, or report it there.")
	case !w.ours() && (m.Direction != switchboard.In || m.Visibility != switchboard.Public):
		return switchboard.Refuse(switchboard.CodeInvalid, "Only what somebody else said in public can be hidden.").WithField("kind")
	}
	return nil
}

func (w Wish) stands() error {
	m := w.Message
	if !m.DeletedAt.IsZero() {
		return switchboard.Refuse(switchboard.CodeConflict, "This does not stand on its network any more.")
	}
	if m.Revision != w.Revision {
		return switchboard.Refuse(switchboard.CodeStale, "The message was changed since you looked at it.").WithField("revision").
			WithHint("Read it again, then decide.")
	}
	var unnamed switchboard.DeliveryID // what a post of ours goes by until its network's id is known
	if err := unnamed.UnmarshalText([]byte(m.ExternalID)); err == nil {
		return switchboard.Refuse(switchboard.CodeUnsupported, "Its id on the network is not known here.").
			WithHint("Change it in the network's own app.")
	}
	return nil
}

func (w Wish) words() error {
	a := w.Amendment
	explain := a.Kind == switchboard.AmendDelete || a.Kind == switchboard.AmendHide
	switch {
	case a.Kind == switchboard.AmendEdit && a.Text == w.Message.Content.Text:
		return switchboard.Refuse(switchboard.CodeInvalid, "That is what it says already.").WithField("text")
	case a.Kind != switchboard.AmendEdit && a.Text != "":
		return switchboard.Refuse(switchboard.CodeInvalid, "Only an edit has a text.").WithField("text")
	case explain && strings.TrimSpace(a.Reason) == "":
		return switchboard.Refuse(switchboard.CodeMustExplain, "A reason is missing.").WithField("reason").
			WithHint("Say in a few words why; the customer does not see it.")
	}
	return nil
}

// MayAsk lets the lead change what was said; when it is closed, the last lead. Whoever manages others' work may take down
// and hide as well, but never speaks in a lead's place.
func (w Wish) MayAsk() error {
	lead := w.Conversation.Lead
	if !w.Conversation.Open() {
		lead = w.Conversation.LastLead
	}
	switch {
	case !lead.IsZero() && lead == w.Amendment.By:
		return nil
	case w.Manages && w.Amendment.Kind != switchboard.AmendEdit:
		return nil
	case lead.IsZero():
		return switchboard.Refuse(switchboard.CodeNoLead, "Nobody leads this conversation.").WithHint("Take it first.")
	}
	return switchboard.Refuse(switchboard.CodeForbidden, "Only the lead changes what was said to the customer.").
		WithHint("Ask " + lead.String() + ", or for a transfer.")
}

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
		a.Code, a.Answer = "", ""
		return endAmendment(a, switchboard.AmendmentDone, switchboard.EventAmendmentDone, now)
	case !what.Refused && a.Attempt < MaxAttempts:
		a.NotBefore = now.Add(what.Delay)
		return a, nil
	case !what.Refused:
		a.Code = ReasonGaveUp
	}
	return endAmendment(a, switchboard.AmendmentFailed, switchboard.EventAmendmentFailed, now)
}

// DropAmendment gives up an amendment that waits. Should the network have done it by then, Amend says so.
func DropAmendment(a switchboard.Amendment, by switchboard.AgentID, now time.Time) (switchboard.Amendment, []switchboard.Event) {
	a, events := endAmendment(a, switchboard.AmendmentDropped, switchboard.EventAmendmentDropped, now)
	return a, credited(by, events)
}

func endAmendment(a switchboard.Amendment, state switchboard.AmendmentState, kind switchboard.EventKind, now time.Time) (switchboard.Amendment, []switchboard.Event) {
	a.State, a.SettledAt, a.NotBefore = state, now, time.Time{}
	return a, []switchboard.Event{amendmentEvent(a, kind)}
}

// AskedFor is what to record when somebody asks for an amendment.
func AskedFor(a switchboard.Amendment) []switchboard.Event {
	return credited(a.By, []switchboard.Event{amendmentEvent(a, switchboard.EventAmendmentAsked)})
}

func credited(by switchboard.AgentID, events []switchboard.Event) []switchboard.Event {
	for i := range events {
		events[i].ActorKind, events[i].Actor = switchboard.ActorAgent, by
	}
	return events
}

func amendmentEvent(a switchboard.Amendment, kind switchboard.EventKind) switchboard.Event {
	return switchboard.Event{Kind: kind, Origin: switchboard.Live, ActorKind: switchboard.ActorSystem,
		ConversationID: a.ConversationID, AccountID: a.AccountID, MessageID: a.MessageID, Subject: a.ID.String(),
		Reason: string(a.Kind), Numbers: map[string]int64{"attempt": int64(a.Attempt)}}
}
