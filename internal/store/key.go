package store

import (
	"switchboard"
	"switchboard/internal/store/db"
)

// LockKey keeps other nodes from placing the message of this key, or one that answers it, until the transaction ends.
// SQLite has one writer and needs no lock.
func (t *Tx) LockKey(realm switchboard.Realm, key string) error {
	if t.Dialect() != db.Postgres {
		return nil
	}
	_, err := t.Exec(`SELECT pg_advisory_xact_lock(hashtextextended(?, 7))`, string(realm)+"\x1f"+key)
	return err
}
