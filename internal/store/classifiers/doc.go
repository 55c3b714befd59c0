// Package classifiers holds the tables of the external classifier: what it may do, and what was asked of it. Its methods
// belong into a transaction of store.Update or store.View: classifiers.In(tx.Tx).
package classifiers

import "switchboard/internal/store/db"

// Tables are the tables of the external classifier, seen by one transaction.
type Tables struct{ *db.Tx }

// In gives the tables to a transaction.
func In(tx *db.Tx) Tables { return Tables{tx} }
