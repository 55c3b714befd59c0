package store

import (
	"switchboard"

	"switchboard/internal/store/db"
)

// RefBlob notes that a message or draft needs the stored bytes with this hash, or that an agent has uploaded them.
func (t *Tx) RefBlob(hash string, owner [16]byte) error {
	_, err := t.Exec(`INSERT INTO blob_ref (hash, owner) VALUES (?, ?) ON CONFLICT DO NOTHING`, hash, rawID(t, owner))
	return err
}

// refFiles notes that a message or draft needs the stored bytes among its attachments.
func (t *Tx) refFiles(owner [16]byte, attachments []switchboard.Attachment) error {
	for _, a := range attachments {
		if a.Blob == "" {
			continue
		}
		if err := t.RefBlob(a.Blob, owner); err != nil {
			return err
		}
	}
	return nil
}

// BlobReferenced reports whether anybody needs the bytes.
func (t *Tx) BlobReferenced(hash string) (needed bool, err error) {
	err = t.QueryRow(`SELECT EXISTS (SELECT 1 FROM blob_ref WHERE hash = ?)`, hash).Scan(&needed)
	return needed, err
}

// UnrefBlobs notes that an owner needs no bytes any more and returns the hashes it needed. Those that nobody else needs
// may be removed once the transaction stands.
func (t *Tx) UnrefBlobs(owner [16]byte) (hashes []string, err error) {
	return db.List(t.Tx, scanKey[string], `DELETE FROM blob_ref WHERE owner = ? RETURNING hash`, rawID(t, owner))
}

// HoldsBlob reports whether one of the owners needs the bytes, and keeps that from changing until the transaction ends.
func (t *Tx) HoldsBlob(hash string, owners ...[16]byte) (bool, error) {
	args := []any{hash}
	raw := make([]any, len(owners))
	for i, owner := range owners {
		raw[i] = rawID(t, owner)
	}
	found, err := db.List(t.Tx, scanKey[string], `SELECT hash FROM blob_ref WHERE hash = ? AND `+inList("owner", raw, &args)+
		t.Dialect().ForUpdate(), args...)
	return len(found) > 0, err
}

// LetGoOfBlob ends what uploads hold, which is an agent for each, and reports whether anybody else still needs the bytes.
func (t *Tx) LetGoOfBlob(hash string) (needed bool, err error) {
	_, err = t.Exec(`DELETE FROM blob_ref WHERE hash = ? AND owner IN (SELECT id FROM agent)`, hash)
	if err != nil {
		return false, err
	}
	return t.BlobReferenced(hash)
}

// BlobInUse reports whether a message or draft needs the bytes; that somebody uploaded them does not count.
func (t *Tx) BlobInUse(hash string) (inUse bool, err error) {
	err = t.QueryRow(`SELECT EXISTS (SELECT 1 FROM blob_ref r WHERE r.hash = ?
		AND NOT EXISTS (SELECT 1 FROM agent a WHERE a.id = r.owner))`, hash).Scan(&inUse)
	return inUse, err
}
