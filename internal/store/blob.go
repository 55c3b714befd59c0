package store

// RefBlob notes that a message or draft needs the stored bytes with this hash.
func (t *Tx) RefBlob(hash string, owner [16]byte) error {
	_, err := t.Exec(`INSERT INTO blob_ref (hash, owner) VALUES (?, ?) ON CONFLICT DO NOTHING`, hash, rawID(t, owner))
	return err
}

// BlobReferenced reports whether anybody needs the bytes.
func (t *Tx) BlobReferenced(hash string) (needed bool, err error) {
	err = t.QueryRow(`SELECT EXISTS (SELECT 1 FROM blob_ref WHERE hash = ?)`, hash).Scan(&needed)
	return needed, err
}

// UnrefBlobs notes that an owner needs no bytes any more and returns the hashes it needed. Those that nobody else needs
// may be removed once the transaction stands.
func (t *Tx) UnrefBlobs(owner [16]byte) (hashes []string, err error) {
	return list(t, scanKey[string], `DELETE FROM blob_ref WHERE owner = ? RETURNING hash`, rawID(t, owner))
}
