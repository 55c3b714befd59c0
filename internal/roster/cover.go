package roster

import (
	"slices"

	"switchboard"
)

// Stand is what becomes of what somebody leads while they are absent.
type Stand string

// What becomes of it.
const (
	Keep     Stand = "keep"      // it waits for them; managers are told when a customer waits in it
	Cover    Stand = "cover"     // somebody leads it in their place until they are back
	HandOver Stand = "hand_over" // it is somebody else's for good
)

// Stands lists all of them.
func Stands() []Stand { return []Stand{Keep, Cover, HandOver} }

// Why somebody covers, or nobody does.
type Why string

// Reasons.
const (
	WhyDeputy   Why = "deputy"   // they are the deputy
	WhyChain    Why = "chain"    // the deputy's deputy, or one further on
	WhyQueue    Why = "queue"    // no deputy can: whoever of the department can takes it
	WhyCustomer Why = "customer" // it is the customer's turn: it stays until they write
	WhyAside    Why = "aside"    // it is put aside: it stays until it comes back
	WhyKeep     Why = "keep"     // it is to wait
)

// Substitute is who takes the place of an absent lead in one conversation.
type Substitute struct {
	Agent switchboard.AgentID // zero: the department's queue, or nobody because it stays
	Stays bool
	Why   Why
}

// deepest is how far a chain of deputies is followed.
const deepest = 5

// CoverFor says who takes the place of a lead. A matter that waits for nobody here stays where it is: to move it would
// only take the customer's person from them. Can says whether somebody may and can take it now; deputy names somebody's
// deputy, or nobody. It is pure, so that what would happen can be shown before it does.
func CoverFor(c switchboard.Conversation, stand Stand, deputy func(switchboard.AgentID) switchboard.AgentID, can func(switchboard.AgentID) bool) Substitute {
	switch {
	case stand == Keep:
		return Substitute{Stays: true, Why: WhyKeep}
	case stand == Cover && !c.SnoozedUntil.IsZero():
		return Substitute{Stays: true, Why: WhyAside}
	case stand == Cover && c.Ball != switchboard.BallUs:
		return Substitute{Stays: true, Why: WhyCustomer}
	}
	seen, why := []switchboard.AgentID{c.Lead}, WhyDeputy
	for at := deputy(c.Lead); !at.IsZero() && !slices.Contains(seen, at) && len(seen) <= deepest; at = deputy(at) {
		if can(at) {
			return Substitute{Agent: at, Why: why}
		}
		seen, why = append(seen, at), WhyChain
	}
	return Substitute{Why: WhyQueue}
}
