// Package evidence holds the tables from which it can be learned who should lead: where people's time went, and what was
// read or owned wrongly. Its methods belong into a transaction of store.Update or store.View: evidence.In(tx.Tx).
package evidence

import "switchboard/internal/store/db"

// Tables are the tables of evidence, seen by one transaction.
type Tables struct{ *db.Tx }

// In gives the tables to a transaction.
func In(tx *db.Tx) Tables { return Tables{tx} }
