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
	asked    time.Time // until when the server asked to be left alone
}

// end is until when it is to be left alone.
func (b *breaker) end() time.Time { return later(b.until, b.asked) }

// rests reports whether it is to be left alone now.
func (b *breaker) rests(now time.Time) bool { return now.Before(b.end()) }

// worked forgets all trouble, but for what the server asked for.
func (b *breaker) worked() { *b = breaker{asked: b.asked} }

// failed notes a failure. A key that is refused will be refused again, and a server that asks for a pause gets it; any other
// trouble has to come several times in a row. After a pause one failure is enough for the next, which is twice as long. What
// was under way when the pause began tells nothing new: it makes a pause longer if it asks for that, and counts for nothing.
func (b *breaker) failed(trouble classifier.Trouble, after time.Duration, now time.Time) {
	rests := b.rests(now)
	if !rests {
		b.failures++
	}
	switch {
	case trouble == classifier.TroubleBusy && after > 0:
		b.asked = later(b.asked, now.Add(min(after, longestAsked)))
		return
	case trouble == classifier.TroubleKey:
		b.rest = longestRest
	case rests || b.failures < mostFailures:
		return
	default:
		b.rest = min(max(2*b.rest, firstRest), longestRest)
	}
	b.until = later(b.until, now.Add(b.rest))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
