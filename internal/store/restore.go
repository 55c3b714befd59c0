package store

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// SchemaVersion is the number of the last schema file the database has seen, 0 for an empty one. A database newer than
// this program is db.ErrNewerSchema.
func (d *DB) SchemaVersion(ctx context.Context) (int, error) {
	pending, err := d.PendingMigrations(ctx)
	if err != nil {
		return 0, err
	}
	known, err := fs.Glob(Migrations(d.Dialect()), "*.sql")
	return len(known) - len(pending), err
}

// PendingMigrations lists the schema files that Migrate would apply, in order, and changes nothing. It fails as Migrate
// would.
func (d *DB) PendingMigrations(ctx context.Context) ([]db.Migration, error) {
	return d.Pending(ctx, Migrations(d.Dialect()))
}

// OpenFates lists the deliveries of all accounts whose fate is open, oldest first.
func (t *Tx) OpenFates(limit int) ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM account a JOIN delivery dl ON dl.account_id = a.id
		WHERE dl.state IN ('sending', 'unknown') ORDER BY dl.id LIMIT ?`, limit)
}

// UnfinishedDeliveries lists the deliveries of all accounts that may still be posted or may have been: waiting,
// sending and unknown ones. It is for a restore, which has the database for itself.
func (t *Tx) UnfinishedDeliveries() ([]switchboard.Delivery, error) {
	return db.List(t.Tx, scanDelivery, `SELECT `+deliveryColumns+` FROM account a JOIN delivery dl ON dl.account_id = a.id
		WHERE dl.state IN ('waiting', 'sending', 'unknown') ORDER BY dl.leg_id, dl.not_before, dl.draft_id, dl.part`)
}

// EndAllSessions signs everybody out.
func (t *Tx) EndAllSessions() (int64, error) { return t.Exec(`DELETE FROM session`) }

// FreeLeases ends every lease and forgets every node. It is for a database no process uses.
func (t *Tx) FreeLeases() error {
	if _, err := t.Exec(`UPDATE account_lease SET until = 0`); err != nil {
		return err
	}
	_, err := t.Exec(`DELETE FROM node`)
	return err
}

// Node is one running process.
type Node struct {
	Name       string    `json:"name"`
	StartedAt  time.Time `json:"started_at"`
	AliveUntil time.Time `json:"alive_until"`
}

// Nodes lists the processes that have said that they live, also those that have fallen silent since.
func (t *Tx) Nodes() ([]Node, error) {
	return db.List(t.Tx, func(row db.Scanner) (n Node, err error) {
		err = row.Scan(&n.Name, db.ScanTime(&n.StartedAt), db.ScanTime(&n.AliveUntil))
		return n, err
	}, `SELECT name, started_at, alive_until FROM node ORDER BY name`)
}

// BlobHashes lists the hashes of stored bytes that somebody needs, in their order, behind the last one seen.
func (t *Tx) BlobHashes(after string, limit int) ([]string, error) {
	return db.List(t.Tx, scanKey[string], `SELECT DISTINCT hash FROM blob_ref WHERE hash > ? ORDER BY hash LIMIT ?`, after, limit)
}

// echoDeliveries lists what a post of an account's own may be the echo of: what was tried lately, and whatever has an
// open fate, however long ago that began.
func (t *Tx) echoDeliveries(account switchboard.AccountID) ([]switchboard.Delivery, error) {
	recent, err := t.RecentDeliveries(account, t.Now().Add(-echoWindow), 200)
	if err != nil {
		return nil, err
	}
	open, err := t.OpenDeliveries(account)
	if err != nil {
		return nil, fmt.Errorf("store: open deliveries: %w", err)
	}
	byHand, err := t.ByHandThrough(account)
	if err != nil {
		return nil, fmt.Errorf("store: deliveries by hand: %w", err)
	}
	open = append(open, byHand...)
	known := make(map[switchboard.DeliveryID]bool, len(recent))
	for _, d := range recent {
		known[d.ID] = true
	}
	for _, d := range open {
		if !known[d.ID] {
			recent = append(recent, d)
		}
	}
	return recent, nil
}

// maxListed is how many open deliveries a refusal names.
const maxListed = 20

// Reconcile allows sending again. It refuses with CodeUnresolved while the fate of a delivery is open, and names them.
// On an installation that was not restored it changes nothing.
func (t *Tx) Reconcile() error {
	waiting, err := t.Reconciling()
	if err != nil || !waiting {
		return err
	}
	open, err := t.OpenFates(maxListed + 1)
	if err != nil {
		return err
	}
	if len(open) > 0 {
		return stillOpen(open)
	}
	return t.MarkReconciled()
}

func stillOpen(open []switchboard.Delivery) error {
	names := make([]string, 0, maxListed)
	for _, d := range open[:min(len(open), maxListed)] {
		names = append(names, d.ID.String()+" of "+d.ConversationID.String())
	}
	if len(open) > maxListed {
		names = append(names, "and more")
	}
	return switchboard.Refuse(switchboard.CodeUnresolved, "Nobody knows yet whether these answers stand: %s.",
		strings.Join(names, ", ")).
		WithHint("Let `switchboard serve` run: it looks for them. Settle what is left by saying whether it stands on the network.")
}
