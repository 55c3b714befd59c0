package consults

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const consultColumns = `id, conversation_id, asked_by, account_id, name, email, question, subject, body, messages, lifted,
	state, why, trouble, handle, asked_at, due_at, expires_at, reminded_at, answered_at, ended_at`

func scanConsult(row db.Scanner) (c switchboard.Consult, err error) {
	err = row.Scan(&c.ID, &c.ConversationID, &c.AskedBy, &c.AccountID, &c.Name, &c.Email, &c.Question, &c.Subject, &c.Text,
		db.IntoJSON(&c.Messages), &c.Lifted, &c.State, &c.Why, &c.Trouble, &c.Handle, db.ScanTime(&c.AskedAt), db.ScanTime(&c.DueAt), db.ScanTime(&c.ExpiresAt),
		db.ScanTime(&c.RemindedAt), db.ScanTime(&c.AnsweredAt), db.ScanTime(&c.EndedAt))
	return c, err
}

// InsertConsult adds a question.
func (t Tables) InsertConsult(c switchboard.Consult) error {
	messages, err := db.AsJSON(c.Messages)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO consult (`+consultColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.ConversationID, c.AskedBy, c.AccountID, c.Name, c.Email, c.Question, c.Subject, c.Text, messages, c.Lifted, c.State, c.Why,
		c.Trouble, c.Handle, db.Micros(c.AskedAt), db.Micros(c.DueAt), db.Micros(c.ExpiresAt), db.NullMicros(c.RemindedAt), db.NullMicros(c.AnsweredAt),
		db.NullMicros(c.EndedAt))
	return err
}

// UpdateConsult writes what of a question can change.
func (t Tables) UpdateConsult(c switchboard.Consult) error {
	_, err := t.Exec(`UPDATE consult SET conversation_id = ?, state = ?, why = ?, trouble = ?, reminded_at = ?, answered_at = ?,
		ended_at = ? WHERE id = ?`, c.ConversationID, c.State, c.Why, c.Trouble, db.NullMicros(c.RemindedAt), db.NullMicros(c.AnsweredAt),
		db.NullMicros(c.EndedAt), c.ID)
	return err
}

// Consult reads a question and locks it.
func (t Tables) Consult(id switchboard.ConsultID) (switchboard.Consult, bool, error) {
	return db.One(t.Tx, scanConsult, `SELECT `+consultColumns+` FROM consult WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// ConsultByHandle finds the question that a token names, and locks it.
func (t Tables) ConsultByHandle(handle []byte) (switchboard.Consult, bool, error) {
	return db.One(t.Tx, scanConsult, `SELECT `+consultColumns+` FROM consult WHERE handle = ?`+t.Dialect().ForUpdate(), handle)
}

// Consults lists the questions of a conversation, oldest first, at most limit.
func (t Tables) Consults(conversation switchboard.ConversationID, limit int) ([]switchboard.Consult, error) {
	return db.List(t.Tx, scanConsult, `SELECT `+consultColumns+` FROM consult WHERE conversation_id = ? ORDER BY id LIMIT ?`, conversation, limit)
}

// AskedSince lists what somebody asked since a time, at most limit.
func (t Tables) AskedSince(agent switchboard.AgentID, since time.Time, limit int) ([]switchboard.Consult, error) {
	return db.List(t.Tx, scanConsult, `SELECT `+consultColumns+` FROM consult WHERE asked_by = ? AND asked_at >= ? ORDER BY asked_at LIMIT ?`,
		agent, db.Micros(since), limit)
}
