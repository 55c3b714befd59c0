package db

import "fmt"

// Scan reads the current row. Where both engines store a yes or no as 0 or 1, PostgreSQL's driver alone would not read
// it into a bool.
func (c pgCursor) Scan(dest ...any) error {
	for i, d := range dest {
		if b, ok := d.(*bool); ok {
			dest[i] = boolTarget{b}
		}
	}
	return c.Rows.Scan(dest...)
}

type boolTarget struct{ b *bool }

// Scan implements sql.Scanner.
func (t boolTarget) Scan(src any) error {
	switch v := src.(type) {
	case bool:
		*t.b = v
	case int64:
		if v != 0 && v != 1 {
			return fmt.Errorf("db: %d is neither yes nor no", v)
		}
		*t.b = v == 1
	default:
		return fmt.Errorf("db: cannot read a yes or no from %T", src)
	}
	return nil
}
