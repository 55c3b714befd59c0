// Package notices holds the tables of being told: notices, the ways they go out, who is told how, and alarms. Its
// methods belong into a transaction of store.Update or store.View: notices.In(tx.Tx).
package notices

import "switchboard/internal/store/db"

// Tables are the tables of being told, seen by one transaction.
type Tables struct{ *db.Tx }

// In gives the tables to a transaction.
func In(tx *db.Tx) Tables { return Tables{tx} }
