package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// AuditEntry is one thing somebody did to the installation. Detail holds closed values and ids, never secrets or message
// text.
type AuditEntry struct {
	ID        switchboard.RequestID `json:"id"` // of the entry; its time part orders the trail
	At        time.Time             `json:"at"`
	ActorKind switchboard.ActorKind `json:"actor_kind"`
	Actor     switchboard.AgentID   `json:"actor,omitzero"`
	Action    string                `json:"action"`
	Subject   string                `json:"subject"`
	Detail    string                `json:"detail,omitempty"`
}

// InsertAudit adds an entry. Nothing changes or removes one.
func (t *Tx) InsertAudit(a AuditEntry) error {
	_, err := t.Exec(`INSERT INTO audit (id, at, actor_kind, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		a.ID, db.Micros(a.At), a.ActorKind, a.Actor, a.Action, a.Subject, a.Detail)
	return err
}

// Audit lists entries, newest first, behind After(At, ID) of the last one seen.
func (t *Tx) Audit(after Place, limit int) ([]AuditEntry, error) {
	query := `SELECT id, at, actor_kind, actor, action, subject, detail FROM audit`
	var args []any
	if after != (Place{}) {
		query += ` WHERE id < ?`
		args = append(args, after.bytes(t))
	}
	return db.List(t.Tx, func(row db.Scanner) (a AuditEntry, err error) {
		err = row.Scan(&a.ID, db.ScanTime(&a.At), &a.ActorKind, &a.Actor, &a.Action, &a.Subject, &a.Detail)
		return a, err
	}, query+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
}
