package e2e

import (
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// talk is one conversation without anything that differs between two installations with the same content.
type talk struct {
	Messages         []line
	Customer         string
	Stance           switchboard.Stance
	Reason           switchboard.CloseReason
	Flags            []switchboard.Flag
	Count            int
	First, Last      time.Time
	LastIn, LastOut  time.Time
	Preview, Network string
}

type line struct {
	ID, Text, Thread string
	Direction        switchboard.Direction
	Sightings        int
}

// dump reads a whole installation: conversations by their first message, and the books must balance.
func dump(t *testing.T, data string) map[string]talk {
	t.Helper()
	a := testkit.NewSite(data, "").Open(t)
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	if wrong := testkit.Books(t, a.DB); len(wrong) > 0 {
		t.Errorf("books: %q", wrong[:min(len(wrong), 5)])
	}
	if testkit.Read(t, a.DB, (*store.Tx).WorkWaits) {
		t.Error("work is left")
	}
	threads, all := map[switchboard.ThreadID]string{}, map[string]talk{}
	conversations := testkit.AllConversations(t, a.DB)
	slices.SortFunc(conversations, func(x, y switchboard.Conversation) int { return x.FirstMessageAt.Compare(y.FirstMessageAt) })
	for _, c := range conversations {
		if !c.MergedInto.IsZero() {
			continue
		}
		one := read(t, a.DB, threads, c)
		all[one.Messages[0].ID] = one
	}
	return all
}

func read(t *testing.T, d *store.DB, threads map[switchboard.ThreadID]string, c switchboard.Conversation) talk {
	t.Helper()
	messages := testkit.Read(t, d, func(tx *store.Tx) ([]switchboard.Message, error) {
		return tx.ConversationMessages(c.ID, store.Place{}, 10_000)
	})
	one := talk{Customer: c.CustomerName, Stance: c.Stance, Reason: c.CloseReason, Flags: c.Flags, Count: c.MessageCount,
		First: c.FirstMessageAt, Last: c.LastMessageAt, LastIn: c.LastInAt, LastOut: c.LastOutAt, Preview: c.Preview,
		Network: string(c.Network)}
	if len(messages) == 0 {
		t.Fatalf("conversation %s has no message", c.ID)
	}
	for _, m := range messages {
		if threads[m.ThreadID] == "" {
			threads[m.ThreadID] = m.ExternalID
		}
		seen := testkit.Read(t, d, func(tx *store.Tx) ([]switchboard.AccountID, error) { return tx.Sightings(m.ID) })
		one.Messages = append(one.Messages, line{m.ExternalID, m.Content.Text, threads[m.ThreadID], m.Direction, len(seen)})
	}
	return one
}
