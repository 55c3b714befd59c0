package store

import (
	"switchboard"
	"switchboard/internal/store/db"
)

// ByHand lists deliveries that wait for a person to post them, longest first, behind After(StartedAt, ID) of the last
// one seen.
func (t *Tx) ByHand(after Place, limit int) ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl WHERE dl.state = 'by_hand'
		AND (dl.started_at, dl.id) > (?, ?) ORDER BY dl.started_at, dl.id LIMIT ?`, after.Sort, after.bytes(t), limit)
}

// ByHandThrough lists the deliveries through an account that wait for a person, oldest first.
func (t *Tx) ByHandThrough(account switchboard.AccountID) ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl WHERE dl.account_id = ? AND dl.state = 'by_hand'
		ORDER BY dl.id`, account)
}

// ByHandOf lists the deliveries of a conversation that wait for a person, oldest first.
func (t *Tx) ByHandOf(id switchboard.ConversationID) ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl WHERE dl.conversation_id = ? AND dl.state = 'by_hand'
		ORDER BY dl.id`, id)
}

// ByHandAmong reports which of some conversations have an answer that waits for a person.
func (t *Tx) ByHandAmong(ids []switchboard.ConversationID) (map[switchboard.ConversationID]bool, error) {
	waits := map[switchboard.ConversationID]bool{}
	if len(ids) == 0 {
		return waits, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	found, err := db.List(t.Tx, func(row db.Scanner) (id switchboard.ConversationID, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT DISTINCT conversation_id FROM delivery WHERE state = 'by_hand' AND conversation_id IN (`+
		db.Placeholders(len(ids))+`)`, args...)
	for _, id := range found {
		waits[id] = true
	}
	return waits, err
}

// LegWaitsByHand reports whether an answer of a leg waits for a person.
func (t *Tx) LegWaitsByHand(id switchboard.LegID) (waits bool, err error) {
	err = t.QueryRow(`SELECT EXISTS (SELECT 1 FROM delivery WHERE leg_id = ? AND state = 'by_hand')`, id).Scan(&waits)
	return waits, err
}
