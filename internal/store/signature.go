package store

import (
	"time"

	"switchboard/internal/store/db"
)

// SeeSignature notes a signed request; first is false when it was seen before and must not count again.
func (t *Tx) SeeSignature(digest []byte) (first bool, err error) {
	n, err := t.Exec(`INSERT INTO seen_signature (digest, at) VALUES (?, ?) ON CONFLICT DO NOTHING`, digest, db.Micros(t.Now()))
	return n == 1, err
}

// ForgetSignatures removes what was seen before the given time, at most limit, the oldest first. That time must lie
// before every time a signature may still be used at.
func (t *Tx) ForgetSignatures(before time.Time, limit int) (int64, error) {
	return t.Exec(`DELETE FROM seen_signature WHERE digest IN
		(SELECT digest FROM seen_signature WHERE at < ? ORDER BY at LIMIT ?)`, db.Micros(before), limit)
}
