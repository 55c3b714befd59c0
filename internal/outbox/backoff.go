package outbox

import "time"

// MaxAttempts is how often a delivery is tried by itself before it is rejected as given up.
const MaxAttempts = 8

const (
	firstDelay = 2 * time.Second
	mostDelay  = 10 * time.Minute
)

// Delay is how long to wait after the given attempt (1 for the first): it doubles from two seconds up to ten minutes,
// and the upper half of it is left to chance, so that many deliveries held up together do not come back together. random
// is a number from 0 up to 1. What the network itself asks for, if that is longer, is kept.
func Delay(attempt int, asked time.Duration, random float64) time.Duration {
	delay := firstDelay
	for range min(max(attempt, 1), MaxAttempts*2) - 1 {
		delay = min(2*delay, mostDelay)
	}
	half := delay / 2
	return max(asked, half+time.Duration(random*float64(half)))
}
