package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// SaveVerdict stores what triage found in a revision of a message; the newest finding stands.
func (t *Tx) SaveVerdict(id switchboard.MessageID, revision int, v switchboard.Verdict) error {
	body, err := db.AsJSON(v)
	if err != nil {
		return err
	}
	return t.Send(`INSERT INTO verdict (message_id, revision, model, body, made_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (message_id, revision) DO UPDATE SET model = excluded.model, body = excluded.body, made_at = excluded.made_at`,
		id, revision, v.Model, body, db.Micros(t.Now()))
}

// Verdict reads what triage found in the newest revision it saw.
func (t *Tx) Verdict(id switchboard.MessageID) (switchboard.Verdict, bool, error) {
	return db.One(t.Tx, func(row db.Scanner) (v switchboard.Verdict, err error) {
		err = row.Scan(db.IntoJSON(&v))
		return v, err
	}, `SELECT body FROM verdict WHERE message_id = ? ORDER BY revision DESC LIMIT 1`, id)
}

// Verdicts reads what triage found in the newest revisions of messages; those it has not looked at are left out.
func (t *Tx) Verdicts(ids []switchboard.MessageID) (map[switchboard.MessageID]switchboard.Verdict, error) {
	found := make(map[switchboard.MessageID]switchboard.Verdict, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	type row struct {
		id      switchboard.MessageID
		verdict switchboard.Verdict
	}
	var args []any
	where := inList("message_id", ids, &args)
	rows, err := db.List(t.Tx, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.id, db.IntoJSON(&r.verdict))
		return r, err
	}, `SELECT message_id, body FROM verdict WHERE `+where+` ORDER BY message_id, revision`, args...)
	for _, r := range rows {
		found[r.id] = r.verdict
	}
	return found, err
}

// DecisionRow is a stored decision with what it was about.
type DecisionRow struct {
	ID             switchboard.DecisionID     `json:"id"`
	ConversationID switchboard.ConversationID `json:"conversation_id"`
	MessageID      switchboard.MessageID      `json:"message_id"`
	Decision       switchboard.Decision       `json:"decision"`
}

// keptDecision is a decision as it may stand in the database: once the deadline was written as nanoseconds.
type keptDecision struct {
	*switchboard.Decision
	Nanoseconds time.Duration `json:"deadline"`
}

func scanDecision(row db.Scanner) (d DecisionRow, err error) {
	kept := keptDecision{Decision: &d.Decision}
	err = row.Scan(&d.ID, &d.ConversationID, &d.MessageID, db.IntoJSON(&kept))
	if kept.Nanoseconds != 0 {
		d.Decision.Deadline = switchboard.SecondsOf(kept.Nanoseconds)
	}
	return d, err
}

// InsertDecision stores a decision.
func (t *Tx) InsertDecision(d DecisionRow) error {
	body, err := db.AsJSON(d.Decision)
	if err != nil {
		return err
	}
	return t.Send(`INSERT INTO decision (id, conversation_id, message_id, department, rule, policy_hash, facts_hash, body, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, d.ID, d.ConversationID, d.MessageID, d.Decision.Department, d.Decision.Rule,
		d.Decision.PolicyHash, d.Decision.FactsHash, body, db.Micros(t.Now()))
}

// Decision reads one decision.
func (t *Tx) Decision(id switchboard.DecisionID) (DecisionRow, error) {
	return must(t, "decision", scanDecision, `SELECT id, conversation_id, message_id, body FROM decision WHERE id = ?`, id)
}

// Decisions lists a conversation's decisions, newest first.
func (t *Tx) Decisions(id switchboard.ConversationID, limit int) ([]DecisionRow, error) {
	return db.List(t.Tx, scanDecision, `SELECT id, conversation_id, message_id, body FROM decision WHERE conversation_id = ?
		ORDER BY id DESC LIMIT ?`, id, limit)
}

// DecidedUpon reports whether anything was decided upon a message in its conversation.
func (t *Tx) DecidedUpon(id switchboard.ConversationID, message switchboard.MessageID) (bool, error) {
	_, found, err := db.One(t.Tx, scanDecision, `SELECT id, conversation_id, message_id, body FROM decision
		WHERE conversation_id = ? AND message_id = ? LIMIT 1`, id, message)
	return found, err
}

// DecisionsFrom lists decisions made at or after from, oldest first, a page at a time: pass the id of the last one to go
// on, the zero id to begin.
func (t *Tx) DecisionsFrom(from time.Time, after switchboard.DecisionID, limit int) ([]DecisionRow, error) {
	if after.IsZero() {
		after = switchboard.FirstID[switchboard.DecisionID](from)
	}
	return db.List(t.Tx, scanDecision, `SELECT id, conversation_id, message_id, body FROM decision WHERE id > ? ORDER BY id LIMIT ?`,
		after, limit)
}
