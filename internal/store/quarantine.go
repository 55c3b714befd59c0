package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// QuarantineState is what has become of something that could not be understood.
type QuarantineState string

// Quarantine states.
const (
	QuarantineWaiting   QuarantineState = "waiting"
	QuarantineReleased  QuarantineState = "released"  // driven again and understood
	QuarantineDismissed QuarantineState = "dismissed" // a person decided that it is nothing
)

// Quarantined is something authentic that could not be understood, kept as it came.
type Quarantined struct {
	ID         switchboard.QuarantineID `json:"id"`
	AccountID  switchboard.AccountID    `json:"account_id,omitzero"`
	Network    switchboard.NetworkKey   `json:"network"`
	Lane       string                   `json:"lane"`
	Code       string                   `json:"code"`
	Field      string                   `json:"field,omitempty"`
	Reason     string                   `json:"reason"`
	Payload    []byte                   `json:"payload"`
	Digest     []byte                   `json:"-"` // of account and payload: the same is kept once
	State      QuarantineState          `json:"state"`
	Attempts   int                      `json:"attempts"`
	ReceivedAt time.Time                `json:"received_at"`
	SettledAt  time.Time                `json:"settled_at,omitzero"`
}

const quarantineColumns = `id, account_id, network, lane, code, field, reason, payload, digest, state, attempts, received_at,
	settled_at`

func scanQuarantined(row db.Scanner) (q Quarantined, err error) {
	err = row.Scan(&q.ID, &q.AccountID, &q.Network, &q.Lane, &q.Code, &q.Field, &q.Reason, &q.Payload, &q.Digest, &q.State,
		&q.Attempts, db.ScanTime(&q.ReceivedAt), db.ScanTime(&q.SettledAt))
	return q, err
}

// InsertQuarantine keeps something as waiting, unless the same digest is there in whatever state.
func (t *Tx) InsertQuarantine(q Quarantined) (inserted bool, err error) {
	n, err := t.Exec(`INSERT INTO quarantine (id, account_id, network, lane, code, field, reason, payload, digest, state,
		received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?) ON CONFLICT DO NOTHING`,
		q.ID, q.AccountID, q.Network, q.Lane, q.Code, q.Field, q.Reason, q.Payload, q.Digest, db.Micros(q.ReceivedAt))
	return n == 1, err
}

// QuarantineWaiting lists what waits, oldest first, behind After(ReceivedAt, ID) of the last one seen.
func (t *Tx) QuarantineWaiting(after Place, limit int) ([]Quarantined, error) {
	return db.List(t.Tx, scanQuarantined, `SELECT `+quarantineColumns+` FROM quarantine
		WHERE state = 'waiting' AND (received_at, id) > (?, ?) ORDER BY received_at, id LIMIT ?`,
		after.Sort, after.bytes(t), limit)
}

// Quarantined reads one of them.
func (t *Tx) Quarantined(id switchboard.QuarantineID) (Quarantined, error) {
	return must(t, "quarantined item", scanQuarantined, `SELECT `+quarantineColumns+` FROM quarantine WHERE id = ?`, id)
}

// SettleQuarantine ends the waiting of one of them; settled is false when it was not waiting.
func (t *Tx) SettleQuarantine(id switchboard.QuarantineID, state QuarantineState) (settled bool, err error) {
	n, err := t.Exec(`UPDATE quarantine SET state = ?, settled_at = ? WHERE id = ? AND state = 'waiting'`,
		state, db.Micros(t.Now()), id)
	return n == 1, err
}

// CountAttempt notes that driving one of them again failed, and what is wrong with it: code, field and reason of q.
func (t *Tx) CountAttempt(q Quarantined) error {
	_, err := t.Exec(`UPDATE quarantine SET attempts = attempts + 1, code = ?, field = ?, reason = ? WHERE id = ?`,
		q.Code, q.Field, q.Reason, q.ID)
	return err
}
