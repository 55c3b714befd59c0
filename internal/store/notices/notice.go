package notices

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const noticeColumns = `id, agent_id, event, subject, conversation_id, account_id, department, count, first_at, last_at, seen_at,
	seen_why`

func scanNotice(row db.Scanner) (n switchboard.Notice, err error) {
	err = row.Scan(&n.ID, &n.AgentID, &n.Event, &n.Subject, &n.ConversationID, &n.AccountID, &n.Department, &n.Count,
		db.ScanTime(&n.FirstAt), db.ScanTime(&n.LastAt), db.ScanTime(&n.SeenAt), &n.SeenWhy)
	return n, err
}

// Raising is what is told once it stands: a notice, to whom, and which row of the journal raised it.
type Raising struct {
	switchboard.Notice
	Recipient string // id of the agent, or of a team's chat hook
	Position  int64
}

// Raised is what became of a Raising.
type Raised struct {
	switchboard.Notice
	Fresh   bool // it is new; else it was counted
	Changed bool // false when this row of the journal had raised it before
}

// Raise stores a notice, or counts it when the recipient has not seen the one of the same event and subject. The same
// row of the journal has its effect once.
func (t Tables) Raise(r Raising) (out Raised, err error) {
	n, found, err := db.One(t.Tx, scanNotice, `UPDATE notice SET count = count + 1, last_at = ?, last_position = ?
		WHERE event = ? AND subject = ? AND recipient = ? AND unread = 1 AND last_position < ? RETURNING `+noticeColumns,
		db.Micros(r.LastAt), r.Position, r.Event, r.Subject, r.Recipient, r.Position)
	if err != nil || found {
		return Raised{Notice: n, Changed: found}, err
	}
	_, before, err := db.One(t.Tx, db.ScanOne[int64], `SELECT last_position FROM notice WHERE recipient = ? AND event = ? AND subject = ?
		AND last_position >= ? LIMIT 1`, r.Recipient, r.Event, r.Subject, r.Position)
	if err != nil || before {
		return Raised{}, err
	}
	n, found, err = db.One(t.Tx, scanNotice, `INSERT INTO notice (id, recipient, agent_id, event, subject, conversation_id, account_id,
			department, count, first_position, last_position, first_at, last_at, unread)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING RETURNING `+noticeColumns,
		r.ID, r.Recipient, r.AgentID, r.Event, r.Subject, r.ConversationID, r.AccountID, r.Department, r.Position, r.Position,
		db.Micros(r.LastAt), db.Micros(r.LastAt))
	if err != nil || !found {
		return Raised{}, err
	}
	return Raised{Notice: n, Fresh: true, Changed: true}, t.addUnread(n.AgentID, 1)
}

func (t Tables) addUnread(agent switchboard.AgentID, by int64) error {
	if agent.IsZero() || by == 0 {
		return nil
	}
	_, err := t.Exec(`INSERT INTO notice_reader (agent_id, unread) VALUES (?, ?)
		ON CONFLICT (agent_id) DO UPDATE SET unread = notice_reader.unread + excluded.unread`, agent, by)
	return err
}

// Unread is how many notices a person has not seen.
func (t Tables) Unread(agent switchboard.AgentID) (n int64, err error) {
	n, _, err = db.One(t.Tx, db.ScanOne[int64], `SELECT unread FROM notice_reader WHERE agent_id = ?`, agent)
	return n, err
}

// Spot is where a page of notices begins: behind an unread or a seen one.
type Spot struct {
	Unread bool
	At     time.Time
	ID     switchboard.NoticeID
}

// List reads a person's notices, unread ones first, the newest first, behind a spot. The zero Spot is the beginning.
func (t Tables) List(agent switchboard.AgentID, after Spot, limit int) ([]switchboard.Notice, error) {
	const columns = `SELECT ` + noticeColumns + ` FROM notice WHERE agent_id = ?`
	const order = ` ORDER BY unread DESC, last_at DESC, id DESC LIMIT ?`
	if after.ID.IsZero() {
		return db.List(t.Tx, scanNotice, columns+order, agent, limit)
	}
	return db.List(t.Tx, scanNotice, columns+` AND (unread, last_at, id) < (?, ?, ?)`+order, agent, db.Bit(after.Unread),
		db.Micros(after.At), after.ID, limit)
}

// Notice reads a person's notice; found is false when it is not theirs.
func (t Tables) Notice(agent switchboard.AgentID, id switchboard.NoticeID) (n switchboard.Notice, found bool, err error) {
	return db.One(t.Tx, scanNotice, `SELECT `+noticeColumns+` FROM notice WHERE id = ? AND agent_id = ?`, id, agent)
}

// Of reads notices by their ids.
func (t Tables) Of(ids []switchboard.NoticeID) ([]switchboard.Notice, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return db.List(t.Tx, scanNotice, `SELECT `+noticeColumns+` FROM notice WHERE id IN (`+db.Placeholders(len(ids))+`)
		ORDER BY last_at, id`, args...)
}

// Which narrows what is seen: every field that is not zero has to fit.
type Which struct {
	ID             switchboard.NoticeID
	Agent          switchboard.AgentID
	ConversationID switchboard.ConversationID
	Event          switchboard.NoticeEvent
	Subject        string
}

func (w Which) where() (text string, args []any) {
	add := func(condition string, v any) { text, args = text+` AND `+condition, append(args, v) }
	if !w.ID.IsZero() {
		add(`id = ?`, w.ID)
	}
	if !w.Agent.IsZero() {
		add(`agent_id = ?`, w.Agent)
	}
	if !w.ConversationID.IsZero() {
		add(`conversation_id = ?`, w.ConversationID)
	}
	if w.Event != "" {
		add(`event = ?`, w.Event)
	}
	if w.Subject != "" {
		add(`subject = ?`, w.Subject)
	}
	return text, args
}

// See marks notices as no news any more since a time, and takes back what was to go out about them. It returns those it changed.
func (t Tables) See(w Which, why switchboard.SeenWhy, at time.Time) ([]switchboard.Notice, error) {
	where, args := w.where()
	if where == "" {
		return nil, nil
	}
	seen, err := db.List(t.Tx, scanNotice, `UPDATE notice SET unread = 0, seen_at = ?, seen_why = ? WHERE unread = 1`+where+
		` RETURNING `+noticeColumns, append([]any{db.Micros(at), why}, args...)...)
	if err != nil {
		return nil, err
	}
	fewer := map[switchboard.AgentID]int64{}
	for _, n := range seen {
		fewer[n.AgentID]--
	}
	for agent, by := range fewer {
		if err := t.addUnread(agent, by); err != nil {
			return nil, err
		}
	}
	return seen, t.takeBack(seen)
}

// Forget removes notices that were seen before the given time, with what was told of them; at most limit.
func (t Tables) Forget(before time.Time, limit int) (int64, error) {
	gone, err := db.List(t.Tx, db.ScanOne[switchboard.NoticeID],
		`SELECT id FROM notice WHERE unread = 0 AND seen_at < ? ORDER BY seen_at LIMIT ?`, db.Micros(before), limit)
	if err != nil || len(gone) == 0 {
		return 0, err
	}
	args := make([]any, len(gone))
	for i, id := range gone {
		args[i] = id
	}
	in := `IN (` + db.Placeholders(len(args)) + `)`
	if _, err := t.Exec(`DELETE FROM telling WHERE notice_id `+in, args...); err != nil {
		return 0, err
	}
	return t.Exec(`DELETE FROM notice WHERE id `+in, args...)
}

// Cursor is how far the journal has been looked through for notices, and of which incarnation; found is false before
// the first look. It is locked until the transaction ends.
func (t Tables) Cursor() (incarnation string, position int64, found bool, err error) {
	type cursor struct {
		incarnation string
		position    int64
	}
	c, found, err := db.One(t.Tx, func(row db.Scanner) (c cursor, err error) {
		err = row.Scan(&c.incarnation, &c.position)
		return c, err
	}, `SELECT incarnation, position FROM notice_cursor WHERE one = 1`+t.Dialect().ForUpdate())
	return c.incarnation, c.position, found, err
}

// MoveCursor says how far the journal has been looked through.
func (t Tables) MoveCursor(incarnation string, position int64) error {
	_, err := t.Exec(`INSERT INTO notice_cursor (one, incarnation, position) VALUES (1, ?, ?)
		ON CONFLICT (one) DO UPDATE SET incarnation = excluded.incarnation, position = excluded.position`, incarnation, position)
	return err
}
