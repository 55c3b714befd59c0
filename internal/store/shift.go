package store

import (
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/store/db"
)

// Shift is hours of every week in which an agent works.
type Shift struct {
	AgentID switchboard.AgentID `json:"-"`
	Key     string              `json:"key" minLength:"1" maxLength:"40" doc:"Names it among theirs"`
	Name    string              `json:"name" maxLength:"100"`
	Hours   calendar.Spec       `json:"hours"`
}

// Calendar reads the hours.
func (s Shift) Calendar() (*calendar.Calendar, error) { return calendar.Parse(s.Hours) }

// UsualShift is the key of the hours that stand with the agent.
const UsualShift = "usual"

// DatedShift is a span [StartsAt, EndsAt) in which an agent works, once.
type DatedShift struct {
	AgentID  switchboard.AgentID `json:"agent_id,omitzero"`
	StartsAt time.Time           `json:"starts_at"`
	EndsAt   time.Time           `json:"ends_at"`
	Source   string              `json:"source,omitempty" doc:"Of an imported one: what names it there"`
}

func scanShift(row db.Scanner) (s Shift, err error) {
	err = row.Scan(&s.AgentID, &s.Key, &s.Name, db.IntoJSON(&s.Hours))
	return s, err
}

const everyShift = `SELECT id AS agent_id, 'usual' AS key, '' AS name, shift AS hours FROM agent WHERE shift <> ''
	UNION ALL SELECT agent_id, key, name, hours FROM agent_shift`

// Shifts lists the hours of every week of an agent, the usual ones first.
func (t *Tx) Shifts(id switchboard.AgentID) ([]Shift, error) {
	return db.List(t.Tx, scanShift, `SELECT agent_id, key, name, hours FROM (`+everyShift+`) every_shift WHERE agent_id = ?
		ORDER BY CASE WHEN key = 'usual' THEN 0 ELSE 1 END, key`, id)
}

// AllShifts lists the hours of every week of everybody.
func (t *Tx) AllShifts() ([]Shift, error) {
	return db.List(t.Tx, scanShift, `SELECT agent_id, key, name, hours FROM (`+everyShift+`) every_shift
		ORDER BY agent_id, CASE WHEN key = 'usual' THEN 0 ELSE 1 END, key`)
}

// FurtherShiftsAmong lists the hours of every week that some agents have beside their usual ones.
func (t *Tx) FurtherShiftsAmong(ids []switchboard.AgentID) ([]Shift, error) {
	var args []any
	where := inList("agent_id", ids, &args)
	return db.List(t.Tx, scanShift, `SELECT agent_id, key, name, hours FROM agent_shift WHERE `+where+` ORDER BY agent_id, key`, args...)
}

// SetShifts replaces an agent's hours of every week. The one of the key usual stands with the agent.
func (t *Tx) SetShifts(id switchboard.AgentID, shifts []Shift) error {
	if _, err := t.Exec(`DELETE FROM agent_shift WHERE agent_id = ?`, id); err != nil {
		return err
	}
	var usual *calendar.Spec
	for _, s := range shifts {
		if s.Key == UsualShift {
			usual = &s.Hours
			continue
		}
		hours, err := db.AsJSON(s.Hours)
		if err != nil {
			return err
		}
		if _, err := t.Exec(`INSERT INTO agent_shift (agent_id, key, name, hours) VALUES (?, ?, ?, ?)`, id, s.Key, s.Name, hours); err != nil {
			return err
		}
	}
	return t.SetShift(id, usual)
}

func scanDated(row db.Scanner) (s DatedShift, err error) {
	err = row.Scan(&s.AgentID, db.ScanTime(&s.StartsAt), db.ScanTime(&s.EndsAt), &s.Source)
	return s, err
}

const datedColumns = `agent_id, starts_at, ends_at, source`

// DatedShiftsWithin lists everybody's shifts of dates that touch [from, to), by agent and time.
func (t *Tx) DatedShiftsWithin(from, to time.Time) ([]DatedShift, error) {
	return db.List(t.Tx, scanDated, `SELECT `+datedColumns+` FROM dated_shift WHERE ends_at > ? AND starts_at < ? ORDER BY agent_id, starts_at`,
		db.Micros(from), db.Micros(to))
}

// DatedShifts lists an agent's shifts of dates that end after a time, earliest first.
func (t *Tx) DatedShifts(id switchboard.AgentID, after time.Time) ([]DatedShift, error) {
	return db.List(t.Tx, scanDated, `SELECT `+datedColumns+` FROM dated_shift WHERE agent_id = ? AND ends_at > ? ORDER BY starts_at`,
		id, db.Micros(after))
}

// SaveDatedShift adds a shift of a date or changes the one that starts at the same time.
func (t *Tx) SaveDatedShift(s DatedShift) error {
	return t.Send(`INSERT INTO dated_shift (agent_id, starts_at, ends_at, source) VALUES (?, ?, ?, ?)
		ON CONFLICT (agent_id, starts_at) DO UPDATE SET ends_at = excluded.ends_at, source = excluded.source`,
		s.AgentID, db.Micros(s.StartsAt), db.Micros(s.EndsAt), s.Source)
}

// DropDatedShift removes the shift that starts at a time; dropped is false when there is none.
func (t *Tx) DropDatedShift(id switchboard.AgentID, starts time.Time) (dropped bool, err error) {
	n, err := t.Exec(`DELETE FROM dated_shift WHERE agent_id = ? AND starts_at = ?`, id, db.Micros(starts))
	return n == 1, err
}

// ForgetDatedShifts removes those that ended before a time.
func (t *Tx) ForgetDatedShifts(before time.Time) (int64, error) {
	return t.Exec(`DELETE FROM dated_shift WHERE ends_at < ?`, db.Micros(before))
}
