package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const legColumns = `id, conversation_id, account_id, kind, thread_id, identity_id, last_message_key`

func scanLeg(row db.Scanner) (l switchboard.Leg, err error) {
	err = row.Scan(&l.ID, &l.ConversationID, &l.AccountID, &l.Kind, &l.ThreadID, &l.IdentityID, &l.LastMessageKey)
	return l, err
}

// InsertLeg adds a receiving leg; it does nothing when (thread, identity, kind) has one already.
func (t *Tx) InsertLeg(l switchboard.Leg, at time.Time) (inserted bool, err error) {
	n, err := t.Exec(`INSERT INTO leg (id, conversation_id, account_id, kind, thread_id, identity_id, last_message_key, last_message_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		l.ID, l.ConversationID, l.AccountID, l.Kind, l.ThreadID, l.IdentityID, l.LastMessageKey, db.Micros(at))
	return n == 1, err
}

// ReceivingLegs lists the legs on which an identity's messages of a thread are received: one of each kind at most, all of
// one conversation, oldest first.
func (t *Tx) ReceivingLegs(thread switchboard.ThreadID, identity switchboard.IdentityID) ([]switchboard.Leg, error) {
	return db.List(t.Tx, scanLeg, `SELECT `+legColumns+` FROM leg WHERE thread_id = ? AND identity_id = ? AND receiving = 1 ORDER BY id`,
		thread, identity)
}

// PrivateLegs lists the receiving legs of a thread that are not public, oldest first.
func (t *Tx) PrivateLegs(id switchboard.ThreadID, limit int) ([]switchboard.Leg, error) {
	return db.List(t.Tx, scanLeg, `SELECT `+legColumns+` FROM leg WHERE thread_id = ? AND receiving = 1 AND kind <> 'public'
		ORDER BY id LIMIT ?`, id, limit)
}

// Leg reads one leg.
func (t *Tx) Leg(id switchboard.LegID) (switchboard.Leg, error) {
	return must(t, "leg", scanLeg, `SELECT `+legColumns+` FROM leg WHERE id = ?`, id)
}

// Legs lists the legs of a conversation, oldest first.
func (t *Tx) Legs(id switchboard.ConversationID) ([]switchboard.Leg, error) {
	return db.List(t.Tx, scanLeg, `SELECT `+legColumns+` FROM leg WHERE conversation_id = ? ORDER BY id`, id)
}

// ThreadLegs lists the receiving legs of a thread, oldest first.
func (t *Tx) ThreadLegs(id switchboard.ThreadID) ([]switchboard.Leg, error) {
	return db.List(t.Tx, scanLeg, `SELECT `+legColumns+` FROM leg WHERE thread_id = ? AND receiving = 1 ORDER BY id`, id)
}

// TouchLeg makes a customer's message the one an answer answers, unless a later one is known.
func (t *Tx) TouchLeg(id switchboard.LegID, key string, at time.Time) error {
	_, err := t.Exec(`UPDATE leg SET last_message_key = ?, last_message_at = ? WHERE id = ? AND last_message_at <= ?`,
		key, db.Micros(at), id, db.Micros(at))
	return err
}

// RetireLeg stops a leg from receiving: another one on the same thread does.
func (t *Tx) RetireLeg(id switchboard.LegID) error {
	_, err := t.Exec(`UPDATE leg SET receiving = 0 WHERE id = ?`, id)
	return err
}

// MergeLegs moves everything that was said and is being said in the conversation of one leg into that of another. Of two
// legs of one kind, what stood on the first stands on the second; other legs come along as they are.
func (t *Tx) MergeLegs(from, to switchboard.Leg) error {
	staying := switchboard.LegID{}
	if from.Kind == to.Kind {
		staying = from.ID
		if _, err := t.Exec(`UPDATE message SET leg_id = ? WHERE conversation_id = ? AND leg_id = ?`,
			to.ID, from.ConversationID, from.ID); err != nil {
			return err
		}
	}
	for _, table := range []string{"message", "draft", "delivery"} {
		if _, err := t.Exec(`UPDATE `+table+` SET conversation_id = ? WHERE conversation_id = ?`,
			to.ConversationID, from.ConversationID); err != nil {
			return err
		}
	}
	_, err := t.Exec(`UPDATE leg SET conversation_id = ? WHERE conversation_id = ? AND id <> ?`,
		to.ConversationID, from.ConversationID, rawID(t, staying))
	return err
}

// LastSaid is when anybody said something in a conversation last.
func (t *Tx) LastSaid(id switchboard.ConversationID) (at time.Time, err error) {
	err = t.QueryRow(`SELECT last_message_at FROM conversation WHERE id = ?`, id).Scan(db.ScanTime(&at))
	if isNoRows(err) {
		return at, nil
	}
	return at, err
}
