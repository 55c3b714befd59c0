package practice

import (
	"context"
	"strings"
	"time"
)

// Query asks for what happened around an account: posts that name it, its own, and all of the threads it is part of.
type Query struct {
	About  string // handle
	After  int64  // events after this one
	Until  int64  // and up to this one; 0 for no end
	Limit  int    // 0 for 100, at most 500
	Stream bool   // jump over what lies further back than the backlog
}

// Page is the answer to a Query. Next is where the next one begins, also when all events on the way were others'.
type Page struct {
	Events []Event `json:"events"`
	Next   int64   `json:"next"`
	Gap    *Jump   `json:"gap,omitempty"`
	More   bool    `json:"more"` // there is more to be had at once
}

// Jump is what a Page left out: everything after From up to and including To.
type Jump struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
	Lost bool  `json:"lost"` // it is not in memory any more
}

// Feed answers a Query.
func (n *Network) Feed(q Query) Page {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.settle()
	if q.Limit <= 0 {
		q.Limit = 100
	}
	q.Limit = min(q.Limit, 500)
	page := Page{Events: []Event{}, Next: max(q.After, 0)}
	n.jump(q, &page)
	for _, h := range n.events[n.after(page.Next):] {
		if q.Until > 0 && h.seq > q.Until {
			break
		}
		if len(page.Events) == q.Limit {
			page.More = true
			break
		}
		page.Next = h.seq
		if event, ok := n.event(h); ok && n.concerns(event.Post, q.About) {
			page.Events = append(page.Events, event)
		}
	}
	return page
}

// jump moves a page's beginning to what can be given and says what that leaves out.
func (n *Network) jump(q Query, page *Page) {
	from := page.Next
	if len(n.events) == 0 || from >= n.lastSeq {
		page.Next = min(from, n.lastSeq)
		return
	}
	if oldest := n.events[0].seq - 1; from < oldest {
		page.Next = oldest
		page.Gap = &Jump{From: from, To: oldest, Lost: true}
		return
	}
	if newest := n.lastSeq - int64(n.options.Backlog); q.Stream && from < newest {
		page.Next = newest
		page.Gap = &Jump{From: from, To: newest}
	}
}

// after is the index of the first event behind seq.
func (n *Network) after(seq int64) int {
	if len(n.events) == 0 || seq < n.events[0].seq {
		return 0
	}
	return min(int(seq-n.events[0].seq)+1, len(n.events))
}

func (n *Network) event(h happening) (Event, bool) {
	post := n.posts[h.id]
	if post == nil {
		return Event{}, false
	}
	event := Event{Seq: h.seq, Kind: h.kind, Post: *post}
	if parent := n.posts[post.ReplyTo]; parent != nil {
		event.ReplyToAuthor = parent.AuthorID()
	}
	return event, true
}

func (n *Network) concerns(post Post, handle string) bool {
	return handle == "" || n.voices[post.Root][strings.ToLower(handle)]
}

// Await is Feed that waits up to patience until there is something to give.
func (n *Network) Await(ctx context.Context, q Query, patience time.Duration) (Page, error) {
	until := n.options.Clock.Now().Add(patience)
	for {
		n.mu.Lock()
		changed := n.changed
		n.mu.Unlock()
		page := n.Feed(q)
		left := until.Sub(n.options.Clock.Now())
		if len(page.Events) > 0 || page.Gap != nil || left <= 0 {
			return page, nil
		}
		if err := pause(ctx, n.options.Clock, n.untilShown(left), changed); err != nil {
			return page, err
		}
	}
}

// untilShown is how long until the next hidden post shows, at most d.
func (n *Network) untilShown(d time.Duration) time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.hidden) == 0 {
		return d
	}
	return min(d, max(n.hidden[0].at.Sub(n.options.Clock.Now()), time.Millisecond))
}

// Get returns a visible post; deleted ones have no text. Anything else is not found.
func (n *Network) Get(id string) (Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.settle()
	post := n.posts[id]
	if post == nil || n.isHidden(id) {
		return Post{}, notThere()
	}
	return *post, nil
}

// ByKey returns the visible post an account made with a client key.
func (n *Network) ByKey(handle, key string) (Post, error) {
	n.mu.Lock()
	id := n.keys[strings.ToLower(handle)+" "+key]
	n.mu.Unlock()
	return n.Get(id)
}

// Count is how many posts of an account with exactly this text stand on the network, hidden ones too.
func (n *Network) Count(handle, text string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	count := 0
	for _, post := range n.posts {
		if !post.Deleted && post.Text == text && strings.EqualFold(post.Handle, handle) {
			count++
		}
	}
	return count
}

// SetBacklog changes how many events a stream that is behind is given, to make one miss some.
func (n *Network) SetBacklog(events int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.options.Backlog = max(events, 1)
}
