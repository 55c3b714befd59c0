package consults

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const consultColumns = `id, conversation_id, asked_by, account_id, name, email, question, subject, body, messages, lifted,
	state, why, trouble, handle, asked_at, due_at, expires_at, reminded_at, answered_at, ended_at`

func scanConsult(row scanner) (c switchboard.Consult, err error) {
	err = row.Scan(&c.ID, &c.ConversationID, &c.AskedBy, &c.AccountID, &c.Name, &c.Email, &c.Question, &c.Subject, &c.Text,
		intoJSON{&c.Messages}, &c.Lifted, &c.State, &c.Why, &c.Trouble, &c.Handle, when(&c.AskedAt), when(&c.DueAt), when(&c.ExpiresAt),
		when(&c.RemindedAt), when(&c.AnsweredAt), when(&c.EndedAt))
	return c, err
}

// InsertConsult adds a question.
func (t Tables) InsertConsult(c switchboard.Consult) error {
	messages, err := asJSON(c.Messages)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO consult (`+consultColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.ConversationID, c.AskedBy, c.AccountID, c.Name, c.Email, c.Question, c.Subject, c.Text, messages, c.Lifted, c.State, c.Why,
		c.Trouble, c.Handle, db.Micros(c.AskedAt), db.Micros(c.DueAt), db.Micros(c.ExpiresAt), micros(c.RemindedAt), micros(c.AnsweredAt),
		micros(c.EndedAt))
	return err
}

// UpdateConsult writes what of a question can change.
func (t Tables) UpdateConsult(c switchboard.Consult) error {
	_, err := t.Exec(`UPDATE consult SET conversation_id = ?, state = ?, why = ?, trouble = ?, reminded_at = ?, answered_at = ?,
		ended_at = ? WHERE id = ?`, c.ConversationID, c.State, c.Why, c.Trouble, micros(c.RemindedAt), micros(c.AnsweredAt),
		micros(c.EndedAt), c.ID)
	return err
}

// Consult reads a question and locks it.
func (t Tables) Consult(id switchboard.ConsultID) (switchboard.Consult, bool, error) {
	return one(t, scanConsult, `SELECT `+consultColumns+` FROM consult WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// ConsultByHandle finds the question that a token names, and locks it.
func (t Tables) ConsultByHandle(handle []byte) (switchboard.Consult, bool, error) {
	return one(t, scanConsult, `SELECT `+consultColumns+` FROM consult WHERE handle = ?`+t.Dialect().ForUpdate(), handle)
}

// Consults lists the questions of a conversation, oldest first, at most limit.
func (t Tables) Consults(conversation switchboard.ConversationID, limit int) ([]switchboard.Consult, error) {
	return list(t, scanConsult, `SELECT `+consultColumns+` FROM consult WHERE conversation_id = ? ORDER BY id LIMIT ?`, conversation, limit)
}

// AskedSince lists what somebody asked since a time, at most limit.
func (t Tables) AskedSince(agent switchboard.AgentID, since time.Time, limit int) ([]switchboard.Consult, error) {
	return list(t, scanConsult, `SELECT `+consultColumns+` FROM consult WHERE asked_by = ? AND asked_at >= ? ORDER BY asked_at LIMIT ?`,
		agent, db.Micros(since), limit)
}
