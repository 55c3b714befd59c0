// Package evidence holds the tables from which it can be learned who should lead: where people's time went, and what was
// read or owned wrongly. Its methods belong into a transaction of store.Update or store.View: evidence.In(tx.Tx).
package evidence

import (
	"time"

	"switchboard/internal/store/db"
)

// Tables are the tables of evidence, seen by one transaction.
type Tables struct{ *db.Tx }

// In gives the tables to a transaction.
func In(tx *db.Tx) Tables { return Tables{tx} }

type scanner interface{ Scan(dest ...any) error }

func list[T any](t Tables, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := t.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, item)
	}
	return out, rows.Err()
}

func when(t *time.Time) any { return db.ScanTime(t) }
