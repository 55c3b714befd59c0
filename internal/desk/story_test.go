package desk_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/calendar"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/roster"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// story is a small department in which things happen one after the other.
type story struct {
	*testing.T
	*app.App
	clock   *timesource.Manual
	account switchboard.Account
	ada, bo switchboard.Agent
}

func newStory(t *testing.T, change func(ada, bo *switchboard.Agent)) *story {
	site := testkit.NewSite(testkit.Folder(t), "")
	s := &story{T: t, App: opened(t, site), clock: site.Clock}
	s.account = testkit.AddAccount(t, s.DB, "@kettles")
	s.ada, s.bo = testkit.Person(1, 8, "service"), testkit.Person(2, 8, "service")
	change(&s.ada, &s.bo)
	testkit.AddAgents(t, s.DB, s.ada, s.bo)
	return s
}

func (s *story) pass(d time.Duration) {
	s.clock.Advance(d)
	if _, err := s.Timers.Due(s.Context()); err != nil {
		s.Fatal(err)
	}
}

func (s *story) act(id switchboard.ConversationID, what conversation.Happening) (c switchboard.Conversation) {
	s.Helper()
	testkit.Update(s.T, s.DB, func(tx *store.Tx) (err error) {
		c, err = s.Desk.Act(tx, id, what)
		return err
	})
	return c
}

// led is a conversation that somebody leads and in which the customer waits.
func (s *story) led(by switchboard.Agent, happened ...conversation.Happening) switchboard.ConversationID {
	s.Helper()
	c := waiting(s.T, s.App, s.account, "service")
	m := desk.Begin(switchboard.Conversation{ID: c.ID, BrandID: c.BrandID, CustomerID: c.CustomerID, AccountID: c.AccountID, Network: c.Network})
	testkit.Update(s.T, s.DB, func(tx *store.Tx) error {
		decided := conversation.Decided{DecisionID: switchboard.NewID[switchboard.DecisionID](tx.Now()), Decision: switchboard.Decision{Department: "service", Deadline: 36000}}
		for _, what := range append([]conversation.Happening{arrival(tx.Now()), decided, conversation.Taken{By: conversation.Person(by.ID)}}, happened...) {
			if err := m.Do(what, tx.Now()); err != nil {
				return err
			}
		}
		return s.Desk.Save(tx, m)
	})
	return c.ID
}

func (s *story) is(id switchboard.ConversationID) switchboard.Conversation {
	s.Helper()
	return testkit.Read(s.T, s.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(id) })
}

func (s *story) happened(kind switchboard.EventKind) (n int) {
	s.Helper()
	for _, e := range journal(s.T, s.DB) {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

func deputy(ada, bo *switchboard.Agent) { ada.Deputy = bo.ID }

func (s *story) absent(from, until time.Duration, stand roster.Stand) {
	s.Helper()
	testkit.Update(s.T, s.DB, func(tx *store.Tx) error {
		return s.Desk.SetAbsence(tx, store.Absence{AgentID: s.ada.ID, StartsAt: tx.Now().Add(from), EndsAt: tx.Now().Add(until), Reason: "holiday", Policy: stand})
	})
}

// TestAPlannedAbsenceIsCoveredAndReturned goes through one absence from end to end.
func TestAPlannedAbsenceIsCoveredAndReturned(t *testing.T) {
	t.Parallel()
	s := newStory(t, deputy)
	answered := conversation.Answered{By: conversation.Person(s.ada.ID), At: testkit.Noon(), Epoch: 1, Final: true, MessageID: switchboard.NewID[switchboard.MessageID](testkit.Noon())}
	waits, talks, rests := s.led(s.ada), s.led(s.ada), s.led(s.ada, answered)
	s.absent(time.Hour, 10*time.Hour, roster.Cover)
	if s.is(waits).Lead != s.ada.ID {
		t.Error("covered before it began")
	}
	due := s.is(waits).DueAt
	s.pass(time.Hour)
	for _, id := range []switchboard.ConversationID{waits, talks} {
		if c := s.is(id); c.Lead != s.bo.ID || c.Epoch != 2 || c.Cover == nil || c.Cover.For != s.ada.ID || !c.DueAt.Equal(due) {
			t.Errorf("%+v is not covered", c)
		}
	}
	if c := s.is(rests); c.Lead != s.ada.ID {
		t.Error("what waits for the customer was taken from its owner")
	}
	s.pass(time.Hour)
	s.act(talks, arrival(s.clock.Now()))
	s.act(rests, arrival(s.clock.Now()))
	s.pass(time.Second)
	if c := s.is(rests); c.Lead != s.bo.ID || c.Cover == nil {
		t.Errorf("the customer wrote to somebody absent: %+v", c)
	}
	s.pass(8 * time.Hour)
	if c := s.is(waits); c.Lead != s.ada.ID || c.Cover != nil || c.Epoch != 3 {
		t.Errorf("not given back: %+v", c)
	}
	if c := s.is(talks); c.Lead != s.bo.ID || c.Cover != nil {
		t.Errorf("given back although the customer has written since: %+v", c)
	}
	if got := [3]int{s.happened(switchboard.EventCoverTaken), s.happened(switchboard.EventCoverReturned), s.happened(switchboard.EventCoverKept)}; got != [3]int{3, 2, 1} {
		t.Errorf("taken, returned, kept: %v", got)
	}
}

// TestManagersAreToldInTime: nobody can cover, and what is kept waits too long.
func TestManagersAreToldInTime(t *testing.T) {
	t.Parallel()
	for _, stand := range []roster.Stand{roster.Cover, roster.Keep} {
		s := newStory(t, func(ada, bo *switchboard.Agent) { deputy(ada, bo); bo.Presence = switchboard.Away })
		id := s.led(s.ada)
		s.absent(0, time.Hour, stand)
		s.pass(time.Second)
		if c := s.is(id); (stand == roster.Cover) != (c.Stance == switchboard.StanceQueued) {
			t.Errorf("%s: it is %s", stand, c.Stance)
		}
		s.pass(14 * time.Minute)
		if s.happened(switchboard.EventCoverMissing) != 0 {
			t.Errorf("%s: told too early", stand)
		}
		s.pass(2 * time.Minute)
		if n := s.happened(switchboard.EventCoverMissing); n != 1 {
			t.Errorf("%s: told %d times", stand, n)
		}
	}
}

// TestWhoWritesAgainToAnEmptyPlaceIsNotForgotten: what waits in a queue in an absent person's place was answered elsewhere,
// and the customer writes again. The time in which somebody has to be found runs anew.
func TestWhoWritesAgainToAnEmptyPlaceIsNotForgotten(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(ada, bo *switchboard.Agent) { deputy(ada, bo); bo.Presence = switchboard.Away })
	id := s.led(s.ada)
	s.absent(0, 2*time.Hour, roster.Cover)
	s.pass(time.Minute)
	s.act(id, conversation.OutsideAnswer{At: s.clock.Now(), Origin: switchboard.Live})
	s.pass(30 * time.Minute)
	if n := s.happened(switchboard.EventCoverMissing); n != 0 {
		t.Errorf("told %d times of what waits for the customer", n)
	}
	s.act(id, arrival(s.clock.Now()))
	s.pass(14 * time.Minute)
	if n := s.happened(switchboard.EventCoverMissing); n != 0 {
		t.Errorf("told %d times too early", n)
	}
	s.pass(2 * time.Minute)
	if n := s.happened(switchboard.EventCoverMissing); n != 1 {
		t.Errorf("told %d times that nobody was found", n)
	}
}

// TestWhoIsAskedRemembersCustomersAndMedia: the same person as last time while that is not too long ago, and somebody who
// knows pictures when one is shown.
func TestWhoIsAskedRemembersCustomersAndMedia(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(_, bo *switchboard.Agent) { bo.Skills = []string{roster.SkillMedia} })
	drained := func(c switchboard.Conversation) switchboard.AgentID {
		testkit.Update(t, s.DB, func(tx *store.Tx) error { return tx.InsertConversation(c) })
		if err := s.Dispatcher.DrainAll(t.Context(), "service"); err != nil {
			t.Fatal(err)
		}
		offer := s.is(c.ID).Offer
		if offer == nil {
			t.Fatal("nobody was asked")
		}
		return offer.To
	}
	past := s.led(s.bo)
	s.act(past, conversation.Closed{By: conversation.Person(s.bo.ID), Epoch: 1, Reason: switchboard.CloseResolved})
	again := func() switchboard.Conversation {
		c := waiting(t, s.App, s.account, "service")
		c.CustomerID, c.QueuedAt = s.is(past).CustomerID, s.clock.Now()
		return c
	}
	if drained(again()) != s.bo.ID {
		t.Error("the customer came to somebody else")
	}
	s.clock.Advance(15 * 24 * time.Hour)
	if drained(again()) != s.ada.ID {
		t.Error("after two weeks the customer still came to the same person")
	}
	shown := waiting(t, s.App, s.account, "service")
	shown.Media = true
	if drained(shown) != s.bo.ID {
		t.Error("a picture came to somebody who does not know pictures")
	}
	testkit.Update(t, s.DB, func(tx *store.Tx) error { return s.Desk.SetPresence(tx, s.bo.ID, switchboard.Away) })
	shown = waiting(t, s.App, s.account, "service")
	shown.Media = true
	if drained(shown) != s.ada.ID {
		t.Error("a picture waits for somebody who is not here")
	}
}

// TestAPictureIsNotStrandedBySomebodyWhoMayNotSeeIt: whoever knows pictures and may not see this account's keeps nobody else
// from being asked.
func TestAPictureIsNotStrandedBySomebodyWhoMayNotSeeIt(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(_, bo *switchboard.Agent) { bo.Skills = []string{roster.SkillMedia} })
	other := testkit.AddAccount(t, s.DB, "@elsewhere")
	shown := waiting(t, s.App, s.account, "service")
	shown.Media = true
	testkit.Update(t, s.DB, func(tx *store.Tx) error {
		if err := tx.SetAgentScope(s.bo.ID, store.AgentScope{Accounts: []switchboard.AccountID{other.ID}}); err != nil {
			return err
		}
		return tx.InsertConversation(shown)
	})
	if err := s.Dispatcher.DrainAll(t.Context(), "service"); err != nil {
		t.Fatal(err)
	}
	if offer := s.is(shown.ID).Offer; offer == nil || offer.To != s.ada.ID {
		t.Errorf("offered %+v, want the colleague who may see it", offer)
	}
}

// TestNotesAreAskedForOnce before a shift ends, by the timer, of whoever has work that waits for us.
func TestNotesAreAskedForOnce(t *testing.T) {
	t.Parallel()
	s := newStory(t, deputy)
	s.led(s.ada)
	hours := calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": {"09:00-17:00"}}} // it is Monday noon
	testkit.Update(t, s.DB, func(tx *store.Tx) error {
		for _, a := range []switchboard.Agent{s.ada, s.bo} {
			if err := s.Desk.SetShift(tx, a.ID, &hours); err != nil {
				return err
			}
		}
		return nil
	})
	s.pass(4*time.Hour + 44*time.Minute)
	if s.happened(switchboard.EventShiftEnding) != 0 {
		t.Error("asked too early")
	}
	s.pass(time.Minute)
	testkit.Update(t, s.DB, func(tx *store.Tx) error { return s.Desk.Attend(tx, s.ada.ID) })
	s.pass(time.Minute)
	if n := s.happened(switchboard.EventShiftEnding); n != 1 {
		t.Errorf("asked %d times, of one person with work", n)
	}
}
