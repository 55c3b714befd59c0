package storetest

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// says stores a message in a talk.
func (w *World) says(talk Talk, key string, change func(*intake.Arrival)) {
	w.T.Helper()
	a := w.Says(talk, key, key, 0)
	a.IdentityID, a.ThreadID, a.ConversationID, a.LegID = talk.Identity.ID, talk.Thread.ID, talk.ID, talk.Leg.ID
	change(&a)
	w.arrive(a)
}

func overheard(a *intake.Arrival) { a.Overheard = true }

func byUs(a *intake.Arrival) { a.Direction = switchboard.Out }

// unasked asks whether somebody spoke to us, what we wrote to them when they did not, and what else they have open.
func unasked(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	is := func(want bool, when string) {
		t.Helper()
		same(t, when, read(w, func(tx *store.Tx) (bool, error) { return tx.Unasked(talk.ID) }), want)
	}
	w.says(talk, "m1", overheard)
	is(true, "overheard only")
	w.says(talk, "m2", func(a *intake.Arrival) { a.Addressed = false })
	is(true, "context is not said to us")
	w.says(talk, "p1", byUs)
	w.says(talk, "m3", func(a *intake.Arrival) { a.Overheard, a.ParentKey = true, "m1" })
	is(true, "an answer to somebody else")
	first := func(key string, want bool, when string) {
		t.Helper()
		m := read(w, func(tx *store.Tx) (switchboard.Message, error) { return tx.Message(w.message(key)) })
		same(t, when, read(w, func(tx *store.Tx) (bool, error) { return tx.FirstWord(talk.ID, m) }), want)
	}
	first("p1", true, "our first word")
	w.says(talk, "p2", func(a *intake.Arrival) { a.Direction, a.PublishedAt = switchboard.Out, a.PublishedAt.Add(time.Second) })
	first("p1", true, "our first word, once there is another")
	first("p2", false, "our second word")
	w.unplace("p2")
	unaskedPosts(t, w, talk)
	openMatters(t, w, talk)
	w.says(talk, "m4", func(a *intake.Arrival) { a.Overheard, a.ParentKey = true, "p1" })
	is(false, "found by a word, and an answer to us")
	first("p1", false, "they have answered")
	same(t, "they answered", read(w, func(tx *store.Tx) (int, error) { return tx.UnaskedPosts(talk.CustomerID, time.Time{}, 9) }), 0)
	w.Update(func(tx *store.Tx) error { return tx.SetAddressed(w.message("m4"), w.Account.ID, false) })
	heard := read(w, func(tx *store.Tx) (switchboard.Message, error) { return tx.Message(w.message("m4")) })
	same(t, "it spoke to an account", heard.Overheard, false)
}

// unplace takes a message out of its conversation.
func (w *World) unplace(key string) {
	w.Update(func(tx *store.Tx) error {
		m, err := tx.Message(w.message(key))
		if err != nil {
			return err
		}
		m.ConversationID, m.LegID = switchboard.ConversationID{}, switchboard.LegID{}
		return tx.SetPlacement(m)
	})
}

func (w *World) message(key string) switchboard.MessageID {
	return read(w, func(tx *store.Tx) (switchboard.MessageID, error) {
		m, _, err := tx.MessageByKey(realm, key)
		return m.ID, err
	})
}

// unaskedPosts begins with one post that was written elsewhere.
func unaskedPosts(t *testing.T, w *World, talk Talk) {
	are := func(want, most int, since time.Time, when string) {
		t.Helper()
		got := read(w, func(tx *store.Tx) (int, error) { return tx.UnaskedPosts(talk.CustomerID, since, most) })
		same(t, when, got, want)
	}
	are(1, 9, time.Time{}, "written in the network's own app")
	sends := w.Send(w.Draft(talk, 2), w.Start.Add(time.Minute))
	are(2, 9, time.Time{}, "an answer of two parts that waits")
	sent := w.become(w.become(sends[0], switchboard.DeliverySending), switchboard.DeliverySent)
	w.says(talk, sent.ExternalID, byUs)
	are(2, 9, time.Time{}, "its first part stands")
	w.says(talk, sent.ID.String(), byUs)
	are(2, 9, time.Time{}, "posted by hand, its id not told")
	are(1, 1, time.Time{}, "no more than asked for")
	are(1, 9, w.Start.Add(time.Second), "the window: what waits has not begun, and the first post is older")
	are(0, 9, w.Start.Add(time.Hour), "nothing lately")
	w.become(sends[1], switchboard.DeliveryDropped)
	other := w.Talk("noor", nil)
	w.says(other, "o1", byUs)
	are(2, 9, time.Time{}, "somebody else's")
}

func openMatters(t *testing.T, w *World, talk Talk) {
	is := func(want switchboard.ConversationID, complaint bool, when string) {
		t.Helper()
		got := read(w, func(tx *store.Tx) (switchboard.Conversation, error) {
			c, _, err := tx.OpenMatter(talk.CustomerID, talk.ID, complaint)
			return c, err
		})
		same(t, when, got.ID, want)
	}
	none := switchboard.ConversationID{}
	other := w.Talk("mira again", nil)
	w.Change(&other, func(c *switchboard.Conversation) { c.CustomerID = talk.CustomerID })
	is(none, false, "nobody spoke there")
	w.says(other, "q1", overheard)
	is(none, false, "overheard there as well")
	w.says(other, "q2", func(*intake.Arrival) {})
	is(other.ID, false, "they asked us there")
	is(none, true, "that is no complaint")
	w.Change(&other, func(c *switchboard.Conversation) { c.Intent = switchboard.IntentComplaint })
	is(other.ID, true, "a complaint")
	w.Change(&other, func(c *switchboard.Conversation) {
		c.Intent, c.Flags = switchboard.IntentBilling, []switchboard.Flag{switchboard.FlagPress, switchboard.FlagComplaint}
	})
	is(other.ID, true, "a complaint about a bill")
	w.Change(&other, func(c *switchboard.Conversation) {
		c.Stance, c.ClosedAt, c.QueuedAt = switchboard.StanceClosed, w.Start, time.Time{}
	})
	is(none, true, "closed")
}
