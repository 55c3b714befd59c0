package curate

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
	"switchboard/internal/triage/topic"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func newWorld(t *testing.T, place storetest.Place) *storetest.World {
	t.Helper()
	return storetest.NewWorld(t, storetest.Open(t, place(t, timesource.NewManual(noon).Now)))
}

func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestLongMessagesTakeNoRoom holds the messages that are looked through and nothing of what is not looked at: a sender of
// long mails fills no memory.
func TestLongMessagesTakeNoRoom(t *testing.T) {
	w := newWorld(t, storetest.Lite)
	talk := w.Talk("mira", nil)
	const messages, length = 60, 300_000
	entities := []switchboard.Entity{{Kind: "email", Start: 2, End: 9}, {Kind: "url", Start: topic.MaxRead - 1, End: topic.MaxRead + 9},
		{Kind: "url", Start: length - 9, End: length - 1}}
	w.Update(func(tx *store.Tx) error {
		for i := range messages {
			said := w.Says(talk, fmt.Sprint("m", i), strings.Repeat("x", length), 0)
			said.Network, said.IdentityID, said.ThreadID, said.ConversationID = "email", talk.Identity.ID, talk.Thread.ID, talk.ID
			said.LegID = talk.Leg.ID
			if _, err := tx.InsertMessage(said); err != nil {
				return err
			}
			if err := tx.SaveVerdict(said.Message.ID, 1, switchboard.Verdict{Language: "en", Entities: entities}); err != nil {
				return err
			}
		}
		return nil
	})
	before := live()
	all, err := hear(t.Context(), w.DB, lookedThrough)
	if err != nil || len(all) != messages {
		t.Fatalf("%d heard: %v", len(all), err)
	}
	if held := int64(live()) - int64(before); held > messages*topic.MaxRead*4 {
		t.Errorf("%d messages of %d bytes hold %d bytes", messages, length, held)
	}
	first := all[0].said
	if len(first.Text) != topic.MaxRead || len(first.Entities) != 2 || first.Entities[1].End != topic.MaxRead {
		t.Errorf("%d bytes, what is personal at %v", len(first.Text), first.Entities)
	}
	runtime.KeepAlive(all)
}

// TestTwoWhoChangeATopic lets a second change begin while the first is under way: it finds what the first made of it.
func TestTwoWhoChangeATopic(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, place storetest.Place) {
		w := newWorld(t, place)
		by := By{Kind: switchboard.ActorSystem}
		bells := func(words ...string) switchboard.Topic {
			return switchboard.Topic{Key: "bells", Name: "Bells", Words: map[string][]string{"any": words}}
		}
		w.Update(func(tx *store.Tx) error {
			if _, err := tx.EnsureInstallation("first"); err != nil {
				return err
			}
			_, err := Create(tx, bells("bell"), by)
			return err
		})
		var found, left switchboard.KeptTopic
		second := func(tx *store.Tx) (err error) {
			if found, err = FindToChange(tx, "bells"); err != nil {
				return err
			}
			left, err = Archive(tx, found, true, by)
			return err
		}
		var over <-chan error
		w.Update(func(tx *store.Tx) error {
			k, err := FindToChange(tx, "bells")
			if err != nil {
				return err
			}
			over = storetest.Meanwhile(t, w.DB, second)
			_, err = Change(tx, k, bells("bell", "gong"), by)
			return err
		})
		if err := <-over; err != nil {
			t.Fatal(err)
		}
		if found.Version != 2 || left.Version != 3 || len(left.Words["any"]) != 2 {
			t.Errorf("the second found version %d and left version %d with %v", found.Version, left.Version, left.Words)
		}
	})
}
