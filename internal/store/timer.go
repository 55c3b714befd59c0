package store

import (
	"time"

	"switchboard/internal/store/db"
)

// Timer is something to be done at a time. There is one per (kind, subject).
type Timer struct {
	Kind    string
	Subject [16]byte
	DueAt   time.Time
	Body    string
}

func scanTimer(row db.Scanner) (tm Timer, err error) {
	var subject subjectID
	err = row.Scan(&tm.Kind, &subject, db.ScanTime(&tm.DueAt), &tm.Body)
	tm.Subject = subject
	return tm, err
}

// SetTimer sets or moves a timer. Whoever sets one journals something in the same transaction: that is what wakes the
// nodes that wait for the earliest.
func (t *Tx) SetTimer(tm Timer) error {
	_, err := t.Exec(`INSERT INTO timer (kind, subject, due_at, body) VALUES (?, ?, ?, ?)
		ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, body = excluded.body`,
		tm.Kind, rawID(t, tm.Subject), db.Micros(tm.DueAt), tm.Body)
	return err
}

// KeepTimer is SetTimer for what is set already, if it is: that one stays as it is.
func (t *Tx) KeepTimer(tm Timer) error {
	_, err := t.Exec(`INSERT INTO timer (kind, subject, due_at, body) VALUES (?, ?, ?, ?) ON CONFLICT (kind, subject) DO NOTHING`,
		tm.Kind, rawID(t, tm.Subject), db.Micros(tm.DueAt), tm.Body)
	return err
}

// CancelTimer removes a timer, if it is set.
func (t *Tx) CancelTimer(kind string, subject [16]byte) error {
	_, err := t.Exec(`DELETE FROM timer WHERE kind = ? AND subject = ?`, kind, rawID(t, subject))
	return err
}

// TimerAt is when a timer is due; zero when it is not set.
func (t *Tx) TimerAt(kind string, subject [16]byte) (at time.Time, err error) {
	err = t.QueryRow(`SELECT MIN(due_at) FROM timer WHERE kind = ? AND subject = ?`, kind, rawID(t, subject)).Scan(db.ScanTime(&at))
	return at, err
}

// NextTimerAt is when the earliest timer is due; zero when none is set.
func (t *Tx) NextTimerAt() (at time.Time, err error) {
	err = t.QueryRow(`SELECT MIN(due_at) FROM timer`).Scan(db.ScanTime(&at))
	return at, err
}

// DueTimers reads timers that are due at the given time, earliest first.
func (t *Tx) DueTimers(now time.Time, limit int) ([]Timer, error) {
	return db.List(t.Tx, scanTimer, `SELECT kind, subject, due_at, body FROM timer WHERE due_at <= ? ORDER BY due_at, kind, subject LIMIT ?`,
		db.Micros(now), limit)
}

// TakeTimer removes a timer that is due; false when it was moved, cancelled or taken by another node. Whoever takes it
// does what it stands for in the same transaction: once.
func (t *Tx) TakeTimer(tm Timer) (bool, error) {
	n, err := t.Exec(`DELETE FROM timer WHERE kind = ? AND subject = ? AND due_at = ?`,
		tm.Kind, rawID(t, tm.Subject), db.Micros(tm.DueAt))
	return n == 1, err
}
