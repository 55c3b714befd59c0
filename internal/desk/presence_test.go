package desk_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
)

// engines runs a test on both.
func engines(t *testing.T, test func(*testing.T, testkit.Site)) {
	for _, engine := range []string{"SQLite", "PostgreSQL"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			database := ""
			if engine == "PostgreSQL" {
				database = pgtest.URL(t)
			}
			test(t, testkit.NewSite(testkit.Folder(t), database))
		})
	}
}

func opened(t *testing.T, site testkit.Site) *app.App {
	a := site.Open(t)
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// ward is a department of its own with its people and what it has to do.
type ward struct {
	*rapid.T
	app    *app.App
	key    switchboard.DepartmentKey
	people []switchboard.AgentID
	work   []switchboard.ConversationID
	gone   map[switchboard.AgentID]bool
	last   map[switchboard.ConversationID]switchboard.AgentID // who left while they were asked, until somebody else is
}

// TestWhoLeavesIsAskedNoMore lets people come and go, be asked, accept and decline in any order. Whoever is not here is
// asked nothing, nobody is asked again what they left until they come back, nothing is unowned and unqueued, and nothing
// waits beside somebody who could be asked.
func TestWhoLeavesIsAskedNoMore(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		a := opened(t, site)
		account := testkit.AddAccount(t, a.DB, "@kettles")
		var run, person atomic.Int64
		rapid.Check(t, func(t *rapid.T) {
			w := &ward{T: t, app: a, key: switchboard.DepartmentKey(fmt.Sprintf("ward%d", run.Add(1))),
				gone: map[switchboard.AgentID]bool{}, last: map[switchboard.ConversationID]switchboard.AgentID{}}
			for range rapid.IntRange(1, 3).Draw(t, "people") {
				p := testkit.Person(int(person.Add(1)), rapid.IntRange(1, 3).Draw(t, "room"), w.key)
				testkit.AddAgents(t, a.DB, p)
				w.people = append(w.people, p.ID)
			}
			for range rapid.IntRange(1, 5).Draw(t, "work") {
				c := waiting(t, a, account, w.key)
				testkit.Update(t, a.DB, func(tx *store.Tx) error {
					if err := tx.InsertConversation(c); err != nil {
						return err
					}
					return tx.Count(switchboard.Conversation{}, c)
				})
				w.work = append(w.work, c.ID)
			}
			for range rapid.IntRange(3, 15).Draw(t, "steps") {
				w.drain()
				w.step()
				w.check()
			}
		})
		if wrong := testkit.Sums(t, a.DB, testkit.AllConversations(t, a.DB)); len(wrong) > 0 {
			t.Errorf("sums: %q", wrong)
		}
	})
}

func (w *ward) drain() {
	if err := w.app.Dispatcher.DrainAll(context.Background(), w.key); err != nil {
		w.Fatal(err)
	}
	for _, id := range w.work {
		c := w.talk(id)
		if c.Offer != nil && c.Offer.To == w.last[id] {
			w.Fatalf("%s is asked again what they left", c.Offer.To)
		}
		if c.Stance != switchboard.StanceQueued {
			delete(w.last, id)
		}
	}
}

func (w *ward) talk(id switchboard.ConversationID) switchboard.Conversation {
	return testkit.Read(w, w.app.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(id) })
}

func (w *ward) offered(who switchboard.AgentID) []switchboard.ConversationID {
	return testkit.Read(w, w.app.DB, func(tx *store.Tx) ([]switchboard.ConversationID, error) { return tx.OfferedTo(who) })
}

func (w *ward) step() {
	who := rapid.SampledFrom(w.people).Draw(w.T, "who")
	asked := w.offered(who)
	does := rapid.SampledFrom([]string{"come", "leave", "pause", "absent", "accept", "decline"}).Draw(w.T, "does")
	testkit.Update(w, w.app.DB, func(tx *store.Tx) error {
		switch {
		case does == "come":
			return w.app.Desk.SetPresence(tx, who, switchboard.Here)
		case does == "leave":
			return w.app.Desk.SetPresence(tx, who, switchboard.Away)
		case does == "pause":
			return w.app.Desk.SetPresence(tx, who, switchboard.Paused)
		case does == "absent":
			return w.app.Desk.SetAbsence(tx, store.Absence{AgentID: who, StartsAt: tx.Now(), EndsAt: tx.Now().Add(time.Hour)})
		case len(asked) == 0:
			return nil
		case does == "accept":
			_, err := w.app.Desk.Act(tx, asked[0], conversation.Accepted{By: who})
			return err
		}
		_, err := w.app.Desk.Decline(tx, asked[0], conversation.Declined{By: who, Reason: conversation.ReasonBusy})
		return err
	})
	w.remember(who, does, asked)
}

func (w *ward) remember(who switchboard.AgentID, does string, asked []switchboard.ConversationID) {
	switch does {
	case "come":
		delete(w.gone, who)
		for id, left := range w.last {
			if left == who {
				delete(w.last, id)
			}
		}
	case "leave", "pause", "absent":
		w.gone[who] = true
		for _, id := range asked {
			w.last[id] = who
		}
	}
}

func (w *ward) check() {
	for who := range w.gone {
		if still := w.offered(who); len(still) > 0 {
			w.Fatalf("%s has gone and is asked %v", who, still)
		}
	}
	for _, id := range w.work {
		c := w.talk(id)
		queued, asked, led := !c.QueuedAt.IsZero() && c.Lead.IsZero(), c.Offer != nil, !c.Lead.IsZero()
		switch {
		case c.Stance == switchboard.StanceQueued && queued && !asked, c.Stance == switchboard.StanceOffered && asked && queued,
			c.Stance == switchboard.StanceLed && led:
		default:
			w.Fatalf("%s is %s: queued %v, asked %v, led %v", id, c.Stance, queued, asked, led)
		}
	}
	w.drain()
	w.nothingWaitsBeside()
	w.staffingIsRecorded()
	w.offersAreAnswered()
}

// nothingWaitsBeside fails when work waits although somebody with room has not declined it.
func (w *ward) nothingWaitsBeside() {
	for _, who := range w.people {
		free := testkit.Read(w, w.app.DB, func(tx *store.Tx) (bool, error) {
			agent, err := tx.Agent(who)
			if err != nil || agent.Presence != switchboard.Here || agent.Load >= agent.Cap {
				return false, err
			}
			absences, err := tx.Absences(who, tx.Now())
			return len(absences) == 0, err
		})
		for _, id := range w.work {
			declined := testkit.Read(w, w.app.DB, func(tx *store.Tx) ([]switchboard.AgentID, error) { return tx.DeclinedBy(id) })
			if free && w.talk(id).Stance == switchboard.StanceQueued && !slices.Contains(declined, who) {
				w.Fatalf("%s waits although %s has room", id, who)
			}
		}
	}
}

// TestLeavingRacesBeingAsked has one node ask somebody while they leave on the other: whoever is first, in the end
// nothing is asked of somebody who is not here.
func TestLeavingRacesBeingAsked(t *testing.T) {
	t.Parallel()
	site := testkit.NewSite(testkit.Folder(t), pgtest.URL(t))
	here, there := opened(t, site), opened(t, site)
	account, person := testkit.AddAccount(t, here.DB, "@kettles"), testkit.Person(1, 50, "service")
	testkit.AddAgents(t, here.DB, person)
	for range 40 {
		testkit.Update(t, here.DB, func(tx *store.Tx) error { return here.Desk.SetPresence(tx, person.ID, switchboard.Here) })
		for range 3 {
			c := waiting(t, here, account, "service")
			testkit.Update(t, here.DB, func(tx *store.Tx) error {
				if err := tx.InsertConversation(c); err != nil {
					return err
				}
				return tx.Count(switchboard.Conversation{}, c)
			})
		}
		var both sync.WaitGroup
		both.Go(func() {
			if err := here.Dispatcher.DrainAll(t.Context(), "service"); err != nil {
				t.Error(err)
			}
		})
		both.Go(func() {
			err := there.DB.Update(t.Context(), func(tx *store.Tx) error { return there.Desk.SetPresence(tx, person.ID, switchboard.Away) })
			if err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		asked := testkit.Read(t, here.DB, func(tx *store.Tx) ([]switchboard.ConversationID, error) { return tx.OfferedTo(person.ID) })
		if len(asked) > 0 {
			t.Fatalf("somebody who left is asked %v", asked)
		}
	}
	if wrong := testkit.Sums(t, here.DB, testkit.AllConversations(t, here.DB)); len(wrong) > 0 {
		t.Errorf("sums: %q", wrong)
	}
}
