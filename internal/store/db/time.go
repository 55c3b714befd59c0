package db

import (
	"database/sql"
	"fmt"
	"time"
)

// Micros returns t as it is stored: whole microseconds since 1970 in UTC. Smaller parts are cut off.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// FromMicros returns the stored time v in UTC.
func FromMicros(v int64) time.Time { return time.UnixMicro(v).UTC() }

// NullMicros is Micros for a time that may be absent: the zero time is stored as NULL.
func NullMicros(t time.Time) sql.NullInt64 {
	if t.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: true}
}

// FromNullMicros returns the zero time for NULL.
func FromNullMicros(v sql.NullInt64) time.Time {
	if !v.Valid {
		return time.Time{}
	}
	return FromMicros(v.Int64)
}

// ScanTime returns a target for Scan that reads a stored time into t; NULL becomes the zero time.
func ScanTime(t *time.Time) sql.Scanner { return timeTarget{t} }

type timeTarget struct{ t *time.Time }

// Scan implements sql.Scanner.
func (s timeTarget) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*s.t = time.Time{}
	case int64:
		*s.t = FromMicros(v)
	default:
		return fmt.Errorf("db: cannot read a time from %T", src)
	}
	return nil
}
