// Package consults holds the tables of help without a login: experts, questions to people outside and what comes back,
// colleagues' reports, and the letters all of them need. Its methods belong into a transaction of store.Update or
// store.View: consults.In(tx.Tx).
package consults

import "switchboard/internal/store/db"

// Tables are the tables of help without a login, seen by one transaction.
type Tables struct{ *db.Tx }

// In gives the tables to a transaction.
func In(tx *db.Tx) Tables { return Tables{tx} }
