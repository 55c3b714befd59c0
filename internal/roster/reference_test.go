package roster_test

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/roster"
)

// assignSlowly says what Assign must do, one person and one item at a time and without any index.
func assignSlowly(waiting []roster.Waiting, candidates []roster.Candidate, now time.Time) map[switchboard.ConversationID]switchboard.AgentID {
	queue := slices.Clone(waiting)
	slices.SortFunc(queue, func(a, b roster.Waiting) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), a.QueuedAt.Compare(b.QueuedAt),
			bytes.Compare(a.Conversation[:], b.Conversation[:]))
	})
	people := slices.Clone(candidates)
	out := map[switchboard.ConversationID]switchboard.AgentID{}
	for _, w := range queue {
		best := -1
		for i, p := range people {
			if mayTake(w, p) && p.Load+100 <= p.Cap*100 && (best < 0 || prefers(w, p, people[best])) {
				best = i
			}
		}
		if best >= 0 {
			people[best].Load += 100
			people[best].IdleSince = now
			out[w.Conversation] = people[best].Agent
		}
	}
	return out
}

func mayTake(w roster.Waiting, p roster.Candidate) bool {
	for _, skill := range w.Skills {
		if !slices.Contains(p.Skills, skill) {
			return false
		}
	}
	return p.Present && slices.Contains(p.Departments, w.Department) && !slices.Contains(w.Declined, p.Agent)
}

func prefers(w roster.Waiting, a, b roster.Candidate) bool {
	if la, lb := w.LastLead == a.Agent, w.LastLead == b.Agent; la != lb {
		return la
	}
	speaks := func(p roster.Candidate) bool {
		return w.Language == "" || w.Language == "und" || slices.Contains(p.Languages, w.Language)
	}
	if speaks(a) != speaks(b) {
		return speaks(a)
	}
	if fa, fb := a.Freedom >= w.RequiredLevel, b.Freedom >= w.RequiredLevel; fa != fb {
		return fa
	}
	if a.Load*b.Cap != b.Load*a.Cap {
		return a.Load*b.Cap < b.Load*a.Cap
	}
	if !a.IdleSince.Equal(b.IdleSince) {
		return a.IdleSince.Before(b.IdleSince)
	}
	return bytes.Compare(a.Agent[:], b.Agent[:]) < 0
}
