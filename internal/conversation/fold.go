package conversation

import (
	"time"

	"switchboard"
)

// Projection is what the journal alone tells of a conversation: everything that ownership rests on.
type Projection struct {
	Stance      switchboard.Stance
	Ball        switchboard.Ball
	Department  switchboard.DepartmentKey
	Lead        switchboard.AgentID
	LastLead    switchboard.AgentID
	Epoch       int
	Helpers     []switchboard.AgentID
	Offer       string // id of the offer that stands
	OfferedTo   switchboard.AgentID
	TransferTo  switchboard.AgentID
	Snoozed     bool
	CloseReason switchboard.CloseReason
	MergedInto  string
	Reopened    int
	Messages    int
}

// Project reads the same things off the state. After any sequence it equals Fold of the events.
func Project(c switchboard.Conversation) Projection {
	p := Projection{
		Stance: c.Stance, Ball: c.Ball, Department: c.Department, Lead: c.Lead, LastLead: c.LastLead, Epoch: c.Epoch,
		Helpers: c.Helpers, Snoozed: !c.SnoozedUntil.IsZero(), CloseReason: c.CloseReason,
		MergedInto: c.MergedInto.String(), Reopened: c.Reopened, Messages: c.MessageCount,
	}
	if c.Offer != nil {
		p.Offer, p.OfferedTo = c.Offer.ID.String(), c.Offer.To
	}
	if c.Transfer != nil {
		p.TransferTo = c.Transfer.To
	}
	return p
}

// Fold rebuilds the projection from one conversation's journal, in order. Kinds it does not know change nothing.
func Fold(events []switchboard.Event) Projection {
	var f fold
	for _, e := range events {
		f.take(e)
	}
	return f.Projection
}

type fold struct {
	Projection
	lastIn time.Time // when the customer last spoke to us
}

func (f *fold) take(e switchboard.Event) {
	switch e.Kind {
	case switchboard.EventMessageReceived, switchboard.EventAnswered, switchboard.EventOutsideAnswer:
		f.takeMessage(e)
	case EventAddressed:
		f.takeAddressed(e)
	case switchboard.EventClosed, switchboard.EventMerged:
		f.takeEnd(e)
	case switchboard.EventTransferAsked, switchboard.EventTransferDeclined, switchboard.EventTransferCancelled:
		f.takeTransfer(e)
	case switchboard.EventHelperAdded:
		f.Helpers = append(f.Helpers, e.Agent)
	case switchboard.EventHelperRemoved:
		f.Helpers = without(f.Helpers, e.Agent)
	case switchboard.EventSnoozed:
		f.Snoozed = true
	case switchboard.EventWoken:
		f.Snoozed = false
	default:
		f.takeOwnership(e)
	}
}

func (f *fold) takeOwnership(e switchboard.Event) {
	switch e.Kind {
	case switchboard.EventConversationOpened, switchboard.EventReopened:
		f.takeOpening(e)
	case switchboard.EventDecided:
		f.Department = e.Department
	case switchboard.EventQueued, switchboard.EventDeclined, switchboard.EventOfferExpired, switchboard.EventReleased:
		f.Department = e.Department
		f.queue()
	case switchboard.EventOffered:
		f.Stance, f.Offer, f.OfferedTo = switchboard.StanceOffered, e.Subject, e.Agent
	case switchboard.EventAccepted, switchboard.EventTaken, switchboard.EventTransferAccepted,
		switchboard.EventCoverTaken, switchboard.EventCoverReturned:
		f.lead(e)
	}
}

// takeOpening tells three openings apart: the first, a reopening, and history that becomes work.
func (f *fold) takeOpening(e switchboard.Event) {
	first := f.Stance == ""
	f.CloseReason = ""
	f.queue()
	f.Ball = switchboard.BallUs
	if first {
		f.Ball = switchboard.BallNobody
	}
	if e.Kind == switchboard.EventReopened {
		f.Reopened++
	}
	if !e.Agent.IsZero() {
		f.lead(e)
	}
}

func (f *fold) takeMessage(e switchboard.Event) {
	f.Messages++
	working := f.Stance != switchboard.StanceClosed && e.Origin == switchboard.Live
	if e.Kind != switchboard.EventMessageReceived {
		whole := e.Kind == switchboard.EventOutsideAnswer || e.Numbers["final"] == 1
		if working && whole && !f.lastIn.After(e.At) {
			f.Ball = switchboard.BallCustomer
		}
		return
	}
	if e.Numbers["addressed"] != 0 {
		f.takeAddressed(e)
	}
}

func (f *fold) takeAddressed(e switchboard.Event) {
	if e.Numbers[string(Thanks)] != 0 || e.Numbers[string(Idle)] != 0 {
		return
	}
	if published := time.UnixMicro(e.Numbers["published"]); published.After(f.lastIn) {
		f.lastIn = published
	}
	if f.Stance != switchboard.StanceClosed && e.Origin == switchboard.Live {
		f.Ball = switchboard.BallUs
	}
}

func (f *fold) takeTransfer(e switchboard.Event) {
	if e.Kind == switchboard.EventTransferAsked {
		f.Stance, f.TransferTo, f.Snoozed = switchboard.StanceTransfer, e.Agent, false
		return
	}
	f.Stance, f.TransferTo = switchboard.StanceLed, switchboard.AgentID{}
}

func (f *fold) takeEnd(e switchboard.Event) {
	f.queue()
	f.Stance, f.Ball, f.CloseReason = switchboard.StanceClosed, switchboard.BallNobody, switchboard.CloseReason(e.Reason)
	if e.Kind == switchboard.EventMerged {
		f.MergedInto = e.Subject
	}
}

func (f *fold) queue() {
	f.leave()
	f.Stance, f.Lead = switchboard.StanceQueued, switchboard.AgentID{}
}

func (f *fold) lead(e switchboard.Event) {
	f.leave()
	f.Stance, f.Lead, f.Epoch, f.Department = switchboard.StanceLed, e.Agent, e.Epoch, e.Department
	f.Helpers = without(f.Helpers, e.Agent)
}

// leave forgets what was pending, and remembers who led.
func (f *fold) leave() {
	if !f.Lead.IsZero() {
		f.LastLead = f.Lead
	}
	f.Offer, f.OfferedTo, f.TransferTo, f.Snoozed = "", switchboard.AgentID{}, switchboard.AgentID{}, false
}
