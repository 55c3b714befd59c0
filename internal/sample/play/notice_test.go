package play_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// follow raises what the journal tells, as the server does once the story is there.
func (h home) follow() {
	h.t.Helper()
	for at := int64(0); ; {
		events := testkit.Read(h.t, h.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.Events(at, 100) })
		if len(events) == 0 {
			return
		}
		at = events[len(events)-1].Position
		if _, err := notice.Take(h.t.Context(), h.DB, events); err != nil {
			h.t.Fatal(err)
		}
	}
}

// TestNoticesTellTheWeek: whoever takes the predecessor's place finds what they would have been told, at its time. What is over is seen;
// what waits for them stands unread, and nothing else.
func TestNoticesTellTheWeek(t *testing.T) {
	t.Parallel()
	h := settle(t, "")
	if _, err := notice.Begin(t.Context(), h.DB); err != nil {
		t.Fatal(err)
	}
	h.begin()
	h.Time.(*timesource.Manual).Advance(3 * time.Minute) // it takes a moment until the journal is followed
	h.follow()
	now := h.Time.Now()
	told := testkit.Read(t, h.DB, func(tx *store.Tx) ([]switchboard.Notice, error) {
		return notices.In(tx.Tx).List(h.newcomer, notices.Spot{}, 500)
	})
	var waiting []string
	minutes := map[time.Time]int{}
	for _, n := range told {
		c := testkit.Read(t, h.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(n.ConversationID) })
		if n.LastAt.Add(time.Minute).After(now) || n.SeenAt.IsZero() != n.SeenAt.Before(n.LastAt) {
			t.Errorf("%s of %s was told at %s, seen at %s; it is %s", n.Event, c.CustomerName, n.LastAt, n.SeenAt, now)
		}
		minutes[n.LastAt.Truncate(time.Minute)]++
		switch {
		case n.SeenAt.IsZero():
			waiting = append(waiting, fmt.Sprintf("%s %s", n.Event, c.CustomerName))
		case n.Event == switchboard.NoticeReply && c.Lead == h.newcomer:
			t.Errorf("%s wrote before they led", c.CustomerName)
		}
	}
	slices.Sort(waiting)
	if want := []string{"offer Opal Dunmere", "transfer Yann Lebrecon"}; !slices.Equal(waiting, want) {
		t.Errorf("unread: %q, want %q", waiting, want)
	}
	if len(told) < 6 || len(minutes) < 4 {
		t.Errorf("%d notices at %d times", len(told), len(minutes))
	}
}
