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
	begun int           // how many there ever were, with those that succeeded
	last  time.Duration // on the monotonic clock
	next  time.Duration // before this nothing is let through
}

// try is one of them. The zero value is none.
type try struct {
	of     *tries
	nth    int
	before tries // as they were without it
}

// quiet is after how long without a try a key is forgotten.
const quiet = 15 * time.Minute

func newThrottle(free int, longest time.Duration) *throttle {
	return &throttle{free: free, longest: longest, keys: 10_000, tried: map[string]*tries{}}
}

// begin counts a try, or says how long to wait before the next one; a try that has to wait is not counted.
func (t *throttle) begin(key string, now time.Duration) (one try, wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := t.tried[key]
	if found == nil || now-found.last >= quiet {
		t.makeRoom(now)
		found = &tries{}
		t.tried[key] = found
	}
	if now < found.next {
		return try{}, found.next - now
	}
	one = try{of: found, before: *found}
	found.count++
	found.begun++
	found.last, one.nth = now, found.begun
	if over := found.count - t.free; over > 0 {
		found.next = now + min(t.longest, time.Second<<min(over-1, 20))
	}
	return one, 0
}

// undo takes a try back that succeeded: what it cost, and nothing of what others did. What others had to wait for since
// stays.
func (t *throttle) undo(one try) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if one.of == nil {
		return
	}
	one.of.count--
	if one.of.begun == one.nth {
		one.of.last, one.of.next = one.before.last, one.before.next
	}
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
