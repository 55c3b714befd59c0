package consults

import (
	"switchboard"
	"switchboard/internal/store/db"
)

const adviceColumns = `id, consult_id, mail_key, state, machine, email, name, proof, doubts, body, quoted, signature, attachments,
	at, noted_by, message_id, decided_by, decided_at`

func scanAdvice(row db.Scanner) (a switchboard.Advice, err error) {
	err = row.Scan(&a.ID, &a.ConsultID, &a.Key, &a.State, &a.Machine, &a.Email, &a.Name, db.IntoJSON(&a.Proof), db.IntoJSON(&a.Doubts), &a.Text,
		&a.Quoted, &a.Signature, db.IntoJSON(&a.Attachments), db.ScanTime(&a.At), &a.NotedBy, &a.MessageID, &a.DecidedBy, db.ScanTime(&a.DecidedAt))
	return a, err
}

// InsertAdvice adds an answer; false when the same mail was added before.
func (t Tables) InsertAdvice(a switchboard.Advice) (bool, error) {
	var texts [3]string
	for n, v := range []any{a.Proof, a.Doubts, a.Attachments} {
		text, err := db.AsJSON(v)
		if err != nil {
			return false, err
		}
		texts[n] = text
	}
	n, err := t.Exec(`INSERT INTO advice (`+adviceColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (consult_id, mail_key) DO NOTHING`, a.ID, a.ConsultID, a.Key, a.State, a.Machine, a.Email, a.Name, texts[0], texts[1],
		a.Text, a.Quoted, a.Signature, texts[2], db.Micros(a.At), a.NotedBy, a.MessageID, a.DecidedBy, db.NullMicros(a.DecidedAt))
	return n == 1, err
}

// UpdateAdvice writes what was decided of an answer.
func (t Tables) UpdateAdvice(a switchboard.Advice) error {
	_, err := t.Exec(`UPDATE advice SET state = ?, message_id = ?, decided_by = ?, decided_at = ? WHERE id = ?`, a.State, a.MessageID,
		a.DecidedBy, db.NullMicros(a.DecidedAt), a.ID)
	return err
}

// Advice reads one answer and locks it.
func (t Tables) Advice(id switchboard.AdviceID) (switchboard.Advice, bool, error) {
	return db.One(t.Tx, scanAdvice, `SELECT `+adviceColumns+` FROM advice WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// AdviceIn lists what came back on the questions of a conversation, oldest first, at most limit.
func (t Tables) AdviceIn(conversation switchboard.ConversationID, limit int) ([]switchboard.Advice, error) {
	return db.List(t.Tx, scanAdvice, `SELECT `+prefixed("a.", adviceColumns)+` FROM advice a JOIN consult c ON c.id = a.consult_id
		WHERE c.conversation_id = ? ORDER BY a.id LIMIT ?`, conversation, limit)
}

// AdviceReaches reports whether so many answers to a question stand where state says; many is at least one.
func (t Tables) AdviceReaches(consult switchboard.ConsultID, state switchboard.AdviceState, many int) (bool, error) {
	_, reaches, err := db.One(t.Tx, func(row db.Scanner) (id switchboard.AdviceID, err error) { return id, row.Scan(&id) },
		`SELECT id FROM advice WHERE consult_id = ? AND state = ? ORDER BY mail_key LIMIT 1 OFFSET ?`, consult, state, many-1)
	return reaches, err
}
