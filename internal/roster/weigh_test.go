package roster_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/roster"
)

func TestWhatConversationsWeigh(t *testing.T) {
	t.Parallel()
	led := switchboard.Conversation{Stance: switchboard.StanceLed, Lead: agent(1), Ball: switchboard.BallUs, Channels: 1, MessageCount: 3}
	with := func(change func(*switchboard.Conversation)) switchboard.Conversation {
		c := led
		change(&c)
		return c
	}
	for name, tc := range map[string]struct {
		c       switchboard.Conversation
		weights roster.Weights
		want    int
	}{
		"waits for us":            {c: led, want: 100},
		"the customer's turn":     {c: with(func(c *switchboard.Conversation) { c.Ball = switchboard.BallCustomer }), want: 25},
		"put aside":               {c: with(func(c *switchboard.Conversation) { c.SnoozedUntil = noon }), want: 25},
		"three channels":          {c: with(func(c *switchboard.Conversation) { c.Channels = 3 }), want: 150},
		"many channels":           {c: with(func(c *switchboard.Conversation) { c.Channels = 30 }), want: 200},
		"a long thread":           {c: with(func(c *switchboard.Conversation) { c.MessageCount = 30 }), want: 150},
		"a long one that rests":   {c: with(func(c *switchboard.Conversation) { c.MessageCount, c.Ball = 30, switchboard.BallCustomer }), want: 37},
		"offered":                 {c: with(func(c *switchboard.Conversation) { c.Lead, c.Offer = agent(0), &switchboard.Offer{To: agent(1)} }), want: 100},
		"offered, counted half":   {c: with(func(c *switchboard.Conversation) { c.Offer = &switchboard.Offer{To: agent(1)} }), weights: roster.Weights{Offered: 50}, want: 50},
		"resting, counted a half": {c: with(func(c *switchboard.Conversation) { c.Ball = switchboard.BallCustomer }), weights: roster.Weights{Resting: 50}, want: 50},
		"queued":                  {c: with(func(c *switchboard.Conversation) { c.Lead = switchboard.AgentID{} })},
		"closed":                  {c: with(func(c *switchboard.Conversation) { c.Stance = switchboard.StanceClosed })},
	} {
		if got := tc.weights.Weigh(tc.c); got != tc.want {
			t.Errorf("%s weighs %d, want %d", name, got, tc.want)
		}
	}
	if roster.Places(0) != 0 || roster.Places(1) != 1 || roster.Places(100) != 1 || roster.Places(101) != 2 {
		t.Error("places are not rounded up")
	}
}

func TestRampIn(t *testing.T) {
	t.Parallel()
	from, until := noon.AddDate(0, 0, -7), noon
	type at struct {
		hours, limit int
		settled      bool
	}
	for _, tc := range []at{{0, 2, false}, {11, 2, false}, {12, 4, false}, {24, 6, false}, {36, 8, true}, {500, 8, true}} {
		r := roster.Terms{}.RampIn(8, from, until, noon.Add(time.Duration(tc.hours)*time.Hour))
		if r.Cap != tc.limit || r.Settled.IsZero() != tc.settled {
			t.Errorf("after %d hours: %+v, want a cap of %d", tc.hours, r, tc.limit)
		}
	}
	for name, r := range map[string]roster.Ramp{
		"a short absence":    roster.Terms{}.RampIn(8, noon.Add(-71*time.Hour), noon, noon),
		"switched off":       roster.Terms{RampHours: -1}.RampIn(8, from, until, noon),
		"not over yet":       roster.Terms{}.RampIn(8, from, until.Add(time.Hour), noon),
		"an own threshold":   roster.Terms{RampAfter: 24 * 8}.RampIn(8, from, until, noon),
		"an absence for all": roster.Terms{}.RampIn(8, from, time.Time{}, noon),
	} {
		if r != (roster.Ramp{Cap: 8, Full: 8}) {
			t.Errorf("%s: %+v", name, r)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(0, 40).Draw(t, "cap")
		terms := roster.Terms{RampHours: rapid.IntRange(1, 200).Draw(t, "over")}
		last := 0
		for h := range 220 {
			r := terms.RampIn(limit, from, until, noon.Add(time.Duration(h)*time.Hour))
			if r.Cap < last || r.Cap > limit || limit > 0 && r.Cap < 1 || r.Settled.IsZero() != (r.Cap == limit && r.Settled.IsZero()) {
				t.Fatalf("after %d hours %+v, before %d of %d", h, r, last, limit)
			}
			last = r.Cap
		}
		if last != limit {
			t.Fatalf("it never settles: %d of %d", last, limit)
		}
	})
}

func TestAssignLetsInStepByStep(t *testing.T) {
	t.Parallel()
	back := person(1, func(c *roster.Candidate) {
		c.Cap, c.Load, c.Ramp = 8, 200, roster.Ramp{Cap: 2, Full: 8, Settled: noon.Add(time.Hour)}
	})
	if got := roster.Assign([]roster.Waiting{item(1)}, []roster.Candidate{back}, noon); len(got) != 0 {
		t.Errorf("somebody who is just back got %+v", got)
	}
	other := person(2, func(c *roster.Candidate) { c.Cap, c.Load = 8, 600 })
	got := roster.Assign([]roster.Waiting{item(1)}, []roster.Candidate{back, other}, noon)
	if len(got) != 1 || got[0].Agent != agent(2) || got[0].Passed.Ramping != 1 {
		t.Errorf("got %+v", got)
	}
	back.Load = 100
	got = roster.Assign([]roster.Waiting{item(1)}, []roster.Candidate{back, other}, noon)
	if len(got) != 1 || got[0].Agent != agent(1) || got[0].Why != "lowest load: 1 of 2 for now, just back" {
		t.Errorf("got %+v", got)
	}
}

func TestAssignAsksNobodyWhoMayNotSeeIt(t *testing.T) {
	t.Parallel()
	kettles, teapots := switchboard.BrandID{15: 1}, switchboard.BrandID{15: 2}
	w := item(1, func(w *roster.Waiting) { w.Brand = kettles })
	barred := person(1, func(c *roster.Candidate) { c.Brands = []switchboard.BrandID{teapots} })
	account := person(3, func(c *roster.Candidate) { c.Accounts = []switchboard.AccountID{{15: 9}} })
	if got := roster.Assign([]roster.Waiting{w}, []roster.Candidate{barred, account}, noon); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	allowed := person(2, func(c *roster.Candidate) { c.Brands = []switchboard.BrandID{kettles} })
	got := roster.Assign([]roster.Waiting{w, item(2, func(w *roster.Waiting) { w.Brand = teapots })}, []roster.Candidate{barred, allowed}, noon)
	want := map[switchboard.ConversationID]switchboard.AgentID{conversation(1): agent(2), conversation(2): agent(1)}
	if diff := cmp.Diff(want, pairs(got)); diff != "" || got[0].Passed.Barred != 1 {
		t.Errorf("%+v %s", got, diff)
	}
}

func TestWhoCovers(t *testing.T) {
	t.Parallel()
	led := switchboard.Conversation{Stance: switchboard.StanceLed, Lead: agent(1), Ball: switchboard.BallUs}
	resting, aside := led, led
	resting.Ball, aside.SnoozedUntil = switchboard.BallCustomer, noon
	deputies := map[switchboard.AgentID]switchboard.AgentID{agent(1): agent(2), agent(2): agent(3), agent(3): agent(1)}
	able := func(n ...int) func(switchboard.AgentID) bool {
		return func(id switchboard.AgentID) bool {
			for _, one := range n {
				if agent(one) == id {
					return true
				}
			}
			return false
		}
	}
	for name, tc := range map[string]struct {
		c     switchboard.Conversation
		stand roster.Stand
		can   func(switchboard.AgentID) bool
		want  roster.Substitute
	}{
		"the deputy":               {led, roster.Cover, able(2, 3), roster.Substitute{Agent: agent(2), Why: roster.WhyDeputy}},
		"the deputy's":             {led, roster.Cover, able(3), roster.Substitute{Agent: agent(3), Why: roster.WhyChain}},
		"a circle":                 {led, roster.Cover, able(1), roster.Substitute{Why: roster.WhyQueue}},
		"the customer's turn":      {resting, roster.Cover, able(2), roster.Substitute{Stays: true, Why: roster.WhyCustomer}},
		"put aside":                {aside, roster.Cover, able(2), roster.Substitute{Stays: true, Why: roster.WhyAside}},
		"kept":                     {led, roster.Keep, able(2), roster.Substitute{Stays: true, Why: roster.WhyKeep}},
		"for good, whoever's turn": {resting, roster.HandOver, able(2), roster.Substitute{Agent: agent(2), Why: roster.WhyDeputy}},
	} {
		got := roster.CoverFor(tc.c, tc.stand, func(id switchboard.AgentID) switchboard.AgentID { return deputies[id] }, tc.can)
		if got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}
