package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

const identityColumns = `id, realm, external_id, handle, name, followers, customer_id`

func scanIdentity(row db.Scanner) (i switchboard.Identity, err error) {
	err = row.Scan(&i.ID, &i.Realm, &i.ExternalID, &i.Handle, &i.Name, &i.Followers, &i.CustomerID)
	return i, err
}

// MeetIdentity returns the identity of (realm, external id), made when it is new, with its profile brought up to date
// when the author's profile came with a message published later than what is known.
func (t *Tx) MeetIdentity(i switchboard.Identity, told time.Time) (switchboard.Identity, error) {
	_, err := t.Exec(`INSERT INTO identity (id, realm, external_id, handle, name, followers, told_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (realm, external_id) DO UPDATE SET
			handle = CASE WHEN excluded.handle <> '' THEN excluded.handle ELSE identity.handle END,
			name = CASE WHEN excluded.name <> '' THEN excluded.name ELSE identity.name END,
			followers = COALESCE(excluded.followers, identity.followers), told_at = excluded.told_at
		WHERE excluded.told_at > identity.told_at`,
		i.ID, i.Realm, i.ExternalID, i.Handle, i.Name, i.Followers, db.Micros(told))
	if err != nil {
		return i, err
	}
	return must(t, "identity", scanIdentity,
		`SELECT `+identityColumns+` FROM identity WHERE realm = ? AND external_id = ?`+t.Dialect().ForUpdate(), i.Realm, i.ExternalID)
}

// Identity reads one identity.
func (t *Tx) Identity(id switchboard.IdentityID) (switchboard.Identity, error) {
	return must(t, "identity", scanIdentity, `SELECT `+identityColumns+` FROM identity WHERE id = ?`, id)
}

// Known is somebody a customer is known as, and why that is believed.
type Known struct {
	switchboard.Identity
	Basis switchboard.Basis `json:"basis"`
	Since time.Time         `json:"since"` // when it was joined
}

// CustomerIdentities lists who a customer is known as.
func (t *Tx) CustomerIdentities(id switchboard.CustomerID) ([]Known, error) {
	return db.List(t.Tx, func(row db.Scanner) (k Known, err error) {
		i := &k.Identity
		err = row.Scan(&i.ID, &i.Realm, &i.ExternalID, &i.Handle, &i.Name, &i.Followers, &i.CustomerID, &k.Basis, db.ScanTime(&k.Since))
		return k, err
	}, `SELECT i.id, i.realm, i.external_id, i.handle, i.name, i.followers, i.customer_id, l.basis, l.made_at
		FROM identity i JOIN identity_link l ON l.identity_id = i.id AND l.customer_id = i.customer_id AND l.undone_at IS NULL
		WHERE i.customer_id = ? ORDER BY i.id`, id)
}

// InsertCustomer adds a customer for an identity nobody is known behind yet.
func (t *Tx) InsertCustomer(c switchboard.Customer, of switchboard.IdentityID, basis switchboard.Basis) error {
	if _, err := t.Exec(`INSERT INTO customer (id, name, created_at) VALUES (?, ?, ?)`, c.ID, c.Name, db.Micros(c.CreatedAt)); err != nil {
		return err
	}
	if _, err := t.Exec(`UPDATE identity SET customer_id = ? WHERE id = ?`, c.ID, of); err != nil {
		return err
	}
	_, err := t.Exec(`INSERT INTO identity_link (identity_id, customer_id, basis, made_at) VALUES (?, ?, ?, ?)`,
		of, c.ID, basis, db.Micros(t.Now()))
	return err
}

// Customer reads one customer.
func (t *Tx) Customer(id switchboard.CustomerID) (switchboard.Customer, error) {
	return must(t, "customer", func(row db.Scanner) (c switchboard.Customer, err error) {
		err = row.Scan(&c.ID, &c.Name, db.ScanTime(&c.CreatedAt), db.ScanTime(&c.OptedOutAt))
		return c, err
	}, `SELECT id, name, created_at, opted_out_at FROM customer WHERE id = ?`, id)
}

// OptedOut reports whether a customer asked not to be written to unasked. Nobody did not.
func (t *Tx) OptedOut(id switchboard.CustomerID) (bool, error) {
	out, _, err := db.One(t.Tx, func(row db.Scanner) (out bool, err error) {
		err = row.Scan(&out)
		return out, err
	}, `SELECT opted_out_at IS NOT NULL FROM customer WHERE id = ?`, id)
	return out, err
}

// SetOptedOut keeps since when a customer wants not to be written to unasked; the zero time takes it back. changed is false
// when that is known already.
func (t *Tx) SetOptedOut(id switchboard.CustomerID, since time.Time) (changed bool, err error) {
	n, err := t.Exec(`UPDATE customer SET opted_out_at = ? WHERE id = ? AND (opted_out_at IS NULL) <> ?`,
		db.NullMicros(since), id, since.IsZero())
	return n == 1, err
}

// CustomersOf tells whose conversations these are; those that are not there are left out.
func (t *Tx) CustomersOf(ids []switchboard.ConversationID) (map[switchboard.ConversationID]switchboard.CustomerID, error) {
	out := make(map[switchboard.ConversationID]switchboard.CustomerID, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var args []any
	where := inList("id", ids, &args)
	rows, err := t.Query(`SELECT id, customer_id FROM conversation WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id switchboard.ConversationID
		var customer switchboard.CustomerID
		if err := rows.Scan(&id, &customer); err != nil {
			return nil, err
		}
		out[id] = customer
	}
	return out, rows.Err()
}
