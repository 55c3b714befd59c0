package notice_test

import (
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timers"
	"switchboard/internal/timesource"
)

// engines runs a test on a house of either engine.
func engines(t *testing.T, test func(*testing.T, *house)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, place storetest.Place) {
		clock := timesource.NewManual(start)
		test(t, newHouseOn(t, clock, place(t, clock.Now)))
	})
}

func dutiful() *desk.Desk {
	d := desk.New()
	d.Watch = notice.Duty{}
	return d
}

// does lets something happen to a conversation, as at the desk, and lets it be followed.
func (h *house) does(c switchboard.Conversation, what conversation.Happening) switchboard.Conversation {
	h.T.Helper()
	h.Update(func(tx *store.Tx) (err error) {
		c, err = dutiful().Act(tx, c.ID, what)
		return err
	})
	h.follow()
	h.deliver()
	return c
}

func (h *house) asks(c switchboard.Conversation, who switchboard.AgentID) switchboard.Conversation {
	h.T.Helper()
	return h.does(c, conversation.Offered{Offer: switchboard.Offer{ID: switchboard.NewID[switchboard.OfferID](h.clock.Now()), To: who,
		ExpiresAt: h.clock.Now().Add(time.Hour)}})
}

// kinds counts everything that was ever journaled.
func (h *house) kinds() map[switchboard.EventKind]int {
	h.T.Helper()
	at := h.at
	defer func() { h.at = at }()
	h.at = 0
	kinds := map[switchboard.EventKind]int{}
	for _, e := range h.journal() {
		kinds[e.Kind]++
	}
	return kinds
}

// TestWhoTakesTheLeadHasTheAlarmInHand: an offer accepted ends the climb, a hand-over hands the alarm on, and giving the
// conversation back to nobody starts the climb again.
func TestWhoTakesTheLeadHasTheAlarmInHand(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		boss := h.colleague("Dee Boss", switchboard.RoleManager, 4)
		h.ladder(h.Bo.ID)
		c := h.Talk("mira", nil).Conversation
		h.sound(c)
		c = h.asks(c, h.Ada.ID)
		h.pass(10 * time.Minute)
		_, steps := h.alarm(c)
		same(t, "an offer that nobody answered ends nothing", steps, []string{"on_call", "managers"})
		c = h.does(c, conversation.Accepted{By: h.Ada.ID})
		c = h.does(c, conversation.Accepted{By: h.Ada.ID})
		h.pass(time.Hour)
		a, steps := h.alarm(c)
		if a.State != switchboard.AlarmAccepted || a.AcceptedBy != h.Ada.ID || len(steps) != 2 {
			t.Fatalf("after Ada accepted the offer: %+v, called %v", a, steps)
		}
		same(t, "those who were called", h.listed(boss.ID), []string{"safety×1 over"})
		c = h.does(c, conversation.TransferAsked{By: conversation.Person(h.Ada.ID), From: h.Ada.ID, To: h.Bo.ID, Epoch: c.Epoch,
			Briefing: "Her kettle burnt her hand, I have called her.", Reason: conversation.ReasonSkill})
		c = h.does(c, conversation.TransferAccepted{By: h.Bo.ID})
		if a, _ = h.alarm(c); a.State != switchboard.AlarmAccepted || a.AcceptedBy != h.Bo.ID {
			t.Fatalf("after Bo took over: %+v", a)
		}
		c = h.does(c, conversation.Released{By: conversation.Person(h.Bo.ID), Reason: conversation.ReasonShift, Epoch: c.Epoch})
		a, steps = h.alarm(c)
		if a.State != switchboard.AlarmRinging || !a.AcceptedBy.IsZero() || a.NextAt.IsZero() {
			t.Fatalf("after Bo gave it back: %+v", a)
		}
		same(t, "from the first step again", steps, []string{"on_call", "managers", "on_call"})
		h.pass(2 * time.Minute)
		_, steps = h.alarm(c)
		same(t, "and up", steps, []string{"on_call", "managers", "on_call", "managers"})
		c = h.does(c, conversation.Taken{By: conversation.Person(h.Ada.ID)})
		h.pass(time.Hour)
		if a, steps = h.alarm(c); a.AcceptedBy != h.Ada.ID || len(steps) != 4 {
			t.Errorf("after Ada took it: %+v, called %v", a, steps)
		}
		kinds := h.kinds()
		if kinds[switchboard.EventAlarmRaised] != 1 || kinds[switchboard.EventAlarmAccepted] != 3 || kinds[switchboard.EventAlarmResumed] != 1 {
			t.Errorf("journal %v", kinds)
		}
	})
}

// TestWhatSomebodyElseAcceptedStaysWithThem: a manager who has the alarm in hand keeps it, whoever leads.
func TestWhatSomebodyElseAcceptedStaysWithThem(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	boss := h.colleague("Dee Boss", switchboard.RoleManager, 4)
	h.ladder(h.Bo.ID)
	c := h.led("mira")
	h.sound(c)
	h.accept(c, boss.ID)
	c = h.does(c, conversation.Released{By: conversation.Person(h.Ada.ID), Reason: conversation.ReasonShift, Epoch: c.Epoch})
	h.does(c, conversation.Taken{By: conversation.Person(h.Bo.ID)})
	if a, steps := h.alarm(c); a.AcceptedBy != boss.ID || len(steps) != 1 {
		t.Errorf("%+v called %v", a, steps)
	}
}

// TestTakenBeforeTheAlarmWasRaised: what a message says is followed a moment later; who took the lead in between knew it.
func TestTakenBeforeTheAlarmWasRaised(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.Talk("mira", func(c *switchboard.Conversation) { c.RequiredLevel = 5 }).Conversation
	h.Update(func(tx *store.Tx) error {
		if err := tx.Record(about(c, switchboard.EventDecided)); err != nil {
			return err
		}
		_, err := dutiful().Act(tx, c.ID, conversation.Taken{By: conversation.Person(h.Ada.ID)})
		return err
	})
	h.follow()
	h.pass(24 * time.Hour)
	if a, steps := h.alarm(c); a.State != switchboard.AlarmAccepted || a.AcceptedBy != h.Ada.ID || len(steps) != 0 {
		t.Errorf("%+v called %v", a, steps)
	}
}

// TestWhoIsMadeToLeadBeforeTheAlarmWasRaised: where nobody is asked, whoever leads has not seen what they lead. It rings
// for them, climbs past them, and ends when they say so.
func TestWhoIsMadeToLeadBeforeTheAlarmWasRaised(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		boss := h.colleague("Dee Boss", switchboard.RoleManager, 4)
		h.browser(h.Ada.ID)
		h.ladder(h.Bo.ID)
		asleep := calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": {"00:00-24:00"}}}
		h.prefers(h.Ada.ID, notice.Preferences{Quiet: &asleep})
		heard := h.Talk("mira", nil).Conversation
		c := h.does(heard, conversation.Given{To: h.Ada.ID})
		h.push.events()
		h.sound(heard)
		same(t, "told at once, in her quiet hours", h.push.events(), []string{"safety×1"})
		h.pass(time.Minute)
		h.pass(2 * time.Minute)
		a, steps := h.alarm(c)
		same(t, "it climbs", steps, []string{"lead", "on_call", "managers"})
		if a.State != switchboard.AlarmRinging || a.Ring != 3 || !a.AcceptedBy.IsZero() {
			t.Fatalf("nobody has said anything: %+v", a)
		}
		same(t, "managers", h.listed(boss.ID), []string{"safety×1"})
		h.accept(c, h.Ada.ID)
		h.pass(time.Hour)
		if a, steps = h.alarm(c); a.AcceptedBy != h.Ada.ID || len(steps) != 3 {
			t.Errorf("after she accepted: %+v, called %v", a, steps)
		}
	})
}

// TestWhoIsMadeToLeadIsCalled: whoever is given a conversation, or covers for its lead, while its alarm rings is called,
// too, and it goes on climbing at its own time; whoever stands in of themselves has it in hand.
func TestWhoIsMadeToLeadIsCalled(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		boss := h.colleague("Dee Boss", switchboard.RoleManager, 4)
		h.ladder(h.Bo.ID)
		c := h.Talk("mira", nil).Conversation
		h.sound(c)
		c = h.does(c, conversation.Given{To: h.Ada.ID})
		before, steps := h.alarm(c)
		same(t, "given to Ada", steps, []string{"on_call", "lead"})
		told := h.listed(h.Ada.ID)
		slices.Sort(told)
		same(t, "she is told", told, []string{"reply×1", "safety×1"})
		h.pass(time.Minute)
		c = h.does(c, conversation.CoverTaken{By: h.Bo.ID, For: h.Ada.ID})
		a, steps := h.alarm(c)
		same(t, "Bo covers", steps, []string{"on_call", "lead", "lead"})
		if a.State != switchboard.AlarmRinging || !a.NextAt.Equal(before.NextAt) {
			t.Fatalf("the next step was due %v: %+v", before.NextAt, a)
		}
		h.pass(time.Minute)
		_, steps = h.alarm(c)
		same(t, "and up", steps, []string{"on_call", "lead", "lead", "managers"})
		h.does(c, conversation.CoverTaken{By: boss.ID, For: h.Bo.ID, Themselves: true})
		h.pass(time.Hour)
		if a, steps = h.alarm(c); a.State != switchboard.AlarmAccepted || a.AcceptedBy != boss.ID || len(steps) != 4 {
			t.Errorf("after the manager stood in: %+v, called %v", a, steps)
		}
	})
}

// TestWhatWasInHandRingsForWhoIsMadeToLead: whoever had it in hand is away, and whoever covers has not seen it.
func TestWhatWasInHandRingsForWhoIsMadeToLead(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ladder(h.Ada.ID)
	c := h.led("mira")
	h.sound(c)
	h.accept(c, h.Ada.ID)
	c = h.does(c, conversation.CoverTaken{By: h.Bo.ID, For: h.Ada.ID})
	h.pass(time.Minute)
	a, steps := h.alarm(c)
	same(t, "from the first step", steps, []string{"lead", "lead", "on_call"})
	if a.State != switchboard.AlarmRinging || !a.AcceptedBy.IsZero() {
		t.Errorf("%+v", a)
	}
	told := h.listed(h.Bo.ID)
	slices.Sort(told)
	same(t, "Bo", told, []string{"cover×1", "safety×1"})
}

// TestAnAnswerTakesTheAlarmInHand: what rings is the lead's who answers; what somebody else accepted stays with them.
func TestAnAnswerTakesTheAlarmInHand(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	boss := h.colleague("Dee Boss", switchboard.RoleManager, 4)
	answers := func(c switchboard.Conversation) switchboard.Alarm {
		h.Update(func(tx *store.Tx) error { return notice.Answered(tx, c) })
		a, _ := h.alarm(c)
		return a
	}
	rings, accepted := h.led("mira"), h.led("noor")
	h.sound(rings)
	h.sound(accepted)
	h.accept(accepted, boss.ID)
	if a := answers(rings); a.State != switchboard.AlarmAccepted || a.AcceptedBy != h.Ada.ID || !a.NextAt.IsZero() {
		t.Errorf("rang: %+v", a)
	}
	if a := answers(accepted); a.AcceptedBy != boss.ID {
		t.Errorf("was in hand: %+v", a)
	}
}

// TestAcceptingRacesTheTimer has one node accept while the timer fires on the other: whoever is first, the alarm is
// accepted once and calls nobody afterwards; and releasing races it in the same way.
func TestAcceptingRacesTheTimer(t *testing.T) {
	t.Parallel()
	clock := timesource.NewManual(start)
	config := storetest.Postgres(t, clock.Now)
	h := newHouseOn(t, clock, config)
	other, err := store.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	h.ladder(h.Bo.ID)
	fire := timers.Runner{DB: other, Time: clock, Log: slog.New(slog.DiscardHandler), Handlers: notice.Timers()}
	act := func(c switchboard.Conversation, what conversation.Happening) {
		err := h.DB.Update(t.Context(), func(tx *store.Tx) error {
			_, err := dutiful().Act(tx, c.ID, what)
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	beside := func(what func()) {
		clock.Advance(10 * time.Minute)
		var both sync.WaitGroup
		both.Go(what)
		both.Go(func() {
			if _, err := fire.Due(t.Context()); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
	}
	for n := range 25 {
		c := h.Talk(fmt.Sprint("customer", n), nil).Conversation
		h.sound(c)
		beside(func() { act(c, conversation.Taken{By: conversation.Person(h.Ada.ID)}) })
		a, called := h.alarm(c)
		if a.State != switchboard.AlarmAccepted || a.AcceptedBy != h.Ada.ID || !a.NextAt.IsZero() {
			t.Fatalf("accepted: %+v", a)
		}
		clock.Advance(time.Hour)
		if _, err := fire.Due(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, after := h.alarm(c); len(after) != len(called) {
			t.Fatalf("called on: %v, then %v", called, after)
		}
		beside(func() {
			act(c, conversation.Released{By: conversation.Person(h.Ada.ID), Reason: conversation.ReasonShift, Epoch: 1})
		})
		if a, _ := h.alarm(c); a.State != switchboard.AlarmRinging || a.NextAt.IsZero() || a.Step == 0 {
			t.Fatalf("released: %+v", a)
		}
		h.Update(func(tx *store.Tx) error { return noAlarm(tx, c) })
	}
	h.follow()
	if kinds := h.kinds(); kinds[switchboard.EventAlarmAccepted] != 25 || kinds[switchboard.EventAlarmResumed] != 25 {
		t.Errorf("journal %v", kinds)
	}
}

// noAlarm ends what rings for a conversation without a word.
func noAlarm(tx *store.Tx, c switchboard.Conversation) error {
	tables := notices.In(tx.Tx)
	alarms, err := tables.LockAlarms(c.ID)
	for _, a := range alarms {
		a.State, a.NextAt = switchboard.AlarmOver, time.Time{}
		if err := tables.UpdateAlarm(a); err != nil {
			return err
		}
	}
	return err
}
