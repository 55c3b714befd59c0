package play_test

import (
	"testing"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// TestThanksWaitForNobodyInTheWeek: whoever says thanks in the story is heard, no deadline was missed over it, and nothing waits for an
// answer to it now.
func TestThanksWaitForNobodyInTheWeek(t *testing.T) {
	t.Parallel()
	h := settle(t, "")
	h.begin()
	thanked := 0
	for _, c := range testkit.AllConversations(t, h.DB) {
		said := testkit.Read(t, h.DB, func(tx *store.Tx) ([]switchboard.Message, error) {
			return tx.ConversationMessages(c.ID, store.Place{}, 100)
		})
		events := testkit.Read(t, h.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(c.ID, 1000) })
		kind := map[switchboard.MessageID]bool{}
		for i, m := range said {
			v := testkit.Read(t, h.DB, func(tx *store.Tx) (switchboard.Verdict, error) { v, _, err := tx.Verdict(m.ID); return v, err })
			if m.Direction != switchboard.In || !switchboard.OnlyThanks(m.Content, v) {
				continue
			}
			if i == 0 {
				continue // what begins a conversation is for somebody to see
			}
			thanked++
			kind[m.ID] = true
			if m.PublishedAt.Equal(c.WaitingSince) {
				t.Errorf("%s waits for an answer to %q", c.CustomerName, m.Content.Text)
			}
		}
		thanksOnly := false // the customer's last words so far
		for _, e := range events {
			switch e.Kind {
			case switchboard.EventMessageReceived:
				thanksOnly = kind[e.MessageID]
			case switchboard.EventDeadlineMissed, switchboard.EventReopened:
				if thanksOnly && e.ActorKind != switchboard.ActorAgent && c.MessageCount > 2 && c.WaitingSince.IsZero() {
					t.Errorf("%s: %s after thanks", c.CustomerName, e.Kind)
				}
			}
		}
	}
	if thanked < 3 {
		t.Errorf("%d thanks: nothing is proved", thanked)
	}
}
