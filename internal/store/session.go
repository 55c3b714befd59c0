package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Session is somebody signed in with a browser. What the cookie holds is stored as a digest only.
type Session struct {
	ID        switchboard.SessionID `json:"id"`
	AgentID   switchboard.AgentID   `json:"agent_id"`
	CreatedAt time.Time             `json:"created_at"`
	SeenAt    time.Time             `json:"seen_at"`
	ExpiresAt time.Time             `json:"expires_at"`
}

const sessionColumns = `id, agent_id, created_at, seen_at, expires_at`

func scanSession(row db.Scanner) (s Session, err error) {
	err = row.Scan(&s.ID, &s.AgentID, db.ScanTime(&s.CreatedAt), db.ScanTime(&s.SeenAt), db.ScanTime(&s.ExpiresAt))
	return s, err
}

// InsertSession adds a session whose cookie has the given digest.
func (t *Tx) InsertSession(s Session, digest []byte) error {
	_, err := t.Exec(`INSERT INTO session (id, digest, agent_id, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
		s.ID, digest, s.AgentID, db.Micros(s.CreatedAt), db.Micros(s.SeenAt), db.Micros(s.ExpiresAt))
	if err == nil {
		_, err = t.Exec(`UPDATE agent SET seen_at = ? WHERE id = ?`, db.Micros(s.SeenAt), s.AgentID)
	}
	return err
}

// SessionByDigest finds the session of a cookie, unless it has expired.
func (t *Tx) SessionByDigest(digest []byte) (Session, bool, error) {
	return db.One(t.Tx, scanSession, `SELECT `+sessionColumns+` FROM session WHERE digest = ? AND expires_at > ?`,
		digest, db.Micros(t.Now()))
}

// TouchSession notes that a session is in use, and with it its owner here, and until when it now lasts.
func (t *Tx) TouchSession(id switchboard.SessionID, expires time.Time) error {
	_, err := t.Exec(`UPDATE session SET seen_at = ?, expires_at = ? WHERE id = ?`, db.Micros(t.Now()), db.Micros(expires), id)
	if err == nil {
		_, err = t.Exec(`UPDATE agent SET seen_at = ? WHERE id = (SELECT agent_id FROM session WHERE id = ?)`, db.Micros(t.Now()), id)
	}
	return err
}

// Sessions lists an agent's sessions, oldest first.
func (t *Tx) Sessions(agent switchboard.AgentID) ([]Session, error) {
	return db.List(t.Tx, scanSession, `SELECT `+sessionColumns+` FROM session WHERE agent_id = ? ORDER BY id`, agent)
}

// DeleteSession signs one session out.
func (t *Tx) DeleteSession(id switchboard.SessionID) error {
	_, err := t.Exec(`DELETE FROM session WHERE id = ?`, id)
	return err
}

// DeleteSessions signs an agent out everywhere but in the given session, which may be zero.
func (t *Tx) DeleteSessions(agent switchboard.AgentID, but switchboard.SessionID) (int64, error) {
	return t.Exec(`DELETE FROM session WHERE agent_id = ? AND id <> ?`, agent, rawID(t, but))
}

// ForgetSessions removes sessions that expired before the given time, at most limit.
func (t *Tx) ForgetSessions(before time.Time, limit int) (int64, error) {
	return t.Exec(`DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at < ? LIMIT ?)`,
		db.Micros(before), limit)
}
