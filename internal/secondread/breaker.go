package secondread

import (
	"time"

	"switchboard/internal/triage/classifier"
)

// The pauses of a classifier that fails.
const (
	mostFailures = 5 // in a row, before it is left alone
	firstRest    = time.Minute
	longestRest  = 15 * time.Minute
	longestAsked = time.Hour // that a server can ask to be left alone
)

// breaker leaves a classifier alone that fails. It is the state of one node.
type breaker struct {
	failures int // in a row
	rest     time.Duration
	until    time.Time
}

// rests reports whether it is to be left alone now.
func (b *breaker) rests(now time.Time) bool { return now.Before(b.until) }

// worked forgets all trouble.
func (b *breaker) worked() { *b = breaker{} }

// failed notes a failure. A key that is refused will be refused again, and a server that asks for a pause gets it; any other
// trouble has to come several times in a row. After a pause one failure is enough for the next, which is twice as long.
func (b *breaker) failed(trouble classifier.Trouble, after time.Duration, now time.Time) {
	b.failures++
	switch {
	case trouble == classifier.TroubleKey:
		b.rest = longestRest
	case trouble == classifier.TroubleBusy && after > 0:
		b.until = now.Add(min(after, longestAsked))
		return
	case b.failures < mostFailures:
		return
	default:
		b.rest = min(max(2*b.rest, firstRest), longestRest)
	}
	b.until = now.Add(b.rest)
}
