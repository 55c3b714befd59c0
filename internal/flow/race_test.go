package flow_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
)

// crush is the same messages at many doors at the same moment.
type crush struct {
	*testing.T
	app      *app.App
	accounts []switchboard.Account
	start    time.Time
	stored   atomic.Int64
}

// crushed is how many messages each door brings in one batch.
const crushed = 24

// TestTheSameMessagesAtOnce has two accounts bring the same messages in opposite orders while a third lane brings edits
// of all of them and a fourth takes some down. Each is one message with two sightings; no revision and no deletion is
// missed, whoever was first.
func TestTheSameMessagesAtOnce(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		atOnce(t, testkit.NewSite(testkit.Folder(t), ""))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		url := pgtest.URLFrom(t, "app", func(url string) error { return testkit.NewSite(folder, url).Open(t).Close() })
		atOnce(t, testkit.NewSite(folder, url))
	})
}

func atOnce(t *testing.T, site testkit.Site) {
	c := &crush{T: t, app: site.Open(t), start: site.Clock.Now()}
	defer c.app.Close()
	for _, handle := range []string{"@kettles", "@lamps"} {
		c.accounts = append(c.accounts, testkit.AddAccount(t, c.app.DB, handle))
	}
	const rounds = 12
	for round := range rounds {
		c.round(round)
		for i := range crushed {
			c.check(round, i)
		}
	}
	if n := c.stored.Load(); n != rounds*crushed {
		t.Errorf("%d stored, want %d", n, rounds*crushed)
	}
}

func (c *crush) round(round int) {
	items := make([]connector.Item, crushed)
	for i := range items {
		items[i] = connector.Item{Change: connector.Said, ExternalID: key(round, i), Author: switchboard.Author{ID: "ida"},
			Direction: switchboard.In, Visibility: switchboard.Public, Kind: switchboard.KindMention, Addressed: true,
			Content: switchboard.Content{Text: "it hums"}, Published: c.start, Raw: []byte("{}")}
	}
	backwards := slices.Clone(items)
	slices.Reverse(backwards)
	edits := slices.Clone(items)
	rand.Shuffle(len(edits), func(i, j int) { edits[i], edits[j] = edits[j], edits[i] })
	var gone []connector.Item
	for i := range edits {
		edits[i].Content.Text, edits[i].EditedAt = "it sings", c.start.Add(time.Second)
	}
	for i := 0; i < crushed; i += 3 {
		gone = append(gone, connector.Item{Change: connector.Deleted, ExternalID: key(round, i)})
	}
	var doors sync.WaitGroup
	for i, batch := range [][]connector.Item{items, backwards, edits, gone} {
		lane := []connector.Lane{connector.LanePoll, connector.LaneStream}[i/2]
		doors.Go(func() {
			c.hand(intake.Handed{Account: c.accounts[i%2], Lane: lane, Batch: connector.Batch{Items: batch, Next: "1"}})
		})
	}
	doors.Wait()
}

func key(round, i int) string { return fmt.Sprintf("post-%d-%02d", round, i) }

func (c *crush) hand(h intake.Handed) {
	receipt, err := c.app.In.Take(c.Context(), h, 0)
	if err != nil {
		c.Error(err)
	}
	c.stored.Add(int64(receipt.Stored))
}

func (c *crush) check(round, i int) {
	c.Helper()
	type found struct {
		message   switchboard.Message
		sightings []switchboard.AccountID
		revisions []store.Revision
	}
	got := testkit.Read(c, c.app.DB, func(tx *store.Tx) (f found, err error) {
		if f.message, _, err = tx.MessageByKey(testkit.Network, key(round, i)); err != nil {
			return f, err
		}
		if f.sightings, err = tx.Sightings(f.message.ID); err != nil {
			return f, err
		}
		f.revisions, err = tx.Revisions(f.message.ID)
		return f, err
	})
	text, earlier := "it sings", 1
	if i%3 == 0 {
		text, earlier = "", 0
	}
	if got.message.Content.Text != text || got.message.DeletedAt.IsZero() == (i%3 == 0) || len(got.sightings) != 2 ||
		len(got.revisions) != earlier {
		c.Errorf("message %s: %q, %d sightings, %d earlier revisions, deleted at %v", key(round, i), got.message.Content.Text,
			len(got.sightings), len(got.revisions), got.message.DeletedAt)
	}
}
