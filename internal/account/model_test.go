package account_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/connector"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/line"
	"switchboard/internal/outbox"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// part is what the model knows of one delivery.
type part struct {
	draft, index int
	state        switchboard.DeliveryState
	notBefore    time.Time
	attempts     int
	begun        time.Time
}

// text is what the model knows of one draft.
type text struct {
	id     switchboard.DraftID
	leg    int
	author switchboard.AgentID
	epoch  int
	at     time.Time
	parts  []*part
}

// model is the reference: what the outbox may do next, said in the simplest way.
type model struct {
	w       *town
	p       *process
	clock   *timesource.Manual
	matters []matter
	leads   []switchboard.AgentID
	epochs  []int
	texts   []*text
	byID    map[switchboard.DeliveryID]*part
	jobs    []flow.Job // claimed under the lease that holds now
	lost    []flow.Job // claimed under one that is over
	fence   int64
	holder  int
	posted  map[string]int
	order   []string
	claims  int
	stale   int
}

func newModel(t *testing.T, rt *rapid.T, number int) *model {
	clock := timesource.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	w := newTown(t, filepath.Join(testkit.Folder(t), fmt.Sprint(number)), 1, practice.Options{})
	d, err := store.Open(t.Context(), db.Config{Dialect: db.SQLite, DSN: filepath.Join(w.dir, "m.db"), Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.found(d)
	m := &model{w: w, clock: clock, byID: map[switchboard.DeliveryID]*part{}, posted: map[string]int{}}
	m.p = assemble(t, setting{db: d, time: clock, networks: only(connected.Spec())}, "model")
	for i := range 2 {
		m.matters = append(m.matters, m.hear(t, i))
		m.leads, m.epochs = append(m.leads, w.ada.ID), append(m.epochs, 1)
		m.p.lead(t, m.matters[i], w.ada.ID)
	}
	m.acquire(rt)
	return m
}

// hear brings a customer's post through the line by hand.
func (m *model) hear(t *testing.T, i int) matter {
	t.Helper()
	key := fmt.Sprint("post", i)
	item := connector.Item{Change: connector.Said, ExternalID: key, ThreadKey: key, Visibility: switchboard.Public,
		Author: switchboard.Author{ID: key, Handle: key}, Direction: switchboard.In, Kind: switchboard.KindMention,
		Content: switchboard.Content{Text: "my kettle is cold"}, Published: m.clock.Now(), Addressed: true}
	_, err := m.p.keeper.In.Take(t.Context(), intake.Handed{Account: m.w.account, Lane: connector.LanePoll,
		Batch: connector.Batch{Items: []connector.Item{item}, Next: "1"}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	l := line.New(m.p.keeper.In, line.Settings{Node: "line", Time: m.clock, Workers: 1})
	if failed, err := l.Drain(t.Context()); err != nil || failed > 0 {
		t.Fatal(failed, err)
	}
	return m.w.await(m.p, key)
}

func (m *model) must(rt *rapid.T, err error) {
	if err != nil {
		rt.Fatal(err)
	}
}

// acquire is another process that takes the account over, and finds what the one before left.
func (m *model) acquire(rt *rapid.T) {
	m.clock.Advance(time.Minute)
	m.holder++
	m.must(rt, m.p.DB.Update(context.Background(), func(tx *store.Tx) (err error) {
		m.fence, _, err = tx.AcquireLease(m.w.account.ID, fmt.Sprint("holder", m.holder), 100*time.Hour)
		if err != nil {
			return err
		}
		stranded, err := tx.StrandedDeliveries(m.w.account.ID, m.fence)
		for _, d := range stranded {
			if err == nil {
				err = m.p.out.Apply(tx, d.ID, outbox.LeaseLost{Fence: d.Fence})
			}
		}
		return err
	}))
	for _, job := range m.jobs {
		m.byID[job.Delivery.ID].state = switchboard.DeliveryUnknown
	}
	m.lost, m.jobs = append(m.lost, m.jobs...), nil
}

func (m *model) takeOver(rt *rapid.T) {
	m.must(rt, m.p.DB.Update(context.Background(), func(tx *store.Tx) error {
		return tx.ReleaseLease(store.Lease{AccountID: m.w.account.ID, Holder: fmt.Sprint("holder", m.holder), Fence: m.fence})
	}))
	m.acquire(rt)
}

// write queues a draft of some parts, at once or for later.
func (m *model) write(rt *rapid.T) {
	leg := rapid.IntRange(0, 1).Draw(rt, "leg")
	a := answer{by: m.leads[leg]}
	for i := range rapid.IntRange(1, 3).Draw(rt, "parts") {
		a.texts = append(a.texts, fmt.Sprintf("text %d part %d", len(m.texts), i))
	}
	if rapid.Bool().Draw(rt, "later") {
		a.at = m.clock.Now().Add(time.Duration(rapid.IntRange(1, 60).Draw(rt, "minutes")) * time.Minute)
	}
	draft := a.draft(m.matters[leg])
	m.must(rt, m.p.send(&draft, a))
	held := m.legOpen(leg, nil) && m.legUnknown(leg)
	if queued := draft.State == switchboard.DraftSending; !queued {
		if !m.legOpen(leg, nil) {
			rt.Fatalf("held although the leg is free: %+v", draft.Ruling)
		}
		return
	} else if held {
		rt.Fatal("queued although the fate of an earlier answer is unknown")
	}
	t := &text{id: draft.ID, leg: leg, author: a.by, epoch: m.epochs[leg], at: a.at}
	for i, d := range m.p.deliveries(m.w.t, draft.ID) {
		p := &part{draft: len(m.texts), index: i, state: switchboard.DeliveryWaiting, notBefore: a.at}
		t.parts, m.byID[d.ID] = append(t.parts, p), p
	}
	m.texts = append(m.texts, t)
}

func (m *model) legOpen(leg int, but *part) (open bool) {
	for _, t := range m.texts {
		for _, p := range t.parts {
			busy := p.state == switchboard.DeliverySending || p.state == switchboard.DeliveryUnknown
			open = open || t.leg == leg && p != but && busy
		}
	}
	return open
}

func (m *model) legUnknown(leg int) (unknown bool) {
	for _, t := range m.texts {
		for _, p := range t.parts {
			unknown = unknown || t.leg == leg && p.state == switchboard.DeliveryUnknown
		}
	}
	return unknown
}

// ready reports whether the model lets a part go now.
func (m *model) ready(p *part) bool {
	t := m.texts[p.draft]
	for _, before := range t.parts[:p.index] {
		if before.state != switchboard.DeliverySent {
			return false
		}
	}
	if p.index == 0 && m.legBegun(t) {
		return false
	}
	return p.state == switchboard.DeliveryWaiting && !m.clock.Now().Before(p.notBefore) && !m.legOpen(t.leg, nil)
}

// legBegun reports whether another draft of the leg has begun and goes on by itself.
func (m *model) legBegun(but *text) (begun bool) {
	for _, t := range m.texts {
		if t == but || t.leg != but.leg || t.epoch != m.epochs[t.leg] {
			continue
		}
		for i := 1; i < len(t.parts); i++ {
			begun = begun || t.parts[i-1].state == switchboard.DeliverySent && t.parts[i].state == switchboard.DeliveryWaiting
		}
	}
	return begun
}

// claim lets the sender look for work: it finds some exactly when the model has some.
func (m *model) claim(rt *rapid.T) {
	var can []*part
	for _, p := range m.byID {
		if m.ready(p) {
			can = append(can, p)
		}
	}
	job, found, err := m.p.out.Claim(context.Background(), m.w.account.ID, m.fence)
	m.must(rt, err)
	if !found {
		m.gaveBack(rt, can)
		return
	}
	p := m.byID[job.Delivery.ID]
	t := m.texts[p.draft]
	switch {
	case !m.ready(p):
		rt.Fatalf("claimed what may not go: %+v", *p)
	case t.epoch != m.epochs[t.leg] || t.author != m.leads[t.leg]:
		rt.Fatal("claimed under a lead that is over")
	case m.clock.Now().Before(t.at):
		rt.Fatal("claimed before its time")
	}
	m.claims++
	p.state, p.begun = switchboard.DeliverySending, m.clock.Now()
	p.attempts++
	m.jobs = append(m.jobs, job)
}

// gaveBack: nothing is claimed when nothing is ready, or because the first in line was given back to its author.
func (m *model) gaveBack(rt *rapid.T, can []*part) {
	dropped := 0
	for _, t := range m.texts {
		for i, d := range m.p.deliveries(m.w.t, t.id) {
			if p := t.parts[i]; d.State == switchboard.DeliveryDropped && p.state == switchboard.DeliveryWaiting {
				if t.epoch == m.epochs[t.leg] {
					rt.Fatal("given back although its lead stands")
				}
				p.state = switchboard.DeliveryDropped
				dropped++
			}
		}
	}
	m.stale += dropped
	if dropped == 0 && len(can) > 0 {
		rt.Fatalf("nothing was claimed and %d may go, such as %+v", len(can), *can[0])
	}
}

// reach is the network: what arrives stands, once for every key.
func (m *model) reach(job flow.Job) string {
	key := job.Outgoing.ClientKey
	m.posted[key]++
	if m.posted[key] == 1 {
		m.order = append(m.order, job.Outgoing.Part.Text)
	}
	return "on-network-" + key
}

// finish lets the sender learn what became of one claim.
func (m *model) finish(rt *rapid.T) {
	if len(m.jobs) == 0 {
		return
	}
	job := m.jobs[0]
	m.jobs = m.jobs[1:]
	p := m.byID[job.Delivery.ID]
	out := connector.Outcome{Kind: connector.Unknown}
	switch rapid.IntRange(0, 5).Draw(rt, "fate") {
	case 0, 1, 2:
		out = connector.Outcome{Kind: connector.Sent, ExternalID: m.reach(job)}
		p.state = switchboard.DeliverySent
	case 3:
		out = connector.Outcome{Kind: connector.RateLimited, RetryAfter: time.Minute}
		p.state, p.notBefore = switchboard.DeliveryWaiting, m.clock.Now().Add(time.Minute)
		if p.attempts >= outbox.MaxAttempts {
			p.state = switchboard.DeliveryRejected
		}
	case 4:
		m.reach(job)
		p.state = switchboard.DeliveryUnknown
	default:
		p.state = switchboard.DeliveryUnknown
	}
	m.must(rt, m.p.out.Settle(context.Background(), job, out, 0))
	if p.state == switchboard.DeliveryWaiting {
		p.notBefore = m.p.deliveries(m.w.t, m.texts[p.draft].id)[p.index].NotBefore
	}
}

// tellLate lets a process whose lease is over tell what it knows; only that something stands can still change anything.
func (m *model) tellLate(rt *rapid.T) {
	if len(m.lost) == 0 {
		return
	}
	job := m.lost[0]
	m.lost = m.lost[1:]
	p := m.byID[job.Delivery.ID]
	if p.attempts != job.Delivery.Attempt || p.state != switchboard.DeliveryUnknown {
		return
	}
	out := connector.Outcome{Kind: connector.RateLimited}
	if rapid.Bool().Draw(rt, "stands") {
		out = connector.Outcome{Kind: connector.Sent, ExternalID: m.reach(job)}
		p.state = switchboard.DeliverySent
	}
	m.must(rt, m.p.out.Settle(context.Background(), job, out, 0))
}

// look reads back what is unknown, after the proof's time.
func (m *model) look(rt *rapid.T) {
	m.clock.Advance(5 * time.Minute)
	for _, t := range m.texts {
		for i, d := range m.p.deliveries(m.w.t, t.id) {
			if t.parts[i].state == switchboard.DeliveryUnknown {
				m.lookFor(rt, t.parts[i], d)
			}
		}
	}
	m.lost = nil // what was begun so long ago does not arrive any more
}

func (m *model) lookFor(rt *rapid.T, p *part, d switchboard.Delivery) {
	var what outbox.What = outbox.Absent{Proof: connected.Spec().ProofOfAbsence, Complete: true, ListedAt: m.clock.Now()}
	if key := d.ID.String(); m.posted[key] > 0 {
		what, p.state = outbox.ReadBack{ExternalID: "on-network-" + key}, switchboard.DeliverySent
	} else if p.attempts >= outbox.MaxAttempts {
		p.state = switchboard.DeliveryRejected
	} else {
		p.state, p.notBefore = switchboard.DeliveryWaiting, m.texts[p.draft].at
	}
	m.must(rt, m.p.DB.Update(context.Background(), func(tx *store.Tx) error { return m.p.out.Apply(tx, d.ID, what) }))
}

// transfer gives a matter to the other agent: what waits under the old lead must not go out.
func (m *model) transfer(rt *rapid.T) {
	leg := rapid.IntRange(0, 1).Draw(rt, "leg")
	to := m.w.ada.ID
	if m.leads[leg] == to {
		to = m.w.bo.ID
	}
	m.p.lead(m.w.t, m.matters[leg], to)
	m.leads[leg] = to
	m.epochs[leg]++
}

// check compares every delivery with the model, and the network with what must never happen.
func (m *model) check(rt *rapid.T) {
	for n, t := range m.texts {
		for i, d := range m.p.deliveries(m.w.t, t.id) {
			if d.State != t.parts[i].state {
				rt.Fatalf("text %d part %d is %s, the model says %s", n, i, d.State, t.parts[i].state)
			}
		}
	}
	for key, times := range m.posted {
		if times > 1 {
			rt.Fatalf("%s reached the network %d times", key, times)
		}
	}
	last := map[int]int{}
	for _, said := range m.order {
		var n, i int
		if _, err := fmt.Sscanf(said, "text %d part %d", &n, &i); err != nil {
			rt.Fatal(err)
		}
		if i != last[n] {
			rt.Fatalf("%q stands behind %d parts", said, last[n])
		}
		last[n]++
	}
}

func TestTwoDraftsOnOneLegKeepTheRulesOfTheModel(t *testing.T) {
	t.Parallel()
	number, claims, stale := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		number++
		m := newModel(t, rt, number)
		defer m.p.DB.Close()
		rt.Repeat(map[string]func(*rapid.T){
			"":         m.check,
			"write":    m.write,
			"claim":    m.claim,
			"claim2":   m.claim,
			"finish":   m.finish,
			"finish2":  m.finish,
			"takeOver": m.takeOver,
			"tellLate": m.tellLate,
			"look":     m.look,
			"transfer": m.transfer,
			"wait":     func(*rapid.T) { m.clock.Advance(20 * time.Minute) },
		})
		claims, stale = claims+m.claims, stale+m.stale
	})
	t.Logf("%d claims, %d parts given back", claims, stale)
	if claims < number || stale == 0 {
		t.Error("the runs were too tame")
	}
}
