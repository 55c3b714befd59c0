package desk_test

import (
	"context"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/roster"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// leads gives a matter of a department that waits for us to somebody.
func leads(t *testing.T, a *app.App, account switchboard.Account, key switchboard.DepartmentKey, who switchboard.AgentID) switchboard.ConversationID {
	t.Helper()
	m := desk.Begin(switchboard.Conversation{ID: switchboard.NewID[switchboard.ConversationID](testkit.Noon()), BrandID: account.BrandID,
		CustomerID: waiting(t, a, account, key).CustomerID, AccountID: account.ID, Network: account.Network})
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		for _, what := range []conversation.Happening{arrival(tx.Now()), conversation.Decided{
			DecisionID: switchboard.NewID[switchboard.DecisionID](tx.Now()), Decision: switchboard.Decision{Department: key, Deadline: 3600}}} {
			if err := m.Do(what, tx.Now()); err != nil {
				return err
			}
		}
		if !who.IsZero() {
			if err := m.Do(conversation.Given{To: who}, tx.Now()); err != nil {
				return err
			}
		}
		return a.Desk.Save(tx, m)
	})
	return m.Now.ID
}

func leadOf(t *testing.T, a *app.App, id switchboard.ConversationID) switchboard.AgentID {
	t.Helper()
	return testkit.Read(t, a.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(id) }).Lead
}

// TestOfTwoAbsencesTheOneSaidLastCounts: who is on leave that keeps what they lead and falls ill is covered for, and the
// other way round what begins to wait while both run waits for them.
func TestOfTwoAbsencesTheOneSaidLastCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		first, last roster.Stand
		covered     bool
	}{{"ill on leave", roster.Keep, roster.Cover, true}, {"kept after all", roster.Cover, roster.Keep, false}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			engines(t, func(t *testing.T, site testkit.Site) {
				a := opened(t, site)
				account := testkit.AddAccount(t, a.DB, "@kettles")
				away, deputy := testkit.Person(1, 5, "service"), testkit.Person(2, 5, "service")
				testkit.AddAgents(t, a.DB, deputy)
				away.Deputy = deputy.ID
				testkit.AddAgents(t, a.DB, away)
				say := func(starts, ends time.Duration, stand roster.Stand) {
					testkit.Update(t, a.DB, func(tx *store.Tx) error {
						return a.Desk.SetAbsence(tx, store.Absence{AgentID: away.ID, StartsAt: tx.Now().Add(starts), EndsAt: tx.Now().Add(ends), Policy: stand})
					})
				}
				say(0, 10*24*time.Hour, c.first)
				site.Clock.Advance(time.Hour)
				// It starts before the other one does: what counts is when it was said.
				say(-24*time.Hour, 24*time.Hour, c.last)
				id := leads(t, a, account, "service", away.ID)
				testkit.Update(t, a.DB, func(tx *store.Tx) error { return a.Desk.CoverDue(tx, id) })
				if got := leadOf(t, a, id) == deputy.ID; got != c.covered {
					t.Errorf("covered by the deputy: %v", got)
				}
			})
		})
	}
}

// TestTheTermsOfTheWorkCount: whoever belongs to two departments is capped and let in by the terms of the one the work is
// of, when it is handed out as when it is asked whether they could take it.
func TestTheTermsOfTheWorkCount(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		a := opened(t, site)
		account := testkit.AddAccount(t, a.DB, "@kettles")
		p := testkit.Person(1, 5, "sales", "service")
		testkit.AddAgents(t, a.DB, p)
		testkit.Update(t, a.DB, func(tx *store.Tx) error {
			return tx.SetTerms("service", roster.Terms{Accept: roster.AtOnce, Most: 1})
		})
		leads(t, a, account, "service", p.ID)
		for _, key := range p.Departments {
			may := key != "service" // one place there, and it is taken
			id := leads(t, a, account, key, switchboard.AgentID{})
			c := testkit.Read(t, a.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(id) })
			can := testkit.Read(t, a.DB, func(tx *store.Tx) (bool, error) { return desk.CanTake(tx, p.ID, c) })
			if err := a.Dispatcher.DrainAll(context.Background(), key); err != nil {
				t.Fatal(err)
			}
			c = testkit.Read(t, a.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(id) })
			if given := c.Stance != switchboard.StanceQueued; can != may || given != may {
				t.Errorf("%s: it is said that they can take it: %v; it is given to them: %v; want %v", key, can, given, may)
			}
		}
	})
}
