package store

import (
	"switchboard"

	"switchboard/internal/store/db"
)

// SeenInRealm reports whether a message of the realm is stored that belongs to the account or was seen by it. It may
// walk the whole realm: ask it rarely.
func (t *Tx) SeenInRealm(account switchboard.AccountID, realm switchboard.Realm) (seen bool, err error) {
	_, seen, err = db.One(t.Tx, func(row db.Scanner) (n int, err error) {
		err = row.Scan(&n)
		return n, err
	}, `SELECT 1 FROM message WHERE realm = ? AND (account_id = ? OR EXISTS (SELECT 1 FROM sighting
		WHERE sighting.message_id = message.id AND sighting.account_id = ?)) LIMIT 1`, realm, account, account)
	return seen, err
}
