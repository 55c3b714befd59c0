package access

import (
	"sync"
	"time"
)

// throttle slows down guessing: after some free tries under a key, each further one has to wait twice as long as the one
// before, up to a limit. It remembers a bounded number of keys and forgets those that have been quiet.
type throttle struct {
	free    int           // tries before the first wait
	longest time.Duration // between two tries
	keys    int           // how many are remembered at most

	mu    sync.Mutex
	tried map[string]*tries
}

type tries struct {
	count int
	last  time.Duration // on the monotonic clock
	next  time.Duration // before this nothing is let through
}

// quiet is after how long without a try a key is forgotten.
const quiet = 15 * time.Minute

func newThrottle(free int, longest time.Duration) *throttle {
	return &throttle{free: free, longest: longest, keys: 10_000, tried: map[string]*tries{}}
}

// begin counts a try, or says how long to wait before the next one; a try that has to wait is not counted.
func (t *throttle) begin(key string, now time.Duration) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := t.tried[key]
	if found == nil || now-found.last >= quiet {
		t.makeRoom(now)
		found = &tries{}
		t.tried[key] = found
	}
	if now < found.next {
		return found.next - now
	}
	found.count++
	found.last = now
	if over := found.count - t.free; over > 0 {
		found.next = now + min(t.longest, time.Second<<min(over-1, 20))
	}
	return 0
}

// undo takes the last try back: it succeeded.
func (t *throttle) undo(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if found := t.tried[key]; found != nil {
		found.count = max(0, found.count-1)
		found.next = 0
	}
}

// forget begins anew.
func (t *throttle) forget(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tried, key)
}

// makeRoom drops what is quiet, and if that is not enough the key that has been so the longest.
func (t *throttle) makeRoom(now time.Duration) {
	if len(t.tried) < t.keys {
		return
	}
	oldest, at := "", now+1
	for key, found := range t.tried {
		if now-found.last >= quiet {
			delete(t.tried, key)
			continue
		}
		if found.last < at {
			oldest, at = key, found.last
		}
	}
	if len(t.tried) >= t.keys {
		delete(t.tried, oldest)
	}
}
