package desk_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

const (
	people      = 160
	backlog     = 50_000
	actions     = 1200 // of each of four pairs of hands
	departments = 4
)

func department(n int) switchboard.DepartmentKey {
	return switchboard.DepartmentKey(fmt.Sprintf("desk%d", n%departments))
}

// TestManyPeopleManyWaitingTwoNodes has 160 people work off a backlog of 50,000 on two nodes over one PostgreSQL, at
// random: nobody is ever over the cap, nothing is overtaken, nothing is left waiting beside somebody with room.
func TestManyPeopleManyWaitingTwoNodes(t *testing.T) {
	site := testkit.NewSite(testkit.Folder(t), pgtest.URL(t))
	site.Time = timesource.System()
	nodes := []*app.App{site.Open(t), site.Open(t)}
	account := testkit.AddAccount(t, nodes[0].DB, "@kettles")
	var staff []switchboard.Agent
	for n := range people {
		hats := []switchboard.DepartmentKey{department(n)}
		if n%8 == 0 {
			hats = append(hats, department(n+1))
		}
		staff = append(staff, testkit.Person(n, 1+n%5, hats...))
	}
	testkit.AddAgents(t, nodes[0].DB, staff...)
	for n := range departments {
		storetest.FillQueue(t, nodes[0].DB, waiting(t, nodes[0], account, department(n)), backlog/departments)
	}
	order := queueOf(testkit.AllConversations(t, nodes[0].DB))
	ctx, stop := context.WithCancel(t.Context())
	var running, working sync.WaitGroup
	var done commits
	for _, node := range nodes {
		running.Go(func() { _ = node.Dispatcher.Run(ctx) })
	}
	running.Go(func() { watchCaps(ctx, t, nodes[0].DB) })
	for n := range 4 {
		h := hands{t: t, node: nodes[n%2], staff: staff, random: rand.New(rand.NewPCG(7, uint64(n))), commits: &done}
		working.Go(h.work)
	}
	working.Wait()
	settle(t, nodes, staff, &done)
	stop()
	running.Wait()
	all := testkit.AllConversations(t, nodes[0].DB)
	if wrong := testkit.Sums(t, nodes[0].DB, all); len(wrong) > 0 {
		t.Errorf("sums: %q", wrong[:min(5, len(wrong))])
	}
	stranded(t, nodes[0].DB, all)
	overtaken(t, nodes[0].DB, order, &done)
	for _, node := range nodes {
		if err := node.Close(); err != nil {
			t.Error(err)
		}
	}
}

// hands are somebody clicking for random people on one node.
type hands struct {
	t      *testing.T
	node   *app.App
	staff  []switchboard.Agent
	random *rand.Rand

	commits *commits
}

// commits is when each transaction was seen to be committed, by the time it gave what it wrote. However long a starved
// process takes between the two: a drain that began afterwards has seen it, and one that began before need not have.
type commits struct{ seen sync.Map }

// update does something and notes when it was committed.
func (c *commits) update(d *store.DB, fn func(*store.Tx) error) error {
	var at time.Time
	err := d.Update(context.Background(), func(tx *store.Tx) error { at = tx.Now(); return fn(tx) })
	now := time.Now()
	for before, there := c.seen.LoadOrStore(at.UnixMicro(), now); there && before.(time.Time).Before(now); {
		there = !c.seen.CompareAndSwap(at.UnixMicro(), before, now)
		before, _ = c.seen.Load(at.UnixMicro())
	}
	return err
}

// of is from when on everybody sees what an event tells of.
func (c *commits) of(t *testing.T, e switchboard.Event) time.Time {
	t.Helper()
	at, known := c.seen.Load(e.RecordedAt.UnixMicro())
	if !known {
		t.Fatalf("nobody knows when %s of %s was committed", e.Kind, e.RecordedAt)
	}
	return at.(time.Time)
}

func (h hands) work() {
	for range actions {
		agent := h.staff[h.random.IntN(len(h.staff))].ID
		var offered []switchboard.ConversationID
		var led []switchboard.Conversation
		err := h.node.DB.View(context.Background(), func(tx *store.Tx) (err error) {
			if offered, err = tx.OfferedTo(agent); err != nil {
				return err
			}
			led, err = tx.Inbox(store.Inbox{View: store.ViewMine, Agent: agent, Limit: 10, Visible: store.Visible{Private: true}})
			return err
		})
		if err == nil {
			err = h.commits.update(h.node.DB, func(tx *store.Tx) error { return h.click(tx, agent, offered, led) })
		}
		if err != nil && !refused(err) {
			h.t.Errorf("click: %v", err)
		}
	}
}

// refused says that somebody else was faster, which is no fault.
func refused(err error) bool {
	for _, code := range []switchboard.Code{switchboard.CodeConflict, switchboard.CodeStale, switchboard.CodeClosed,
		switchboard.CodeNoLead} {
		if switchboard.IsCode(err, code) {
			return true
		}
	}
	return false
}

func (h hands) click(tx *store.Tx, agent switchboard.AgentID, offered []switchboard.ConversationID, led []switchboard.Conversation) error {
	switch roll := h.random.IntN(20); {
	case roll == 0:
		return h.node.Desk.SetPresence(tx, agent, []switchboard.Presence{switchboard.Here, switchboard.Paused, switchboard.Away}[h.random.IntN(3)])
	case len(offered) > 0 && roll < 4:
		_, err := h.node.Desk.Decline(tx, offered[0], conversation.Declined{By: agent, Reason: conversation.ReasonBusy})
		return err
	case len(offered) > 0:
		_, err := h.node.Desk.Act(tx, offered[0], conversation.Accepted{By: agent})
		return err
	case len(led) > 0 && roll < 15:
		c := led[h.random.IntN(len(led))]
		_, err := h.node.Desk.Act(tx, c.ID, conversation.Closed{By: conversation.Person(agent), Epoch: c.Epoch,
			Reason: switchboard.CloseResolved})
		return err
	}
	return nil
}

// settle brings everybody back and waits until the dispatchers have nothing more to give out, or do not get there.
func settle(t *testing.T, nodes []*app.App, staff []switchboard.Agent, done *commits) {
	t.Helper()
	for n, a := range staff {
		node := nodes[n%2]
		err := done.update(node.DB, func(tx *store.Tx) error { return node.Desk.SetPresence(tx, a.ID, switchboard.Here) })
		if err != nil {
			t.Fatal(err)
		}
	}
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(300 * time.Millisecond) {
		all := testkit.AllConversations(t, nodes[0].DB)
		if len(beside(t, nodes[0].DB, all)) == 0 {
			return
		}
	}
}

// watchCaps looks again and again whether anybody has more than they may.
func watchCaps(ctx context.Context, t *testing.T, d *store.DB) {
	for ctx.Err() == nil {
		for _, a := range testkit.Read(t, d, (*store.Tx).Agents) {
			if a.Load > a.Cap || a.Load < 0 {
				t.Errorf("%s has %d of %d", a.Name, a.Load, a.Cap)
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// stranded fails when something waits beside somebody who could take it.
func stranded(t *testing.T, d *store.DB, all []switchboard.Conversation) {
	t.Helper()
	free := beside(t, d, all)
	for _, a := range free {
		t.Errorf("%s has %d of %d while work waits", a.Name, a.Load, a.Cap)
	}
	t.Logf("%d conversations, %d people have room", len(all), len(free))
}

// beside lists who has room while something waits in one of their departments.
func beside(t *testing.T, d *store.DB, all []switchboard.Conversation) (free []switchboard.Agent) {
	t.Helper()
	queued := map[switchboard.DepartmentKey]bool{}
	for _, c := range all {
		queued[c.Department] = queued[c.Department] || c.Stance == switchboard.StanceQueued
	}
	for _, a := range testkit.Read(t, d, (*store.Tx).Agents) {
		waits := slices.ContainsFunc(a.Departments, func(d switchboard.DepartmentKey) bool { return queued[d] })
		if waits && a.Presence == switchboard.Here && a.Load < a.Cap {
			free = append(free, a)
		}
	}
	return free
}

// place is where a conversation stands in its queue.
type place struct {
	department switchboard.DepartmentKey
	rank       int
	at         time.Time
	id         switchboard.ConversationID
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.rank, q.rank), p.at.Compare(q.at), bytes.Compare(p.id[:], q.id[:]))
}

func queueOf(all []switchboard.Conversation) map[switchboard.ConversationID]place {
	order := map[switchboard.ConversationID]place{}
	for _, c := range all {
		order[c.ID] = place{c.Department, store.Rank(c), c.QueuedAt, c.ID}
	}
	return order
}

// returned is a conversation that was offered and came back.
type returned struct {
	since    time.Time // from when on everybody sees it
	declined map[switchboard.AgentID]bool
}

// line replays the offers of one department.
type line struct {
	untouched []place // never offered, in order
	back      map[switchboard.ConversationID]*returned
}

// overtaken replays the journal: whoever is offered something has refused everything that waits before it.
func overtaken(t *testing.T, d *store.DB, order map[switchboard.ConversationID]place, done *commits) {
	t.Helper()
	lines := map[switchboard.DepartmentKey]*line{}
	for _, p := range order {
		if lines[p.department] == nil {
			lines[p.department] = &line{back: map[switchboard.ConversationID]*returned{}}
		}
		lines[p.department].untouched = append(lines[p.department].untouched, p)
	}
	for _, l := range lines {
		slices.SortFunc(l.untouched, place.compare)
	}
	offers, accepted := 0, 0
	for _, e := range journal(t, d) {
		l := lines[e.Department]
		switch e.Kind {
		case switchboard.EventOffered:
			offers++
			l.offered(t, e, order)
		case switchboard.EventDeclined, switchboard.EventOfferExpired:
			l.returned(e, done.of(t, e))
		case switchboard.EventAccepted:
			accepted++
		case switchboard.EventAgentPresence:
			for _, l := range lines {
				l.forget(e, done.of(t, e))
			}
		}
	}
	if offers < people || accepted < people {
		t.Errorf("only %d offers and %d acceptances: nothing is proved", offers, accepted)
	}
	t.Logf("%d offers, %d accepted", offers, accepted)
}

func (l *line) offered(t *testing.T, e switchboard.Event, order map[switchboard.ConversationID]place) {
	t.Helper()
	p := order[e.ConversationID]
	for id, r := range l.back {
		waits := e.RecordedAt.After(r.since) && order[id].compare(p) < 0
		if waits && !r.declined[e.Agent] {
			t.Errorf("%s overtook %s, which came back at %v", p.id, id, r.since)
		}
	}
	_, wasBack := l.back[p.id]
	switch head := l.untouched[0]; {
	case wasBack && p.compare(head) > 0:
		t.Errorf("%s, which came back, overtook %s", p.id, head.id)
	case !wasBack && head.id != p.id:
		t.Errorf("%s overtook %s", p.id, head.id)
	case !wasBack:
		l.untouched = l.untouched[1:]
	}
	l.back[p.id] = &returned{since: e.RecordedAt.Add(1000 * time.Hour), declined: declinedOf(l.back[p.id])}
}

func declinedOf(r *returned) map[switchboard.AgentID]bool {
	if r == nil {
		return map[switchboard.AgentID]bool{}
	}
	return r.declined
}

func (l *line) returned(e switchboard.Event, seen time.Time) {
	r := l.back[e.ConversationID]
	r.since = seen
	r.declined[e.Agent] = true
}

func (l *line) forget(e switchboard.Event, seen time.Time) {
	if e.Reason != string(switchboard.Here) {
		return
	}
	for _, r := range l.back {
		if r.declined[e.Agent] {
			delete(r.declined, e.Agent)
			r.since = later(r.since, seen)
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// journal reads everything, in order.
func journal(t *testing.T, d *store.DB) (all []switchboard.Event) {
	t.Helper()
	for n := int64(1); n > 0; {
		testkit.Update(t, d, func(tx *store.Tx) (err error) {
			n, err = tx.Sequence(10_000)
			return err
		})
	}
	for after := int64(0); ; {
		page := testkit.Read(t, d, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.Events(after, 10_000) })
		if len(page) == 0 {
			return all
		}
		all, after = append(all, page...), page[len(page)-1].Position
	}
}
