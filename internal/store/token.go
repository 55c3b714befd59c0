package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Token lets a program act for an agent. The token itself is stored as a digest only.
type Token struct {
	ID          switchboard.TokenID `json:"id"`
	AgentID     switchboard.AgentID `json:"agent_id"`
	Name        string              `json:"name"`
	Permissions []string            `json:"permissions"` // a subset of the agent's own; empty: all of them
	CreatedAt   time.Time           `json:"created_at"`
	ExpiresAt   time.Time           `json:"expires_at,omitzero"` // zero: never
	UsedAt      time.Time           `json:"used_at,omitzero"`    // to the minute
	RevokedAt   time.Time           `json:"revoked_at,omitzero"`
}

// tokenUse is how exactly the last use of a token is known: a write for every request would cost more than it tells.
const tokenUse = time.Minute

const tokenColumns = `id, agent_id, name, permissions, created_at, expires_at, used_at, revoked_at`

func scanToken(row db.Scanner) (k Token, err error) {
	err = row.Scan(&k.ID, &k.AgentID, &k.Name, db.IntoJSON(&k.Permissions), db.ScanTime(&k.CreatedAt), db.ScanTime(&k.ExpiresAt),
		db.ScanTime(&k.UsedAt), db.ScanTime(&k.RevokedAt))
	return k, err
}

// InsertToken adds a token with the given digest.
func (t *Tx) InsertToken(k Token, digest []byte) error {
	permissions, err := db.AsJSON(k.Permissions)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO token (id, digest, agent_id, name, permissions, created_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, k.ID, digest, k.AgentID, k.Name, permissions, db.Micros(k.CreatedAt), db.NullMicros(k.ExpiresAt))
	return err
}

// TokenByDigest finds a token, unless it was revoked or has expired.
func (t *Tx) TokenByDigest(digest []byte) (Token, bool, error) {
	return db.One(t.Tx, scanToken, `SELECT `+tokenColumns+` FROM token
		WHERE digest = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)`, digest, db.Micros(t.Now()))
}

// NeedsTouch reports whether TouchToken would write, so that most requests need no Update.
func (k Token) NeedsTouch(now time.Time) bool { return now.Sub(k.UsedAt) >= tokenUse }

// TouchToken notes that a token is in use.
func (t *Tx) TouchToken(id switchboard.TokenID) error {
	_, err := t.Exec(`UPDATE token SET used_at = ? WHERE id = ? AND (used_at IS NULL OR used_at <= ?)`,
		db.Micros(t.Now()), id, db.Micros(t.Now().Add(-tokenUse)))
	return err
}

// Tokens lists an agent's tokens, also those that are no longer good, oldest first.
func (t *Tx) Tokens(agent switchboard.AgentID) ([]Token, error) {
	return db.List(t.Tx, scanToken, `SELECT `+tokenColumns+` FROM token WHERE agent_id = ? ORDER BY id`, agent)
}

// RevokeToken ends a token; revoked is false when there is none that could be ended.
func (t *Tx) RevokeToken(id switchboard.TokenID) (revoked bool, err error) {
	n, err := t.Exec(`UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`, db.Micros(t.Now()), id)
	return n == 1, err
}
