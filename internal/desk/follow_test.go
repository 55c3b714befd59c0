package desk_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// TestAnotherNodeHandsOutWhatOneLeftBehind has one node commit changes and never hand anything out, as if it were killed
// each time: the other makes the offers.
func TestAnotherNodeHandsOutWhatOneLeftBehind(t *testing.T) {
	t.Parallel()
	site := testkit.NewSite(testkit.Folder(t), pgtest.URL(t))
	site.Time = timesource.System()
	gone, here := site.Open(t), site.Open(t)
	account, person := testkit.AddAccount(t, gone.DB, "@kettles"), testkit.Person(1, 1, "service")
	testkit.AddAgents(t, gone.DB, person)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	defer func() {
		stop()
		running.Wait()
		if err := here.Close(); err != nil {
			t.Error(err)
		}
		if err := gone.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, part := range []func(context.Context) error{here.Hub.Run, here.Sequencer.Run, here.Dispatcher.Run} {
		running.Go(func() { _ = part(ctx) })
	}
	wait := func() switchboard.ConversationID {
		c := waiting(t, gone, account, "service")
		testkit.Update(t, gone.DB, func(tx *store.Tx) error { return tx.InsertConversation(c) })
		return c.ID
	}
	awaitOffer := func(id switchboard.ConversationID, why string) {
		t.Helper()
		for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			offered := testkit.Read(t, here.DB, func(tx *store.Tx) ([]switchboard.ConversationID, error) { return tx.OfferedTo(person.ID) })
			if len(offered) == 1 && offered[0] == id {
				return
			}
		}
		t.Fatalf("%s: no offer was made", why)
	}
	presence := func(p switchboard.Presence) {
		testkit.Update(t, gone.DB, func(tx *store.Tx) error { return gone.Desk.SetPresence(tx, person.ID, p) })
	}
	act := func(id switchboard.ConversationID, what conversation.Happening) {
		t.Helper()
		testkit.Update(t, gone.DB, func(tx *store.Tx) error {
			_, err := gone.Desk.Act(tx, id, what)
			return err
		})
	}
	time.Sleep(500 * time.Millisecond) // the first look at every queue is over
	presence(switchboard.Away)
	first := wait()
	presence(switchboard.Here)
	awaitOffer(first, "somebody came")
	act(first, conversation.Taken{By: conversation.Person(person.ID)})
	second := wait()
	act(first, conversation.Closed{By: conversation.Person(person.ID), Epoch: 1, Reason: switchboard.CloseNoAnswer})
	awaitOffer(second, "somebody has room again")
}
