package desk

import (
	"slices"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// noteStaffing says who can be given a locked department's work now, and tells the journal when that has changed: later it
// is asked for what somebody waited in the queue.
func noteStaffing(tx *store.Tx, key switchboard.DepartmentKey, terms roster.Terms) (switchboard.Staffing, error) {
	people, err := tx.Candidates(key)
	if err != nil {
		return "", err
	}
	candidates, err := judged(tx, people, terms)
	if err != nil {
		return "", err
	}
	now := staffingOf(candidates)
	changed, err := tx.Staff(key, now)
	if err != nil || !changed {
		return now, err
	}
	return now, tx.Record(switchboard.Event{Kind: switchboard.EventStaffed, ActorKind: switchboard.ActorSystem, Department: key,
		Reason: string(now)})
}

func staffingOf(candidates []roster.Candidate) switchboard.Staffing {
	switch {
	case slices.ContainsFunc(candidates, hasRoom):
		return switchboard.StaffedRoom
	case slices.ContainsFunc(candidates, func(c roster.Candidate) bool { return c.Present }):
		return switchboard.StaffedFull
	}
	return switchboard.StaffedNobody
}
