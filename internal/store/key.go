package store

import (
	"switchboard"
	"switchboard/internal/store/db"
)

// LockKey keeps other nodes from storing, deleting or placing the message of this key, or placing one that answers it,
// until the transaction ends. The lock travels with the next question, which is answered by what stands once it is held:
// a question within the lock's own statement would be answered by what stood before.
// SQLite has one writer and needs no lock.
func (t *Tx) LockKey(realm switchboard.Realm, key string) error {
	if t.Dialect() != db.Postgres {
		return nil
	}
	return t.Send(`SELECT pg_advisory_xact_lock(hashtextextended(?, 7))`, string(realm)+"\x1f"+key)
}
