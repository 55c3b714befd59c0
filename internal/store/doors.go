package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Door is by which ways somebody gets in.
type Door struct {
	AgentID      switchboard.AgentID
	Password     bool // they have chosen one
	SignedIn     bool // in some browser, now
	InvitedUntil time.Time
	SeenAt       time.Time // when they were last here; zero for never
}

// Shut lists those who cannot get in: they have chosen no password, and are signed in nowhere.
func (t *Tx) Shut() ([]switchboard.AgentID, error) {
	return db.List(t.Tx, func(row db.Scanner) (id switchboard.AgentID, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT a.id FROM agent a WHERE a.password = ''
		AND NOT EXISTS (SELECT 1 FROM session s WHERE s.agent_id = a.id AND s.expires_at > ?) ORDER BY a.id`, db.Micros(t.Now()))
}

// Doors lists everybody, oldest first. Purpose is that of the links that invite.
func (t *Tx) Doors(purpose string) ([]Door, error) {
	now := db.Micros(t.Now())
	return db.List(t.Tx, func(row db.Scanner) (d Door, err error) {
		err = row.Scan(&d.AgentID, &d.Password, &d.SignedIn, db.ScanTime(&d.InvitedUntil), db.ScanTime(&d.SeenAt))
		return d, err
	}, `SELECT a.id, a.password <> '', EXISTS (SELECT 1 FROM session s WHERE s.agent_id = a.id AND s.expires_at > ?),
		(SELECT max(l.expires_at) FROM one_time_link l WHERE l.purpose = ? AND l.agent_id = a.id AND l.used_at IS NULL AND l.expires_at > ?),
		a.seen_at FROM agent a ORDER BY a.id`, now, purpose, now)
}
