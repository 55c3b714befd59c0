package live

import (
	"testing"

	"pgregory.net/rapid"

	"switchboard"
)

// TestHubRemembers publishes pages of any size: what is remembered is bounded, has no gap, reaches back far enough, and
// what a reader was given before stays as it was.
func TestHubRemembers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := NewHub(nil, nil)
		var given []switchboard.Event
		var first int64
		for range rapid.IntRange(1, 40).Draw(t, "pages") {
			page := make([]switchboard.Event, rapid.IntRange(1, readPage).Draw(t, "size"))
			for i := range page {
				page[i].Position = h.head + int64(i) + 1
			}
			h.publish(page)
			if given == nil {
				given, _, _ = h.look(0)
				first = given[0].Position
			}
			if n := len(h.recent); n > 2*keep || n < int(min(h.head, keep)) {
				t.Fatalf("%d of %d events are remembered", n, h.head)
			}
			for i, e := range h.recent {
				if e.Position != h.head-int64(len(h.recent))+int64(i)+1 {
					t.Fatalf("position %d stands at place %d of %d, head %d", e.Position, i, len(h.recent), h.head)
				}
			}
		}
		for i, e := range given {
			if e.Position != first+int64(i) {
				t.Fatalf("what a reader held has changed: position %d at place %d", e.Position, i)
			}
		}
	})
}
