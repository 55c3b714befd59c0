package storetest

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

// byHand walks through what waits for a person: no sender is given it, a leg has one, and it is found wherever it is
// looked for.
func byHand(t *testing.T, w *World) {
	one, two := w.Talk("mira", led), w.Talk("noor", led)
	first, second := w.prepare(one, 1), w.prepare(two, 2)
	w.wantNext("nothing for a sender", w.Start.Add(24*time.Hour), nil)
	same(t, "accounts with something waiting", read(w, (*store.Tx).AccountsWithWaiting), nil)
	all := pages(w, 1, func(tx *store.Tx, after store.Place) ([]switchboard.Delivery, error) { return tx.ByHand(after, 1) },
		func(d switchboard.Delivery) store.Place { return store.After(d.StartedAt, d.ID) })
	same(t, "all by hand", all, []switchboard.Delivery{first, second})
	same(t, "of one conversation", read(w, func(tx *store.Tx) ([]switchboard.Delivery, error) { return tx.ByHandOf(one.ID) }),
		[]switchboard.Delivery{first})
	same(t, "through the account", read(w, func(tx *store.Tx) ([]switchboard.Delivery, error) {
		return tx.ByHandThrough(w.Account.ID)
	}), []switchboard.Delivery{first, second})
	same(t, "among conversations", read(w, func(tx *store.Tx) (map[switchboard.ConversationID]bool, error) {
		return tx.ByHandAmong([]switchboard.ConversationID{one.ID, id[switchboard.ConversationID](w)})
	}), map[switchboard.ConversationID]bool{one.ID: true})
	w.oneByHand(one, first)
	w.postedByHand(first)
}

// prepare lets an answer of one part wait for a person.
func (w *World) prepare(talk Talk, minute int) switchboard.Delivery {
	w.T.Helper()
	d := w.Draft(talk, 1)
	send := switchboard.Delivery{ID: id[switchboard.DeliveryID](w), DraftID: d.ID, ConversationID: d.ConversationID, LegID: d.LegID,
		AccountID: w.Account.ID, State: switchboard.DeliveryByHand, StartedAt: w.Start.Add(time.Duration(minute) * time.Minute)}
	w.Update(func(tx *store.Tx) error { return tx.InsertDeliveries([]switchboard.Delivery{send}) })
	return send
}

// oneByHand proves that a second answer of a leg cannot wait for a person.
func (w *World) oneByHand(talk Talk, first switchboard.Delivery) {
	w.T.Helper()
	held := read(w, func(tx *store.Tx) (bool, error) { return tx.LegWaitsByHand(first.LegID) })
	same(w.T, "the leg waits", held, true)
	again := first
	again.ID = id[switchboard.DeliveryID](w)
	again.DraftID = w.Draft(talk, 1).ID
	w.Refused(switchboard.CodeConflict, func(tx *store.Tx) error { return tx.InsertDeliveries([]switchboard.Delivery{again}) })
}

func (w *World) postedByHand(d switchboard.Delivery) {
	w.T.Helper()
	d.State, d.SettledAt, d.SettledBy = switchboard.DeliverySent, w.Start.Add(time.Hour), w.Ada.ID.String()
	d.ExternalID, d.URL, d.Said = "post-1", "https://practice.example/1", "Other words."
	d.StartedAt = write(w, func(tx *store.Tx) (time.Time, error) { return tx.Now(), nil })
	w.Update(func(tx *store.Tx) error { return tx.UpdateDelivery(d) })
	same(w.T, "posted", read(w, func(tx *store.Tx) (switchboard.Delivery, error) { return tx.Delivery(d.ID) }), d)
	same(w.T, "the leg is free", read(w, func(tx *store.Tx) (bool, error) { return tx.LegWaitsByHand(d.LegID) }), false)
	candidates := write(w, func(tx *store.Tx) (texts []string, err error) {
		all, err := tx.EchoCandidates(w.Account.ID)
		for _, c := range all {
			if c.Delivery.ID == d.ID {
				texts = append(texts, c.Text)
			}
		}
		return texts, err
	})
	same(w.T, "an echo is looked for by what was posted", candidates, []string{"Other words."})
}
