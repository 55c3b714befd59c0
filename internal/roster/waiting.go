package roster

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"switchboard"
)

// Class orders work before age does; a lower class goes first.
type Class int

// Classes.
const (
	ClassSafety Class = iota
	ClassUrgent
	ClassNormal
	ClassLow
)

// ClassOf is the class of a matter with these flags and this urgency.
func ClassOf(urgency switchboard.Urgency, flags []switchboard.Flag) Class {
	switch {
	case slices.Contains(flags, switchboard.FlagSafety):
		return ClassSafety
	case urgency == switchboard.UrgencyUrgent:
		return ClassUrgent
	case urgency == switchboard.UrgencyLow:
		return ClassLow
	}
	return ClassNormal
}

// Waiting is one conversation that nobody leads.
type Waiting struct {
	Conversation  switchboard.ConversationID
	Department    switchboard.DepartmentKey
	Language      string   // preferred, never demanded; empty or und: no wish
	Skills        []string // all of them are needed
	RequiredLevel int      // freedom to send without approval; preferred, never demanded
	QueuedAt      time.Time
	Class         Class
	LastLead      switchboard.AgentID   // preferred: who led it, or the customer's matter before it, not too long ago
	Declined      []switchboard.AgentID // who said no in this round
	Brand         switchboard.BrandID
	Account       switchboard.AccountID
	Weight        int // in hundredths of a place, once it is offered; zero for a whole one
}

// WaitingOf describes a conversation in its queue.
func WaitingOf(c switchboard.Conversation, declined []switchboard.AgentID) Waiting {
	return Waiting{Conversation: c.ID, Department: c.Department, Language: c.Language,
		RequiredLevel: c.RequiredLevel, QueuedAt: c.QueuedAt, Class: ClassOf(c.Urgency, c.Flags),
		LastLead: c.LastLead, Declined: declined, Brand: c.BrandID, Account: c.AccountID}
}

// Offer is what it weighs once it is offered.
func (w Weights) Offer(c switchboard.Conversation) int {
	c.Stance, c.Offer = switchboard.StanceOffered, &switchboard.Offer{To: switchboard.AgentID{0: 1}}
	return w.Weigh(c)
}

// before is the order of the queue: class, then age, then id.
func (w *Waiting) before(other *Waiting) bool {
	if w.Class != other.Class {
		return w.Class < other.Class
	}
	if c := w.QueuedAt.Compare(other.QueuedAt); c != 0 {
		return c < 0
	}
	return bytes.Compare(w.Conversation[:], other.Conversation[:]) < 0
}

// Candidate is a person who might take work.
type Candidate struct {
	Agent       switchboard.AgentID
	Departments []switchboard.DepartmentKey
	Languages   []string
	Skills      []string
	Cap         int // places
	Load        int // what they have now, in hundredths of a place
	Present     bool
	IdleSince   time.Time // when the person last took or finished work
	Freedom     int
	Ramp        Ramp // zero: they take what their cap allows
	// Brands and Accounts are to what they are limited; nil is no limit.
	Brands   []switchboard.BrandID
	Accounts []switchboard.AccountID
}

// CandidateOf describes an agent; present is what Present said.
func CandidateOf(a switchboard.Agent, present bool) Candidate {
	return Candidate{Agent: a.ID, Departments: a.Departments, Languages: a.Languages, Skills: a.Skills,
		Cap: a.Cap, Load: a.Weight, Present: present, IdleSince: a.IdleSince, Freedom: a.Freedom}
}

// Pairing asks one person to lead one conversation. Seen and Passed are stored with it, so that "why me?" can be
// answered later.
type Pairing struct {
	Conversation switchboard.ConversationID `json:"conversation"`
	Agent        switchboard.AgentID        `json:"agent"`
	At           time.Time                  `json:"at"`
	Why          string                     `json:"why"`  // one clause for a person
	Seen         []Seen                     `json:"seen"` // the best few who could have taken it, best first
	Passed       Passed                     `json:"passed"`
}

// Seen is one candidate as they were when the choice was made.
type Seen struct {
	Agent     switchboard.AgentID `json:"agent"`
	LastLead  bool                `json:"last_lead,omitempty"`
	Language  bool                `json:"language"`
	Free      bool                `json:"free"` // may send without approval
	Load      int                 `json:"load"` // places, rounded up
	Cap       int                 `json:"cap"`
	IdleSince time.Time           `json:"idle_since,omitzero"`
	Weight    int                 `json:"weight"`              // the load, in hundredths of a place
	Settled   time.Time           `json:"settled_at,omitzero"` // until then they are let in after an absence; Cap is what they take now
}

// Passed counts the people of the department by why they could or could not take it.
type Passed struct {
	Eligible  int `json:"eligible"`
	Away      int `json:"away"`
	Full      int `json:"full"`
	Unskilled int `json:"unskilled"`
	Declined  int `json:"declined"`
	Ramping   int `json:"ramping,omitempty"` // of the full: back from an absence, and let in step by step
	Barred    int `json:"barred,omitempty"`  // may not see its brand or account
}

// maxSeen is how many candidates a pairing keeps.
const maxSeen = 5

// better reports whether a is preferred: last lead, language, freedom to send, lower share of the cap, longer idle, id.
func better(a, b *Seen) bool { return compareSeen(a, b) < 0 }

func compareSeen(a, b *Seen) int {
	return cmp.Or(
		yesFirst(a.LastLead, b.LastLead),
		yesFirst(a.Language, b.Language),
		yesFirst(a.Free, b.Free),
		cmp.Compare(int64(a.Weight)*int64(b.Cap), int64(b.Weight)*int64(a.Cap)),
		a.IdleSince.Compare(b.IdleSince),
		bytes.Compare(a.Agent[:], b.Agent[:]),
	)
}

func yesFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
