package db

import (
	"database/sql"
	"errors"
	"fmt"
	"regexp"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lite3 "modernc.org/sqlite/lib"
)

// What a caller may branch on with errors.Is. The engine's own error is always wrapped beside it.
var (
	// ErrNoRows is what Row.Scan returns when the query found nothing.
	ErrNoRows = sql.ErrNoRows
	// ErrBusy: a lock, deadlock or serialization failure outlasted the retries. Trying again later is safe.
	ErrBusy = errors.New("database is busy")
	// ErrDiskFull: there was no room; nothing was written. The database stays usable.
	ErrDiskFull = errors.New("database disk is full")
	// ErrUnique: a unique or primary key already has this value.
	ErrUnique = errors.New("value is already taken")
	// ErrForeignKey: a row that is referred to is missing, or one is still referred to.
	ErrForeignKey = errors.New("reference to another row is broken")
	// ErrCommitUnknown: the answer to COMMIT was lost; the writes may or may not stand.
	ErrCommitUnknown = errors.New("outcome of the commit is unknown")
	// ErrLocked: somebody else has the database open for writing.
	ErrLocked = errors.New("database is in use by another process")
	// ErrClosed: the DB was closed.
	ErrClosed = errors.New("database is closed")
	// ErrReadOnly: Update was called on a DB opened with Config.ReadOnly.
	ErrReadOnly = errors.New("database was opened read only")
	// ErrTxDone: a Tx was used after its function returned.
	ErrTxDone = errors.New("transaction is over")
	// ErrTxFailed: an earlier statement of this Tx failed, so no other may run.
	ErrTxFailed = errors.New("transaction failed at an earlier statement")
	// ErrRowsOpen: a statement was run while the rows of another were still open.
	ErrRowsOpen = errors.New("another result is still open in this transaction")
	// ErrChecksum: a migration that was applied has been edited since.
	ErrChecksum = errors.New("applied migration was changed")
	// ErrNewerSchema: the database was migrated by a newer version of the program.
	ErrNewerSchema = errors.New("database has a newer schema than this program")
)

// fault is an engine's error with what a caller may branch on.
type fault struct{ kind, cause error }

func (f *fault) Error() string   { return f.kind.Error() + ": " + f.cause.Error() }
func (f *fault) Unwrap() []error { return []error{f.kind, f.cause} }

// classify adds the sentinel that fits to an engine's error.
func classify(err error) error {
	if err == nil {
		return nil
	}
	if kind := kindOf(err); kind != nil && !errors.Is(err, kind) {
		return &fault{kind: kind, cause: err}
	}
	return err
}

func kindOf(err error) error {
	if le, ok := errors.AsType[*sqlite.Error](err); ok {
		return liteKind(le.Code())
	}
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pgKind(pe.Code)
	}
	return nil
}

func liteKind(code int) error {
	switch code {
	case lite3.SQLITE_CONSTRAINT_UNIQUE, lite3.SQLITE_CONSTRAINT_PRIMARYKEY, lite3.SQLITE_CONSTRAINT_ROWID:
		return ErrUnique
	case lite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return ErrForeignKey
	}
	switch code & 0xff {
	case lite3.SQLITE_BUSY, lite3.SQLITE_LOCKED:
		return ErrBusy
	case lite3.SQLITE_FULL:
		return ErrDiskFull
	}
	return nil
}

func pgKind(state string) error {
	switch state {
	case "40001", "40P01", "55P03":
		return ErrBusy
	case "53100":
		return ErrDiskFull
	case "23505":
		return ErrUnique
	case "23503":
		return ErrForeignKey
	}
	return nil
}

var plainName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,47}$`)

func checkName(what, name string) error {
	if !plainName.MatchString(name) {
		return fmt.Errorf("db: %s name %q: want a-z, 0-9, _ and -, at most 48", what, name)
	}
	return nil
}
