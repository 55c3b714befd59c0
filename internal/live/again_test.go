package live_test

import (
	"context"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// TestAJournalThatCouldNotBeReadIsReadAgain lets reading fail just when something happens. Nothing happens after it,
// and yet followers hear of it.
func TestAJournalThatCouldNotBeReadIsReadAgain(t *testing.T) {
	t.Parallel()
	a := testkit.NewSite(testkit.Folder(t), "").Open(t)
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	ended := make(chan error, 1)
	go func() { ended <- a.Hub.Run(ctx) }()
	defer func() {
		stop()
		<-ended
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	say := func(subject, after string) {
		testkit.Update(t, a.DB, func(tx *store.Tx) error {
			if err := tx.Record(switchboard.Event{Kind: switchboard.EventQueued, Subject: subject}); err != nil || after == "" {
				return err
			}
			_, err := tx.Exec(after)
			return err
		})
	}
	start := testkit.Read(t, a.DB, (*store.Tx).LastPosition)
	say("first", "")
	for a.Hub.Head() <= start { // it runs
		if _, err := a.Hub.Next(ctx, start); err != nil {
			t.Fatal(err)
		}
	}
	say("second", `ALTER TABLE journal RENAME TO journal_away`)
	time.Sleep(200 * time.Millisecond) // the one look it gets fails
	if a.Hub.Head() != start+1 {
		t.Fatalf("it could be read: %d", a.Hub.Head())
	}
	testkit.Update(t, a.DB, func(tx *store.Tx) error {
		_, err := tx.Exec(`ALTER TABLE journal_away RENAME TO journal`)
		return err
	})
	events, err := a.Hub.Next(ctx, start+1)
	if err != nil || len(events) != 1 || events[0].Subject != "second" {
		t.Errorf("%+v, %v", events, err)
	}
}
