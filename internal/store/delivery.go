package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const deliveryColumns = `dl.id, dl.draft_id, dl.conversation_id, dl.leg_id, dl.account_id, dl.part, dl.state, dl.attempt, dl.fence,
	dl.external_id, dl.url, dl.not_before, dl.started_at, dl.settled_at, dl.settled_by, dl.code, dl.text, dl.said,
	dl.returned_at, dl.returned`

func scanDelivery(row db.Scanner) (d switchboard.Delivery, err error) {
	var notBefore int64
	err = row.Scan(&d.ID, &d.DraftID, &d.ConversationID, &d.LegID, &d.AccountID, &d.Part, &d.State, &d.Attempt, &d.Fence,
		&d.ExternalID, &d.URL, &notBefore, db.ScanTime(&d.StartedAt), db.ScanTime(&d.SettledAt), &d.SettledBy, &d.Code, &d.Text, &d.Said,
		db.ScanTime(&d.ReturnedAt), &d.Returned)
	if notBefore != 0 {
		d.NotBefore = db.FromMicros(notBefore)
	}
	return d, err
}

// notBefore stores "at once" as 0, so that what may go at once sorts before what has to wait.
func notBefore(d switchboard.Delivery) int64 {
	if d.NotBefore.IsZero() {
		return 0
	}
	return db.Micros(d.NotBefore)
}

func isOpen(s switchboard.DeliveryState) bool {
	return s == switchboard.DeliverySending || s == switchboard.DeliveryUnknown
}

// InsertDeliveries adds the sends of a draft's parts, waiting for a sender or for a person. A part that has a delivery
// already is a conflict, and so is a second one of a leg that waits for a person.
func (t *Tx) InsertDeliveries(deliveries []switchboard.Delivery) error {
	for _, d := range deliveries {
		if d.State != switchboard.DeliveryByHand {
			d.State, d.StartedAt = switchboard.DeliveryWaiting, time.Time{}
		}
		n, err := t.Exec(`INSERT INTO delivery (id, draft_id, conversation_id, leg_id, account_id, part, state, attempt, not_before, started_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			d.ID, d.DraftID, d.ConversationID, d.LegID, d.AccountID, d.Part, d.State, d.Attempt, notBefore(d), db.NullMicros(d.StartedAt))
		if err != nil {
			return err
		}
		if n == 0 {
			return switchboard.Refuse(switchboard.CodeConflict, "This text is being sent already.")
		}
	}
	return nil
}

// UpdateDelivery writes what has become of a delivery. Turning it into an open one (sending, unknown) while another one
// of its leg is open is refused with CodeUnresolved; the leg is locked to be sure.
func (t *Tx) UpdateDelivery(d switchboard.Delivery) error {
	if isOpen(d.State) {
		if err := t.lockLegFor(d); err != nil {
			return err
		}
	}
	n, err := t.Exec(`UPDATE delivery SET state = ?, attempt = ?, fence = ?, external_id = ?, url = ?, not_before = ?,
		started_at = ?, settled_at = ?, settled_by = ?, code = ?, text = ?, said = ?,
		returned_at = ?, returned = ? WHERE id = ?`,
		d.State, d.Attempt, d.Fence, d.ExternalID, d.URL, notBefore(d), db.NullMicros(d.StartedAt), db.NullMicros(d.SettledAt),
		d.SettledBy, d.Code, d.Text, d.Said, db.NullMicros(d.ReturnedAt), d.Returned, d.ID)
	if err == nil && n == 0 {
		return switchboard.Refuse(switchboard.CodeNotFound, "There is no such delivery.")
	}
	return err
}

func (t *Tx) lockLegFor(d switchboard.Delivery) error {
	free, err := t.legFree(d)
	if err == nil && !free {
		return switchboard.Refuse(switchboard.CodeUnresolved, "An earlier answer on this channel has an open fate.").
			WithHint("Settle it first: look whether it stands on the network.")
	}
	return err
}

// legFree locks the leg of a delivery and then looks whether another delivery of the leg is open: in this order nobody
// can open one in between.
func (t *Tx) legFree(d switchboard.Delivery) (free bool, err error) {
	if _, err := must(t, "leg", scanKey[string], `SELECT kind FROM leg WHERE id = ?`+t.Dialect().ForUpdate(), d.LegID); err != nil {
		return false, err
	}
	err = t.QueryRow(`SELECT NOT EXISTS (SELECT 1 FROM delivery
		WHERE leg_id = ? AND state IN ('sending', 'unknown') AND id <> ?)`, d.LegID, rawID(t, d.ID)).Scan(&free)
	return free, err
}

// Delivery reads one delivery.
func (t *Tx) Delivery(id switchboard.DeliveryID) (switchboard.Delivery, error) {
	return must(t, "delivery", scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl WHERE dl.id = ?`, id)
}

// LockDelivery reads one delivery for changing it.
func (t *Tx) LockDelivery(id switchboard.DeliveryID) (switchboard.Delivery, error) {
	return must(t, "delivery", scanDelivery,
		`SELECT `+deliveryColumns+` FROM delivery dl WHERE dl.id = ?`+t.Dialect().ForUpdate(), id)
}

// DraftDeliveries lists the deliveries of a draft by part.
func (t *Tx) DraftDeliveries(id switchboard.DraftID) ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl WHERE dl.draft_id = ? ORDER BY dl.part`, id)
}

// ConversationDeliveries lists the deliveries of a conversation, newest first.
func (t *Tx) ConversationDeliveries(id switchboard.ConversationID, limit int) ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl WHERE dl.conversation_id = ?
		ORDER BY dl.id DESC LIMIT ?`, id, limit)
}

// DeliveryByExternal finds the delivery that became the message with this id on the account's network.
func (t *Tx) DeliveryByExternal(account switchboard.AccountID, externalID string) (switchboard.Delivery, bool, error) {
	return db.One(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl
		WHERE dl.account_id = ? AND dl.external_id = ? AND dl.external_id <> '' ORDER BY dl.id LIMIT 1`, account, externalID)
}

// RecentDeliveries lists an account's deliveries that were tried since the given time, newest first: what an echo of our
// own post may be of.
func (t *Tx) RecentDeliveries(account switchboard.AccountID, since time.Time, limit int) ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM delivery dl WHERE dl.account_id = ? AND dl.started_at >= ?
		ORDER BY dl.started_at DESC, dl.id DESC LIMIT ?`, account, db.Micros(since), limit)
}
