package storetest

import (
	"context"
	"testing"

	"switchboard"
	"switchboard/internal/store"
)

// FillQueue stores a waiting conversation and n-1 copies of it behind each other in its department's queue, a tenth of
// them urgent and a tenth low, with the counters that go with them. It is for PostgreSQL and for tests of much waiting
// work: copies have no messages and no journal.
func FillQueue(t testing.TB, d *store.DB, c switchboard.Conversation, n int) {
	t.Helper()
	err := d.Update(context.Background(), func(tx *store.Tx) error {
		if err := tx.InsertConversation(c); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO conversation SELECT copy.* FROM conversation c, generate_series(1, ?::int) n,
			LATERAL jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'queued_at', c.queued_at + n,
				'urgency', CASE n % 10 WHEN 0 THEN 'urgent' WHEN 1 THEN 'low' ELSE 'normal' END,
				'rank', CASE n % 10 WHEN 0 THEN 1 WHEN 1 THEN 3 ELSE 2 END)) copy WHERE c.id = ?`, n-1, c.ID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO counter_delta (scope, view, n) VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?)`,
			store.ScopeAll, store.CountOpen, n, store.ScopeAll, store.CountQueued, n,
			store.ScopeDepartment(c.Department), store.CountOpen, n, store.ScopeDepartment(c.Department), store.CountQueued, n)
		return err
	})
	if err != nil {
		t.Fatalf("fill the queue: %v", err)
	}
}
