package rota

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/desk"
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
	Unspoken     string                   `json:"unspoken,omitempty" doc:"Its language, when whoever would lead it does not speak that, or nobody does who could take it"`
}

// maxWhatIf is how many conversations are looked at; nobody leads as many.
const maxWhatIf = 500

// Question imagines an absence.
type Question struct {
	Agent       switchboard.AgentID
	From, Until time.Time
	Stand       roster.Stand
	Deputy      switchboard.AgentID // who would be their deputy; zero: whoever is
}

// WhatIf says who would lead what somebody leads, were they absent. It changes nothing. The times people are to be there
// count, not whether they are here now; else the rule is the one that covers, and each takes no more than they have room
// for by then.
func WhatIf(tx *store.Tx, q Question) ([]Standin, error) {
	led, err := tx.LedBy(q.Agent, switchboard.ConversationID{}, maxWhatIf)
	if err != nil || len(led) == 0 {
		return nil, err
	}
	w, err := imagine(tx, q)
	if err != nil {
		return nil, err
	}
	all := make([]Standin, 0, len(led))
	for _, c := range led {
		sub := roster.CoverFor(c, q.Stand, w.deputy, func(who switchboard.AgentID) bool { return w.can(who, c) })
		all = append(all, Standin{Conversation: c, Agent: sub.Agent, Stays: sub.Stays, Why: sub.Why, Sentence: w.sentence(c, sub),
			Unspoken: w.unspoken(c, sub)})
		if p, known := w.people[sub.Agent]; known {
			c.Lead = sub.Agent
			p.Agent.Weight += w.terms[c.Department].Weights.Weigh(c)
			w.people[sub.Agent] = p
		}
	}
	return all, nil
}

// imagined is everybody as they would be then.
type imagined struct {
	Staff
	Question

	people map[switchboard.AgentID]desk.Person
	terms  map[switchboard.DepartmentKey]roster.Terms
}

func imagine(tx *store.Tx, q Question) (*imagined, error) {
	w := &imagined{Question: q, people: map[switchboard.AgentID]desk.Person{}}
	var err error
	if w.Staff, err = Read(tx, q.From, q.Until); err != nil {
		return nil, err
	}
	members, err := w.Members(q.From, q.Until)
	if err != nil {
		return nil, err
	}
	lately, err := tx.AbsencesWithin(q.From.Add(-desk.RampLongest), q.From.Add(time.Microsecond))
	if err != nil {
		return nil, err
	}
	ids := make([]switchboard.AgentID, len(w.Agents))
	for i, a := range w.Agents {
		ids[i] = a.ID
	}
	limits, err := tx.AgentScopes(ids)
	if err != nil {
		return nil, err
	}
	for i, a := range w.Agents {
		w.people[a.ID] = desk.Person{Agent: a, Limits: limits[a.ID], Lately: desk.RosterAbsences(lately),
			Here: len(members[i].Works) > 0, At: q.From}
	}
	w.terms, err = tx.AllTerms()
	return w, err
}

func (w *imagined) deputy(id switchboard.AgentID) switchboard.AgentID {
	if id == w.Agent && !w.Deputy.IsZero() {
		return w.Deputy
	}
	return w.people[id].Agent.Deputy
}

func (w *imagined) can(id switchboard.AgentID, c switchboard.Conversation) bool {
	p, known := w.people[id]
	return known && id != w.Agent && p.CanTake(c, w.terms[c.Department])
}

// unspoken is the language of what would be covered by somebody who does not speak it.
func (w *imagined) unspoken(c switchboard.Conversation, sub roster.Substitute) string {
	speaks := func(a switchboard.Agent) bool { return slices.Contains(a.Languages, c.Language) }
	switch {
	case sub.Stays, c.Language == "", c.Language == "und":
		return ""
	case !sub.Agent.IsZero() && speaks(w.people[sub.Agent].Agent):
		return ""
	case sub.Agent.IsZero() && slices.ContainsFunc(w.Agents, func(a switchboard.Agent) bool {
		return speaks(a) && slices.Contains(a.Departments, c.Department) && w.can(a.ID, c)
	}):
		return ""
	}
	return c.Language
}

func (w *imagined) sentence(c switchboard.Conversation, sub roster.Substitute) string {
	owner := w.people[w.Agent].Agent.Name
	switch sub.Why {
	case roster.WhyDeputy:
		return w.people[sub.Agent].Agent.Name + " is the deputy of " + owner + "."
	case roster.WhyChain:
		return w.people[sub.Agent].Agent.Name + " is the next in the line of deputies who is there and has room."
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
