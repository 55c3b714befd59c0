// Package consults holds the tables of help without a login: experts, questions to people outside and what comes back,
// colleagues' reports, and the letters all of them need. Its methods belong into a transaction of store.Update or
// store.View: consults.In(tx.Tx).
package consults

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"switchboard/internal/store/db"
)

// Tables are the tables of help without a login, seen by one transaction.
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

// one runs a query for a single row; found is false when there is none.
func one[T any](t Tables, scan func(scanner) (T, error), query string, args ...any) (item T, found bool, err error) {
	item, err = scan(t.QueryRow(query, args...))
	if errors.Is(err, db.ErrNoRows) {
		return item, false, nil
	}
	return item, err == nil, err
}

func asJSON(v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("consults: %T as JSON: %w", v, err)
	}
	if string(raw) == "null" {
		return "[]", nil
	}
	return string(raw), nil
}

// intoJSON scans JSON text; empty text leaves the target alone.
type intoJSON struct{ target any }

// Scan reads text or bytes.
func (j intoJSON) Scan(src any) error { return db.ScanJSON(src, j.target) }

func when(t *time.Time) any { return db.ScanTime(t) }

func micros(t time.Time) any { return db.NullMicros(t) }

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
