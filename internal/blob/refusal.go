package blob

import (
	"errors"

	"switchboard"
)

// Refusal says what a failed Put means to whoever sent the bytes; nil for a failure that is ours.
func Refusal(err error) *switchboard.Error {
	switch {
	case errors.Is(err, ErrTooLarge):
		return switchboard.Refuse(switchboard.CodeTooLarge, "The file is too large.").
			WithHint("Send a smaller one, or a link to it.").WithCause(err)
	case errors.Is(err, ErrDiskReserve):
		return switchboard.Refuse(switchboard.CodeDiskReserve, "There is too little disk space left to keep the file.").
			WithHint("What is stored is safe. Make room, then send it again.").WithCause(err)
	}
	return nil
}
