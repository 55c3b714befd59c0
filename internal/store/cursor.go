package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Cursor is how far a lane of an account has been read; found is false before the first step.
func (t *Tx) Cursor(account switchboard.AccountID, lane string) (position string, found bool, err error) {
	return db.One(t.Tx, scanKey[string], `SELECT position FROM lane_cursor WHERE account_id = ? AND lane = ?`, account, lane)
}

// MoveCursor notes how far a lane of an account has been read. It belongs in the transaction that stores what was read.
func (t *Tx) MoveCursor(account switchboard.AccountID, lane, position string) error {
	return t.Send(`INSERT INTO lane_cursor (account_id, lane, position, updated_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (account_id, lane) DO UPDATE SET position = excluded.position, updated_at = excluded.updated_at`,
		account, lane, position, db.Micros(t.Now()))
}

// GapState is what has become of a gap.
type GapState string

// Gap states.
const (
	GapOpen       GapState = "open"
	GapFilled     GapState = "filled"
	GapUnfillable GapState = "unfillable" // the network no longer has what was missed; people are shown that
)

// Gap is a stretch of a lane that was not read.
type Gap struct {
	AccountID switchboard.AccountID `json:"account_id"`
	Lane      string                `json:"lane"`
	From      string                `json:"from"`
	To        string                `json:"to"` // empty: up to where the lane goes on
	Reason    string                `json:"reason"`
	State     GapState              `json:"state"`
	OpenedAt  time.Time             `json:"opened_at"`
	ClosedAt  time.Time             `json:"closed_at,omitzero"`
}

// OpenGap notes a gap. One that begins at the same place is taken up again with the new end; opened is false when just
// this gap is open already.
func (t *Tx) OpenGap(g Gap) (opened bool, err error) {
	n, err := t.Exec(`INSERT INTO gap (account_id, lane, from_position, to_position, reason, state, opened_at)
		VALUES (?, ?, ?, ?, ?, 'open', ?)
		ON CONFLICT (account_id, lane, from_position) DO UPDATE SET to_position = excluded.to_position,
			reason = excluded.reason, state = 'open', opened_at = excluded.opened_at, closed_at = NULL
		WHERE gap.state <> 'open' OR gap.to_position <> excluded.to_position`,
		g.AccountID, g.Lane, g.From, g.To, g.Reason, db.Micros(t.Now()))
	return n == 1, err
}

// Gaps lists the gaps in one state, the newest first. There are few of them.
func (t *Tx) Gaps(state GapState, limit int) ([]Gap, error) {
	return db.List(t.Tx, func(row db.Scanner) (g Gap, err error) {
		err = row.Scan(&g.AccountID, &g.Lane, &g.From, &g.To, &g.Reason, &g.State, db.ScanTime(&g.OpenedAt), db.ScanTime(&g.ClosedAt))
		return g, err
	}, `SELECT account_id, lane, from_position, to_position, reason, state, opened_at, closed_at FROM gap
		WHERE state = ? ORDER BY opened_at DESC, account_id, lane, from_position LIMIT ?`, state, limit)
}

// CloseGap says what has become of an open gap; closed is false when it was not open.
func (t *Tx) CloseGap(g Gap, state GapState) (closed bool, err error) {
	n, err := t.Exec(`UPDATE gap SET state = ?, closed_at = ?
		WHERE account_id = ? AND lane = ? AND from_position = ? AND state = 'open'`,
		state, db.Micros(t.Now()), g.AccountID, g.Lane, g.From)
	return n == 1, err
}
