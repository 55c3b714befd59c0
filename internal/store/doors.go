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

// Doors lists everybody, oldest first. Purpose is that of the links that invite.
func (t *Tx) Doors(purpose string) ([]Door, error) {
	now := db.Micros(t.Now())
	return list(t, func(row scanner) (d Door, err error) {
		err = row.Scan(&d.AgentID, &d.Password, &d.SignedIn, when(&d.InvitedUntil), when(&d.SeenAt))
		return d, err
	}, `SELECT a.id, a.password <> '', EXISTS (SELECT 1 FROM session s WHERE s.agent_id = a.id AND s.expires_at > ?),
		(SELECT max(l.expires_at) FROM one_time_link l WHERE l.purpose = ? AND l.agent_id = a.id AND l.used_at IS NULL AND l.expires_at > ?),
		a.seen_at FROM agent a ORDER BY a.id`, now, purpose, now)
}
