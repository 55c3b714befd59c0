package api

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// TestOnesPartInAConversationIsKnownAfterReconnecting is about people of other departments: what they hear of it comes
// from their part in it alone.
func TestOnesPartInAConversationIsKnownAfterReconnecting(t *testing.T) {
	t.Parallel()
	const stranger = switchboard.Role("stranger")
	b := newBroadcast(t, timesource.System())
	helper, next := b.colleague(petra, "comms", 4), b.colleague(boris, "service", 4)
	b.colleague(stranger, "comms", 4)
	c, other := b.hear("dora", "The lid is loose."), b.hear("emil", "My kettle whistles.")
	b.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
	b.ask(anna, "PUT", at(c, "/helpers/"+helper.ID.String()), nil, 200, nil)
	b.ask(anna, "POST", at(c, "/transfer"), any1{"epoch": 1, "to": next.ID, "reason": "skill",
		"briefing": "She wants a new lid and has sent the bill."}, 200, nil)
	next.Departments = []switchboard.DepartmentKey{"comms"} // so that the scope does not let them hear it anyway
	b.update(func(tx *store.Tx) error { return tx.UpdateAgent(next) })
	about := func(c switchboard.Conversation, name string) switchboard.Event {
		e := b.open("service", switchboard.Public, name)
		e.Kind, e.ConversationID = switchboard.EventMessageReceived, c.ID
		return e
	}
	for who, want := range map[switchboard.Role][]string{petra: {"own", "end"}, boris: {"own", "end"}, stranger: {"end"}} {
		f := b.follow(who, "")
		f.next()
		b.record(about(c, "own"), about(other, "not their own"), b.open("comms", switchboard.Public, "end"))
		if diff := cmp.Diff(want, reasons(f.events(len(want)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", who, diff)
		}
		f.close()
	}
}
