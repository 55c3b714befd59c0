package store

import (
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store/db"
)

// Absence is a span [StartsAt, EndsAt) in which an agent takes no work whatever their presence says.
type Absence struct {
	AgentID  switchboard.AgentID `json:"agent_id"`
	StartsAt time.Time           `json:"starts_at"`
	EndsAt   time.Time           `json:"ends_at"`
	Reason   string              `json:"reason"`
	Policy   roster.Stand        `json:"policy" enum:"keep,cover,hand_over" doc:"What becomes of what they lead"`
	Source   string              `json:"source,omitempty" doc:"Of an imported one: what names it there"`
	MadeBy   switchboard.AgentID `json:"made_by,omitzero"`
	BegunAt  time.Time           `json:"begun_at,omitzero" doc:"When what they lead was looked after"`
	EndedAt  time.Time           `json:"ended_at,omitzero" doc:"When it was given back"`
}

const absenceColumns = `agent_id, starts_at, ends_at, reason, policy, source, made_by, begun_at, ended_at`

func scanAbsence(row db.Scanner) (a Absence, err error) {
	err = row.Scan(&a.AgentID, db.ScanTime(&a.StartsAt), db.ScanTime(&a.EndsAt), &a.Reason, &a.Policy, &a.Source, &a.MadeBy, db.ScanTime(&a.BegunAt),
		db.ScanTime(&a.EndedAt))
	return a, err
}

// SaveAbsence adds an absence or changes the one that starts at the same time. That it has begun stays so.
func (t *Tx) SaveAbsence(a Absence) error {
	if a.Policy == "" {
		a.Policy = roster.Keep
	}
	_, err := t.Exec(`INSERT INTO absence (agent_id, starts_at, ends_at, reason, policy, source, made_by) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (agent_id, starts_at) DO UPDATE SET ends_at = excluded.ends_at, reason = excluded.reason,
		policy = excluded.policy, source = excluded.source, made_by = excluded.made_by`,
		a.AgentID, db.Micros(a.StartsAt), db.Micros(a.EndsAt), a.Reason, a.Policy, a.Source, a.MadeBy)
	return err
}

// MarkAbsence notes that an absence has begun or ended.
func (t *Tx) MarkAbsence(a Absence) error {
	_, err := t.Exec(`UPDATE absence SET begun_at = ?, ended_at = ?, ends_at = ? WHERE agent_id = ? AND starts_at = ?`,
		db.NullMicros(a.BegunAt), db.NullMicros(a.EndedAt), db.Micros(a.EndsAt), a.AgentID, db.Micros(a.StartsAt))
	return err
}

// DropAbsence removes the absence that starts at the given time; dropped is false when there is none.
func (t *Tx) DropAbsence(agent switchboard.AgentID, starts time.Time) (dropped bool, err error) {
	n, err := t.Exec(`DELETE FROM absence WHERE agent_id = ? AND starts_at = ?`, agent, db.Micros(starts))
	return n == 1, err
}

// Absences lists an agent's absences that end after the given time, earliest first.
func (t *Tx) Absences(agent switchboard.AgentID, after time.Time) ([]Absence, error) {
	return db.List(t.Tx, scanAbsence, `SELECT `+absenceColumns+` FROM absence WHERE agent_id = ? AND ends_at > ? ORDER BY starts_at`,
		agent, db.Micros(after))
}

// OpenAbsences lists an agent's absences that are not over, or are and have not been given back, earliest first.
func (t *Tx) OpenAbsences(agent switchboard.AgentID) ([]Absence, error) {
	return db.List(t.Tx, scanAbsence, `SELECT `+absenceColumns+` FROM absence WHERE agent_id = ?
		AND (ends_at > ? OR (begun_at IS NOT NULL AND ended_at IS NULL)) ORDER BY starts_at`, agent, db.Micros(t.Now()))
}

// AbsencesWithin lists everybody's absences that touch the span [from, to), by agent and time.
func (t *Tx) AbsencesWithin(from, to time.Time) ([]Absence, error) {
	return db.List(t.Tx, scanAbsence, `SELECT `+absenceColumns+` FROM absence WHERE starts_at < ? AND ends_at > ?
		ORDER BY agent_id, starts_at`, db.Micros(to), db.Micros(from))
}
