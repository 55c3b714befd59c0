package store

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
)

func TestPlacesSurviveTheAPI(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := Place{Sort: rapid.Int64().Draw(t, "sort")}
		copy(p.ID[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		if back, err := ParsePlace(p.String()); err != nil || back != p {
			t.Errorf("%v became %v, %v", p, back, err)
		}
	})
}

func TestQueuePlacesKeepTheOrderOfService(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) (c switchboard.Conversation) {
			c.QueuedAt = time.UnixMicro(rapid.Int64Range(0, 1<<55).Draw(t, name)).UTC()
			if rapid.Bool().Draw(t, name+" urgent") {
				c.Urgency = switchboard.UrgencyUrgent
			}
			return c
		}
		a, b := draw("a"), draw("b")
		before := Rank(a) < Rank(b) || Rank(a) == Rank(b) && a.QueuedAt.Before(b.QueuedAt)
		if got := queuePlace(a).Sort < queuePlace(b).Sort; got != before {
			t.Errorf("%v before %v: %t, want %t", a.QueuedAt, b.QueuedAt, got, before)
		}
		rank, at := queuePlace(a).queue()
		if rank != int64(Rank(a)) || at != a.QueuedAt.UnixMicro() {
			t.Errorf("read back rank %d, time %d", rank, at)
		}
	})
}

func FuzzParsePlace(f *testing.F) {
	f.Add("")
	f.Add("AAAA")
	f.Add(Place{Sort: -1, ID: [16]byte{1, 2, 3}}.String())
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePlace(text)
		if err != nil {
			if !switchboard.IsCode(err, switchboard.CodeInvalid) {
				t.Errorf("error %v has no code a caller may branch on", err)
			}
			return
		}
		again, err := ParsePlace(p.String())
		if err != nil || again != p {
			t.Errorf("%q is %v, which reads as %v, %v", text, p, again, err)
		}
	})
}
