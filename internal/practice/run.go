package practice

import (
	"context"
	"time"
)

// Run lets a script act on the network until ctx ends, whose error it returns. What the network refuses is left unsaid.
func (n *Network) Run(ctx context.Context, script *Script) error {
	heard := n.newest() // first: what is posted while the threads are read is heard as well
	n.resume(script)
	n.seat(script)
	for ctx.Err() == nil {
		n.mu.Lock()
		changed := n.changed
		n.mu.Unlock()
		heard = n.rehearse(script, heard)
		wait := longestWait
		if next := script.Next(); !next.IsZero() {
			wait = min(wait, max(next.Sub(n.options.Clock.Now()), time.Millisecond))
		}
		if err := pause(ctx, n.options.Clock, wait, changed); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (n *Network) newest() int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.lastSeq
}

// rehearse lets the script hear what is new and say what is due, and returns how far it has heard.
func (n *Network) rehearse(script *Script, heard int64) int64 {
	now := n.options.Clock.Now()
	for more := true; more; {
		page := n.Feed(Query{After: heard})
		for _, event := range page.Events {
			if event.Kind == EventPost {
				script.Hear(event.Post, now)
			}
		}
		heard, more = page.Next, page.More
	}
	for _, u := range script.Due(now) {
		if post, err := n.Say(u.Saying); err == nil {
			script.Said(u, post.ID, now)
		}
	}
	return heard
}
