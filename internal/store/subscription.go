package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// SubscriptionState says whether a subscriber is told.
type SubscriptionState string

// Subscription states.
const (
	SubscriptionOn      SubscriptionState = "on"
	SubscriptionPaused  SubscriptionState = "paused"  // switched off by a person
	SubscriptionFailing SubscriptionState = "failing" // tried again at NextAt
)

// Subscription is a program outside that is told events.
type Subscription struct {
	ID        switchboard.SubscriptionID `json:"id"`
	Name      string                     `json:"name"`
	URL       string                     `json:"url"`
	Secret    []byte                     `json:"-"`                // sealed
	Kinds     []switchboard.EventKind    `json:"kinds"`            // empty: all
	Owner     switchboard.AgentID        `json:"owner"`            // it sees what this agent may see
	Position  int64                      `json:"position"`         // told up to here
	State     SubscriptionState          `json:"state"`            //
	Failures  int                        `json:"failures"`         // in a row
	NextAt    time.Time                  `json:"next_at,omitzero"` // not before; zero: at once
	CreatedAt time.Time                  `json:"created_at"`
}

const subscriptionColumns = `id, name, url, secret, kinds, owner, position, state, failures, next_at, created_at`

func scanSubscription(row db.Scanner) (s Subscription, err error) {
	var next int64
	err = row.Scan(&s.ID, &s.Name, &s.URL, &s.Secret, db.IntoJSON(&s.Kinds), &s.Owner, &s.Position, &s.State, &s.Failures,
		&next, db.ScanTime(&s.CreatedAt))
	if next != 0 {
		s.NextAt = db.FromMicros(next)
	}
	return s, err
}

// InsertSubscription adds a subscription.
func (t *Tx) InsertSubscription(s Subscription) error {
	kinds, err := db.AsJSON(s.Kinds)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO subscription (id, name, url, secret, kinds, owner, position, state, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, s.Name, s.URL, s.Secret, kinds, s.Owner, s.Position, s.State, db.Micros(s.CreatedAt))
	return err
}

// Subscription reads one subscription.
func (t *Tx) Subscription(id switchboard.SubscriptionID) (Subscription, error) {
	return must(t, "subscription", scanSubscription, `SELECT `+subscriptionColumns+` FROM subscription WHERE id = ?`, id)
}

// LockSubscription reads one subscription for changing it.
func (t *Tx) LockSubscription(id switchboard.SubscriptionID) (Subscription, error) {
	return must(t, "subscription", scanSubscription,
		`SELECT `+subscriptionColumns+` FROM subscription WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// Subscriptions lists all of them, oldest first.
func (t *Tx) Subscriptions() ([]Subscription, error) {
	return db.List(t.Tx, scanSubscription, `SELECT `+subscriptionColumns+` FROM subscription ORDER BY id`)
}

// UpdateSubscription writes everything of a subscription but its owner.
func (t *Tx) UpdateSubscription(s Subscription) error {
	kinds, err := db.AsJSON(s.Kinds)
	if err != nil {
		return err
	}
	var next int64
	if !s.NextAt.IsZero() {
		next = db.Micros(s.NextAt)
	}
	_, err = t.Exec(`UPDATE subscription SET name = ?, url = ?, secret = ?, kinds = ?, position = ?, state = ?, failures = ?,
		next_at = ? WHERE id = ?`, s.Name, s.URL, s.Secret, kinds, s.Position, s.State, s.Failures, next, s.ID)
	return err
}

// DeleteSubscription forgets a subscription and its log.
func (t *Tx) DeleteSubscription(id switchboard.SubscriptionID) error {
	if _, err := t.Exec(`DELETE FROM callback WHERE subscription_id = ?`, id); err != nil {
		return err
	}
	_, err := t.Exec(`DELETE FROM subscription WHERE id = ?`, id)
	return err
}

// Callback is one attempt to tell a subscriber.
type Callback struct {
	ID             switchboard.CallbackID     `json:"id"`
	SubscriptionID switchboard.SubscriptionID `json:"subscription_id"`
	FirstPosition  int64                      `json:"first_position"`
	LastPosition   int64                      `json:"last_position"`
	Attempt        int                        `json:"attempt"`
	Status         int                        `json:"status"` // of HTTP, 0 when there was no answer
	Trouble        string                     `json:"trouble,omitempty"`
	Took           switchboard.Seconds        `json:"took_seconds"` // to the millisecond
	At             time.Time                  `json:"at"`
}

// InsertCallback adds an attempt to the log.
func (t *Tx) InsertCallback(c Callback) error {
	_, err := t.Exec(`INSERT INTO callback (id, subscription_id, first_position, last_position, attempt, status, trouble, millis, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ID, c.SubscriptionID, c.FirstPosition, c.LastPosition, c.Attempt, c.Status,
		c.Trouble, c.Took.Duration().Milliseconds(), db.Micros(c.At))
	return err
}

// Callbacks lists a subscription's attempts, newest first, behind After(At, ID) of the last one seen.
func (t *Tx) Callbacks(id switchboard.SubscriptionID, after Place, limit int) ([]Callback, error) {
	query := `SELECT id, subscription_id, first_position, last_position, attempt, status, trouble, millis, at FROM callback
		WHERE subscription_id = ?`
	args := []any{id}
	if after != (Place{}) {
		query += ` AND id < ?`
		args = append(args, after.bytes(t))
	}
	return db.List(t.Tx, scanCallback, query+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
}

func scanCallback(row db.Scanner) (c Callback, err error) {
	var millis int64
	err = row.Scan(&c.ID, &c.SubscriptionID, &c.FirstPosition, &c.LastPosition, &c.Attempt, &c.Status, &c.Trouble, &millis,
		db.ScanTime(&c.At))
	c.Took = switchboard.SecondsOf(time.Duration(millis) * time.Millisecond)
	return c, err
}

// ForgetCallbacks removes attempts made before the given time, looking at no more than limit of the oldest.
func (t *Tx) ForgetCallbacks(before time.Time, limit int) (int64, error) {
	return t.Exec(`DELETE FROM callback WHERE at < ? AND id IN (SELECT id FROM callback ORDER BY id LIMIT ?)`,
		db.Micros(before), limit)
}
