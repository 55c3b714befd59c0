package desk_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// TestTwoPeopleAtOnce has many people take the same conversation at the same moment, on PostgreSQL on two nodes: exactly
// one of them leads it, and the others are told that somebody was faster.
func TestTwoPeopleAtOnce(t *testing.T) {
	t.Parallel()
	engines(t, twoAtOnce)
}

func twoAtOnce(t *testing.T, site testkit.Site) {
	a := opened(t, site)
	nodes := []*app.App{a}
	if site.Database != "" {
		nodes = append(nodes, opened(t, site))
	}
	account := testkit.AddAccount(t, a.DB, "@kettles")
	var staff []switchboard.Agent
	for n := range 4 {
		staff = append(staff, testkit.Person(n, 100, "service"))
	}
	testkit.AddAgents(t, a.DB, staff...)
	for n := range 40 {
		c := waiting(t, a, account, "service")
		testkit.Update(t, a.DB, func(tx *store.Tx) error {
			if err := tx.InsertConversation(c); err != nil {
				return err
			}
			return tx.Count(switchboard.Conversation{}, c)
		})
		var wg sync.WaitGroup
		won, codes := make([]bool, len(staff)), make([]switchboard.Code, len(staff))
		for i, agent := range staff {
			wg.Go(func() {
				node := nodes[i%len(nodes)]
				err := node.DB.Update(t.Context(), func(tx *store.Tx) error {
					_, err := node.Desk.Act(tx, c.ID, conversation.Taken{By: conversation.Person(agent.ID)})
					return err
				})
				won[i], codes[i] = err == nil, switchboard.CodeOf(err)
			})
		}
		wg.Wait()
		winner := -1
		for i := range staff {
			switch {
			case won[i] && winner >= 0:
				t.Errorf("conversation %d has two winners", n)
			case won[i]:
				winner = i
			case codes[i] != switchboard.CodeConflict:
				t.Errorf("conversation %d: the loser is told %q", n, codes[i])
			}
		}
		got := testkit.Read(t, a.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(c.ID) })
		if winner < 0 || got.Lead != staff[winner].ID || got.Epoch != 1 {
			t.Errorf("conversation %d: winner %d, led by %s in epoch %d", n, winner, got.Lead, got.Epoch)
		}
	}
	if wrong := testkit.Sums(t, a.DB, testkit.AllConversations(t, a.DB)); len(wrong) > 0 {
		t.Errorf("sums: %q", wrong)
	}
}

// TestDrainLooksPastWhatEverybodyDeclined offers what stands behind a whole page of refusals, and nothing in a
// department whose people take work themselves.
func TestDrainLooksPastWhatEverybodyDeclined(t *testing.T) {
	t.Parallel()
	a := opened(t, testkit.NewSite(testkit.Folder(t), ""))
	account, person := testkit.AddAccount(t, a.DB, "@kettles"), testkit.Person(1, 1, "service", "walkin")
	testkit.AddAgents(t, a.DB, person)
	var last switchboard.ConversationID
	for n := range 130 {
		c := waiting(t, a, account, "service")
		c.QueuedAt = c.QueuedAt.Add(time.Duration(n) * time.Millisecond)
		testkit.Update(t, a.DB, func(tx *store.Tx) error {
			if err := tx.InsertConversation(c); err != nil {
				return err
			}
			if n < 129 {
				return tx.AddDeclined(c.ID, person.ID, conversation.ReasonBusy)
			}
			last = c.ID
			return nil
		})
	}
	pulled := waiting(t, a, account, "walkin")
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		if err := tx.SaveDepartment(switchboard.Department{Key: "walkin", Name: "Walk in", Pull: true}); err != nil {
			return err
		}
		return tx.InsertConversation(pulled)
	})
	for _, key := range []switchboard.DepartmentKey{"walkin", "service"} {
		if err := a.Dispatcher.DrainAll(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	offered := testkit.Read(t, a.DB, func(tx *store.Tx) ([]switchboard.ConversationID, error) { return tx.OfferedTo(person.ID) })
	if fmt.Sprint(offered) != fmt.Sprint([]switchboard.ConversationID{last}) {
		t.Errorf("offered %v, want %v", offered, last)
	}
}
