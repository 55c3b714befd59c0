package desk_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// TestALateAnswerIsToldFurther lets an answer stay away: who is told follows the policy's steps, once each, and ends with the
// answer.
func TestALateAnswerIsToldFurther(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		a := opened(t, site)
		a.Desk.Escalations = func() []desk.Escalation {
			return []desk.Escalation{{0, "lead"}, {15 * time.Minute, "department"}, {time.Hour, "managers"}}
		}
		lead := testkit.Person(1, 3, "service")
		testkit.AddAgents(t, a.DB, lead)
		c := testkit.Waiting(t, a, testkit.AddAccount(t, a.DB, "@kettles"), "service")
		c.WaitingSince, c.DueAt = nine.Add(-time.Hour), nine
		testkit.Update(t, a.DB, func(tx *store.Tx) error {
			tx.At(nine.Add(-time.Minute))
			if err := tx.InsertConversation(c); err != nil {
				return err
			}
			return tx.Count(switchboard.Conversation{}, c)
		})
		told := func(after time.Duration) (reasons []string, next time.Duration) {
			t.Helper()
			testkit.Update(t, a.DB, func(tx *store.Tx) error {
				tx.At(nine.Add(after))
				if err := tx.CancelTimer(desk.TimerEscalate, c.ID); err != nil { // it has fired
					return err
				}
				return a.Desk.Escalate(tx, c.ID)
			})
			for _, e := range testkit.Read(t, a.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(c.ID, 100) }) {
				if e.Kind == switchboard.EventEscalated {
					reasons = append(reasons, e.Reason)
				}
			}
			for _, timer := range testkit.Read(t, a.DB, func(tx *store.Tx) ([]store.Timer, error) { return tx.DueTimers(nine.Add(24*time.Hour), 50) }) {
				if timer.Kind == desk.TimerEscalate {
					next = timer.DueAt.Sub(nine)
				}
			}
			return reasons, next
		}
		for _, step := range []struct {
			after time.Duration
			told  int
			last  string
			next  time.Duration
		}{{0, 1, "lead", 15 * time.Minute}, {15 * time.Minute, 2, "department", time.Hour}, {time.Hour, 3, "managers", 0}} {
			reasons, next := told(step.after)
			if len(reasons) != step.told || reasons[step.told-1] != step.last || next != step.next {
				t.Errorf("after %s told %v, next look %s; want %s and %s", step.after, reasons, next, step.last, step.next)
			}
		}
		testkit.Update(t, a.DB, func(tx *store.Tx) error {
			tx.At(nine.Add(2 * time.Hour))
			if _, err := a.Desk.Act(tx, c.ID, conversation.Taken{By: conversation.Person(lead.ID), Department: "service"}); err != nil {
				return err
			}
			_, err := a.Desk.Act(tx, c.ID, conversation.Closed{By: conversation.Person(lead.ID), Reason: switchboard.CloseResolved, Note: "done", Epoch: 1})
			return err
		})
		if reasons, next := told(3 * time.Hour); len(reasons) != 3 || next != 0 {
			t.Errorf("told %v after the end, next look %s", reasons, next)
		}
	})
}
