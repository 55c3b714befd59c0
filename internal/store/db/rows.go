package db

import "errors"

// cursor is an engine's result set.
type cursor interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// Rows is an open result of Tx.Query. Values are read as database/sql reads them.
type Rows struct {
	tx     *Tx
	cursor cursor
	err    error
	closed bool
}

// Next moves to the next row; false means the end or an error, which Err tells apart.
func (r *Rows) Next() bool {
	if r.closed {
		return false
	}
	if r.cursor.Next() {
		return true
	}
	r.Close()
	return false
}

// Scan reads the current row into dest. A value that does not fit its target ends the transaction.
func (r *Rows) Scan(dest ...any) error {
	return r.tx.fail(r.cursor.Scan(dest...))
}

// Err is the error that ended Next early, or nil.
func (r *Rows) Err() error { return r.err }

// Close frees the result so that the next statement may run, and returns Err. It may be called more than once.
func (r *Rows) Close() error {
	if r.closed {
		return r.err
	}
	r.closed = true
	r.tx.open = nil
	err := r.cursor.Err()
	if cerr := r.cursor.Close(); err == nil {
		err = cerr
	}
	// A cursor that was closed early may report only now that its statement failed.
	if err == nil {
		err = r.cursor.Err()
	}
	r.err = r.tx.fail(err)
	return r.err
}

// Row is the result of Tx.QueryRow.
type Row struct {
	rows *Rows
	err  error
}

// Scan reads the row into dest and frees it. It returns ErrNoRows when there is none.
func (r *Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return ErrNoRows
	}
	err := r.rows.Scan(dest...)
	if cerr := r.rows.Close(); err == nil {
		err = cerr
	}
	return err
}

// Scanner reads one row: a Row, or Rows at its current row.
type Scanner interface{ Scan(dest ...any) error }

// List runs a query and collects what scan makes of each row.
func List[T any](tx *Tx, scan func(Scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.Query(query, args...)
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

// One runs a query for a single row; found is false when there is none.
func One[T any](tx *Tx, scan func(Scanner) (T, error), query string, args ...any) (item T, found bool, err error) {
	item, err = scan(tx.QueryRow(query, args...))
	if errors.Is(err, ErrNoRows) {
		return item, false, nil
	}
	return item, err == nil, err
}

// ScanOne reads a row of one column.
func ScanOne[T any](row Scanner) (v T, err error) {
	err = row.Scan(&v)
	return v, err
}
