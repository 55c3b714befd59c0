package store

import (
	"time"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store/db"
)

const messageColumns = `id, network, realm, external_id, account_id, direction, visibility, kind, origin, author, identity_id,
	thread_key, thread_id, parent_key, quote_key, conversation_id, leg_id, content, url, revision, automated, overheard, published_at,
	received_at, edited_at, deleted_at, hidden_at, extra`

func scanMessage(row db.Scanner) (m switchboard.Message, err error) {
	err = row.Scan(&m.ID, &m.Network, &m.Realm, &m.ExternalID, &m.AccountID, &m.Direction, &m.Visibility, &m.Kind, &m.Origin,
		db.IntoJSON(&m.Author), &m.IdentityID, &m.ThreadKey, &m.ThreadID, &m.ParentKey, &m.QuoteKey, &m.ConversationID, &m.LegID,
		db.IntoJSON(&m.Content), &m.URL, &m.Revision, &m.Automated, &m.Overheard, db.ScanTime(&m.PublishedAt), db.ScanTime(&m.ReceivedAt),
		db.ScanTime(&m.EditedAt), db.ScanTime(&m.DeletedAt), db.ScanTime(&m.HiddenAt), db.IntoJSON(&m.Extra))
	return m, err
}

// InsertMessage stores a message, and that it needs its files, unless (realm, external id) is there already.
func (t *Tx) InsertMessage(a intake.Arrival) (inserted bool, err error) {
	author, err := db.AsJSON(a.Author)
	if err != nil {
		return false, err
	}
	content, err := db.AsJSON(a.Content)
	if err != nil {
		return false, err
	}
	if a.Digest == nil {
		a.Digest = []byte{}
	}
	n, err := t.Exec(`INSERT INTO message (id, network, realm, external_id, account_id, direction, visibility, kind, origin,
		author, addressed, thread_key, parent_key, quote_key, content, digest, url, revision, automated, overheard, published_at,
		received_at, edited_at, deleted_at, extra, identity_id, thread_id, conversation_id, leg_id, client_key)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, a.Network, a.Realm, a.ExternalID, a.AccountID, a.Direction, a.Visibility, a.Kind, a.Origin, author,
		db.Bit(a.Addressed), a.ThreadKey, a.ParentKey, a.QuoteKey, content, a.Digest, a.URL, a.Revision, db.Bit(a.Automated),
		db.Bit(a.Overheard), db.Micros(a.PublishedAt), db.Micros(a.ReceivedAt), db.NullMicros(a.EditedAt), db.NullMicros(a.DeletedAt), string(a.Extra),
		a.IdentityID, a.ThreadID, a.ConversationID, a.LegID, a.ClientKey)
	if err != nil || n == 0 {
		return false, err
	}
	return true, t.refFiles(a.ID, a.Content.Attachments)
}

// MessageHead finds a stored message by its network identity and locks it.
func (t *Tx) MessageHead(realm switchboard.Realm, externalID string) (intake.Head, bool, error) {
	return db.One(t.Tx, func(row db.Scanner) (h intake.Head, err error) {
		err = row.Scan(&h.ID, &h.Digest, &h.Direction, &h.Revision, &h.Origin, &h.Addressed, &h.Overheard, db.ScanTime(&h.EditedAt), db.ScanTime(&h.DeletedAt))
		return h, err
	}, `SELECT id, digest, direction, revision, origin, addressed, overheard, edited_at, deleted_at FROM message WHERE realm = ? AND external_id = ?`+
		t.Dialect().ForUpdate(), realm, externalID)
}

// Message reads one message.
func (t *Tx) Message(id switchboard.MessageID) (switchboard.Message, error) {
	return must(t, "message", scanMessage, `SELECT `+messageColumns+` FROM message WHERE id = ?`, id)
}

// MessagesOf reads those of a conversation that are named, oldest first.
func (t *Tx) MessagesOf(conversation switchboard.ConversationID, ids []switchboard.MessageID) ([]switchboard.Message, error) {
	args := []any{conversation}
	return db.List(t.Tx, scanMessage, `SELECT `+messageColumns+` FROM message WHERE conversation_id = ? AND `+inList("id", ids, &args)+
		` ORDER BY published_at, id`, args...)
}

// MessagesNamed reads those of any conversation that are still there.
func (t *Tx) MessagesNamed(ids []switchboard.MessageID) ([]switchboard.Message, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var args []any
	where := inList("id", ids, &args)
	return db.List(t.Tx, scanMessage, `SELECT `+messageColumns+` FROM message WHERE `+where, args...)
}

// MessageByKey finds a message by its network identity.
func (t *Tx) MessageByKey(realm switchboard.Realm, externalID string) (switchboard.Message, bool, error) {
	return db.One(t.Tx, scanMessage, `SELECT `+messageColumns+` FROM message WHERE realm = ? AND external_id = ?`, realm, externalID)
}

// Received is a stored message with what only the line needs of it.
type Received struct {
	switchboard.Message
	Addressed bool
	ClientKey string
}

// LockReceived reads a message for placing it.
func (t *Tx) LockReceived(id switchboard.MessageID) (Received, error) {
	return must(t, "message", func(row db.Scanner) (r Received, err error) {
		r.Message, err = scanMessage(tail{row, []any{&r.Addressed, &r.ClientKey}})
		return r, err
	}, `SELECT `+messageColumns+`, addressed, client_key FROM message WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// tail scans more columns behind those a scan function knows.
type tail struct {
	db.Scanner
	more []any
}

// Scan reads the known columns and those behind them.
func (t tail) Scan(dest ...any) error { return t.Scanner.Scan(append(dest, t.more...)...) }

// ContextOf lists what an identity said in a thread outside any conversation.
func (t *Tx) ContextOf(thread switchboard.ThreadID, identity switchboard.IdentityID) ([]switchboard.Message, error) {
	return db.List(t.Tx, scanMessage, `SELECT `+messageColumns+` FROM message
		WHERE thread_id = ? AND identity_id = ? AND conversation_id IS NULL ORDER BY published_at, id`, thread, identity)
}

// UnansweredOf lists what we wrote privately in a thread, to nobody's message and outside any conversation.
func (t *Tx) UnansweredOf(thread switchboard.ThreadID) ([]switchboard.Message, error) {
	return db.List(t.Tx, scanMessage, `SELECT `+messageColumns+` FROM message WHERE thread_id = ? AND conversation_id IS NULL
		AND direction = 'out' AND visibility = 'private' AND parent_key = '' ORDER BY published_at, id`, thread)
}

// ConversationMessages reads a page of a conversation's timeline, oldest first, after the given place.
func (t *Tx) ConversationMessages(id switchboard.ConversationID, after Place, limit int) ([]switchboard.Message, error) {
	return db.List(t.Tx, scanMessage, `SELECT `+messageColumns+` FROM message
		WHERE conversation_id = ? AND (published_at, id) > (?, ?) ORDER BY published_at, id LIMIT ?`,
		id, after.Sort, after.bytes(t), limit)
}

// LatestMessages reads the newest messages of a conversation before the given place, oldest first. The zero Place is
// behind all of them.
func (t *Tx) LatestMessages(id switchboard.ConversationID, before Place, limit int) ([]switchboard.Message, error) {
	older, args := "", []any{id}
	if before != (Place{}) {
		older, args = "AND (published_at, id) < (?, ?)", append(args, before.Sort, before.bytes(t))
	}
	return db.List(t.Tx, scanMessage, `SELECT * FROM (SELECT `+messageColumns+` FROM message WHERE conversation_id = ? `+older+`
		ORDER BY published_at DESC, id DESC LIMIT ?) latest ORDER BY published_at, id`, append(args, limit)...)
}

// Heard reads what customers said in conversations of their own and stands, the newest first, before the given message; the
// zero id is behind all of them. It looks through limit messages of whatever kind, so that a page may hold fewer: last is
// the one it got to, zero when there are no more.
func (t *Tx) Heard(before switchboard.MessageID, limit int) (heard []switchboard.Message, last switchboard.MessageID, err error) {
	older, args := "", []any{limit}
	if !before.IsZero() {
		older, args = "WHERE id < ?", []any{before, limit}
	}
	page, err := db.List(t.Tx, scanMessage, `SELECT `+messageColumns+` FROM message `+older+` ORDER BY id DESC LIMIT ?`, args...)
	if len(page) == limit {
		last = page[limit-1].ID
	}
	for _, m := range page {
		if m.Direction == switchboard.In && m.DeletedAt.IsZero() && !m.ConversationID.IsZero() && m.Content.Idle == "" {
			heard = append(heard, m)
		}
	}
	return heard, last, err
}

// ThreadMessages reads the messages of a thread, oldest first.
func (t *Tx) ThreadMessages(id switchboard.ThreadID, limit int) ([]switchboard.Message, error) {
	return db.List(t.Tx, scanMessage, `SELECT `+messageColumns+` FROM message WHERE thread_id = ?
		ORDER BY published_at, id LIMIT ?`, id, limit)
}

// SetPlacement writes where a message belongs.
func (t *Tx) SetPlacement(m switchboard.Message) error {
	return t.Send(`UPDATE message SET identity_id = ?, thread_id = ?, conversation_id = ?, leg_id = ? WHERE id = ?`,
		m.IdentityID, m.ThreadID, m.ConversationID, m.LegID, m.ID)
}

// Revise replaces a message's content and keeps what stood before, with its files. It returns the new revision.
func (t *Tx) Revise(h intake.Head, a intake.Arrival) (revision int, err error) {
	if err := t.keepRevision(h); err != nil {
		return 0, err
	}
	h.Revision++
	return h.Revision, t.overwrite(h, a)
}

// Replace puts the network's copy in the place of our own words, which it is of: no revision, and their files go.
func (t *Tx) Replace(h intake.Head, a intake.Arrival) error {
	if _, err := t.UnrefBlobs(h.ID); err != nil {
		return err
	}
	return t.overwrite(h, a)
}

func (t *Tx) overwrite(h intake.Head, a intake.Arrival) error {
	content, err := db.AsJSON(a.Content)
	if err != nil {
		return err
	}
	_, err = t.Exec(`UPDATE message SET content = ?, digest = ?, revision = ?, edited_at = ?, url = ? WHERE id = ?`,
		content, a.Digest, h.Revision, db.NullMicros(a.EditedAt), a.URL, h.ID)
	if err != nil {
		return err
	}
	return t.refFiles(h.ID, a.Content.Attachments)
}

// MarkEdited notes that what a message says was said again by a later edit.
func (t *Tx) MarkEdited(id switchboard.MessageID, at time.Time) error {
	_, err := t.Exec(`UPDATE message SET edited_at = ? WHERE id = ?`, db.NullMicros(at), id)
	return err
}

// KeepOlder keeps a version that arrived after the one it precedes. It counts as a revision; what stands stays.
func (t *Tx) KeepOlder(h intake.Head, a intake.Arrival) (revision int, err error) {
	content, err := db.AsJSON(a.Content)
	if err != nil {
		return 0, err
	}
	if _, err := t.Exec(`INSERT INTO message_revision (message_id, revision, content, digest, edited_at, replaced_at)
		VALUES (?, ?, ?, ?, ?, ?)`, h.ID, h.Revision, content, a.Digest, db.NullMicros(a.EditedAt), db.Micros(t.Now())); err != nil {
		return 0, err
	}
	if _, err = t.Exec(`UPDATE message SET revision = ? WHERE id = ?`, h.Revision+1, h.ID); err != nil {
		return 0, err
	}
	return h.Revision + 1, t.refFiles(h.ID, a.Content.Attachments)
}

func (t *Tx) keepRevision(h intake.Head) error {
	_, err := t.Exec(`INSERT INTO message_revision (message_id, revision, content, digest, edited_at, replaced_at)
		SELECT id, revision, content, digest, edited_at, ? FROM message WHERE id = ?`, db.Micros(t.Now()), h.ID)
	return err
}

// KnownRevision reports whether an earlier revision had this content.
func (t *Tx) KnownRevision(id switchboard.MessageID, digest []byte) (known bool, err error) {
	err = t.QueryRow(`SELECT EXISTS (SELECT 1 FROM message_revision WHERE message_id = ? AND digest = ?)`, id, digest).Scan(&known)
	return known, err
}

// Revision is what a message said before.
type Revision struct {
	Revision   int                 `json:"revision"`
	Content    switchboard.Content `json:"content"`
	EditedAt   time.Time           `json:"edited_at,omitzero"`
	ReplacedAt time.Time           `json:"replaced_at"`
}

// Revisions lists what a message said before, oldest first.
func (t *Tx) Revisions(id switchboard.MessageID) ([]Revision, error) {
	return db.List(t.Tx, func(row db.Scanner) (r Revision, err error) {
		err = row.Scan(&r.Revision, db.IntoJSON(&r.Content), db.ScanTime(&r.EditedAt), db.ScanTime(&r.ReplacedAt))
		return r, err
	}, `SELECT revision, content, edited_at, replaced_at FROM message_revision WHERE message_id = ? ORDER BY revision`, id)
}

// BlankMessage takes a message's content, its earlier revisions, what it was to say, its raw payloads and its files away
// and marks it deleted.
func (t *Tx) BlankMessage(id switchboard.MessageID, at time.Time) error {
	if _, err := t.Exec(`UPDATE message SET content = '{"text":""}', extra = '', deleted_at = ? WHERE id = ?`, db.Micros(at), id); err != nil {
		return err
	}
	if _, err := t.Exec(`DELETE FROM message_revision WHERE message_id = ?`, id); err != nil {
		return err
	}
	if _, err := t.Exec(`DELETE FROM raw_payload WHERE message_id = ?`, id); err != nil {
		return err
	}
	if _, err := t.Exec(`UPDATE amendment SET text = '' WHERE message_id = ?`, id); err != nil {
		return err
	}
	_, err := t.UnrefBlobs(id)
	return err
}

// InsertRaw keeps the payload a revision came as.
func (t *Tx) InsertRaw(id switchboard.MessageID, revision int, payload []byte) error {
	return t.Send(`INSERT INTO raw_payload (message_id, revision, payload) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		id, revision, payload)
}

// InsertSighting records that an account saw a message. What it saw first counts.
func (t *Tx) InsertSighting(id switchboard.MessageID, account switchboard.AccountID, lane string) error {
	return t.Send(`INSERT INTO sighting (message_id, account_id, lane, seen_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		id, account, lane, db.Micros(t.Now()))
}

// SetAddressed notes that a message is for an account of ours, which it then belongs to, and whether it speaks of us only.
func (t *Tx) SetAddressed(id switchboard.MessageID, account switchboard.AccountID, overheard bool) error {
	return t.Send(`UPDATE message SET addressed = 1, account_id = ?, overheard = ? WHERE id = ?`, account, db.Bit(overheard), id)
}

// Sightings lists the accounts that saw a message.
func (t *Tx) Sightings(id switchboard.MessageID) ([]switchboard.AccountID, error) {
	return db.List(t.Tx, func(row db.Scanner) (a switchboard.AccountID, err error) {
		err = row.Scan(&a)
		return a, err
	}, `SELECT account_id FROM sighting WHERE message_id = ? ORDER BY seen_at, account_id`, id)
}
