package notices

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// TellingState is where one way of a notice stands.
type TellingState string

// Telling states. Only waiting ones may go out; what was once sending never waits again, unless it certainly did not
// arrive.
const (
	TellingWaiting TellingState = "waiting"
	TellingSending TellingState = "sending" // committed before its first byte
	TellingTold    TellingState = "told"
	TellingFailed  TellingState = "failed"  // certainly not told, and given up
	TellingUnknown TellingState = "unknown" // may have been told; never sent again
	TellingDropped TellingState = "dropped" // not needed any more: it was seen before it went out
)

// Telling is one way a notice goes to one place.
type Telling struct {
	ID        switchboard.TellingID
	NoticeID  switchboard.NoticeID
	Recipient string
	Way       switchboard.Way
	Target    string
	Ring      int
	Loud      bool
	DueAt     time.Time
	Attempt   int
}

const tellingColumns = `id, notice_id, recipient, way, target, ring, loud, due_at, attempt`

func scanTelling(row db.Scanner) (v Telling, err error) {
	err = row.Scan(&v.ID, &v.NoticeID, &v.Recipient, &v.Way, &v.Target, &v.Ring, &v.Loud, db.ScanTime(&v.DueAt), &v.Attempt)
	return v, err
}

// AddTelling plans one way of a notice; added is false when it was planned before.
func (t Tables) AddTelling(v Telling) (added bool, err error) {
	n, err := t.Exec(`INSERT INTO telling (id, notice_id, recipient, way, target, ring, loud, state, due_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?) ON CONFLICT DO NOTHING`, v.ID, v.NoticeID, v.Recipient, v.Way, v.Target, v.Ring,
		db.Bit(v.Loud), db.Micros(v.DueAt))
	return n == 1, err
}

// NextTelling is when the earliest one of a way that waits is due; zero when none waits.
func (t Tables) NextTelling(way switchboard.Way) (at time.Time, err error) {
	err = t.QueryRow(`SELECT MIN(due_at) FROM telling WHERE state = 'waiting' AND way = ?`, way).Scan(db.ScanTime(&at))
	return at, err
}

// Due is the earliest one of a way that is due; found is false when none is.
func (t Tables) Due(way switchboard.Way, now time.Time) (v Telling, found bool, err error) {
	return db.One(t.Tx, scanTelling, `SELECT `+tellingColumns+` FROM telling WHERE state = 'waiting' AND way = ? AND due_at <= ?
		ORDER BY due_at, id LIMIT 1`, way, db.Micros(now))
}

// Together locks what waits and is due on the same way to the same place, earliest first.
func (t Tables) Together(v Telling, now time.Time, limit int) ([]Telling, error) {
	return db.List(t.Tx, scanTelling, `SELECT `+tellingColumns+` FROM telling WHERE state = 'waiting' AND recipient = ? AND way = ?
		AND target = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?`+t.Dialect().ForUpdate(), v.Recipient, v.Way, v.Target,
		db.Micros(now), limit)
}

// Postpone lets a waiting one wait longer.
func (t Tables) Postpone(id switchboard.TellingID, until time.Time) error {
	_, err := t.Exec(`UPDATE telling SET due_at = ? WHERE id = ? AND state = 'waiting'`, db.Micros(until), id)
	return err
}

// Drop takes back one that waits.
func (t Tables) Drop(id switchboard.TellingID, code string) error {
	_, err := t.Exec(`UPDATE telling SET state = 'dropped', settled_at = ?, code = ? WHERE id = ? AND state = 'waiting'`,
		db.Micros(t.Now()), code, id)
	return err
}

// Claim commits one as sending, as a part of a letter; claimed is false when somebody else was faster.
func (t Tables) Claim(id switchboard.TellingID, letter switchboard.TellingID) (claimed bool, err error) {
	n, err := t.Exec(`UPDATE telling SET state = 'sending', letter = ?, claimed_at = ?, attempt = attempt + 1
		WHERE id = ? AND state = 'waiting'`, letter, db.Micros(t.Now()), id)
	return n == 1, err
}

// Settle says what became of a letter that is sending.
func (t Tables) Settle(letter switchboard.TellingID, state TellingState, code string) (int64, error) {
	return t.Exec(`UPDATE telling SET state = ?, settled_at = ?, code = ? WHERE letter = ? AND state = 'sending'`, state,
		db.Micros(t.Now()), code, letter)
}

// GiveUp ends what has had so many attempts in a letter that is sending.
func (t Tables) GiveUp(letter switchboard.TellingID, attempts int, code string) error {
	_, err := t.Exec(`UPDATE telling SET state = ?, settled_at = ?, code = ? WHERE letter = ? AND state = 'sending' AND attempt >= ?`,
		TellingFailed, db.Micros(t.Now()), code, letter, attempts)
	return err
}

// Again lets a letter wait that certainly did not arrive.
func (t Tables) Again(letter switchboard.TellingID, due time.Time, code string) error {
	_, err := t.Exec(`UPDATE telling SET state = 'waiting', due_at = ?, code = ?, letter = NULL, claimed_at = NULL
		WHERE letter = ? AND state = 'sending'`, db.Micros(due), code, letter)
	return err
}

// Abandon gives up what was claimed before a time by a process that must have died: nobody knows whether it was told.
func (t Tables) Abandon(before time.Time) (int64, error) {
	return t.Exec(`UPDATE telling SET state = 'unknown', settled_at = ?, code = 'interrupted'
		WHERE state = 'sending' AND claimed_at < ?`, db.Micros(t.Now()), db.Micros(before))
}

// OldestClaim is when the oldest that is sending was claimed; zero when none is.
func (t Tables) OldestClaim() (at time.Time, err error) {
	err = t.QueryRow(`SELECT MIN(claimed_at) FROM telling WHERE state = 'sending'`).Scan(db.ScanTime(&at))
	return at, err
}

// DropAll takes back everything that has not gone out: whoever calls it knows that it may have, elsewhere.
func (t Tables) DropAll(code string) (int64, error) {
	return t.Exec(`UPDATE telling SET state = 'dropped', settled_at = ?, code = ? WHERE state IN ('waiting', 'sending')`,
		db.Micros(t.Now()), code)
}

// DropTarget takes back what waits for a place that is gone.
func (t Tables) DropTarget(target string) error {
	_, err := t.Exec(`UPDATE telling SET state = 'dropped', settled_at = ?, code = 'target_gone'
		WHERE state = 'waiting' AND target = ?`, db.Micros(t.Now()), target)
	return err
}

func (t Tables) takeBack(seen []switchboard.Notice) error {
	for _, n := range seen {
		if err := t.Send(`UPDATE telling SET state = 'dropped', settled_at = ?, code = 'seen' WHERE notice_id = ?
			AND state = 'waiting'`, db.Micros(t.Now()), n.ID); err != nil {
			return err
		}
	}
	return nil
}

// Fates lists what became of the ways of a notice, in the order they were planned.
func (t Tables) Fates(id switchboard.NoticeID) ([]Fate, error) {
	return db.List(t.Tx, func(row db.Scanner) (f Fate, err error) {
		err = row.Scan(&f.Way, &f.Target, &f.Ring, &f.State, db.ScanTime(&f.DueAt), db.ScanTime(&f.SettledAt), &f.Attempt, &f.Code)
		return f, err
	}, `SELECT way, target, ring, state, due_at, settled_at, attempt, code FROM telling WHERE notice_id = ? ORDER BY ring, id`, id)
}

// Fate is what became of one way of a notice.
type Fate struct {
	Way       switchboard.Way `json:"way"`
	Target    string          `json:"target,omitempty"`
	Ring      int             `json:"ring,omitempty"`
	State     TellingState    `json:"state"`
	DueAt     time.Time       `json:"due_at"`
	SettledAt time.Time       `json:"settled_at,omitzero"`
	Attempt   int             `json:"attempt"`
	Code      string          `json:"code,omitempty"`
}
