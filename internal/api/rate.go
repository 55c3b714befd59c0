package api

import (
	"net/http"
	"sync"
	"time"

	"switchboard"
)

// A caller may ask this often: far more than a busy person, less than a program gone wild.
const (
	perSecond = 50
	burst     = 300
	callers   = 20_000 // remembered at most
)

// buckets holds one bucket of permits per caller.
type buckets struct {
	rate  float64 // permits a second
	burst float64

	mu   sync.Mutex
	held map[string]bucket
}

type bucket struct {
	permits float64
	at      time.Duration // on the monotonic clock
}

func newBuckets(rate, burst float64) *buckets {
	return &buckets{rate: rate, burst: burst, held: map[string]bucket{}}
}

// take uses one permit, or says how long until there is one.
func (b *buckets) take(key string, now time.Duration) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	found, ok := b.held[key]
	if !ok {
		b.makeRoom(now)
		found = bucket{permits: b.burst, at: now}
	}
	found.permits = b.filled(found, now)
	found.at = now
	if found.permits < 1 {
		b.held[key] = found
		return time.Duration((1 - found.permits) / b.rate * float64(time.Second))
	}
	found.permits--
	b.held[key] = found
	return 0
}

func (b *buckets) filled(k bucket, now time.Duration) float64 {
	return min(b.burst, k.permits+(now-k.at).Seconds()*b.rate)
}

// makeRoom forgets callers whose bucket is full again, and everybody when that is not enough: a fresh bucket harms
// nobody.
func (b *buckets) makeRoom(now time.Duration) {
	if len(b.held) < callers {
		return
	}
	for key, k := range b.held {
		if b.filled(k, now) >= b.burst {
			delete(b.held, key)
		}
	}
	if len(b.held) >= callers {
		clear(b.held)
	}
}

// bearable refuses callers who ask too often.
func (s *server) bearable(_ route, _ *http.Request, c *call) error {
	key := "from:" + c.from
	switch {
	case !c.actor.Token.IsZero():
		key = c.actor.Token.String()
	case !c.actor.Agent.IsZero():
		key = c.actor.Agent.String()
	}
	wait := s.rates.take(key, s.Time.Elapsed())
	if wait == 0 {
		return nil
	}
	return refusal{what: switchboard.Refuse(switchboard.CodeRateLimited, "That is too often.").
		WithHint("Wait as long as Retry-After says."), retry: wait}
}
