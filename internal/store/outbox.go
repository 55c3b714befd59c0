package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// nextDelivery passes over legs with a send of open fate, over parts whose earlier parts do not stand yet, and over the
// first part of a draft while another draft of the leg has begun and goes on by itself: a customer never reads one answer
// in the middle of another. A part that will not go out by itself, or was written under an earlier lead, holds nobody up.
// Later parts are never held up, or two drafts that both have begun (the network may say late that something stands)
// would wait for each other. It is a text of its own so that its plan can be tested.
const nextDelivery = `SELECT ` + deliveryColumns + ` FROM delivery dl
	WHERE dl.account_id = ? AND dl.state = 'waiting' AND dl.not_before <= ?
	AND NOT EXISTS (SELECT 1 FROM delivery o WHERE o.leg_id = dl.leg_id AND o.state IN ('sending', 'unknown'))
	AND NOT EXISTS (SELECT 1 FROM delivery p WHERE p.draft_id = dl.draft_id AND p.part < dl.part AND p.state <> 'sent')
	AND (dl.part > 0 OR NOT EXISTS (SELECT 1 FROM delivery n
		JOIN delivery p ON p.draft_id = n.draft_id AND p.part = n.part - 1 AND p.state = 'sent'
		JOIN draft f ON f.id = n.draft_id JOIN conversation c ON c.id = n.conversation_id AND c.epoch = f.epoch
		WHERE n.leg_id = dl.leg_id AND n.state = 'waiting'))
	ORDER BY dl.not_before, dl.id LIMIT 1`

// NextDelivery finds the delivery of an account that is to be tried first at the given time and locks it and its leg.
// Whoever asks for it marks it as sending in the same transaction.
func (t *Tx) NextDelivery(account switchboard.AccountID, now time.Time) (d switchboard.Delivery, found bool, err error) {
	query := nextDelivery
	if t.Dialect() == db.Postgres {
		query += ` FOR UPDATE OF dl SKIP LOCKED`
	}
	for {
		d, found, err = db.One(t.Tx, scanDelivery, query, account, db.Micros(now))
		if err != nil || !found {
			return d, false, err
		}
		// Somebody else may have opened another delivery of the leg since the query began; then the query, begun
		// again, passes over the leg.
		free, err := t.legFree(d)
		if err != nil || free {
			return d, err == nil, err
		}
	}
}

// NextDeliveryAt is when the account's earliest delivery that still has to wait for its time may be tried; zero when
// there is none. What could be tried now, were its leg free, does not count.
func (t *Tx) NextDeliveryAt(account switchboard.AccountID) (at time.Time, err error) {
	err = t.QueryRow(`SELECT MIN(not_before) FROM delivery WHERE account_id = ? AND state = 'waiting' AND not_before > ?`,
		account, db.Micros(t.Now())).Scan(db.ScanTime(&at))
	return at, err
}

// OpenDeliveries lists an account's deliveries of open fate, oldest first.
func (t *Tx) OpenDeliveries(account switchboard.AccountID) ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl
		WHERE dl.account_id = ? AND dl.state IN ('sending', 'unknown') ORDER BY dl.id`, account)
}

// StrandedDeliveries lists and locks an account's deliveries that were begun under an older fence: nobody knows what
// became of them. (The states of the index are named beside the one wanted, or SQLite would not use it; the one wanted
// comes first, or it would sort.)
func (t *Tx) StrandedDeliveries(account switchboard.AccountID, fenceBelow int64) ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl
		WHERE dl.account_id = ? AND dl.state = 'sending' AND dl.state IN ('sending', 'unknown') AND dl.fence < ?
		ORDER BY dl.id`+t.Dialect().ForUpdate(), account, fenceBelow)
}

// AccountsWithWaiting lists the accounts that have something to send, now or later.
func (t *Tx) AccountsWithWaiting() ([]switchboard.AccountID, error) {
	return db.List(t.Tx, func(row db.Scanner) (id switchboard.AccountID, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT a.id FROM account a
		WHERE EXISTS (SELECT 1 FROM delivery dl WHERE dl.account_id = a.id AND dl.state = 'waiting') ORDER BY a.id`)
}
