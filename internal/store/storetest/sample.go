package storetest

import (
	"testing"

	"switchboard/internal/store"
)

func sampleSize(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	w.arrive(w.Says(talk, "m1", "It whistles.", 0))
	size := read(w, func(tx *store.Tx) (store.Counted, error) { return tx.SampleSize() })
	same(t, "what would go", size, store.Counted{Conversations: 1, Customers: 1, Messages: 1, Accounts: 1})
}
