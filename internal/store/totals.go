package store

import (
	"context"

	"switchboard"
	"switchboard/internal/store/db"
)

// totalsPage is how many rows one step of Totals walks.
const totalsPage = 10_000

// Totals walks all conversations and customers and says how many there are. It is for commands that report once, never
// for a page: it takes as long as there are rows.
func (d *DB) Totals(ctx context.Context) (conversations, customers int64, err error) {
	conversations, err = d.walk(ctx, `SELECT id FROM conversation WHERE id > ? AND merged_into IS NULL ORDER BY id LIMIT ?`)
	if err != nil {
		return 0, 0, err
	}
	customers, err = d.walk(ctx, `SELECT id FROM customer WHERE id > ? ORDER BY id LIMIT ?`)
	return conversations, customers, err
}

func (d *DB) walk(ctx context.Context, query string) (n int64, err error) {
	var last switchboard.RequestID // any identifier: only its bytes count
	for {
		var page []switchboard.RequestID
		err := d.View(ctx, func(t *Tx) (err error) {
			page, err = db.List(t.Tx, func(row db.Scanner) (id switchboard.RequestID, err error) {
				err = row.Scan(&id)
				return id, err
			}, query, rawID(t, last), totalsPage)
			return err
		})
		if err != nil || len(page) == 0 {
			return n, err
		}
		n += int64(len(page))
		last = page[len(page)-1]
	}
}
