package intake

import (
	"errors"

	"switchboard"
)

func asError(err error) (*switchboard.Error, bool) {
	var e *switchboard.Error
	return e, errors.As(err, &e)
}
