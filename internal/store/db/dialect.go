package db

import (
	"fmt"
	"strings"
)

// Dialect tells the engines apart where their SQL differs.
type Dialect uint8

// The two engines.
const (
	SQLite Dialect = iota
	Postgres
)

// String returns the name of the engine, which is also the name of its migration folder.
func (d Dialect) String() string {
	switch d {
	case SQLite:
		return "sqlite"
	case Postgres:
		return "postgres"
	}
	return fmt.Sprintf("dialect(%d)", uint8(d))
}

// ForUpdate returns the clause, with a leading space, that locks the selected rows until the transaction ends. It is
// empty on SQLite, where a write transaction is alone.
func (d Dialect) ForUpdate() string {
	if d == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// ForShare is ForUpdate that others may hold at the same time; it keeps out who asks for update.
func (d Dialect) ForShare() string {
	if d == Postgres {
		return " FOR SHARE"
	}
	return ""
}

// SkipLocked is ForUpdate that passes over rows which another transaction has locked.
func (d Dialect) SkipLocked() string {
	if d == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// Greatest returns the expression for the largest of several scalar expressions.
func (d Dialect) Greatest(exprs ...string) string {
	return d.scalar("max", "greatest", exprs)
}

// Least returns the expression for the smallest of several scalar expressions.
func (d Dialect) Least(exprs ...string) string {
	return d.scalar("min", "least", exprs)
}

// Contains returns the condition that a text has a bound text in it. It says more exactly what LIKE would, and unlike
// LIKE does not make SQLite prepare the whole statement again whenever another value is bound.
func (d Dialect) Contains(column string) string {
	if d == Postgres {
		return "strpos(" + column + ", ?) > 0"
	}
	return "instr(" + column + ", ?) > 0"
}

func (d Dialect) scalar(lite, pg string, exprs []string) string {
	name := lite
	if d == Postgres {
		name = pg
	}
	return name + "(" + strings.Join(exprs, ", ") + ")"
}

// Placeholders returns n placeholders separated by commas, for IN lists and VALUES.
func Placeholders(n int) string {
	if n <= 0 {
		return ""
	}
	return strings.Repeat("?,", n-1) + "?"
}

// Bit stores a bool the same way on both engines.
func Bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
