package storetest

import (
	"testing"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// Readable reads what Fill has written, through the store's own methods, and fails where something is missing or cannot
// be read any more.
func Readable(t *testing.T, d *store.DB) {
	t.Helper()
	err := d.View(t.Context(), func(tx *store.Tx) error {
		n := counts{t: t}
		accounts := got(tx.Accounts()).in(&n, "accounts")
		got(tx.Agents()).in(&n, "agents")
		got(tx.Brands()).in(&n, "brands")
		got(tx.Departments()).in(&n, "departments")
		got(tx.Policies(0, 9)).in(&n, "policies")
		got(tx.Leases()).in(&n, "leases")
		got(tx.Gaps(store.GapOpen, 9)).in(&n, "gaps")
		got(tx.QuarantineWaiting(store.Place{}, 9)).in(&n, "quarantine")
		got(tx.Subscriptions()).in(&n, "subscriptions")
		got(tx.Audit(store.Place{}, 9)).in(&n, "audit")
		got(tx.Events(0, 9)).in(&n, "events")
		got(tx.PendingWork("one", intake.Work{}, 9)).in(&n, "work")
		for _, a := range accounts {
			got(tx.RecentDeliveries(a.ID, a.CreatedAt, 9)).in(&n, "sends")
		}
		led := got(tx.Inbox(store.Inbox{View: store.ViewAll, Limit: 1, Visible: store.Visible{Private: true}})).in(&n, "conversations")
		for _, c := range led {
			readTalk(&n, tx, c.ID)
		}
		found, err := tx.Doctor(100, 10)
		if err != nil {
			return err
		}
		for _, f := range found {
			t.Errorf("%s: %+v", f.Check, f)
		}
		return n.err
	})
	if err != nil {
		t.Error(err)
	}
}

func readTalk(n *counts, tx *store.Tx, c switchboard.ConversationID) {
	got(tx.ConversationMessages(c, store.Place{}, 9)).in(n, "messages")
	got(tx.Legs(c)).in(n, "legs")
	got(tx.Drafts(c)).in(n, "drafts")
	got(tx.ConversationDeliveries(c, 9)).in(n, "deliveries")
	got(tx.Decisions(c, 9)).in(n, "decisions")
	got(tx.ConversationEvents(c, 9)).in(n, "conversation's events")
	got(tx.DeclinedBy(c)).in(n, "declined")
}

// counts notes the first error and complains about empty lists.
type counts struct {
	t   *testing.T
	err error
}

type answer[T any] struct {
	items []T
	err   error
}

func got[T any](items []T, err error) answer[T] { return answer[T]{items, err} }

func (a answer[T]) in(n *counts, what string) []T {
	if n.err == nil {
		n.err = a.err
	}
	if len(a.items) == 0 && n.err == nil {
		n.t.Errorf("no %s", what)
	}
	return a.items
}
