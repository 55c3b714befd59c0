package exam

import (
	"fmt"

	"switchboard"
	"switchboard/internal/ownership"
)

// Said is one inbound message of a history that is decided anew, in the order in which it was said.
type Said struct {
	Facts  switchboard.Facts // without what depends on earlier decisions
	Author string            // who said it: the same for the same person
	Matter string            // the thread it belongs to
}

// Tally is what a policy made of a history: how many messages each department owns, who stands in, which levels are asked
// for.
type Tally struct {
	Policy     string         `json:"policy"`
	Hash       string         `json:"hash"`
	Messages   int            `json:"messages"`
	Quarantine int            `json:"quarantine"`
	Owners     map[string]int `json:"owners"`
	Cover      map[string]int `json:"cover"`
	Levels     map[string]int `json:"levels"`
	Rules      map[string]int `json:"rules"`
}

// Replay decides a history under one policy. A matter that somebody goes on with stays open, so that continuity holds as it
// would have; queues are taken as empty, because how long they would have been depends on people and not on a policy.
type Replay struct {
	Policy *ownership.Policy
	tally  Tally
	open   map[[2]string]switchboard.DepartmentKey
	known  map[string]bool
}

// Add decides one message and returns the decision.
func (r *Replay) Add(said Said) switchboard.Decision {
	if r.open == nil {
		r.open, r.known = map[[2]string]switchboard.DepartmentKey{}, map[string]bool{}
		r.tally = Tally{Policy: r.Policy.Name(), Hash: r.Policy.Hash(), Owners: map[string]int{}, Cover: map[string]int{},
			Levels: map[string]int{}, Rules: map[string]int{}}
	}
	matter := [2]string{said.Author, said.Matter}
	facts := said.Facts
	facts.Author.Known = r.known[said.Author]
	facts.Author.LastDepartment, facts.Author.OpenConversation = r.open[matter], r.open[matter] != ""
	d := r.Policy.Decide(facts)
	r.known[said.Author] = true
	if !d.Quarantine {
		r.open[matter] = d.Takes()
	}
	r.count(d)
	return d
}

func (r *Replay) count(d switchboard.Decision) {
	t := &r.tally
	t.Messages++
	if d.Quarantine {
		t.Quarantine++
	}
	t.Owners[string(d.Department)]++
	t.Cover[CoverOf(d)]++
	t.Levels[fmt.Sprint(d.RequiredLevel)]++
	t.Rules[d.Rule]++
}

// Tally is what the messages added so far came to.
func (r *Replay) Tally() Tally { return r.tally }
