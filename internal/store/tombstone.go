package store

import (
	"time"

	"switchboard/internal/store/db"
)

// Reasons of tombstones.
const (
	TombstoneDeleted = "deleted" // taken down on its network
	TombstoneErased  = "erased"  // forgotten here on request; a later deletion does not weaken it
)

// InsertTombstone remembers that what the keyed digest stands for is gone and stays gone, whether it came before or
// comes later. Being erased outlasts being deleted.
func (t *Tx) InsertTombstone(digest []byte, reason string, at time.Time) error {
	_, err := t.Exec(`INSERT INTO tombstone (digest, reason, at) VALUES (?, ?, ?)
		ON CONFLICT (digest) DO UPDATE SET reason = excluded.reason, at = excluded.at
		WHERE tombstone.reason = 'deleted' AND excluded.reason = 'erased'`, digest, reason, db.Micros(at))
	return err
}

// Tombstone tells since when what the digest stands for is gone.
func (t *Tx) Tombstone(digest []byte) (at time.Time, found bool, err error) {
	return db.One(t.Tx, func(row db.Scanner) (at time.Time, err error) {
		err = row.Scan(db.ScanTime(&at))
		return at, err
	}, `SELECT at FROM tombstone WHERE digest = ?`, digest)
}
