package practice

import "time"

// The network's rates. Companies are counted by account, visitors' forms together.
const (
	RatePoints   = 300
	RateWindow   = 5 * time.Minute
	visitorRate  = 60
	visitorEvery = time.Minute
)

// pace counts requests in fixed windows.
type pace struct {
	since time.Time
	count int
}

// allow counts one post of somebody, or says how long to wait.
func (n *Network) allow(who string, most int, window time.Duration) (time.Duration, bool) {
	now := n.options.Clock.Now()
	n.mu.Lock()
	defer n.mu.Unlock()
	p := n.paces[who]
	if p == nil || now.Sub(p.since) >= window || now.Before(p.since) {
		p = &pace{since: now}
		n.paces[who] = p
	}
	if p.count >= most {
		return p.since.Add(window).Sub(now), false
	}
	p.count++
	return 0, true
}
