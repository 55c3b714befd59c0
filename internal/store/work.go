package store

import (
	"time"

	"switchboard/internal/intake"
	"switchboard/internal/store/db"
)

const workColumns = `node, priority, message_id, account_id, revision, attempts, not_before, trouble`

func scanWork(row db.Scanner) (w intake.Work, err error) {
	err = row.Scan(&w.Node, &w.Priority, &w.MessageID, &w.AccountID, &w.Revision, &w.Attempts, db.ScanTime(&w.NotBefore), &w.Trouble)
	return w, err
}

// InsertWork queues a message for the line.
func (t *Tx) InsertWork(w intake.Work) error {
	return t.Send(`INSERT INTO work (node, priority, message_id, account_id, revision) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (node, priority, message_id) DO UPDATE SET revision = excluded.revision, attempts = 0, not_before = 0`,
		w.Node, w.Priority, w.MessageID, w.AccountID, w.Revision)
}

// PendingWork lists a node's work in order, behind the given one, leaving out what has to wait.
func (t *Tx) PendingWork(node string, after intake.Work, limit int) ([]intake.Work, error) {
	return db.List(t.Tx, scanWork, `SELECT `+workColumns+` FROM work WHERE node = ? AND (priority, message_id) > (?, ?)
		AND not_before <= ? ORDER BY priority, message_id LIMIT ?`,
		node, after.Priority, rawID(t, after.MessageID), db.Micros(t.Now()), limit)
}

// NextWorkAt is when the earliest work that has to wait may be tried again; zero when there is none.
func (t *Tx) NextWorkAt(node string) (at time.Time, err error) {
	err = t.QueryRow(`SELECT MIN(not_before) FROM work WHERE node = ? AND not_before > ?`, node, db.Micros(t.Now())).Scan(db.ScanTime(&at))
	return at, err
}

// TakeWork removes a piece of work; false when somebody else finished it or a newer revision replaced it.
func (t *Tx) TakeWork(w intake.Work) (bool, error) {
	n, err := t.Exec(`DELETE FROM work WHERE node = ? AND priority = ? AND message_id = ? AND revision = ?`,
		w.Node, w.Priority, w.MessageID, w.Revision)
	return n == 1, err
}

// DelayWork notes that a piece of work failed and when to try again.
func (t *Tx) DelayWork(w intake.Work) error {
	_, err := t.Exec(`UPDATE work SET attempts = ?, not_before = ?, trouble = ? WHERE node = ? AND priority = ? AND message_id = ?`,
		w.Attempts, db.Micros(w.NotBefore), w.Trouble, w.Node, w.Priority, w.MessageID)
	return err
}

// deadNodes are those other than the node itself that are not alive; it takes the node and the time.
const deadNodes = `(node <> ? AND node NOT IN (SELECT name FROM node WHERE alive_until > ?))`

// AdoptWork takes over the work of nodes that are not alive any more. Where several have the same message, the newest
// revision of it is adopted.
func (t *Tx) AdoptWork(node string) (adopted int64, err error) {
	now := db.Micros(t.Now())
	if _, err := t.Exec(`DELETE FROM work WHERE `+deadNodes+` AND EXISTS (SELECT 1 FROM work o
		WHERE o.message_id = work.message_id AND o.priority = work.priority AND o.node <> work.node
		AND (o.revision > work.revision OR (o.revision = work.revision AND (o.node = ? OR o.node > work.node)))
		AND (o.node = ? OR o.node NOT IN (SELECT name FROM node WHERE alive_until > ?)))`,
		node, now, node, node, now); err != nil {
		return 0, err
	}
	// What is left of theirs is newer than ours.
	if _, err := t.Exec(`DELETE FROM work WHERE node = ? AND (priority, message_id) IN
		(SELECT priority, message_id FROM work o WHERE `+deadNodes+`)`, node, node, now); err != nil {
		return 0, err
	}
	return t.Exec(`UPDATE work SET node = ? WHERE `+deadNodes, node, node, now)
}

// WorkWaits reports whether any acknowledged message is still to be worked by the line.
func (t *Tx) WorkWaits() (waits bool, err error) {
	err = t.QueryRow(`SELECT EXISTS (SELECT 1 FROM work)`).Scan(&waits)
	return waits, err
}

// Beat says that a node is alive until the given time.
func (t *Tx) Beat(node string, until time.Time) error {
	_, err := t.Exec(`INSERT INTO node (name, started_at, alive_until) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET alive_until = excluded.alive_until`, node, db.Micros(t.Now()), db.Micros(until))
	return err
}

// ForgetNode says that a node has stopped in good order.
func (t *Tx) ForgetNode(node string) error {
	_, err := t.Exec(`DELETE FROM node WHERE name = ?`, node)
	return err
}

// ForgetDeadNodes removes nodes that have been silent since before the given time.
func (t *Tx) ForgetDeadNodes(before time.Time) (int64, error) {
	return t.Exec(`DELETE FROM node WHERE alive_until < ?`, db.Micros(before))
}
