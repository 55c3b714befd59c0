package connector

import (
	"sync"
	"time"
)

// Use is what a request is for.
type Use int

// Uses.
const (
	ForReading Use = iota
	ForAnswering
)

// Budget keeps one account within a Rate and keeps a share of it for answering. It is a pair of token buckets: the
// whole, which everything draws from, and what reading may use of it. However it is asked, no stretch of the rate's
// window sees more points spent than the rate has. It is safe for use by several goroutines.
type Budget struct {
	mu      sync.Mutex
	whole   bucket
	reading bucket
	blocked time.Time
}

// NewBudget makes a full budget of points per window at now, of which share (0 to 0.9) is kept for answering.
func NewBudget(rate Rate, share float64, now time.Time) *Budget {
	share = min(max(share, 0), 0.9)
	points := float64(max(rate.Points, 1))
	return &Budget{
		whole:   newBucket(points, rate.Window, now),
		reading: newBucket(points*(1-share), rate.Window, now),
	}
}

// Take spends cost points, or says after which time asking again may succeed. A cost above what the bucket ever holds
// is granted when the bucket is full.
func (b *Budget) Take(now time.Time, use Use, cost int) (wait time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now.Before(b.blocked) {
		return b.blocked.Sub(now), false
	}
	b.whole.refill(now)
	b.reading.refill(now)
	points := float64(max(cost, 0))
	wait = b.whole.lacks(points)
	if use == ForReading {
		wait = max(wait, b.reading.lacks(points))
	}
	if wait > 0 {
		return wait, false
	}
	b.whole.level -= points
	if use == ForReading {
		b.reading.level -= points
	}
	return 0, true
}

// Block grants nothing before now plus wait: what a network's own refusal asks for.
func (b *Budget) Block(now time.Time, wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if until := now.Add(wait); until.After(b.blocked) {
		b.blocked = until
	}
}

// bucket holds a quarter of its window's points at once and refills with the other three quarters over the window, so
// that a burst and the refill behind it never exceed the whole.
type bucket struct {
	holds, perSecond float64
	level            float64
	at               time.Time
}

func newBucket(points float64, window time.Duration, now time.Time) bucket {
	seconds := max(window, time.Millisecond).Seconds()
	holds := points / 4
	if points >= 1 {
		holds = max(holds, 1)
	}
	refill := max(points-holds, points/8)
	return bucket{holds: holds, perSecond: refill / seconds, level: holds, at: now}
}

func (b *bucket) refill(now time.Time) {
	if passed := now.Sub(b.at); passed > 0 {
		b.level = min(b.holds, b.level+passed.Seconds()*b.perSecond)
	}
	b.at = now
}

// lacks is how long until points are there, zero when they are.
func (b *bucket) lacks(points float64) time.Duration {
	const grain = 1e-9
	missing := min(points, b.holds) - b.level
	if missing <= grain {
		return 0
	}
	return time.Duration(missing/b.perSecond*float64(time.Second)) + time.Nanosecond
}
