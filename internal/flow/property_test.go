package flow_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
)

// TestAnyOrderGivesTheSameState delivers random threads in random order with crashes and compares what came of them with
// a model that looks at everything at once.
func TestAnyOrderGivesTheSameState(t *testing.T) {
	t.Parallel()
	from, parent := newSeed(t), testkit.Folder(t)
	rapid.Check(t, func(t *rapid.T) { anyOrder(t, from.plant(t, parent)) })
}

// TestAnyOrderGivesTheSameStateOnPostgreSQL is the same with the other engine, where messages are worked side by side.
func TestAnyOrderGivesTheSameStateOnPostgreSQL(t *testing.T) {
	t.Parallel()
	folder := t.TempDir() // its keys are those of the databases
	for n := range 12 {
		url := pgtest.URLFrom(t, folder, func(url string) error { return testkit.NewSite(folder, url).Open(t).Close() })
		site := testkit.NewSite(folder, url)
		draw := rapid.Custom(func(r *rapid.T) bool { anyOrder(r, site); return true })
		draw.Example(n)
	}
}

func anyOrder(t *rapid.T, site testkit.Site) {
	d := newDriver(t, site, drawPlan(t))
	defer func() { d.close() }()
	d.deliver(t)
	d.drain()
	d.compare(newModel(d.plan))
	d.again(t)
}

// compare holds the installation against the model.
func (d *driver) compare(m *model) {
	d.t.Helper()
	if wrong := testkit.Books(d.t, d.app.DB); len(wrong) > 0 {
		d.t.Fatalf("books: %q", wrong)
	}
	stored := map[string]switchboard.Message{}
	for _, s := range d.plan.messages {
		stored[s.id] = d.message(s.id)
	}
	d.compareTexts(stored)
	d.compareThreads(m, stored)
	d.compareTalks(m, stored)
	d.compareDecisions()
}

func (d *driver) message(id string) switchboard.Message {
	d.t.Helper()
	return testkit.Read(d.t, d.app.DB, func(tx *store.Tx) (switchboard.Message, error) {
		m, found, err := tx.MessageByKey(testkit.Network, id)
		if err == nil && !found {
			err = fmt.Errorf("message %s is lost", id)
		}
		return m, err
	})
}

func (d *driver) compareTexts(stored map[string]switchboard.Message) {
	d.t.Helper()
	for _, s := range d.plan.messages {
		want, decided := s.text()
		got := stored[s.id]
		switch {
		case got.DeletedAt.IsZero() == s.deleted:
			d.t.Fatalf("%s deleted at %v, want deleted %v", s.id, got.DeletedAt, s.deleted)
		case !decided && s.versions[len(s.versions)-1].edited.IsZero():
			want = d.seen[s.id][len(d.seen[s.id])-1]
		case !decided:
			want = got.Content.Text // two edits at the same moment: either
		}
		if got.Content.Text != want {
			d.t.Fatalf("%s says %q, want %q", s.id, got.Content.Text, want)
		}
		if !s.deleted && got.Revision != len(d.seen[s.id]) {
			d.t.Fatalf("%s has revision %d, want %d", s.id, got.Revision, len(d.seen[s.id]))
		}
		seen := testkit.Read(d.t, d.app.DB, func(tx *store.Tx) ([]switchboard.AccountID, error) { return tx.Sightings(got.ID) })
		if len(seen) != len(s.addressed) {
			d.t.Fatalf("%s has %d sightings, want %d", s.id, len(seen), len(s.addressed))
		}
	}
}

// compareThreads compares who is together with whom.
func (d *driver) compareThreads(m *model, stored map[string]switchboard.Message) {
	d.t.Helper()
	want := map[string]switchboard.ThreadID{}
	for _, s := range d.plan.messages {
		root, got := m.root(s.id), stored[s.id].ThreadID
		if got.IsZero() || !want[root].IsZero() && want[root] != got {
			d.t.Fatalf("%s is not in the thread of %s", s.id, root)
		}
		want[root] = got
	}
	threads := map[switchboard.ThreadID]bool{}
	for _, id := range want {
		threads[id] = true
	}
	if len(threads) != len(want) {
		d.t.Fatalf("%d threads, want %d", len(threads), len(want))
	}
}

func (d *driver) compareTalks(m *model, stored map[string]switchboard.Message) {
	d.t.Helper()
	standing := map[switchboard.ConversationID]switchboard.Conversation{}
	for _, c := range testkit.AllConversations(d.t, d.app.DB) {
		if c.MergedInto.IsZero() {
			standing[c.ID] = c
		}
	}
	for _, s := range d.plan.messages {
		if _, ok := m.of[s.id]; ok == stored[s.id].ConversationID.IsZero() {
			d.t.Fatalf("%s (by %s) is in conversation %q, want one: %v", s.id, s.author, stored[s.id].ConversationID, ok)
		}
	}
	for t, ids := range m.talks {
		id := stored[ids[0]].ConversationID
		c, found := standing[id]
		if !found {
			d.t.Fatalf("conversation of %v does not stand", t)
		}
		delete(standing, id)
		d.compareTalk(m, t, c)
	}
	if len(standing) > 0 {
		d.t.Fatalf("%d conversations too many", len(standing))
	}
}

func (d *driver) compareTalk(m *model, t talk, c switchboard.Conversation) {
	d.t.Helper()
	messages := testkit.Read(d.t, d.app.DB, func(tx *store.Tx) ([]switchboard.Message, error) {
		return tx.ConversationMessages(c.ID, store.Place{}, 1000)
	})
	var ids []string
	want := switchboard.Conversation{}
	for _, msg := range messages {
		ids = append(ids, msg.ExternalID)
	}
	slices.Sort(ids)
	if diff := cmp.Diff(m.talks[t], ids); diff != "" {
		d.t.Fatalf("conversation of %v (-want +got):\n%s", t, diff)
	}
	for _, id := range ids {
		count(&want, m.byID[id])
	}
	got := switchboard.Conversation{MessageCount: c.MessageCount, FirstMessageAt: c.FirstMessageAt, LastMessageAt: c.LastMessageAt,
		LastInAt: c.LastInAt, LastOutAt: c.LastOutAt}
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Fatalf("conversation of %v (-want +got):\n%s", t, diff)
	}
	if c.Stance != m.stance(t) {
		d.t.Fatalf("conversation of %v is %s (%s), want %s", t, c.Stance, c.CloseReason, m.stance(t))
	}
	least, most := m.flags(t)
	for _, flag := range switchboard.Flags() {
		has := slices.Contains(c.Flags, flag)
		if !has && slices.Contains(least, flag) || has && !slices.Contains(most, flag) {
			d.t.Fatalf("conversation of %v has flags %v, at least %v, at most %v", t, c.Flags, least, most)
		}
	}
}

func count(c *switchboard.Conversation, s said) {
	c.MessageCount++
	if c.FirstMessageAt.IsZero() || s.published.Before(c.FirstMessageAt) {
		c.FirstMessageAt = s.published
	}
	if s.published.After(c.LastMessageAt) {
		c.LastMessageAt = s.published
	}
	if s.out() && s.published.After(c.LastOutAt) {
		c.LastOutAt = s.published
	}
	if !s.out() && s.toUs() && s.published.After(c.LastInAt) {
		c.LastInAt = s.published
	}
}

// compareDecisions decides again from the stored facts with the stored policy.
func (d *driver) compareDecisions() {
	d.t.Helper()
	active := testkit.Read(d.t, d.app.DB, func(tx *store.Tx) (store.PolicyVersion, error) {
		p, _, err := tx.ActivePolicy()
		return p, err
	})
	policy, err := ownership.Parse([]byte(active.Source))
	if err != nil {
		d.t.Fatalf("%v", err)
	}
	for _, c := range testkit.AllConversations(d.t, d.app.DB) {
		rows := testkit.Read(d.t, d.app.DB, func(tx *store.Tx) ([]store.DecisionRow, error) { return tx.Decisions(c.ID, 1000) })
		for _, row := range rows {
			if diff := cmp.Diff(row.Decision, policy.Decide(row.Decision.Facts)); diff != "" {
				d.t.Fatalf("decision %s (-stored +again):\n%s", row.ID, diff)
			}
		}
	}
}

// again delivers everything once more, in another order: nothing may change.
func (d *driver) again(t *rapid.T) {
	before, head := testkit.AllConversations(t, d.app.DB), testkit.Read(t, d.app.DB, (*store.Tx).LastPosition)
	d.crash()
	for _, p := range rapid.Permutation(d.plan.parcels()).Draw(t, "second order") {
		d.take([]parcel{p})
	}
	d.drain()
	if diff := cmp.Diff(before, testkit.AllConversations(t, d.app.DB)); diff != "" {
		t.Fatalf("delivered twice (-once +twice):\n%s", diff)
	}
	if after := testkit.Read(t, d.app.DB, (*store.Tx).LastPosition); after != head {
		events := testkit.Read(t, d.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.Events(head, 10) })
		t.Fatalf("delivered twice, the journal went on: %+v", events)
	}
	if waits := testkit.Read(t, d.app.DB, (*store.Tx).WorkWaits); waits {
		t.Fatalf("work is left")
	}
}
