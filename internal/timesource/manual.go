package timesource

import (
	"slices"
	"sync"
	"time"
)

// Manual is a Source that stands still until it is moved by hand. Never moved, it is a fixed clock.
type Manual struct {
	mu      sync.Mutex
	wall    time.Time
	elapsed time.Duration
	timers  []*manualTimer
	changed chan struct{}
}

type manualTimer struct {
	at time.Duration
	f  func()
}

// NewManual returns a clock that reads start.
func NewManual(start time.Time) *Manual {
	return &Manual{wall: Canonical(start), changed: make(chan struct{})}
}

// Now implements Source.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.wall
}

// Elapsed implements Source.
func (m *Manual) Elapsed() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.elapsed
}

// AfterFunc implements Source; f runs during the Advance that reaches it, in its own goroutine.
func (m *Manual) AfterFunc(d time.Duration, f func()) func() bool {
	if d <= 0 {
		go f()
		return func() bool { return false }
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	timer := &manualTimer{at: m.elapsed + d, f: f}
	m.timers = append(m.timers, timer)
	m.announce()
	return func() bool { return m.stop(timer) }
}

// Advance moves the wall clock and the monotonic clock on by d and starts the timers it passes, earliest first. It
// returns once every one of their functions has returned. A timer set by such a function waits for the next Advance.
func (m *Manual) Advance(d time.Duration) {
	for _, timer := range m.advance(d) {
		done := make(chan struct{})
		go func() { defer close(done); timer.f() }()
		<-done
	}
}

// Jump moves the wall clock alone by d, which may be negative: what happens when somebody sets the machine's clock. No
// timer notices.
func (m *Manual) Jump(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wall = Canonical(m.wall.Add(d))
}

// AwaitTimers blocks until at least n timers are set, so that a test can advance the clock knowing that the code under
// test waits.
func (m *Manual) AwaitTimers(n int) {
	for {
		m.mu.Lock()
		enough, changed := len(m.timers) >= n, m.changed
		m.mu.Unlock()
		if enough {
			return
		}
		<-changed
	}
}

func (m *Manual) advance(d time.Duration) []*manualTimer {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wall = Canonical(m.wall.Add(d))
	m.elapsed += d
	slices.SortStableFunc(m.timers, func(a, b *manualTimer) int { return int(a.at - b.at) })
	split := slices.IndexFunc(m.timers, func(t *manualTimer) bool { return t.at > m.elapsed })
	if split < 0 {
		split = len(m.timers)
	}
	due := slices.Clone(m.timers[:split])
	m.timers = slices.Delete(m.timers, 0, split)
	m.announce()
	return due
}

func (m *Manual) stop(timer *manualTimer) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := slices.Index(m.timers, timer)
	if at < 0 {
		return false
	}
	m.timers = slices.Delete(m.timers, at, at+1)
	return true
}

// announce wakes AwaitTimers. The caller holds the lock.
func (m *Manual) announce() {
	close(m.changed)
	m.changed = make(chan struct{})
}
