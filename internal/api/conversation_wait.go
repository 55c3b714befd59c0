package api

import (
	"context"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/journal"
	"switchboard/internal/store"
)

// maxWaitEvents bounds the journal of one conversation that is read for its waits.
const maxWaitEvents = 10_000

// Waits are what the customer of a conversation waited for.
type Waits struct {
	Items     []switchboard.Wait `json:"items" nullable:"false" doc:"One for each turn, the first first; the parts of one add up to it, to the microsecond"`
	Shortened bool               `json:"shortened,omitempty" doc:"So much happened that only its beginning was looked at"`
}

// waits reads whose time it was from everything on record, also from what the actor would not be told by itself: the
// answer says causes, never persons.
func (f floor) waits(ctx context.Context, in *ConversationIn) (out *BodyOf[Waits], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		if _, err := mayOf(tx, a, access.ConversationRead, in.ID); err != nil {
			return err
		}
		events, err := tx.ConversationEvents(in.ID, maxWaitEvents)
		if err != nil {
			return err
		}
		staffed, err := staffingOf(tx, events)
		if err != nil {
			return err
		}
		out = bodyOf(Waits{Items: journal.Waits(append(staffed, events...), tx.Now()), Shortened: len(events) == maxWaitEvents})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// staffingOf reads who could be given the work of each department whose the conversation was.
func staffingOf(tx *store.Tx, events []switchboard.Event) ([]switchboard.Event, error) {
	if len(events) == 0 {
		return nil, nil
	}
	seen := map[switchboard.DepartmentKey]bool{"": true}
	var departments []switchboard.DepartmentKey
	for _, e := range events {
		if !seen[e.Department] {
			seen[e.Department], departments = true, append(departments, e.Department)
		}
	}
	return tx.Staffings(departments, events[0].RecordedAt)
}
