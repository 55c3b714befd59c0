package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Installation is this company's copy of the product.
type Installation struct {
	Incarnation string // changes when a backup is restored; part of every event id
	CreatedAt   time.Time
	RestoredAt  time.Time // set while nothing may be sent until what happened after the backup is reconciled
	BackupAt    time.Time // when the restored backup was taken
}

// Reconciled reports whether sending is allowed.
func (i Installation) Reconciled() bool { return i.RestoredAt.IsZero() }

func scanInstallation(row db.Scanner) (i Installation, err error) {
	err = row.Scan(&i.Incarnation, db.ScanTime(&i.CreatedAt), db.ScanTime(&i.RestoredAt), db.ScanTime(&i.BackupAt))
	return i, err
}

// EnsureInstallation returns the installation, founded under the given incarnation when there is none.
func (t *Tx) EnsureInstallation(incarnation string) (Installation, error) {
	_, err := t.Exec(`INSERT INTO installation (id, incarnation, created_at) VALUES (1, ?, ?) ON CONFLICT DO NOTHING`,
		incarnation, db.Micros(t.Now()))
	if err != nil {
		return Installation{}, err
	}
	return t.Installation()
}

// Installation reads the installation.
func (t *Tx) Installation() (Installation, error) {
	return must(t, "installation", scanInstallation,
		`SELECT incarnation, created_at, restored_at, backup_at FROM installation WHERE id = 1`)
}

// KeyRing reads the fingerprint of the installation's key ring, empty while none was claimed. It refuses with
// CodeNotFound when there is no installation.
func (t *Tx) KeyRing() (fingerprint string, err error) {
	return must(t, "installation", scanKey[string], `SELECT COALESCE(key_ring, '') FROM installation WHERE id = 1`)
}

// ClaimKeyRing makes the ring of this fingerprint the installation's, unless it has one, and returns which it is now: of
// several that claim at once one wins, and all are told the same.
func (t *Tx) ClaimKeyRing(fingerprint string) (held string, err error) {
	_, err = t.Exec(`UPDATE installation SET key_ring = ? WHERE id = 1 AND key_ring IS NULL`, fingerprint)
	if err != nil {
		return "", err
	}
	return t.KeyRing()
}

// ReplaceKeyRing makes another ring the installation's, whatever it had.
func (t *Tx) ReplaceKeyRing(fingerprint string) error {
	n, err := t.Exec(`UPDATE installation SET key_ring = ? WHERE id = 1`, fingerprint)
	if err == nil && n == 0 {
		_, err = t.KeyRing() // says what is missing
	}
	return err
}

// MarkRestored gives a restored installation a new incarnation and forbids sending until MarkReconciled.
func (t *Tx) MarkRestored(incarnation string, backupAt time.Time) error {
	n, err := t.Exec(`UPDATE installation SET incarnation = ?, restored_at = ?, backup_at = ? WHERE id = 1`,
		incarnation, db.Micros(t.Now()), db.Micros(backupAt))
	if err == nil && n == 0 {
		return switchboard.Refuse(switchboard.CodeNotFound, "The restored database belongs to no installation.")
	}
	return err
}

// MarkReconciled allows sending again; when the backup was taken stays known.
func (t *Tx) MarkReconciled() error {
	_, err := t.Exec(`UPDATE installation SET restored_at = NULL WHERE id = 1`)
	return err
}
