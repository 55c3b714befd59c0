package desk_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/calendar"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// empty is a department in which somebody waits and nobody is at work.
type empty struct {
	*testing.T
	app  *app.App
	talk switchboard.Conversation
	anna switchboard.Agent
}

func unstaffed(t *testing.T, site testkit.Site, promised desk.Promised) *empty {
	e := &empty{T: t, app: opened(t, site), anna: testkit.Person(1, 3, "service")}
	e.app.Desk.Promised = promised
	e.anna.Presence = switchboard.Away
	testkit.AddAgents(t, e.app.DB, e.anna)
	e.talk = testkit.Waiting(t, e.app, testkit.AddAccount(t, e.app.DB, "@kettles"), "service")
	testkit.Update(t, e.app.DB, func(tx *store.Tx) error {
		tx.At(nine)
		if err := tx.InsertConversation(e.talk); err != nil {
			return err
		}
		return tx.Count(switchboard.Conversation{}, e.talk)
	})
	e.drains(0)
	return e
}

func (e *empty) drains(after time.Duration) {
	e.Helper()
	testkit.Update(e.T, e.app.DB, func(tx *store.Tx) error {
		tx.At(nine.Add(after))
		_, err := e.app.Desk.Drain(tx, "service")
		return err
	})
}

// due is when the timer is set to, after nine; 0 when it is not set.
func (e *empty) due() time.Duration {
	e.Helper()
	for _, timer := range testkit.Read(e.T, e.app.DB, func(tx *store.Tx) ([]store.Timer, error) { return tx.DueTimers(nine.Add(48*time.Hour), 50) }) {
		if timer.Kind == desk.TimerUnstaffed && timer.Subject == e.talk.ID {
			return timer.DueAt.Sub(nine)
		}
	}
	return 0
}

// fires lets the timer fire and counts how often it was told by then.
func (e *empty) fires(after time.Duration) (told int) {
	e.Helper()
	testkit.Update(e.T, e.app.DB, func(tx *store.Tx) error {
		tx.At(nine.Add(after))
		if err := tx.CancelTimer(desk.TimerUnstaffed, e.talk.ID); err != nil {
			return err
		}
		return e.app.Desk.Unstaffed(tx, e.talk.ID)
	})
	for _, event := range testkit.Read(e.T, e.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(e.talk.ID, 100) }) {
		if event.Kind == switchboard.EventUnstaffed && event.Department == "service" {
			told++
		}
	}
	return told
}

func (e *empty) expect(what string, told, want int, due time.Duration) {
	e.Helper()
	if at := e.due(); told != want || at != due {
		e.Errorf("%s: told %d times, next look after %s; want %d and %s", what, told, at, want, due)
	}
}

func from(t *testing.T, hours string) desk.Promised {
	week := map[string][]string{}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		week[day] = []string{hours}
	}
	open, err := calendar.Parse(calendar.Spec{Zone: "UTC", Hours: week})
	if err != nil {
		t.Fatal(err)
	}
	return func(*store.Tx, switchboard.DepartmentKey) (*calendar.Calendar, error) { return open, nil }
}

// TestWhereNobodyIsIsTold keeps a customer waiting where nobody is, in promised hours: it is told after a while, again
// later, and no more once somebody is there.
func TestWhereNobodyIsIsTold(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		e := unstaffed(t, site, from(t, "08:00-23:59"))
		e.expect("queued", 0, 0, desk.UnstaffedAfter)
		e.drains(4 * time.Minute)
		e.expect("looked at again", 0, 0, desk.UnstaffedAfter)
		e.expect("after a while", e.fires(desk.UnstaffedAfter), 1, desk.UnstaffedAfter+desk.UnstaffedAgain)
		e.expect("and again", e.fires(desk.UnstaffedAfter+desk.UnstaffedAgain), 2, desk.UnstaffedAfter+2*desk.UnstaffedAgain)
		testkit.Update(t, e.app.DB, func(tx *store.Tx) error { return tx.SetPresence(e.anna.ID, switchboard.Here) })
		e.expect("somebody is there", e.fires(2*time.Hour+30*time.Minute), 2, 0)
	})
}

// TestOutsidePromisedHoursNobodyIsMissed looks when the hours begin, and never where none were promised.
func TestOutsidePromisedHoursNobodyIsMissed(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		e := unstaffed(t, site, from(t, "08:00-17:00"))
		e.expect("at nine in the evening", 0, 0, 11*time.Hour+desk.UnstaffedAfter)
		e.expect("a timer of other hours", e.fires(time.Hour), 0, 11*time.Hour+desk.UnstaffedAfter)
		e.expect("in the morning", e.fires(11*time.Hour+desk.UnstaffedAfter), 1, 12*time.Hour+desk.UnstaffedAfter)
		e.app.Desk.Promised = func(*store.Tx, switchboard.DepartmentKey) (*calendar.Calendar, error) { return nil, nil }
		e.expect("nothing is promised any more", e.fires(13*time.Hour), 1, 0)
	})
}

func TestWhatWaitsNoMoreIsNotTold(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		e := unstaffed(t, site, from(t, "08:00-23:59"))
		testkit.Update(t, e.app.DB, func(tx *store.Tx) error {
			tx.At(nine.Add(time.Minute))
			_, err := e.app.Desk.Act(tx, e.talk.ID, conversation.Taken{By: conversation.Person(e.anna.ID), Department: "service"})
			return err
		})
		e.expect("led", e.fires(desk.UnstaffedAfter), 0, 0)
	})
}
