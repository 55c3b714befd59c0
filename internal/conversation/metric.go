package conversation

import (
	"time"

	"switchboard"
)

// Handoff is a change of the accountable person. Another spell of the same person is none; neither are helpers, changes
// of queue before acceptance, and approvals.
type Handoff struct {
	From, To switchboard.AgentID
	Epoch    int // of the new lead
	At       time.Time
	Reason   string // one of MoveReasons; empty when nobody gave one, as after a reopening
}

// Handoffs lists the handoffs in one conversation's journal, in order.
func Handoffs(events []switchboard.Event) []Handoff {
	var found []Handoff
	var lead switchboard.AgentID
	var released string
	for _, e := range events {
		if e.Kind == switchboard.EventReleased {
			released = e.Reason
		}
		if !beginsLead(e) {
			continue
		}
		reason := e.Reason
		if reason == "" {
			reason = released
		}
		if !lead.IsZero() && lead != e.Agent {
			found = append(found, Handoff{From: lead, To: e.Agent, Epoch: e.Epoch, At: e.At, Reason: reason})
		}
		lead, released = e.Agent, ""
	}
	return found
}

// Bounces counts how often it went from one person to another and straight back.
func Bounces(events []switchboard.Event) int {
	handoffs, count := Handoffs(events), 0
	for i := 1; i < len(handoffs); i++ {
		if handoffs[i].To == handoffs[i-1].From {
			count++
		}
	}
	return count
}

// Reroutes counts the changes of queue while nobody led. The first queue is none.
func Reroutes(events []switchboard.Event) int {
	count := 0
	var queue switchboard.DepartmentKey
	for _, e := range events {
		if e.Kind != switchboard.EventQueued {
			continue
		}
		if queue != "" && queue != e.Department {
			count++
		}
		queue = e.Department
	}
	return count
}

// StanceTimes says how long the conversation stood in each stance from its first event until the given time. The times
// add up to the time that passed.
func StanceTimes(events []switchboard.Event, until time.Time) map[switchboard.Stance]time.Duration {
	times := make(map[switchboard.Stance]time.Duration)
	var f fold
	for i, e := range events {
		f.take(e)
		next := until
		if i+1 < len(events) {
			next = events[i+1].RecordedAt
		}
		times[f.Stance] += next.Sub(e.RecordedAt)
	}
	return times
}

func beginsLead(e switchboard.Event) bool {
	switch e.Kind {
	case switchboard.EventAccepted, switchboard.EventTaken, switchboard.EventTransferAccepted,
		switchboard.EventCoverTaken, switchboard.EventCoverReturned:
		return true
	case switchboard.EventReopened:
		return !e.Agent.IsZero()
	}
	return false
}
