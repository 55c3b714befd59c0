package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Lease is who reads and writes for an account at present. One lease covers its reader, sender and rate budget.
type Lease struct {
	AccountID switchboard.AccountID
	Holder    string
	Fence     int64 // rises with every new holder
	Until     time.Time
}

const leaseColumns = `account_id, holder, fence, until`

func scanLease(row db.Scanner) (l Lease, err error) {
	err = row.Scan(&l.AccountID, &l.Holder, &l.Fence, db.ScanTime(&l.Until))
	return l, err
}

// databaseNow is the time all nodes agree on. It is read after a lock was waited for, never before.
func (t *Tx) databaseNow() (now time.Time, err error) {
	if t.Dialect() == db.SQLite {
		return t.Now(), nil // one process writes, so its time is the database's
	}
	err = t.QueryRow(`SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint`).Scan(db.ScanTime(&now))
	return now, err
}

// lockLease reads a lease and the time, in this order.
func (t *Tx) lockLease(account switchboard.AccountID, lock string) (l Lease, found bool, now time.Time, err error) {
	l, found, err = db.One(t.Tx, scanLease, `SELECT `+leaseColumns+` FROM account_lease WHERE account_id = ?`+lock, account)
	if err == nil {
		now, err = t.databaseNow()
	}
	return l, found, now, err
}

// AcquireLease takes an account's lease for ttl when it is free or has expired, with a higher fence, and prolongs it
// under the same fence when the holder has it already. ok is false while somebody else holds it. A holder names one life
// of one process, so that a process that starts again is somebody else.
func (t *Tx) AcquireLease(account switchboard.AccountID, holder string, ttl time.Duration) (fence int64, ok bool, err error) {
	if _, err := t.Exec(`INSERT INTO account_lease (account_id, holder, fence, until) VALUES (?, '', 0, 0)
		ON CONFLICT DO NOTHING`, account); err != nil {
		return 0, false, err
	}
	l, _, now, err := t.lockLease(account, t.Dialect().ForUpdate())
	if err != nil {
		return 0, false, err
	}
	expired := !l.Until.After(now)
	if !expired && l.Holder != holder {
		return 0, false, nil
	}
	if expired {
		l.Fence++
	}
	_, err = t.Exec(`UPDATE account_lease SET holder = ?, fence = ?, until = ? WHERE account_id = ?`,
		holder, l.Fence, db.Micros(now.Add(ttl)), account)
	return l.Fence, err == nil, err
}

// RenewLease prolongs a lease that is still held under its fence (AccountID, Holder and Fence count); ok is false when it
// was lost.
func (t *Tx) RenewLease(held Lease, ttl time.Duration) (ok bool, err error) {
	l, found, now, err := t.lockLease(held.AccountID, t.Dialect().ForUpdate())
	if err != nil || !found || l.Holder != held.Holder || l.Fence != held.Fence || !l.Until.After(now) {
		return false, err
	}
	_, err = t.Exec(`UPDATE account_lease SET until = ? WHERE account_id = ?`, db.Micros(now.Add(ttl)), held.AccountID)
	return err == nil, err
}

// ReleaseLease frees a lease at once, if it is still held under its fence.
func (t *Tx) ReleaseLease(held Lease) error {
	_, err := t.Exec(`UPDATE account_lease SET until = 0 WHERE account_id = ? AND holder = ? AND fence = ?`,
		held.AccountID, held.Holder, held.Fence)
	return err
}

// LeaseHeld reports whether the lease is held under the fence, and keeps it from changing hands until the transaction
// ends. It is asked in the transaction that moves a cursor or claims a delivery.
func (t *Tx) LeaseHeld(account switchboard.AccountID, fence int64) (bool, error) {
	share := ""
	if t.Dialect() == db.Postgres {
		share = " FOR SHARE"
	}
	l, found, now, err := t.lockLease(account, share)
	return err == nil && found && l.Fence == fence && l.Until.After(now), err
}

// Leases lists the leases of all accounts, also those that have expired.
func (t *Tx) Leases() ([]Lease, error) {
	return db.List(t.Tx, scanLease, `SELECT `+leaseColumns+` FROM account_lease ORDER BY account_id`)
}
