package connector

import (
	"slices"
	"sync"
	"time"
)

// Call is one kind of request to a network.
type Call string

// Calls.
const (
	CallRead     Call = "read"
	CallReadBack Call = "read_back"
	CallPost     Call = "post"
	CallEdit     Call = "edit"
	CallDelete   Call = "delete"
	CallHide     Call = "hide"
)

func calls() []Call {
	return []Call{CallRead, CallReadBack, CallPost, CallEdit, CallDelete, CallHide}
}

// Needs is the capability that a network must have for a call that changes a post; empty for any other.
func (c Call) Needs() Capability {
	switch c {
	case CallEdit:
		return EditPost
	case CallDelete:
		return DeletePost
	case CallHide:
		return HidePost
	}
	return ""
}

// reads reports whether a call only looks.
func (c Call) reads() bool { return c == CallRead || c == CallReadBack }

// Budget keeps one account within all Rates of its network and keeps a share of each for answering. For every rate it
// is a pair of token buckets: the whole, which everything draws from, and what reading may use of it. However it is
// asked, no stretch of a rate's window sees more points spent than the rate has. It is safe for use by several
// goroutines.
type Budget struct {
	mu      sync.Mutex
	rates   []rateBudget
	blocked map[Call]time.Time
}

type rateBudget struct {
	rate           Rate
	whole, reading bucket
}

// NewBudget makes a full budget at now, of which share (0 to 0.9) is kept for answering.
func NewBudget(rates []Rate, share float64, now time.Time) *Budget {
	share = min(max(share, 0), 0.9)
	b := &Budget{blocked: map[Call]time.Time{}}
	for _, rate := range rates {
		points := float64(max(rate.Points, 1))
		b.rates = append(b.rates, rateBudget{rate: rate, whole: newBucket(points, rate.Window, now),
			reading: newBucket(points*(1-share), rate.Window, now)})
	}
	return b
}

// Take spends what a call costs, or says after which time asking again may succeed. A cost above what a bucket ever
// holds is granted when the bucket is full.
func (b *Budget) Take(now time.Time, call Call) (wait time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wait = b.blocked[call].Sub(now)
	for i := range b.rates {
		wait = max(wait, b.rates[i].lacks(now, call))
	}
	if wait > 0 {
		return wait, false
	}
	for i := range b.rates {
		b.rates[i].spend(call, 1)
	}
	return 0, true
}

// Return gives back what was taken for a call that was not made.
func (b *Budget) Return(call Call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.rates {
		b.rates[i].spend(call, -1)
	}
}

// Block grants nothing before now plus wait to a call, nor to any other that counts toward a rate with it: what a
// network's own refusal of the call asks for.
func (b *Budget) Block(now time.Time, call Call, wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	until := now.Add(wait)
	for _, other := range calls() {
		if (other == call || b.shared(call, other)) && until.After(b.blocked[other]) {
			b.blocked[other] = until
		}
	}
}

func (b *Budget) shared(one, other Call) bool {
	return slices.ContainsFunc(b.rates, func(r rateBudget) bool { return r.rate.Cost(one) > 0 && r.rate.Cost(other) > 0 })
}

func (r *rateBudget) lacks(now time.Time, call Call) time.Duration {
	r.whole.refill(now)
	r.reading.refill(now)
	points := float64(r.rate.Cost(call))
	wait := r.whole.lacks(points)
	if call.reads() {
		wait = max(wait, r.reading.lacks(points))
	}
	return wait
}

func (r *rateBudget) spend(call Call, times float64) {
	points := times * float64(r.rate.Cost(call))
	r.whole.level = min(r.whole.level-points, r.whole.holds)
	if call.reads() {
		r.reading.level = min(r.reading.level-points, r.reading.holds)
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
	if points <= 0 || missing <= grain {
		return 0
	}
	return time.Duration(missing/b.perSecond*float64(time.Second)) + time.Nanosecond
}
