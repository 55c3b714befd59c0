package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Absence is a span [StartsAt, EndsAt) in which an agent takes no work whatever their presence says.
type Absence struct {
	AgentID  switchboard.AgentID `json:"agent_id"`
	StartsAt time.Time           `json:"starts_at"`
	EndsAt   time.Time           `json:"ends_at"`
	Reason   string              `json:"reason"`
}

const absenceColumns = `agent_id, starts_at, ends_at, reason`

func scanAbsence(row scanner) (a Absence, err error) {
	err = row.Scan(&a.AgentID, when(&a.StartsAt), when(&a.EndsAt), &a.Reason)
	return a, err
}

// SaveAbsence adds an absence or changes the one that starts at the same time.
func (t *Tx) SaveAbsence(a Absence) error {
	_, err := t.Exec(`INSERT INTO absence (agent_id, starts_at, ends_at, reason) VALUES (?, ?, ?, ?)
		ON CONFLICT (agent_id, starts_at) DO UPDATE SET ends_at = excluded.ends_at, reason = excluded.reason`,
		a.AgentID, db.Micros(a.StartsAt), db.Micros(a.EndsAt), a.Reason)
	return err
}

// DropAbsence removes the absence that starts at the given time; dropped is false when there is none.
func (t *Tx) DropAbsence(agent switchboard.AgentID, starts time.Time) (dropped bool, err error) {
	n, err := t.Exec(`DELETE FROM absence WHERE agent_id = ? AND starts_at = ?`, agent, db.Micros(starts))
	return n == 1, err
}

// Absences lists an agent's absences that end after the given time, earliest first.
func (t *Tx) Absences(agent switchboard.AgentID, after time.Time) ([]Absence, error) {
	return list(t, scanAbsence, `SELECT `+absenceColumns+` FROM absence WHERE agent_id = ? AND ends_at > ? ORDER BY starts_at`,
		agent, db.Micros(after))
}

// AbsencesWithin lists everybody's absences that touch the span [from, to), by agent and time.
func (t *Tx) AbsencesWithin(from, to time.Time) ([]Absence, error) {
	return list(t, scanAbsence, `SELECT `+absenceColumns+` FROM absence WHERE starts_at < ? AND ends_at > ?
		ORDER BY agent_id, starts_at`, db.Micros(to), db.Micros(from))
}
