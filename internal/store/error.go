package store

import (
	"errors"

	"switchboard"
	"switchboard/internal/store/db"
)

func isNoRows(err error) bool { return errors.Is(err, db.ErrNoRows) }

// Stale is what a write answers that was based on an older state.
func stale(what string) error {
	return switchboard.Refuse(switchboard.CodeStale, "Somebody else changed this %s a moment ago.", what).
		WithHint("Look at it again, then decide.")
}
