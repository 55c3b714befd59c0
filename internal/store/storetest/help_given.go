package storetest

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

// helpGiven counts time on other departments' conversations that somebody else leads, where it began.
func helpGiven(t *testing.T, w *World) {
	const labs switchboard.DepartmentKey = "labs"
	write(w, func(tx *store.Tx) (switchboard.Department, error) { return tx.LockDepartment(labs) })
	cleo := w.person("Cleo Frost", "cleo@kettles.example", labs)
	dan := w.person("Dan Frost", "dan@kettles.example", labs, Press)
	w.Update(func(tx *store.Tx) error {
		if err := tx.InsertAgent(cleo, ""); err != nil {
			return err
		}
		return tx.InsertAgent(dan, "")
	})
	in := func(key switchboard.DepartmentKey, lead, last switchboard.AgentID) func(*switchboard.Conversation) {
		return func(c *switchboard.Conversation) {
			c.Department, c.Lead, c.LastLead = key, lead, last
			if !lead.IsZero() {
				c.Stance = switchboard.StanceLed
			}
		}
	}
	nobody := switchboard.AgentID{}
	led, waiting := w.Talk("mira", in(Service, w.Bo.ID, nobody)), w.Talk("noor", in(Service, nobody, nobody))
	over, own := w.Talk("olga", in(Service, nobody, w.Bo.ID)), w.Talk("pia", in(Service, cleo.ID, nobody))
	home, press := w.Talk("quinn", in(labs, dan.ID, nobody)), w.Talk("rosa", in(Press, w.Ada.ID, nobody))
	minute := func(n int) time.Time { return w.Start.Add(time.Duration(n) * time.Minute) }
	spend := func(agent switchboard.AgentID, on Talk, from, until int) {
		w.Update(func(tx *store.Tx) error {
			_, err := evidence.In(tx.Tx).KeepFocus(agent, []switchboard.Focus{{AgentID: agent, ConversationID: on.ID,
				Part: switchboard.FocusReading, From: minute(from), Until: minute(until)}})
			return err
		})
	}
	given := func(key switchboard.DepartmentKey, from, until int) time.Duration {
		return read(w, func(tx *store.Tx) (time.Duration, error) {
			return evidence.In(tx.Tx).HelpGiven(key, minute(from), minute(until))
		})
	}
	same(t, "nothing yet", given(labs, 0, 1000), 0)
	spend(cleo.ID, led, 0, 10)      // counts
	spend(cleo.ID, over, 10, 13)    // counts: somebody else led it last
	spend(cleo.ID, waiting, 13, 20) // nobody ever led it
	spend(cleo.ID, own, 20, 30)     // her own
	spend(cleo.ID, home, 30, 40)    // her own department's
	spend(dan.ID, led, 5, 9)        // counts, beside Cleo
	spend(dan.ID, press, 9, 19)     // a department of his as well
	spend(w.Ada.ID, led, 0, 15)     // nobody of the department
	spend(cleo.ID, led, 58, 70)     // begins before the hour is over
	same(t, "an hour", given(labs, 0, 60), 29*time.Minute)
	same(t, "where it began", given(labs, 60, 120), 0)
	same(t, "from where it began", given(labs, 58, 59), 12*time.Minute)
	same(t, "of another department", given(Service, 0, 120), 0)
}
