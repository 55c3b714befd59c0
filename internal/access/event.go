package access

import (
	"switchboard"
	"switchboard/internal/store"
)

// Sees reports whether the actor may be told of an event. It goes by what the event itself says: use a Follower for
// somebody who is to hear of their own work outside their scope too.
func (a Actor) Sees(e switchboard.Event) bool {
	if e.Kind == switchboard.EventNoticeRaised || e.Kind == switchboard.EventNoticeSeen {
		return !a.Agent.IsZero() && e.Agent == a.Agent && a.Has(ConversationRead) // nobody reads what others are told
	}
	if e.Kind == switchboard.EventFocus && !a.SeesFocusOf(e.Agent) {
		return false
	}
	return a.Has(eventPermission(e)) && a.reaches(eventSubject(e))
}

// SeesFocusOf reports whether the actor may know what somebody's time went to: their own, or with a permission that
// agents do not have.
func (a Actor) SeesFocusOf(id switchboard.AgentID) bool {
	return !a.Agent.IsZero() && a.Agent == id || a.Has(FocusRead)
}

// eventPermission is what it takes to be told of an event at all.
func eventPermission(e switchboard.Event) Permission {
	if !e.ConversationID.IsZero() {
		return ConversationRead
	}
	switch e.Kind {
	case switchboard.EventAccountChanged, switchboard.EventAccountHealth, switchboard.EventGapOpened, switchboard.EventGapFilled:
		return AccountRead
	case switchboard.EventAgentPresence:
		return AgentRead
	case switchboard.EventQuarantined:
		return QuarantineManage
	case switchboard.EventPolicyActivated, switchboard.EventPolicyDraftSaved, switchboard.EventPolicyDraftDropped,
		switchboard.EventPolicyDraftAsked, switchboard.EventPolicyDraftSigned,
		switchboard.EventLearningDue, switchboard.EventLearned, switchboard.EventLayerUsed, switchboard.EventLearningSwitched:
		return PolicyRead
	case switchboard.EventClassifierChanged, switchboard.EventClassifierSpent:
		return InstallationRead
	case switchboard.EventStaffed:
		return CompanyRead
	case switchboard.EventRestored, switchboard.EventSampleChanged, switchboard.EventTopicsChanged:
		return CompanyRead
	}
	return ConversationRead
}

func eventSubject(e switchboard.Event) Subject {
	s := Subject{Department: e.Department, Brand: e.BrandID, Account: e.AccountID, Visibility: e.Visibility}
	if e.ConversationID.IsZero() {
		return s
	}
	s.Whole = true
	if e.ActorKind == switchboard.ActorAgent || e.ActorKind == switchboard.ActorToken {
		s.OfferedTo = append(s.OfferedTo, e.Actor)
	}
	s.Lead = e.Agent
	return s
}

// hold says in which ways a conversation is somebody's own.
type hold uint8

const (
	leads hold = 1 << iota
	offered
	transfer
	helps
)

// Follower is an actor who is told of events in order, and who hears of their own work wherever it is. It is for one
// goroutine.
type Follower struct {
	Actor Actor
	own   map[switchboard.ConversationID]hold
}

// Follow makes a follower who begins with the given conversations of their own.
func (a Actor) Follow(own []store.Own) *Follower {
	f := &Follower{Actor: a, own: map[switchboard.ConversationID]hold{}}
	for _, c := range own {
		f.set(c.ID, heldIn(c))
	}
	return f
}

func heldIn(c store.Own) (h hold) {
	h = with(h, leads, c.Leads)
	h = with(h, offered, c.Offered)
	h = with(h, transfer, c.Asked)
	return with(h, helps, c.Helps)
}

// Sees reports whether the follower may be told of the event, and learns from it whose work the conversation now is.
func (f *Follower) Sees(e switchboard.Event) bool {
	held := f.own[e.ConversationID]
	f.learn(e, held)
	own := held != 0 && f.Actor.Has(ConversationRead) && e.Kind != switchboard.EventFocus
	return f.Actor.Sees(e) || own
}

func (f *Follower) learn(e switchboard.Event, held hold) {
	if e.ConversationID.IsZero() || f.Actor.Agent.IsZero() {
		return
	}
	f.set(e.ConversationID, after(held, e, e.Agent == f.Actor.Agent))
}

// after is what a hold becomes; about says that the event is about the person who holds.
func after(held hold, e switchboard.Event, about bool) hold {
	switch e.Kind {
	case switchboard.EventOffered:
		return with(held, offered, about)
	case switchboard.EventAccepted, switchboard.EventTaken, switchboard.EventTransferAccepted, switchboard.EventReopened,
		switchboard.EventConversationOpened, switchboard.EventCoverTaken, switchboard.EventCoverReturned:
		held = with(held&helps, leads, about)
		if about {
			held &^= helps // whoever leads helps no longer
		}
		return held
	case switchboard.EventQueued, switchboard.EventReleased, switchboard.EventDeclined, switchboard.EventOfferExpired:
		return held & helps
	case switchboard.EventTransferAsked:
		return with(held, transfer, about)
	case switchboard.EventTransferDeclined:
		return held &^ transfer
	case switchboard.EventHelperAdded, switchboard.EventHelperRemoved:
		if about {
			return with(held, helps, e.Kind == switchboard.EventHelperAdded)
		}
	case switchboard.EventMerged, switchboard.EventClosed:
		return 0
	}
	return held
}

func with(held, bit hold, on bool) hold {
	if on {
		return held | bit
	}
	return held &^ bit
}

func (f *Follower) set(id switchboard.ConversationID, h hold) {
	if h == 0 {
		delete(f.own, id)
		return
	}
	f.own[id] = h
}
