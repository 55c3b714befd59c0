package store

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// ChannelJournal is where the arrival of new positions is announced.
const ChannelJournal = "journal"

const eventColumns = `kind, at, recorded_at, origin, actor_kind, actor, conversation_id, message_id, account_id, brand_id,
	department, from_department, to_department, network, visibility, agent, epoch, reason, subject, numbers`

func scanEvent(row db.Scanner) (e switchboard.Event, err error) {
	var position *int64
	err = row.Scan(&position, &e.Kind, db.ScanTime(&e.At), db.ScanTime(&e.RecordedAt), &e.Origin, &e.ActorKind, &e.Actor, &e.ConversationID,
		&e.MessageID, &e.AccountID, &e.BrandID, &e.Department, &e.From, &e.To, &e.Network, &e.Visibility, &e.Agent, &e.Epoch, &e.Reason,
		&e.Subject, db.IntoJSON(&e.Numbers))
	if position != nil {
		e.Position = *position
	}
	return e, err
}

// Record writes events to the journal. They are announced once they are committed and have a position, never before.
func (t *Tx) Record(events ...switchboard.Event) error {
	for _, e := range events {
		if err := t.record(e); err != nil {
			return err
		}
	}
	switch {
	case len(events) == 0:
		return nil
	case t.Dialect() == db.SQLite:
		return t.Notify(ChannelJournal, "")
	}
	t.AfterCommit(t.owner.RingJournal)
	return nil
}

// RingJournal says that events may have been committed that have no position yet.
func (d *DB) RingJournal() {
	select {
	case d.bell <- struct{}{}:
	default:
	}
}

// JournalBell rings after RingJournal; it has one listener, the sequencer.
func (d *DB) JournalBell() <-chan struct{} { return d.bell }

func (t *Tx) record(e switchboard.Event) error {
	numbers := ""
	if len(e.Numbers) > 0 {
		text, err := db.AsJSON(e.Numbers)
		if err != nil {
			return err
		}
		numbers = text
	}
	if e.At.IsZero() {
		e.At = t.Now()
	}
	if e.Origin == "" {
		e.Origin = switchboard.Live
	}
	return t.Send(`INSERT INTO journal (`+eventColumns+`) VALUES (`+db.Placeholders(20)+`)`,
		e.Kind, db.Micros(e.At), db.Micros(t.Now()), e.Origin, e.ActorKind, e.Actor, e.ConversationID, e.MessageID,
		e.AccountID, e.BrandID, e.Department, e.From, e.To, e.Network, e.Visibility, e.Agent, e.Epoch, e.Reason, e.Subject, numbers)
}

// Sequence gives positions to committed events that have none, at most limit, in one step that only one node takes at a
// time, and announces them. It returns how many it numbered. SQLite has nothing to number.
func (t *Tx) Sequence(limit int) (int64, error) {
	if t.Dialect() == db.SQLite {
		return 0, nil
	}
	var head int64
	if err := t.QueryRow(`SELECT position FROM journal_head WHERE one = 1 FOR UPDATE`).Scan(&head); err != nil {
		return 0, err
	}
	n, err := t.Exec(`UPDATE journal j SET position = ?::bigint + n.place
		FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM
			(SELECT id FROM journal WHERE position IS NULL ORDER BY id LIMIT ?) waiting) n WHERE j.id = n.id`, head, limit)
	if err != nil || n == 0 {
		return n, err
	}
	if _, err := t.Exec(`UPDATE journal_head SET position = ? WHERE one = 1`, head+n); err != nil {
		return 0, err
	}
	return n, t.Notify(ChannelJournal, "")
}

// Events reads the journal behind a position, in order.
func (t *Tx) Events(after int64, limit int) ([]switchboard.Event, error) {
	return db.List(t.Tx, scanEvent, `SELECT position, `+eventColumns+` FROM journal WHERE position > ? ORDER BY position LIMIT ?`, after, limit)
}

// LastPosition is the newest position followers can see; 0 for an empty journal.
func (t *Tx) LastPosition() (position int64, err error) {
	query := `SELECT COALESCE(MAX(position), 0) FROM journal`
	if t.Dialect() == db.Postgres {
		query = `SELECT position FROM journal_head WHERE one = 1`
	}
	err = t.QueryRow(query).Scan(&position)
	return position, err
}

// LatestEvents reads what happened to one conversation last, oldest first.
func (t *Tx) LatestEvents(id switchboard.ConversationID, limit int) ([]switchboard.Event, error) {
	order := "position"
	if t.Dialect() == db.Postgres {
		order = "id"
	}
	events, err := db.List(t.Tx, scanEvent, `SELECT position, `+eventColumns+` FROM journal WHERE conversation_id = ?
		ORDER BY `+order+` DESC LIMIT ?`, id, limit)
	slices.Reverse(events)
	return events, err
}

// ConversationEvents reads what happened to one conversation, oldest first.
func (t *Tx) ConversationEvents(id switchboard.ConversationID, limit int) ([]switchboard.Event, error) {
	order := "position"
	if t.Dialect() == db.Postgres {
		order = "id"
	}
	return db.List(t.Tx, scanEvent, `SELECT position, `+eventColumns+` FROM journal WHERE conversation_id = ?
		ORDER BY `+order+` LIMIT ?`, id, limit)
}

// Staffings reads who could be given the work of departments from a time on: of each, what was known then, and every
// change since, oldest first.
func (t *Tx) Staffings(departments []switchboard.DepartmentKey, from time.Time) ([]switchboard.Event, error) {
	var all []switchboard.Event
	for _, key := range departments {
		known, err := db.List(t.Tx, scanEvent, `SELECT position, `+eventColumns+` FROM journal WHERE kind = 'department.staffed'
			AND department = ? AND recorded_at <= ? ORDER BY recorded_at DESC, `+t.journalKey()+` DESC LIMIT 1`, key, db.Micros(from))
		if err != nil {
			return nil, err
		}
		later, err := db.List(t.Tx, scanEvent, `SELECT position, `+eventColumns+` FROM journal WHERE kind = 'department.staffed'
			AND department = ? AND recorded_at > ? ORDER BY recorded_at, `+t.journalKey()+` LIMIT ?`, key, db.Micros(from), maxStaffings)
		if err != nil {
			return nil, err
		}
		all = append(append(all, known...), later...)
	}
	return all, nil
}

// maxStaffings bounds the changes that are read for one department.
const maxStaffings = 10_000

// Staff notes who can be given a department's work from now on; changed is false when it was known.
func (t *Tx) Staff(key switchboard.DepartmentKey, staffing switchboard.Staffing) (changed bool, err error) {
	n, err := t.Exec(`UPDATE department SET staffing = ? WHERE key = ? AND staffing <> ?`, staffing, key, staffing)
	return n == 1, err
}
