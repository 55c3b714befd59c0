package desk_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// TestADrainLooksOnlySoFar has somebody decline more than one transaction looks past: nothing behind that is offered
// until what stands first comes round again.
func TestADrainLooksOnlySoFar(t *testing.T) {
	t.Parallel()
	a := opened(t, testkit.NewSite(testkit.Folder(t), ""))
	account, person := testkit.AddAccount(t, a.DB, "@kettles"), testkit.Person(1, 1, "service")
	testkit.AddAgents(t, a.DB, person)
	const declined = 16 * 64
	var first switchboard.ConversationID
	for n := range declined + 1 {
		c := waiting(t, a, account, "service")
		c.QueuedAt = c.QueuedAt.Add(time.Duration(n) * time.Millisecond)
		if n == 0 {
			first = c.ID
		}
		testkit.Update(t, a.DB, func(tx *store.Tx) error {
			if err := tx.InsertConversation(c); err != nil || n == declined {
				return err
			}
			return tx.AddDeclined(c.ID, person.ID, conversation.ReasonBusy)
		})
	}
	offered := func() []switchboard.ConversationID {
		if err := a.Dispatcher.DrainAll(t.Context(), "service"); err != nil {
			t.Fatal(err)
		}
		return testkit.Read(t, a.DB, func(tx *store.Tx) ([]switchboard.ConversationID, error) { return tx.OfferedTo(person.ID) })
	}
	if got := offered(); len(got) > 0 {
		t.Errorf("offered %v from behind the bound", got)
	}
	testkit.Update(t, a.DB, func(tx *store.Tx) error { return a.Desk.NewRound(tx, first) })
	if got := offered(); len(got) != 1 || got[0] != first {
		t.Errorf("offered %v, want %v", got, first)
	}
}
