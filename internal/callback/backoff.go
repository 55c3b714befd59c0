package callback

import "time"

const (
	// firstDelay is the pause after the first failure; each further one doubles it.
	firstDelay = 5 * time.Second
	// longestDelay bounds the pause.
	longestDelay = time.Hour
	// MaxFailures in a row pause a subscription. With the delays above they take about three days.
	MaxFailures = 81
)

// Delay is the pause after so many failures in a row, from 1. random, from 0 up to 1, takes away up to a half, so that
// receivers that failed together are not called together.
func Delay(failures int, random float64) time.Duration {
	delay := longestDelay
	if doublings := failures - 1; doublings < 10 {
		delay = min(delay, firstDelay<<max(0, doublings))
	}
	return delay - time.Duration(random*float64(delay)/2)
}
