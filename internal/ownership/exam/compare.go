package exam

import (
	"fmt"
	"slices"

	"switchboard"
	"switchboard/internal/ownership"
)

// Said is one message of a history that is decided anew, in the order in which it was said.
type Said struct {
	Message      switchboard.MessageID      // zero for what is in no history
	Conversation switchboard.ConversationID // the same
	Facts        switchboard.Facts          // what depends on earlier decisions is as Was found it; without Was it does not count
	Author       string                     // who said it: the same for the same person
	Matter       string                     // what it belongs to: the same for all that is said of it
	Was          *switchboard.Decision      // what was really decided upon it; nil when nothing was
	Again        bool                       // it was decided upon before: what that moved is followed, and it counts once
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

// Replay decides a history under one policy, as if it had led from the first message on. What was said in a matter that is
// open goes where this policy sent the matter before, so that continuity holds as it would have. Where people moved a matter,
// and what began before the history, stays where it was. What was never decided upon is taken to stay open, with queues
// that are empty, because how long they would have been depends on people and not on a policy.
type Replay struct {
	Policy  *ownership.Policy
	tally   Tally
	matters map[matter]*followed
	latest  map[string]matter // by author
	known   map[string]bool
}

// matter is what somebody goes on with.
type matter struct{ author, name string }

// followed is what was decided of one matter so far, the newest last.
type followed struct{ turns []turn }

// turn is where one message went: by what was really decided, and by the policy of the replay.
type turn struct{ was, now place }

// place is where a decision sends a matter.
type place struct {
	owner, takes switchboard.DepartmentKey
	quarantine   bool
}

func placeOf(d *switchboard.Decision) place {
	if d == nil {
		return place{}
	}
	return place{d.Department, d.Takes(), d.Quarantine}
}

// Add decides one message and returns the decision.
func (r *Replay) Add(said Said) switchboard.Decision {
	if r.matters == nil {
		r.matters, r.latest, r.known = map[matter]*followed{}, map[string]matter{}, map[string]bool{}
		r.tally = Tally{Policy: r.Policy.Name(), Hash: r.Policy.Hash(), Owners: map[string]int{}, Cover: map[string]int{},
			Levels: map[string]int{}, Rules: map[string]int{}}
	}
	of := matter{said.Author, said.Matter}
	facts := said.Facts
	if said.Was == nil {
		facts.Author = r.imagined(of, facts.Author)
	} else {
		facts.Author = r.recorded(of, facts.Author)
	}
	d := r.Policy.Decide(facts)
	r.known[said.Author] = true
	r.note(of, turn{placeOf(said.Was), placeOf(&d)})
	if !said.Again {
		r.count(d)
	}
	return d
}

// note keeps where a message went. What is put aside while its matter is open moves nothing.
func (r *Replay) note(of matter, now turn) {
	m := r.matters[of]
	if m == nil {
		m = &followed{}
		r.matters[of] = m
	}
	if last := len(m.turns) - 1; last >= 0 {
		now.was, now.now = now.was.after(m.turns[last].was), now.now.after(m.turns[last].now)
	}
	m.turns, r.latest[of.author] = append(m.turns, now), of
}

// after is where a matter stands that stood at before.
func (p place) after(before place) place {
	if p.quarantine && before.owner != "" && !before.quarantine {
		return before
	}
	return p
}

// imagined is the author of a message nobody decided upon: known from the second on, with a matter that stays open.
func (r *Replay) imagined(of matter, a switchboard.AuthorFacts) switchboard.AuthorFacts {
	a.Known, a.OpenConversation, a.LastDepartment = r.known[of.author], false, ""
	if m := r.matters[of]; m != nil {
		if now := m.turns[len(m.turns)-1].now; !now.quarantine {
			a.OpenConversation, a.LastDepartment = true, now.takes
		}
	}
	return a
}

// recorded is the author of a message as they were, but for what this policy would have done before: it may have sent the
// matter elsewhere, put it aside, or not.
func (r *Replay) recorded(of matter, a switchboard.AuthorFacts) switchboard.AuthorFacts {
	m := r.matters[of]
	if m == nil {
		m = r.matters[r.latest[of.author]]
	}
	if m == nil {
		return a
	}
	if last := m.turns[len(m.turns)-1]; last.was.quarantine != last.now.quarantine {
		a.OpenConversation = last.was.quarantine
	}
	for _, t := range slices.Backward(m.turns) {
		switch a.LastDepartment {
		case t.was.takes:
			a.LastDepartment = t.now.takes
			return a
		case t.was.owner:
			a.LastDepartment = t.now.owner
			return a
		}
	}
	return a
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
