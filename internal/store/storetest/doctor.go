package storetest

import (
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

func (w *World) checks() []string {
	w.T.Helper()
	var names []string
	for _, d := range read(w, func(tx *store.Tx) ([]store.Discrepancy, error) { return tx.Doctor(1000, 10) }) {
		names = append(names, d.Table)
	}
	slices.Sort(names)
	return names
}

// doctor finds nothing in a sound company, and then each kind of trouble by the table it is in.
func doctor(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	a := w.Says(talk, "m1", "hello", 0)
	a.ConversationID = talk.ID
	w.arrive(a)
	waiting := w.Says(talk, "m2", "hello again", 0)
	w.arrive(waiting)
	w.Update(func(tx *store.Tx) error {
		return tx.InsertWork(intake.Work{Node: "one", MessageID: waiting.ID, AccountID: w.Account.ID, Revision: 1})
	})
	sends := w.Send(w.Draft(talk, 2), w.Start)
	w.become(sends[0], switchboard.DeliverySending)
	w.Change(&talk, func(c *switchboard.Conversation) {
		c.Stance, c.Lead, c.QueuedAt = switchboard.StanceLed, w.Ada.ID, time.Time{}
	})
	w.Update(func(tx *store.Tx) error { return tx.AddLoad(w.Ada.ID, 1, 0) })
	same(t, "a sound company", w.checks(), nil)
	w.Update(func(tx *store.Tx) error { return tx.AddLoad(w.Bo.ID, 2, 200) })
	w.Change(&talk, func(c *switchboard.Conversation) { c.Lead = switchboard.AgentID{} })
	w.Talk("noor", func(c *switchboard.Conversation) { c.QueuedAt = time.Time{} })
	same(t, "people and conversations", w.checks(), []string{"agent", "agent", "agent", "conversation", "conversation"})
	w.Update(func(tx *store.Tx) error {
		if _, err := tx.TakeWork(intake.Work{Node: "one", MessageID: waiting.ID, Revision: 1}); err != nil {
			return err
		}
		if err := tx.InsertWork(intake.Work{Node: "one", MessageID: id[switchboard.MessageID](w), AccountID: w.Account.ID}); err != nil {
			return err
		}
		if err := tx.UpdateDelivery(w.as(switchboard.Delivery{ID: sends[0].ID, State: "", LegID: talk.Leg.ID},
			switchboard.DeliveryUnknown)); err != nil {
			return err
		}
		// A conversation that is counted and not there.
		return tx.Count(switchboard.Conversation{}, switchboard.Conversation{Stance: switchboard.StanceTransfer, Department: Press})
	})
	same(t, "messages, work, sends, counters", w.checks(),
		[]string{"agent", "agent", "agent", "conversation", "conversation", "counter", "delivery", "message", "work"})
	w.Update(func(tx *store.Tx) error {
		draft, err := tx.LockDraft(sends[0].DraftID)
		if err != nil {
			return err
		}
		draft.State, draft.Version = switchboard.DraftDropped, draft.Version+1
		if err := tx.SaveDraft(draft); err != nil {
			return err
		}
		if _, _, err := tx.AcquireLease(w.Account.ID, "one", time.Hour); err != nil {
			return err
		}
		w.Account.State = switchboard.AccountHistory
		return tx.UpdateAccount(w.Account)
	})
	same(t, "and all the rest", w.checks(), []string{"account_lease", "agent", "agent", "agent", "conversation", "conversation", "counter",
		"delivery", "delivery", "message", "work"})
	limited := read(w, func(tx *store.Tx) ([]store.Discrepancy, error) { return tx.Doctor(1000, 1) })
	if len(limited) != 9 {
		t.Errorf("%d findings, want one of each of 9 kinds", len(limited))
	}
}
