package connector

import (
	"errors"
	"fmt"
	"runtime/debug"

	"switchboard"
)

// ErrStumbled is what a parser's panic comes to.
var ErrStumbled = errors.New("connector: a parser panicked")

// Understand reads one thing that somebody else wrote. What a parser stumbles over is refused, with code internal and
// ErrStumbled, so that it goes to quarantine as it came and what comes behind it is read all the same. What it panicked
// with may hold words of a customer and is not told.
func (e Env) Understand(read func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			e.Logger().Error("a message could not be read because of a fault of our own", "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = switchboard.Refuse(switchboard.CodeInternal, "A fault of our own keeps this from being read.").
				WithHint("Report it with the log. It can be driven again once that is mended.").WithCause(ErrStumbled)
		}
	}()
	return read()
}
