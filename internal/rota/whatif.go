package rota

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// Standin is who would lead one conversation in somebody's place.
type Standin struct {
	Conversation switchboard.Conversation `json:"conversation"`
	Agent        switchboard.AgentID      `json:"agent,omitzero" doc:"Who would lead it; absent when it stays, or waits for whoever of the department takes it"`
	Stays        bool                     `json:"stays" doc:"It stays with whoever leads it now"`
	Why          roster.Why               `json:"why" enum:"deputy,chain,queue,customer,aside,keep"`
	Sentence     string                   `json:"sentence" doc:"Why, for a person"`
}

// maxWhatIf is how many conversations are looked at; nobody leads as many.
const maxWhatIf = 500

// WhatIf says who would lead what somebody leads, were they absent within [from, until). It changes nothing. The times
// people are to be there count, not whether they are here now; each takes no more than they have room for.
func WhatIf(tx *store.Tx, id switchboard.AgentID, from, until time.Time, stand roster.Stand) ([]Standin, error) {
	led, err := tx.LedBy(id, switchboard.ConversationID{}, maxWhatIf)
	if err != nil || len(led) == 0 {
		return nil, err
	}
	s, err := Read(tx, from, until)
	if err != nil {
		return nil, err
	}
	w, err := s.imagine(tx, id, from, until)
	if err != nil {
		return nil, err
	}
	all := make([]Standin, 0, len(led))
	for _, c := range led {
		sub := roster.CoverFor(c, stand, w.deputy, func(who switchboard.AgentID) bool { return w.can(who, c) })
		if !sub.Agent.IsZero() {
			w.weights[sub.Agent] += max(c.Weight, roster.Place)
		}
		all = append(all, Standin{Conversation: c, Agent: sub.Agent, Stays: sub.Stays, Why: sub.Why, Sentence: w.sentence(c, sub)})
	}
	return all, nil
}

// imagined is everybody as they would be then.
type imagined struct {
	Staff

	absent  switchboard.AgentID
	people  map[switchboard.AgentID]switchboard.Agent
	there   map[switchboard.AgentID]bool
	limits  map[switchboard.AgentID]store.AgentScope
	weights map[switchboard.AgentID]int
}

func (s Staff) imagine(tx *store.Tx, absent switchboard.AgentID, from, until time.Time) (*imagined, error) {
	w := &imagined{Staff: s, absent: absent, people: map[switchboard.AgentID]switchboard.Agent{}, there: map[switchboard.AgentID]bool{},
		weights: map[switchboard.AgentID]int{}}
	members, err := s.Members(from, until)
	if err != nil {
		return nil, err
	}
	var ids []switchboard.AgentID
	for i, a := range s.Agents {
		ids = append(ids, a.ID)
		w.people[a.ID], w.weights[a.ID] = a, a.Weight
		w.there[a.ID] = len(members[i].Works) > 0
	}
	w.limits, err = tx.AgentScopes(ids)
	return w, err
}

func (w *imagined) deputy(id switchboard.AgentID) switchboard.AgentID { return w.people[id].Deputy }

func (w *imagined) can(id switchboard.AgentID, c switchboard.Conversation) bool {
	a, known := w.people[id]
	waiting := roster.WaitingOf(c, nil)
	candidate := roster.CandidateOf(a, w.there[id])
	candidate.Load, candidate.Brands, candidate.Accounts = w.weights[id], w.limits[id].Brands, w.limits[id].Accounts
	return known && id != w.absent && candidate.HasRoom() && candidate.Sees(&waiting)
}

func (w *imagined) sentence(c switchboard.Conversation, sub roster.Substitute) string {
	owner := w.people[w.absent].Name
	switch sub.Why {
	case roster.WhyDeputy:
		return w.people[sub.Agent].Name + " is the deputy of " + owner + "."
	case roster.WhyChain:
		return w.people[sub.Agent].Name + " is the next in the line of deputies who is there and has room."
	case roster.WhyCustomer:
		return "It is the customer's turn: it stays until they write."
	case roster.WhyAside:
		return "It is put aside: it stays until it comes back."
	case roster.WhyKeep:
		return "It waits for " + owner + "; managers are told when the customer waits."
	}
	if w.anybody(c) {
		return "No deputy can: whoever of " + w.department(c.Department) + " has room is asked."
	}
	return "No deputy can, and nobody of " + w.department(c.Department) + " is there: it waits, and managers are told."
}

func (w *imagined) anybody(c switchboard.Conversation) bool {
	return slices.ContainsFunc(w.Agents, func(a switchboard.Agent) bool {
		return slices.Contains(a.Departments, c.Department) && w.can(a.ID, c)
	})
}
