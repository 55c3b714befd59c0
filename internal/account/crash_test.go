package account_test

import (
	"fmt"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"switchboard"
	"switchboard/internal/outbox"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// calm is a process that nothing strikes.
func (w *town) calm(d *store.DB) *process {
	f := newFate(blow{after: math.MaxInt}, nil)
	return w.start(setting{db: d, time: clock{systemTime(), f}, wire: wire{w, f}})
}

// storm is one world in which processes are struck again and again while they answer.
type storm struct {
	*town
	matters []matter
	said    []said
	lives   int
	strikes int
	stills  int
}

// said is one draft that was queued.
type said struct {
	draft switchboard.DraftID
	texts []string
}

func (s *storm) begin(customers int) {
	d := s.open()
	p := s.calm(d)
	for i := range customers {
		name := fmt.Sprint("@customer", i)
		m := s.await(p, s.ask(name, fmt.Sprint("my kettle sings in the wrong key, number ", i)))
		p.lead(s.t, m, s.ada.ID)
		s.matters = append(s.matters, m)
	}
	p.quit()
	d.Close()
}

// talk lets the agents answer wherever nothing is under way.
func (s *storm) talk(p *process) {
	for _, m := range s.matters {
		if s.below(3) == 0 {
			continue
		}
		var texts []string
		for part := range 1 + s.below(2) {
			texts = append(texts, fmt.Sprintf("answer %d part %d", len(s.said), part))
		}
		a := answer{by: s.ada.ID, texts: texts}
		draft := a.draft(m)
		if err := p.send(&draft, a); err != nil || draft.State == switchboard.DraftSending {
			s.said = append(s.said, said{draft.ID, texts}) // of a process that dies nobody knows whether it wrote this
		}
	}
}

// weather makes the network as unkind as it can be.
func (s *storm) weather() {
	faults := practice.Faults()
	climate := practice.Climate{Account: handle, Mode: practice.ModeNormal}
	switch s.below(4) {
	case 0:
		climate.Mode = practice.ModeFlaky
	case 1:
		climate.Mode, climate.Delay = practice.ModeEventual, s.upTo(practice.MaxDelay)
	case 2:
		climate.Mode, climate.Delay = practice.ModeSlow, s.upTo(20*time.Second)
	}
	for range s.below(6) {
		climate.Next = append(climate.Next, faults[s.below(len(faults))])
	}
	if err := s.net.SetClimate(climate); err != nil {
		s.t.Fatal(err)
	}
}

func (s *storm) clear() {
	s.late = 0
	if err := s.net.SetClimate(practice.Climate{Account: handle, Mode: practice.ModeNormal}); err != nil {
		s.t.Fatal(err)
	}
}

// live lets one process live until it is struck or has had its time.
func (s *storm) live(d *store.DB) (alive bool) {
	b := blow{point: point(s.below(int(points))), after: s.below(4)}
	if b.point == atClock {
		b.after = s.below(120)
	}
	if s.below(3) == 0 {
		b.still = s.upTo(2 * time.Minute)
	}
	f := newFate(b, nil)
	p := s.start(setting{db: d, time: clock{systemTime(), f}, wire: wire{s.town, f}})
	f.kill = func() {
		d.Close() // nothing it does from now on is ever written
		p.stop()
	}
	s.lives++
	s.talk(p)
	select {
	case <-f.struck:
		s.strikes++
	case <-time.After(30*time.Second + s.upTo(60*time.Second)):
	}
	return s.after(p, f)
}

// after waits for the end of a process; one that stands still is followed by the next while it does.
func (s *storm) after(p *process, f *fate) (alive bool) {
	select {
	case <-f.struck:
	default:
		p.quit()
		return true
	}
	if f.blow.still == 0 {
		<-f.again
		<-p.ended
		return false
	}
	s.stills++
	next := s.calm(p.DB)
	<-f.again
	time.Sleep(s.upTo(time.Minute))
	p.quit()
	next.quit()
	return true
}

func (s *storm) rage(lives int) {
	d := s.open()
	for range lives {
		s.weather()
		if !s.live(d) {
			d = s.open()
		}
	}
	d.Close()
}

// settle lets the weather clear and waits until every fate is known.
func (s *storm) settle(check func(p *process, d switchboard.Delivery) (settled bool)) {
	d := s.open()
	defer d.Close()
	s.clear()
	p := s.calm(d)
	defer p.quit()
	for deadline := time.Now().Add(3 * time.Hour); ; time.Sleep(5 * time.Second) {
		open := s.firstOpen(p, check)
		if open == nil {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("never settled: %+v", *open)
		}
	}
}

// firstOpen checks all deliveries and returns one whose fate is still open.
func (s *storm) firstOpen(p *process, check func(p *process, d switchboard.Delivery) (settled bool)) (first *switchboard.Delivery) {
	for _, a := range s.said {
		for _, d := range p.deliveries(s.t, a.draft) {
			if !check(p, d) && first == nil {
				first = &d
			}
		}
	}
	return first
}

// judge compares what the deliveries say with what stands on the network.
func (s *storm) judge() (sent, rejected int) {
	d := s.open()
	defer d.Close()
	p := &process{DB: d}
	for _, wrong := range testkit.Books(s.t, d) {
		s.t.Error(wrong)
	}
	for _, a := range s.said {
		for i, delivery := range p.deliveries(s.t, a.draft) {
			stands := s.net.Count(handle, a.texts[i])
			switch {
			case stands > 1:
				s.t.Errorf("%q stands %d times: %+v", a.texts[i], stands, delivery)
			case delivery.State == switchboard.DeliverySent && stands != 1:
				s.t.Errorf("%q is sent and does not stand: %+v", a.texts[i], delivery)
			case delivery.State == switchboard.DeliveryRejected && stands != 0:
				s.t.Errorf("%q is rejected and stands: %+v", a.texts[i], delivery)
			case delivery.State == switchboard.DeliverySent:
				sent++
			case delivery.State == switchboard.DeliveryRejected:
				rejected++
			}
		}
	}
	return sent, rejected
}

// end reports whether a delivery needs nothing any more. What waits behind a part that was rejected waits for a person.
func end(p *process, d switchboard.Delivery) bool {
	switch d.State {
	case switchboard.DeliverySent, switchboard.DeliveryRejected, switchboard.DeliveryDropped:
		return true
	case switchboard.DeliveryWaiting:
		return p.blocked(d)
	}
	return false
}

func (p *process) blocked(d switchboard.Delivery) (blocked bool) {
	_ = p.DB.View(ctxBackground(), func(tx *store.Tx) error {
		all, err := tx.DraftDeliveries(d.DraftID)
		for _, other := range all {
			over := other.State == switchboard.DeliveryRejected || other.State == switchboard.DeliveryDropped
			blocked = blocked || over && other.Part < d.Part
		}
		return err
	})
	return blocked
}

// inWorld runs a test in a world with a time of its own.
func inWorld(t *testing.T, seed uint64, run func(t *testing.T, dir string, seed uint64)) {
	t.Helper()
	dir := testkit.Folder(t)
	synctest.Test(t, func(t *testing.T) { run(t, dir, seed) })
	if t.Failed() {
		t.Fatalf("in the world of seed %d", seed)
	}
}

// How many worlds there are in a run of all tests, and how many processes live in each, one after the other.
const (
	crashWorlds   = 60
	livesPerWorld = 20
)

// tally is what happened in all worlds of a test.
type tally struct{ lives, strikes, stills, sent, rejected int }

func (c *tally) add(s *storm) {
	sent, rejected := s.judge()
	c.lives, c.strikes, c.stills = c.lives+s.lives, c.strikes+s.strikes, c.stills+s.stills
	c.sent, c.rejected = c.sent+sent, c.rejected+rejected
}

// strike lets one world go through its storm.
func (c *tally) strike(t *testing.T, seed uint64) {
	t.Helper()
	inWorld(t, seed, func(t *testing.T, dir string, seed uint64) {
		s := &storm{town: newTown(t, dir, seed, practice.Options{Repeats: seed%2 == 1})}
		if seed%2 == 1 {
			s.spec = forgetful(s.spec)
		}
		s.late = 12 * time.Second
		s.begin(5)
		s.rage(livesPerWorld)
		s.settle(end)
		c.add(s)
	})
}

func (c *tally) say(t *testing.T) {
	t.Helper()
	t.Logf("%d lives, %d struck, %d of them stood still; %d parts sent, %d rejected", c.lives, c.strikes, c.stills, c.sent,
		c.rejected)
	if c.strikes < c.lives/4 || c.sent < c.lives/2 {
		t.Error("the runs were too tame")
	}
}

func TestStruckAtEveryStepItPostsAtMostOnce(t *testing.T) {
	t.Parallel()
	var c tally
	for seed := range crashWorlds {
		c.strike(t, uint64(seed))
	}
	c.say(t)
}

// settleByHand is what a named person does who looks at the network.
func (s *storm) settleByHand(p *process, d switchboard.Delivery) bool {
	if d.State != switchboard.DeliveryUnknown {
		return end(p, d)
	}
	var text string
	for _, a := range s.said {
		if a.draft == d.DraftID {
			text = a.texts[d.Part]
		}
	}
	var what outbox.What = outbox.SettledNotSent{By: s.bo.ID, Reason: "I looked and it is not there."}
	if s.net.Count(handle, text) > 0 {
		what = outbox.SettledSent{By: s.bo.ID}
	}
	update(s.t, p.DB, func(tx *store.Tx) error { return p.out.Apply(tx, d.ID, what) })
	return false
}

// Without a key the network knows, a look that finds it, or an echo, an attempt of unknown fate stays unknown until a
// named person has looked.
func TestWithoutAnyWayToKnowAPersonDecides(t *testing.T) {
	t.Parallel()
	byHand := 0
	var c tally
	check := func(t *testing.T, dir string, seed uint64) {
		s := &storm{town: newTown(t, dir, seed, practice.Options{Repeats: true})}
		s.spec = blind(s.spec)
		s.begin(5)
		s.rage(livesPerWorld / 2)
		before := s.unknown()
		time.Sleep(2 * time.Hour)
		s.idle(2 * time.Hour)
		if after := s.unknown(); after < before {
			t.Errorf("%d were unknown, and nobody looked at %d of them", before, before-after)
		}
		s.settle(s.settleByHand)
		byHand += before
		c.add(s)
	}
	for seed := range crashWorlds / 4 {
		inWorld(t, uint64(seed), check)
	}
	t.Logf("%d settled by hand; %d parts sent, %d rejected", byHand, c.sent, c.rejected)
	if byHand == 0 {
		t.Error("the runs were too tame")
	}
}

// unknown counts what is of unknown fate, or was being sent when its process died.
func (s *storm) unknown() (count int) {
	d := s.open()
	defer d.Close()
	view(s.t, d, func(tx *store.Tx) error {
		open, err := tx.OpenDeliveries(s.account.ID)
		count = len(open)
		return err
	})
	return count
}

// idle lets a process live in fair weather.
func (s *storm) idle(d time.Duration) {
	s.clear()
	opened := s.open()
	defer opened.Close()
	p := s.calm(opened)
	time.Sleep(d)
	p.quit()
}
