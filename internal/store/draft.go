package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const draftColumns = `id, conversation_id, leg_id, author_id, epoch, parts, reply_to, send_to, state, hash, send_at, ruling, version, updated_at, written_at`

func scanDraft(row db.Scanner) (d switchboard.Draft, err error) {
	err = row.Scan(&d.ID, &d.ConversationID, &d.LegID, &d.AuthorID, &d.Epoch, db.IntoJSON(&d.Parts), &d.ReplyTo, &d.To, &d.State,
		&d.Hash, db.ScanTime(&d.SendAt), db.IntoJSON(&d.Ruling), &d.Version, db.ScanTime(&d.UpdatedAt), db.ScanTime(&d.WrittenAt))
	return d, err
}

// SaveDraft adds a draft (Version 1) or writes one whose stored version is still the one it came from (Version - 1), and
// notes which files it needs now.
func (t *Tx) SaveDraft(d switchboard.Draft) error {
	parts, err := db.AsJSON(d.Parts)
	if err != nil {
		return err
	}
	ruling, err := optionalJSON(d.Ruling)
	if err != nil {
		return err
	}
	fields := []any{d.ConversationID, d.LegID, d.AuthorID, d.Epoch, parts, d.ReplyTo, d.To, d.State, d.Hash, db.NullMicros(d.SendAt),
		ruling, d.Version, db.Micros(d.UpdatedAt), db.NullMicros(d.WrittenAt), d.ID}
	query := `UPDATE draft SET conversation_id = ?, leg_id = ?, author_id = ?, epoch = ?, parts = ?, reply_to = ?, send_to = ?, state = ?,
		hash = ?, send_at = ?, ruling = ?, version = ?, updated_at = ?, written_at = ? WHERE id = ? AND version = ?`
	if d.Version == 1 {
		query = `INSERT INTO draft (conversation_id, leg_id, author_id, epoch, parts, reply_to, send_to, state, hash, send_at, ruling,
			version, updated_at, written_at, id) VALUES (` + db.Placeholders(len(fields)) + `) ON CONFLICT DO NOTHING`
	} else {
		fields = append(fields, d.Version-1)
	}
	n, err := t.Exec(query, fields...)
	if err == nil && n == 0 {
		err = stale("draft")
	}
	if err != nil {
		return err
	}
	return t.refDraft(d)
}

// refDraft keeps the files a draft needs those its parts name; one that was given up needs none.
func (t *Tx) refDraft(d switchboard.Draft) error {
	if d.Version > 1 {
		if _, err := t.UnrefBlobs(d.ID); err != nil {
			return err
		}
	}
	if d.State == switchboard.DraftDropped {
		return nil
	}
	for _, part := range d.Parts {
		if err := t.refFiles(d.ID, part.Attachments); err != nil {
			return err
		}
	}
	return nil
}

// Draft reads one draft.
func (t *Tx) Draft(id switchboard.DraftID) (switchboard.Draft, error) {
	return must(t, "draft", scanDraft, `SELECT `+draftColumns+` FROM draft WHERE id = ?`, id)
}

// LockDraft reads one draft for changing it or what depends on it.
func (t *Tx) LockDraft(id switchboard.DraftID) (switchboard.Draft, error) {
	return must(t, "draft", scanDraft, `SELECT `+draftColumns+` FROM draft WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// Drafts lists a conversation's drafts in whatever state, oldest first.
func (t *Tx) Drafts(id switchboard.ConversationID) ([]switchboard.Draft, error) {
	return db.List(t.Tx, scanDraft, `SELECT `+draftColumns+` FROM draft WHERE conversation_id = ? ORDER BY id`, id)
}

// HeldDrafts lists drafts that wait for approval, longest first, behind After(UpdatedAt, ID) of the last one seen.
func (t *Tx) HeldDrafts(after Place, limit int) ([]switchboard.Draft, error) {
	return db.List(t.Tx, scanDraft, `SELECT `+draftColumns+` FROM draft WHERE state = 'held' AND (updated_at, id) > (?, ?)
		ORDER BY updated_at, id LIMIT ?`, after.Sort, after.bytes(t), limit)
}

// Approval is one person's yes to exactly one text.
type Approval struct {
	DraftID switchboard.DraftID `json:"draft_id"`
	Hash    string              `json:"hash"` // of the draft as it was approved
	By      switchboard.AgentID `json:"by"`
	Freedom int                 `json:"freedom"` // the level they had then
	At      time.Time           `json:"at"`
}

// AddApproval notes an approval; saying yes again changes nothing.
func (t *Tx) AddApproval(a Approval) error {
	_, err := t.Exec(`INSERT INTO approval (draft_id, hash, given_by, freedom, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, a.DraftID, a.Hash, a.By, a.Freedom, db.Micros(a.At))
	return err
}

// Approvals lists who approved the text with this hash, in the order they did.
func (t *Tx) Approvals(id switchboard.DraftID, hash string) ([]Approval, error) {
	return db.List(t.Tx, func(row db.Scanner) (a Approval, err error) {
		err = row.Scan(&a.DraftID, &a.Hash, &a.By, &a.Freedom, db.ScanTime(&a.At))
		return a, err
	}, `SELECT draft_id, hash, given_by, freedom, at FROM approval WHERE draft_id = ? AND hash = ? ORDER BY at, given_by`, id, hash)
}

// DropApprovals takes every approval of a draft away, of whatever text.
func (t *Tx) DropApprovals(id switchboard.DraftID) error {
	_, err := t.Exec(`DELETE FROM approval WHERE draft_id = ?`, id)
	return err
}
