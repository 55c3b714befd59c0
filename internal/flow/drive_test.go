package flow_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/line"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
	"switchboard/internal/triage"
)

func inputOf(text string) triage.Input { return triage.Input{Text: text} }

// driver delivers a plan to an installation.
type driver struct {
	t        testkit.T
	site     testkit.Site
	app      *app.App
	in       flow.Inbound
	accounts [2]switchboard.Account
	plan     plan
	seen     map[string][]string // message → what it said, in the order of arrival
	crashes  int
}

func newDriver(t testkit.T, site testkit.Site, p plan) *driver {
	d := &driver{t: t, site: site, plan: p, seen: map[string][]string{}}
	d.open()
	d.accounts = [2]switchboard.Account{testkit.AddAccount(t, d.app.DB, "@kettles"), testkit.AddAccount(t, d.app.DB, "@pots")}
	return d
}

// open opens a node and takes over what the one before it left.
func (d *driver) open() {
	d.app = d.site.Open(d.t)
	d.in = d.app.In
	d.in.Triage = words{}
	d.in.Bell = nil
	testkit.Update(d.t, d.app.DB, func(tx *store.Tx) error {
		_, err := tx.AdoptWork(d.app.Node)
		return err
	})
}

func (d *driver) close() {
	if err := d.app.Close(); err != nil {
		d.t.Fatalf("close: %v", err)
	}
}

// crash forgets everything that is not stored.
func (d *driver) crash() {
	d.crashes++
	d.close()
	d.open()
}

// take delivers a batch to one account.
func (d *driver) take(batch []parcel) {
	d.t.Helper()
	d.site.Clock.Advance(time.Millisecond)
	var items []connector.Item
	for _, p := range batch {
		items = append(items, p.item)
	}
	_, err := d.in.Take(context.Background(), intake.Handed{Account: d.accounts[batch[0].account], Lane: connector.LaneStream,
		Batch: connector.Batch{Items: items, Next: connector.Cursor(fmt.Sprint(len(items)))}, Origin: d.origin}, 0)
	if err != nil {
		d.t.Fatalf("take: %v", err)
	}
}

func (d *driver) origin(published time.Time) switchboard.Origin {
	if published.Before(d.plan.liveAfter) {
		return switchboard.History
	}
	return switchboard.Live
}

// work does some of the work that waits.
func (d *driver) work(some int) {
	d.t.Helper()
	d.site.Clock.Advance(time.Millisecond)
	rows := testkit.Read(d.t, d.app.DB, func(tx *store.Tx) ([]intake.Work, error) {
		return tx.PendingWork(d.app.Node, intake.Work{Priority: -1}, some)
	})
	for _, w := range rows {
		if err := d.in.Work(context.Background(), w); err != nil {
			d.t.Fatalf("work: %v", err)
		}
	}
}

// drain does the rest as the line does it: several at once.
func (d *driver) drain() {
	d.t.Helper()
	l := line.New(d.in, line.Settings{Node: d.app.Node, Time: d.site.Clock, Log: d.app.Log, Workers: 8})
	failed, err := l.Drain(context.Background())
	if err != nil || failed > 0 {
		d.t.Fatalf("drain: %d failed, %v", failed, err)
	}
	for {
		n := 0
		testkit.Update(d.t, d.app.DB, func(tx *store.Tx) error {
			k, err := tx.Sequence(1000)
			n = int(k)
			return err
		})
		if n == 0 {
			return
		}
	}
}

// deliver delivers everything at least once, in any order, with work and crashes between any two steps.
func (d *driver) deliver(t *rapid.T) {
	all := rapid.Permutation(d.plan.parcels()).Draw(t, "order")
	for range rapid.IntRange(0, len(all)/2).Draw(t, "repeats") {
		again := all[rapid.IntRange(0, len(all)-1).Draw(t, "again")]
		all = slices.Insert(all, rapid.IntRange(0, len(all)).Draw(t, "at"), again)
	}
	for len(all) > 0 {
		n := 1
		for most := rapid.IntRange(1, 4).Draw(t, "batch"); n < min(most, len(all)) && all[n].account == all[0].account; {
			n++
		}
		d.note(all[:n])
		d.take(all[:n])
		all = all[n:]
		d.between(t)
	}
}

// note remembers what the latest new version said.
func (d *driver) note(batch []parcel) {
	for _, p := range batch {
		text := p.item.Content.Text
		if p.version >= 0 && !slices.Contains(d.seen[p.id], text) {
			d.seen[p.id] = append(d.seen[p.id], text)
		}
	}
}

func (d *driver) between(t *rapid.T) {
	switch rapid.IntRange(0, 9).Draw(t, "then") {
	case 0, 1, 2, 3:
		d.work(rapid.IntRange(1, 4).Draw(t, "some"))
	case 4:
		if d.crashes < 2 {
			d.crash()
		}
	}
}
