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
	LastLead      switchboard.AgentID
	Declined      []switchboard.AgentID // who said no in this round
}

// WaitingOf describes a conversation in its queue.
func WaitingOf(c switchboard.Conversation, declined []switchboard.AgentID) Waiting {
	return Waiting{Conversation: c.ID, Department: c.Department, Language: c.Language,
		RequiredLevel: c.RequiredLevel, QueuedAt: c.QueuedAt, Class: ClassOf(c.Urgency, c.Flags),
		LastLead: c.LastLead, Declined: declined}
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
	Cap         int // conversations led or offered at once
	Load        int // how many now
	Present     bool
	IdleSince   time.Time // when the person last took or finished work
	Freedom     int
}

// CandidateOf describes an agent; present is what Present said.
func CandidateOf(a switchboard.Agent, present bool) Candidate {
	return Candidate{Agent: a.ID, Departments: a.Departments, Languages: a.Languages, Skills: a.Skills,
		Cap: a.Cap, Load: a.Load, Present: present, IdleSince: a.IdleSince, Freedom: a.Freedom}
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
	Load      int                 `json:"load"`
	Cap       int                 `json:"cap"`
	IdleSince time.Time           `json:"idle_since,omitzero"`
}

// Passed counts the people of the department by why they could or could not take it.
type Passed struct {
	Eligible  int `json:"eligible"`
	Away      int `json:"away"`
	Full      int `json:"full"`
	Unskilled int `json:"unskilled"`
	Declined  int `json:"declined"`
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
		cmp.Compare(int64(a.Load)*int64(b.Cap), int64(b.Load)*int64(a.Cap)),
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
