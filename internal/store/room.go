package store

import (
	"errors"

	"switchboard"
	"switchboard/internal/store/db"
)

// NoRoom makes a refusal with code disk_reserve of an error that says that the database's disk is full. Any other error,
// and nil, stays as it is.
func NoRoom(err error) error {
	if !errors.Is(err, db.ErrDiskFull) {
		return err
	}
	return switchboard.Refuse(switchboard.CodeDiskReserve, "There is no room left to keep that; nothing was changed.").
		WithHint("Whoever runs this installation has to make room.").WithCause(err)
}
