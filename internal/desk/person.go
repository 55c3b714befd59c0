package desk

import (
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// Person is somebody who might be given work, with what is known of them at a moment. Whoever hands work out, whoever
// covers and whoever only says what would be ask it, so that all three say the same.
type Person struct {
	Agent  switchboard.Agent // with their own cap, and what they have then
	Limits store.AgentScope
	Lately []roster.Absence // that ended within RampLongest before; those of others are passed over
	Here   bool             // they may be given work then
	At     time.Time
}

// RampLongest is how far back an absence may have ended that still matters, whatever a department's terms say.
const RampLongest = 720 * time.Hour

// Candidate is the person as one who might take work of a department. The terms are that department's: they cap and let
// in for its work, whatever else the person belongs to.
func (p Person) Candidate(terms roster.Terms) roster.Candidate {
	p.Agent.Cap = terms.Cap(p.Agent.Cap)
	c := roster.CandidateOf(p.Agent, p.Here)
	c.Brands, c.Accounts = p.Limits.Brands, p.Limits.Accounts
	c.Ramp = rampOf(p.Agent, terms, p.Lately, p.At)
	return c
}

// CanTake reports whether they could be given one more, a conversation of the department whose terms these are: at work,
// allowed to see it and to write, and with room.
func (p Person) CanTake(c switchboard.Conversation, terms roster.Terms) bool {
	w := roster.WaitingOf(c, nil)
	candidate := p.Candidate(terms)
	return p.Agent.Works() && candidate.HasRoom() && candidate.Sees(&w)
}

// rampOf is how somebody is let in after the absences that have ended lately.
func rampOf(a switchboard.Agent, terms roster.Terms, absences []roster.Absence, now time.Time) (least roster.Ramp) {
	for _, b := range absences {
		if b.Agent != a.ID {
			continue
		}
		if r := terms.RampIn(a.Cap, b.From, b.Until, now); !r.Settled.IsZero() && (least.Settled.IsZero() || r.Cap < least.Cap) {
			least = r
		}
	}
	return least
}
