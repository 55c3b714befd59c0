package classifiers

import (
	"time"

	"switchboard/internal/store/db"
)

// Setting is what the external classifier may do, and how it is.
type Setting struct {
	Body      []byte    // JSON
	Trouble   string    // how the last call went wrong; empty when it did not
	TroubleAt time.Time // when it last went wrong
	WorkedAt  time.Time // when it last answered
}

// Setting reads it; found is false while nobody has said anything.
func (t Tables) Setting() (s Setting, found bool, err error) {
	return db.One(t.Tx, func(row db.Scanner) (s Setting, err error) {
		var body string
		err = row.Scan(&body, &s.Trouble, db.ScanTime(&s.TroubleAt), db.ScanTime(&s.WorkedAt))
		s.Body = []byte(body)
		return s, err
	}, `SELECT body, trouble, trouble_at, worked_at FROM classifier_setting WHERE one = 1`)
}

// SetSetting writes what it may do. How another server was says nothing of this one: with afresh that is forgotten.
func (t Tables) SetSetting(body []byte, afresh bool) error {
	if _, err := t.Exec(`INSERT INTO classifier_setting (one, body, trouble) VALUES (1, ?, '')
		ON CONFLICT (one) DO UPDATE SET body = excluded.body`, string(body)); err != nil || !afresh {
		return err
	}
	_, err := t.Exec(`UPDATE classifier_setting SET trouble = '', trouble_at = NULL, worked_at = NULL WHERE one = 1`)
	return err
}

// SetHealth notes how the last call went: empty for well.
func (t Tables) SetHealth(trouble string) error {
	column := "worked_at"
	if trouble != "" {
		column = "trouble_at"
	}
	_, err := t.Exec(`UPDATE classifier_setting SET trouble = ?, `+column+` = ? WHERE one = 1`, trouble, db.Micros(t.Now()))
	return err
}
