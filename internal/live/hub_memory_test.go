package live

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"switchboard"
)

// TestWhatWasErasedLeavesAGap publishes positions with holes, as the end of a sample company leaves them: whoever asks
// from any position gets what is behind it, and nothing twice.
func TestWhatWasErasedLeavesAGap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := NewHub(nil, nil)
		var all []int64
		for range rapid.IntRange(1, 8).Draw(t, "pages") {
			page := make([]switchboard.Event, rapid.IntRange(1, 20).Draw(t, "size"))
			at := h.head
			for i := range page {
				at += rapid.SampledFrom([]int64{1, 1, 1, 2, 50}).Draw(t, "step")
				page[i].Position = at
				all = append(all, at)
			}
			h.publish(page)
		}
		after := rapid.Int64Range(all[0]-1, h.head-1).Draw(t, "after")
		events, _, old := h.look(after)
		if old {
			t.Fatalf("position %d is remembered", after)
		}
		first, _ := slices.BinarySearch(all, after+1)
		if len(events) != len(all)-first {
			t.Fatalf("behind %d come %d events instead of %d", after, len(events), len(all)-first)
		}
		for i, e := range events {
			if e.Position != all[first+i] {
				t.Fatalf("behind %d, place %d has position %d instead of %d", after, i, e.Position, all[first+i])
			}
		}
	})
}

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
