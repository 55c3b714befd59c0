package evidence

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const correctionColumns = `id, kind, conversation_id, message_id, revision, decision_id, outcome_id, head, said, truth,
	department, should_own, why, model, policy_hash, made_by, made_at`

func scanCorrection(row db.Scanner) (c switchboard.Correction, err error) {
	err = row.Scan(&c.ID, &c.Kind, &c.ConversationID, &c.MessageID, &c.Revision, &c.DecisionID, &c.Outcome, &c.Head, &c.Said,
		&c.Truth, &c.Department, &c.ShouldOwn, &c.Why, &c.Model, &c.PolicyHash, &c.By, db.ScanTime(&c.At))
	return c, err
}

// AddCorrection stores what somebody said was wrong.
func (t Tables) AddCorrection(c switchboard.Correction) error {
	return t.Send(`INSERT INTO correction (`+correctionColumns+`) VALUES (`+db.Placeholders(17)+`)`, c.ID, c.Kind,
		c.ConversationID, c.MessageID, c.Revision, c.DecisionID, c.Outcome, c.Head, c.Said, c.Truth, c.Department, c.ShouldOwn,
		c.Why, c.Model, c.PolicyHash, c.By, db.Micros(c.At))
}

// Corrections lists what was said of a message, oldest first.
func (t Tables) Corrections(of switchboard.MessageID) ([]switchboard.Correction, error) {
	return db.List(t.Tx, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE message_id = ? ORDER BY id`, of)
}

// Counting lists, by message, the wrong facts of some messages that count for what they say now, oldest first.
func (t Tables) Counting(messages []switchboard.MessageID) (map[switchboard.MessageID][]switchboard.Correction, error) {
	of := map[switchboard.MessageID][]switchboard.Correction{}
	if len(messages) == 0 {
		return of, nil
	}
	ids := make([]any, len(messages))
	for i, id := range messages {
		ids[i] = id
	}
	all, err := db.List(t.Tx, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE kind = 'fact'
		AND message_id IN (`+db.Placeholders(len(ids))+`)
		AND revision = (SELECT message.revision FROM message WHERE message.id = correction.message_id) ORDER BY id`, ids...)
	for _, c := range all {
		of[c.MessageID] = append(of[c.MessageID], c)
	}
	return of, err
}

// CorrectionPage asks for corrections of one kind made at or after a time, oldest first.
type CorrectionPage struct {
	Kind  switchboard.CorrectionKind
	Since time.Time
	Sort  int64    // of the last one of the page before; 0 for the first page
	ID    [16]byte // and its identifier
	Limit int
}

// CorrectionsSince reads a page of corrections.
func (t Tables) CorrectionsSince(p CorrectionPage) ([]switchboard.Correction, error) {
	after := switchboard.CorrectionID(p.ID)
	if p.Sort == 0 {
		return db.List(t.Tx, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE kind = ? AND made_at >= ?
			ORDER BY made_at, id LIMIT ?`, p.Kind, db.Micros(p.Since), p.Limit)
	}
	return db.List(t.Tx, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE kind = ? AND made_at >= ?
		AND (made_at, id) > (?, ?) ORDER BY made_at, id LIMIT ?`, p.Kind, db.Micros(p.Since), p.Sort, after, p.Limit)
}

// LatestCorrections lists corrections of one kind made at or after a time, newest first.
func (t Tables) LatestCorrections(kind switchboard.CorrectionKind, since time.Time, limit int) ([]switchboard.Correction, error) {
	return db.List(t.Tx, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE kind = ? AND made_at >= ?
		ORDER BY made_at DESC, id DESC LIMIT ?`, kind, db.Micros(since), limit)
}

// LatestOfTopics lists what people said of topics, newest first: of one message and topic the newest counts.
func (t Tables) LatestOfTopics(limit int) ([]switchboard.Correction, error) {
	return db.List(t.Tx, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE substr(head, 1, 6) = 'topic/'
		ORDER BY made_at DESC, id DESC LIMIT ?`, limit)
}

// Standing are those of a message's corrections that count for a revision of it, the newest of each head last.
func Standing(all []switchboard.Correction, revision int) []switchboard.Correction {
	var standing []switchboard.Correction
	for _, c := range all {
		if c.Kind == switchboard.CorrectFact && c.Revision == revision {
			standing = append(standing, c)
		}
	}
	return standing
}
