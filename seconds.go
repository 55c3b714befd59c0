package switchboard

import (
	"math"
	"time"
)

// Seconds is a span of time where it is written down or told: a JSON number whose unit stands in the field's name.
type Seconds float64

// SecondsOf writes a span down.
func SecondsOf(d time.Duration) Seconds { return Seconds(d.Seconds()) }

// Duration is the span, to the nanosecond for spans of up to 24 days: what JSON holds of more is less exact.
func (s Seconds) Duration() time.Duration {
	return time.Duration(math.Round(float64(s) * float64(time.Second)))
}
