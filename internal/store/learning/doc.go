// Package learning holds what people's corrections taught triage: the versions of the company's own layer, where learning
// stands, and what there is to learn from. Its methods belong into a transaction of store.Update or store.View:
// learning.In(tx.Tx).
package learning

import "switchboard/internal/store/db"

// Tables are the tables of learning, seen by one transaction.
type Tables struct{ *db.Tx }

// In gives the tables to a transaction.
func In(tx *db.Tx) Tables { return Tables{tx} }
