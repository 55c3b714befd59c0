package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const amendmentColumns = `am.id, am.message_id, m.conversation_id, am.account_id, m.visibility, am.agent_id, am.kind, am.text, am.reason,
	am.state, am.attempt, am.not_before, am.code, am.answer, am.created_at, am.settled_at`

const selectAmendment = `SELECT ` + amendmentColumns + ` FROM amendment am JOIN message m ON m.id = am.message_id `

func scanAmendment(row db.Scanner) (a switchboard.Amendment, err error) {
	var notBefore int64
	err = row.Scan(&a.ID, &a.MessageID, &a.ConversationID, &a.AccountID, &a.Visibility, &a.By, &a.Kind, &a.Text, &a.Reason, &a.State,
		&a.Attempt, &notBefore, &a.Code, &a.Answer, db.ScanTime(&a.CreatedAt), db.ScanTime(&a.SettledAt))
	if notBefore != 0 {
		a.NotBefore = db.FromMicros(notBefore)
	}
	return a, err
}

// InsertAmendment adds an amendment as waiting. The conversation is the message's. The table's epoch is without a meaning: an
// amendment is made for whoever leads when its turn comes.
func (t *Tx) InsertAmendment(a switchboard.Amendment) error {
	_, err := t.Exec(`INSERT INTO amendment (id, message_id, account_id, agent_id, epoch, kind, text, reason, state, created_at)
		VALUES (?, ?, ?, ?, 0, ?, ?, ?, 'waiting', ?)`,
		a.ID, a.MessageID, a.AccountID, a.By, a.Kind, a.Text, a.Reason, db.Micros(a.CreatedAt))
	return err
}

// SettleAmendment writes what has become of a waiting amendment; changed is false when it waits no more. What was dropped
// and is done all the same is done.
func (t *Tx) SettleAmendment(a switchboard.Amendment) (changed bool, err error) {
	var notBefore int64
	if !a.NotBefore.IsZero() {
		notBefore = db.Micros(a.NotBefore)
	}
	n, err := t.Exec(`UPDATE amendment SET state = ?, attempt = ?, not_before = ?, code = ?, answer = ?, settled_at = ?
		WHERE id = ? AND (state = 'waiting' OR state = 'dropped' AND ? = 'done')`,
		a.State, a.Attempt, notBefore, a.Code, a.Answer, db.NullMicros(a.SettledAt), a.ID, string(a.State))
	return n > 0, err
}

// Amendment reads one amendment.
func (t *Tx) Amendment(id switchboard.AmendmentID) (switchboard.Amendment, error) {
	return must(t, "amendment", scanAmendment, selectAmendment+`WHERE am.id = ?`, id)
}

// ConversationAmendments lists the amendments of a conversation's messages, the newest message first, its newest
// amendment first.
func (t *Tx) ConversationAmendments(id switchboard.ConversationID, limit int) ([]switchboard.Amendment, error) {
	return db.List(t.Tx, scanAmendment, selectAmendment+`WHERE m.conversation_id = ? 
		ORDER BY m.published_at DESC, m.id DESC, am.id DESC LIMIT ?`, id, limit)
}

// WaitingAmendment finds the oldest amendment of a message that waits.
func (t *Tx) WaitingAmendment(id switchboard.MessageID) (switchboard.Amendment, bool, error) {
	return db.One(t.Tx, scanAmendment, selectAmendment+`WHERE am.message_id = ? AND am.state = 'waiting' ORDER BY am.id LIMIT 1`, id)
}

// nextAmendment keeps the amendments of one message in the order they were asked for.
const nextAmendment = selectAmendment + `WHERE am.account_id = ? AND am.state = 'waiting' AND am.not_before <= ?
	AND NOT EXISTS (SELECT 1 FROM amendment e WHERE e.message_id = am.message_id AND e.state = 'waiting' AND e.id < am.id)
	ORDER BY am.not_before, am.id LIMIT 1`

// NextAmendment finds the amendment of an account that is to be tried first at the given time.
func (t *Tx) NextAmendment(account switchboard.AccountID, now time.Time) (switchboard.Amendment, bool, error) {
	return db.One(t.Tx, scanAmendment, nextAmendment, account, db.Micros(now))
}

// NextAmendmentAt is when the account's earliest amendment that still has to wait for its time may be tried; zero when
// there is none.
func (t *Tx) NextAmendmentAt(account switchboard.AccountID) (at time.Time, err error) {
	err = t.QueryRow(`SELECT MIN(not_before) FROM amendment WHERE account_id = ? AND state = 'waiting' AND not_before > ?`,
		account, db.Micros(t.Now())).Scan(db.ScanTime(&at))
	return at, err
}

// WaitingAmendments lists what still waits anywhere, oldest first.
func (t *Tx) WaitingAmendments() ([]switchboard.Amendment, error) {
	return db.List(t.Tx, scanAmendment, selectAmendment+`WHERE am.state = 'waiting' ORDER BY am.id`)
}

// SetHidden notes that we hid a message on its network, or that it is shown again when at is zero.
func (t *Tx) SetHidden(id switchboard.MessageID, at time.Time) error {
	_, err := t.Exec(`UPDATE message SET hidden_at = ? WHERE id = ?`, db.NullMicros(at), id)
	return err
}

// SetDigest takes what is stored of our own post for what its network shows, unless the network has shown its copy.
func (t *Tx) SetDigest(id switchboard.MessageID, digest []byte) error {
	_, err := t.Exec(`UPDATE message SET digest = ? WHERE id = ? AND length(digest) = 0`, digest, id)
	return err
}
