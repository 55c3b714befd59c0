package flow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// TestFollowersChangeNothing delivers the same messages in the same order to two installations that are told different
// follower counts: everything but the figure itself is the same.
func TestFollowersChangeNothing(t *testing.T) {
	t.Parallel()
	from, parent := newSeed(t), testkit.Folder(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		order := rapid.Permutation(p.parcels()).Draw(t, "order")
		few := outcomeOf(t, from.plant(t, parent), p, order)
		famous := slices.Clone(order)
		for i := range famous {
			many := rapid.Int64Range(0, 1e9).Draw(t, "followers now")
			famous[i].item.Author.Followers = &many
		}
		if diff := cmp.Diff(few, outcomeOf(t, from.plant(t, parent), p, famous)); diff != "" {
			t.Fatalf("other follower counts (-before +after):\n%s", diff)
		}
	})
}

// outcome is what came of a plan, without identifiers.
type outcome struct {
	Messages      map[string]switchboard.Message
	Conversations map[string]switchboard.Conversation
	Decisions     map[string][]switchboard.Decision
	Events        []switchboard.Event
}

// outcomeOf delivers parcels one by one, each worked before the next.
func outcomeOf(t *rapid.T, site testkit.Site, p plan, order []parcel) outcome {
	d := newDriver(t, site, p)
	defer d.close()
	for _, one := range order {
		d.take([]parcel{one})
		d.work(10)
		d.site.Clock.Advance(time.Second)
	}
	o := outcome{map[string]switchboard.Message{}, map[string]switchboard.Conversation{}, map[string][]switchboard.Decision{}, nil}
	first := map[switchboard.ConversationID]string{}
	for _, s := range p.messages {
		m := d.message(s.id)
		if name, seen := first[m.ConversationID]; !seen || s.id < name {
			first[m.ConversationID] = s.id
		}
		m.Author.Followers = nil
		o.Messages[s.id] = anonymous(m)
	}
	for _, c := range testkit.AllConversations(t, d.app.DB) {
		rows := testkit.Read(t, d.app.DB, func(tx *store.Tx) ([]store.DecisionRow, error) { return tx.Decisions(c.ID, 1000) })
		name := strings.Join([]string{first[c.ID], c.CustomerName, c.FirstMessageAt.String(), c.LastMessageAt.String()}, " ")
		for _, row := range rows {
			row.Decision.Facts.Matter, row.Decision.FactsHash = "", "" // the matter is an identifier, and the hash covers it
			o.Decisions[name] = append(o.Decisions[name], row.Decision)
		}
		c.ID, c.BrandID, c.CustomerID, c.AccountID, c.DecisionID = switchboard.ConversationID{}, switchboard.BrandID{},
			switchboard.CustomerID{}, switchboard.AccountID{}, switchboard.DecisionID{}
		c.MergedInto = switchboard.ConversationID{}
		o.Conversations[name] = c
	}
	o.Events = testkit.Read(t, d.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.Events(0, 10_000) })
	for i := range o.Events {
		e := &o.Events[i]
		e.ConversationID, e.MessageID, e.AccountID, e.BrandID = switchboard.ConversationID{}, switchboard.MessageID{},
			switchboard.AccountID{}, switchboard.BrandID{}
		e.Subject = ""
	}
	return o
}

func anonymous(m switchboard.Message) switchboard.Message {
	m.ID, m.AccountID, m.IdentityID, m.ThreadID = switchboard.MessageID{}, switchboard.AccountID{}, switchboard.IdentityID{},
		switchboard.ThreadID{}
	m.ConversationID, m.LegID = switchboard.ConversationID{}, switchboard.LegID{}
	return m
}
