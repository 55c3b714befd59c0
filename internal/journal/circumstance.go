package journal

import (
	"time"

	"switchboard"
)

// circumstance is how things stand at a moment, as far as the record tells.
type circumstance struct {
	stance     switchboard.Stance
	department switchboard.DepartmentKey
	staffed    map[switchboard.DepartmentKey]switchboard.Staffing
	lead       switchboard.AgentID
	looked     map[switchboard.AgentID]time.Time // until when each is known to have had it before them
	opened     bool                              // its lead has looked, or done something, since they lead
	snoozed    bool
	advice     map[string]bool // who was asked, and has not answered
	answer     answer
}

// cause is the one reason for which a customer who waits now is waiting. Of several the one nearest to the answer counts:
// what is on its way needs nobody any more.
func (c *circumstance) cause() switchboard.WaitCause {
	switch {
	case c.stance == switchboard.StanceClosed:
		return switchboard.WaitUnread // put aside; a turn that is over does not ask
	case len(c.answer.unknown) > 0:
		return switchboard.WaitUncertain
	case c.answer.leaves():
		return switchboard.WaitSending
	case len(c.answer.held) > 0:
		return switchboard.WaitApproval
	case c.stance == switchboard.StanceTransfer:
		return switchboard.WaitTransfer
	case c.stance == switchboard.StanceOffered:
		return switchboard.WaitOffered
	case c.stance != switchboard.StanceLed:
		return c.queued()
	case len(c.advice) > 0:
		return switchboard.WaitAdvice
	case c.snoozed:
		return switchboard.WaitSnoozed
	case !c.opened:
		return switchboard.WaitUnopened
	}
	return switchboard.WaitWriting
}

func (c *circumstance) queued() switchboard.WaitCause {
	switch c.staffed[c.department] {
	case switchboard.StaffedRoom:
		return switchboard.WaitRoom
	case switchboard.StaffedFull:
		return switchboard.WaitFull
	case switchboard.StaffedNobody:
		return switchboard.WaitNobody
	}
	return switchboard.WaitQueued
}

func (c *circumstance) take(m moment) {
	if m.Kind == switchboard.EventStaffed {
		c.staff(m.Event)
		return
	}
	if m.Department != "" && m.Kind != switchboard.EventFocus { // which says whose it was when it was told
		c.department = m.Department
	}
	c.takeOwnership(m)
	c.takeLead(m)
	c.answer.take(m.Event)
	c.opened = c.opened || c.acted(m)
}

// acted reports whether its lead did something with it, beyond coming to lead it: then they have opened it.
func (c *circumstance) acted(m moment) bool {
	switch m.Kind {
	case switchboard.EventAccepted, switchboard.EventTaken, switchboard.EventTransferAccepted, switchboard.EventReopened,
		switchboard.EventCoverTaken, switchboard.EventCoverReturned:
		return false
	}
	return !c.lead.IsZero() && m.Actor == c.lead
}

func (c *circumstance) staff(e switchboard.Event) {
	if c.staffed == nil {
		c.staffed = map[switchboard.DepartmentKey]switchboard.Staffing{}
	}
	c.staffed[e.Department] = switchboard.Staffing(e.Reason)
}

func (c *circumstance) takeOwnership(m moment) {
	switch m.Kind {
	case switchboard.EventConversationOpened, switchboard.EventReopened:
		c.stance = switchboard.StanceQueued
		if !m.Agent.IsZero() {
			c.begin(m)
		}
	case switchboard.EventQueued, switchboard.EventDeclined, switchboard.EventOfferExpired, switchboard.EventReleased:
		c.leave(switchboard.StanceQueued)
	case switchboard.EventOffered:
		c.stance = switchboard.StanceOffered
	case switchboard.EventAccepted, switchboard.EventTaken, switchboard.EventTransferAccepted,
		switchboard.EventCoverTaken, switchboard.EventCoverReturned:
		c.begin(m)
	case switchboard.EventTransferAsked:
		c.stance, c.snoozed = switchboard.StanceTransfer, false
	case switchboard.EventTransferDeclined, switchboard.EventTransferCancelled:
		c.stance = switchboard.StanceLed
	case switchboard.EventClosed, switchboard.EventMerged:
		c.leave(switchboard.StanceClosed)
	}
}

// begin starts somebody's lead. Whoever looks at it already has opened it.
func (c *circumstance) begin(m moment) {
	c.leave(switchboard.StanceLed)
	c.lead = m.Agent
	c.opened = c.looked[m.Agent].After(m.at)
}

// leave ends a lead: what its lead had under way is nobody's answer any more, except what is on its way.
func (c *circumstance) leave(stance switchboard.Stance) {
	c.stance, c.lead, c.opened, c.snoozed = stance, switchboard.AgentID{}, false, false
	c.advice, c.answer.held = nil, nil
}

// takeLead follows what the lead does with it.
func (c *circumstance) takeLead(m moment) {
	switch m.Kind {
	case switchboard.EventFocus:
		if c.looked == nil {
			c.looked = map[switchboard.AgentID]time.Time{}
		}
		c.looked[m.Agent] = latest(c.looked[m.Agent], micros(m.Numbers["until"]))
	case switchboard.EventSnoozed:
		c.snoozed = true
	case switchboard.EventWoken:
		c.snoozed = false
	case switchboard.EventDraftSaved, switchboard.EventDraftHeld, switchboard.EventDeliveryQueued:
		if m.Actor == c.lead && !c.lead.IsZero() {
			c.advice = nil // the lead went on without it
		}
	default:
		c.takeAdvice(m)
	}
}

func (c *circumstance) takeAdvice(m moment) {
	switch m.Kind {
	case switchboard.EventHelperAdded:
		c.ask(m.Agent.String())
	case switchboard.EventHelperRemoved:
		delete(c.advice, m.Agent.String())
	case switchboard.EventNoteAdded:
		delete(c.advice, m.Actor.String())
	case "consult.asked":
		c.ask(m.Subject)
	case "consult.answered", "consult.doubtful", "consult.expired", "consult.ended", "consult.failed": // nobody is waited for any more
		delete(c.advice, m.Subject)
	}
}

func (c *circumstance) ask(whom string) {
	if c.advice == nil {
		c.advice = map[string]bool{}
	}
	c.advice[whom] = true
}
