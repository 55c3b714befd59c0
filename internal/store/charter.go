package store

import (
	"encoding/json"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/store/db"
)

// Charter is what the company said about itself when it was set up.
type Charter struct {
	Company string              `json:"company"`
	Wishes  []string            `json:"wishes"`  // what customers should get, most important first
	Answers json.RawMessage     `json:"answers"` // as given
	SetUpAt time.Time           `json:"set_up_at"`
	SetUpBy switchboard.AgentID `json:"set_up_by,omitzero"`
}

func scanCharter(row db.Scanner) (c Charter, err error) {
	err = row.Scan(&c.Company, db.IntoJSON(&c.Wishes), db.IntoJSON(&c.Answers), db.ScanTime(&c.SetUpAt), &c.SetUpBy)
	return c, err
}

// Charter reads the charter; found is false in an installation that was not set up with one.
func (t *Tx) Charter() (c Charter, found bool, err error) {
	return db.One(t.Tx, scanCharter, `SELECT company, wishes, answers, set_up_at, set_up_by FROM charter WHERE id = 1`)
}

// SaveCharter writes the charter over the one that stands, if any.
func (t *Tx) SaveCharter(c Charter) error {
	wishes, err := db.AsJSON(c.Wishes)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO charter (id, company, wishes, answers, set_up_at, set_up_by) VALUES (1, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET company = excluded.company, wishes = excluded.wishes, answers = excluded.answers,
		set_up_at = excluded.set_up_at, set_up_by = excluded.set_up_by`,
		c.Company, wishes, string(c.Answers), db.Micros(c.SetUpAt), c.SetUpBy)
	return err
}

// Hours are the opening hours of a name.
type Hours struct {
	Key       string        `json:"key"`
	Name      string        `json:"name"`
	Hours     calendar.Spec `json:"hours"`
	ChangedAt time.Time     `json:"changed_at"`
}

func scanHours(row db.Scanner) (h Hours, err error) {
	err = row.Scan(&h.Key, &h.Name, db.IntoJSON(&h.Hours), db.ScanTime(&h.ChangedAt))
	return h, err
}

// Hours reads the calendar of a key.
func (t *Tx) Hours(key string) (h Hours, found bool, err error) {
	return db.One(t.Tx, scanHours, `SELECT key, name, hours, changed_at FROM calendar WHERE key = ?`, key)
}

// SaveHours adds or changes a calendar; when it changed is noted here.
func (t *Tx) SaveHours(h Hours) error {
	spec, err := db.AsJSON(h.Hours)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO calendar (key, name, hours, changed_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET name = excluded.name, hours = excluded.hours, changed_at = excluded.changed_at`,
		h.Key, h.Name, spec, db.Micros(t.Now()))
	return err
}
