package storetest

import (
	"fmt"
	"testing"

	"switchboard/internal/store"
)

// LeaveRoom lets an embedded database grow by so many pages and no further, until it is called again: what needs more is
// refused as on a full disk. It needs neither a small disk nor rights to make one.
func LeaveRoom(t testing.TB, d *store.DB, pages int) {
	t.Helper()
	err := d.Update(t.Context(), func(tx *store.Tx) error { // on the one connection that writes, which the limit is of
		var used, limit int
		if err := tx.QueryRow("PRAGMA page_count").Scan(&used); err != nil {
			return err
		}
		return tx.QueryRow(fmt.Sprintf("PRAGMA max_page_count=%d", used+pages)).Scan(&limit)
	})
	if err != nil {
		t.Fatal(err)
	}
}
