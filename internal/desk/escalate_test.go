package desk_test

import (
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// late is a conversation that has waited for an hour at nine, when its answer was due, and the steps told about it.
type late struct {
	*testing.T
	app  *app.App
	c    switchboard.Conversation
	next time.Time // when the timer of the next step is due
}

func lateSince(t *testing.T, site testkit.Site, steps ...desk.Escalation) *late {
	t.Helper()
	a := opened(t, site)
	a.Desk.Escalations = func() []desk.Escalation { return steps }
	c := testkit.Waiting(t, a, testkit.AddAccount(t, a.DB, "@kettles"), "service")
	c.WaitingSince, c.DueAt = nine.Add(-time.Hour), nine
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		tx.At(nine.Add(-time.Minute))
		if err := tx.InsertConversation(c); err != nil {
			return err
		}
		return tx.Count(switchboard.Conversation{}, c)
	})
	return &late{t, a, c, nine}
}

// told lets the timer that is set fire so long after the deadline, and gives everything told so far.
func (l *late) told(after time.Duration) (reasons []string) {
	l.Helper()
	testkit.Update(l.T, l.app.DB, func(tx *store.Tx) error {
		tx.At(nine.Add(after))
		if err := tx.CancelTimer(desk.TimerEscalate, l.c.ID); err != nil { // it has fired
			return err
		}
		return l.app.Desk.Escalate(tx, l.c.ID, l.next)
	})
	l.next = time.Time{}
	for _, e := range testkit.Read(l.T, l.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(l.c.ID, 100) }) {
		if e.Kind == switchboard.EventEscalated {
			reasons = append(reasons, e.Reason)
		}
	}
	for _, timer := range testkit.Read(l.T, l.app.DB, func(tx *store.Tx) ([]store.Timer, error) { return tx.DueTimers(nine.Add(24*time.Hour), 50) }) {
		if timer.Kind == desk.TimerEscalate {
			l.next = timer.DueAt
		}
	}
	return reasons
}

// want holds what was told, and when the next step comes; 0 when none does.
func (l *late) want(after, next time.Duration, told ...string) {
	l.Helper()
	got := l.told(after)
	if !slices.Equal(got, told) || (next == 0) != l.next.IsZero() || next != 0 && !l.next.Equal(nine.Add(next)) {
		l.Errorf("after %s told %v, next %s; want %v and %s behind the deadline", after, got, l.next, told, next)
	}
}

var steps = []desk.Escalation{{After: 0, Tell: "lead"}, {After: 15 * time.Minute, Tell: "department"}, {After: time.Hour, Tell: "managers"}}

// TestALateAnswerIsToldFurther lets an answer stay away: who is told follows the policy's steps, once each, and ends with the
// answer.
func TestALateAnswerIsToldFurther(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		l := lateSince(t, site, steps...)
		l.want(0, 15*time.Minute, "lead")
		l.want(15*time.Minute, time.Hour, "lead", "department")
		l.want(time.Hour, 0, "lead", "department", "managers")
		lead := testkit.Person(1, 3, "service")
		testkit.AddAgents(t, l.app.DB, lead)
		testkit.Update(t, l.app.DB, func(tx *store.Tx) error {
			tx.At(nine.Add(2 * time.Hour))
			if _, err := l.app.Desk.Act(tx, l.c.ID, conversation.Taken{By: conversation.Person(lead.ID), Department: "service"}); err != nil {
				return err
			}
			_, err := l.app.Desk.Act(tx, l.c.ID, conversation.Closed{By: conversation.Person(lead.ID), Reason: switchboard.CloseResolved, Note: "done", Epoch: 1})
			return err
		})
		l.want(3*time.Hour, 0, "lead", "department", "managers")
	})
}

// TestStepsAtTheSameTimeAreAllTold has two steps that come at once.
func TestStepsAtTheSameTimeAreAllTold(t *testing.T) {
	t.Parallel()
	together := []desk.Escalation{{After: 0, Tell: "lead"}, {After: 0, Tell: "department"}, {After: time.Hour, Tell: "department"}, {After: time.Hour, Tell: "managers"}}
	engines(t, func(t *testing.T, site testkit.Site) {
		l := lateSince(t, site, together...)
		l.want(0, time.Hour, "lead", "department")
		l.want(61*time.Minute, 0, "lead", "department", "department", "managers")
	})
}

// TestALateTimerTellsAllThatItMissed fires when two steps are due already.
func TestALateTimerTellsAllThatItMissed(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		l := lateSince(t, site, steps...)
		l.want(20*time.Minute, time.Hour, "lead", "department")
		l.want(2*time.Hour, 0, "lead", "department", "managers")
	})
}

// TestADeadlineThatWasPutOffTellsNobody fires a timer that was set for an earlier deadline.
func TestADeadlineThatWasPutOffTellsNobody(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		l := lateSince(t, site, steps...)
		l.want(-time.Second, 0)
	})
}
