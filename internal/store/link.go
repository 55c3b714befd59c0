package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Link lets one person in once. Its token is stored as a digest only, and so is what the browser that used it shows from
// then on: its visit.
type Link struct {
	ID         switchboard.LinkID  `json:"id"`
	Purpose    string              `json:"purpose"`
	AgentID    switchboard.AgentID `json:"agent_id,omitzero"` // whom it invites
	CreatedAt  time.Time           `json:"created_at"`
	CreatedBy  switchboard.AgentID `json:"created_by,omitzero"`
	ExpiresAt  time.Time           `json:"expires_at"`
	UsedAt     time.Time           `json:"used_at,omitzero"`
	VisitUntil time.Time           `json:"visit_until,omitzero"`
}

const linkColumns = `id, purpose, agent_id, created_at, created_by, expires_at, used_at, visit_until`

func scanLink(row db.Scanner) (l Link, err error) {
	err = row.Scan(&l.ID, &l.Purpose, &l.AgentID, db.ScanTime(&l.CreatedAt), &l.CreatedBy, db.ScanTime(&l.ExpiresAt), db.ScanTime(&l.UsedAt),
		db.ScanTime(&l.VisitUntil))
	return l, err
}

// InsertLink adds a link whose token has the given digest. Earlier ones of the same purpose for the same person end, and
// what they opened ends with them: only the newest is good.
func (t *Tx) InsertLink(l Link, digest []byte) error {
	if err := t.EndLinks(l.Purpose, l.AgentID); err != nil {
		return err
	}
	_, err := t.Exec(`INSERT INTO one_time_link (id, digest, purpose, agent_id, created_at, created_by, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, l.ID, digest, l.Purpose, l.AgentID, db.Micros(l.CreatedAt), l.CreatedBy, db.Micros(l.ExpiresAt))
	return err
}

// EndLinks ends the links of a purpose that invite a person, or nobody when the agent is zero.
func (t *Tx) EndLinks(purpose string, agent switchboard.AgentID) error {
	if agent.IsZero() {
		_, err := t.Exec(`DELETE FROM one_time_link WHERE purpose = ? AND agent_id IS NULL`, purpose)
		return err
	}
	_, err := t.Exec(`DELETE FROM one_time_link WHERE purpose = ? AND agent_id = ?`, purpose, agent)
	return err
}

// LinkByDigest finds a link that can still be used.
func (t *Tx) LinkByDigest(purpose string, digest []byte) (Link, bool, error) {
	return db.One(t.Tx, scanLink, `SELECT `+linkColumns+` FROM one_time_link
		WHERE digest = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?`, digest, purpose, db.Micros(t.Now()))
}

// UseLink spends a link; used is false when somebody else was faster. A visit, unless empty, goes on until a time.
func (t *Tx) UseLink(id switchboard.LinkID, visit []byte, until time.Time) (used bool, err error) {
	var shown any
	if len(visit) > 0 {
		shown = visit
	}
	n, err := t.Exec(`UPDATE one_time_link SET used_at = ?, visit = ?, visit_until = ? WHERE id = ? AND used_at IS NULL`,
		db.Micros(t.Now()), shown, db.NullMicros(until), id)
	return n == 1, err
}

// LinkByVisit finds the link that a visit which still goes on came by.
func (t *Tx) LinkByVisit(purpose string, visit []byte) (Link, bool, error) {
	return db.One(t.Tx, scanLink, `SELECT `+linkColumns+` FROM one_time_link WHERE visit = ? AND purpose = ? AND visit_until > ?`,
		visit, purpose, db.Micros(t.Now()))
}

// OpenLink finds the link of a purpose that invites a person, or nobody when the agent is zero, if it can still be used.
func (t *Tx) OpenLink(purpose string, agent switchboard.AgentID) (Link, bool, error) {
	const good = ` AND used_at IS NULL AND expires_at > ?`
	if agent.IsZero() {
		return db.One(t.Tx, scanLink, `SELECT `+linkColumns+` FROM one_time_link WHERE purpose = ? AND agent_id IS NULL`+good,
			purpose, db.Micros(t.Now()))
	}
	return db.One(t.Tx, scanLink, `SELECT `+linkColumns+` FROM one_time_link WHERE purpose = ? AND agent_id = ?`+good,
		purpose, agent, db.Micros(t.Now()))
}

// ForgetLinks removes links that ran out before a time, at most limit.
func (t *Tx) ForgetLinks(before time.Time, limit int) (int64, error) {
	return t.Exec(`DELETE FROM one_time_link WHERE id IN (SELECT id FROM one_time_link
		WHERE expires_at < ? AND (visit_until IS NULL OR visit_until < ?) LIMIT ?)`, db.Micros(before), db.Micros(before), limit)
}
