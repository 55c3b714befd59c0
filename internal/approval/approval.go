package approval

import (
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

// Alone is how long those whom the policy names are asked before everybody who may approve is.
const Alone = 15 * time.Minute

// Held is what a draft of a conversation waits for: somebody of the level who is not its author.
type Held struct {
	Conversation switchboard.Conversation
	Author       switchboard.AgentID
	Level        int
}

// Able lists everybody who may let it out, in the order in which they came to work here.
func (h Held) Able(tx *store.Tx) ([]switchboard.AgentID, error) {
	all, err := tx.Agents()
	if err != nil {
		return nil, err
	}
	return h.among(tx, all, func(switchboard.Agent) bool { return true })
}

// First lists whom the policy names of those who may let it out: the approver, or the deputy while the approver cannot be
// asked. It is empty when nobody is named, and when neither can be asked now.
func (h Held) First(tx *store.Tx) ([]switchboard.AgentID, error) {
	if h.Conversation.DecisionID.IsZero() {
		return nil, nil
	}
	decided, err := tx.Decision(h.Conversation.DecisionID)
	if err != nil || decided.Decision.Approver == "" {
		return nil, err
	}
	all, err := tx.Agents()
	if err != nil {
		return nil, err
	}
	for _, who := range []string{decided.Decision.Approver, decided.Decision.Deputy} {
		first, err := h.among(tx, all, func(a switchboard.Agent) bool { return a.Presence == switchboard.Here && isOf(a, who) })
		if err == nil {
			first, err = atWork(tx, first)
		}
		if err != nil || len(first) > 0 {
			return first, err
		}
	}
	return nil, nil
}

// isOf reports whether a policy means somebody by an address or by their department.
func isOf(a switchboard.Agent, who string) bool {
	return strings.EqualFold(a.Email, who) || slices.Contains(a.Departments, switchboard.DepartmentKey(who))
}

// among are those who may let it out of some.
func (h Held) among(tx *store.Tx, all []switchboard.Agent, some func(switchboard.Agent) bool) (able []switchboard.AgentID, err error) {
	for _, a := range all {
		if a.ID == h.Author || a.Disabled || a.Freedom < h.Level || !some(a) {
			continue
		}
		limits, err := tx.AgentScope(a.ID)
		if err != nil {
			return nil, err
		}
		if access.For(a, limits).May(access.DraftApprove, access.About(h.Conversation)) == nil {
			able = append(able, a.ID)
		}
	}
	return able, nil
}

// atWork leaves out those who are absent now.
func atWork(tx *store.Tx, some []switchboard.AgentID) (there []switchboard.AgentID, err error) {
	for _, id := range some {
		absences, err := tx.OpenAbsences(id)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(absences, func(a store.Absence) bool {
			return !a.StartsAt.After(tx.Now()) && a.EndsAt.After(tx.Now())
		}) {
			there = append(there, id)
		}
	}
	return there, nil
}
