package flow_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/storetest"
	"switchboard/internal/testkit"
)

// TestTriageThatPanics routes by the default rule.
func TestTriageThatPanics(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	other := s.item("2", "a press matter")
	other.Author.ID = "jon"
	s.hears(s.item("1", "panic"), other)
	if c := s.talk("1"); c.Stance != switchboard.StanceQueued || c.Department != "service" {
		t.Errorf("%s in %s", c.Stance, c.Department)
	}
	if c := s.talk("2"); c.Department != "comms" {
		t.Errorf("what came behind it is in %s", c.Department)
	}
}

// TestPoison puts off what can never be worked, shows it, and goes on with everything else.
func TestPoison(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	missing := switchboard.NewID[switchboard.MessageID](testkit.Noon().Add(-time.Hour)) // before all others
	testkit.Update(t, s.app.DB, func(tx *store.Tx) error {
		return tx.InsertWork(intake.Work{Node: s.app.Node, Priority: intake.PriorityReply, MessageID: missing,
			AccountID: s.account.ID, Revision: 1})
	})
	item := s.item("1", "it hums")
	_, err := s.in.Take(t.Context(), intake.Handed{Account: s.account, Lane: connector.LanePoll,
		Batch: connector.Batch{Items: []connector.Item{item}}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if failed, err := s.line.Drain(t.Context()); failed != 1 || err != nil {
		t.Fatalf("%d failed, %v; want the poison alone", failed, err)
	}
	if c := s.talk("1"); c.Stance != switchboard.StanceQueued {
		t.Errorf("%s: what came behind the poison was not worked", c.Stance)
	}
	again := testkit.Read(t, s.app.DB, func(tx *store.Tx) (time.Time, error) { return tx.NextWorkAt(s.app.Node) })
	if wait := again.Sub(s.site.Clock.Now()); wait <= 0 || wait > time.Minute {
		t.Errorf("tried again in %v", wait)
	}
	s.site.Clock.Advance(time.Minute)
	rows := testkit.Read(t, s.app.DB, func(tx *store.Tx) ([]intake.Work, error) {
		return tx.PendingWork(s.app.Node, intake.Work{Priority: -1}, 9)
	})
	if len(rows) != 1 || rows[0].Attempts != 1 || rows[0].Trouble != string(switchboard.CodeNotFound) {
		t.Errorf("waiting %+v", rows)
	}
	found := testkit.Read(t, s.app.DB, func(tx *store.Tx) ([]store.Discrepancy, error) { return tx.Doctor(1000, 10) })
	if len(found) != 1 || found[0].Table != "work" {
		t.Errorf("the doctor finds %+v", found)
	}
}

// TestLockedByAnother has another process hold the database's lock: Take says so, keeps nothing, and works afterwards.
func TestLockedByAnother(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	other, err := sql.Open("sqlite", app.DatabaseFile(filepath.Clean(s.site.Data)))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	held, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if _, err := held.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	handed := intake.Handed{Account: s.account, Lane: connector.LanePoll,
		Batch: connector.Batch{Items: []connector.Item{s.item("1", "it hums")}, Next: "1"}}
	if _, err := s.in.Take(t.Context(), handed, 0); !errors.Is(err, db.ErrBusy) {
		t.Errorf("error %v, want that the database is busy", err)
	}
	if _, err := held.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	_, moved, err := cursor(t.Context(), s)
	if moved || err != nil {
		t.Errorf("the cursor moved without its messages, %v", err)
	}
	if receipt, err := s.in.Take(t.Context(), handed, 0); err != nil || receipt.Stored != 1 {
		t.Errorf("afterwards: %+v, %v", receipt, err)
	}
}

// TestADatabaseWithoutRoom has the disk under the database run full: Take says so as any other want of room is said, and
// keeps nothing.
func TestADatabaseWithoutRoom(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	storetest.LeaveRoom(t, s.app.DB, 0)
	handed := intake.Handed{Account: s.account, Lane: connector.LanePoll,
		Batch: connector.Batch{Items: []connector.Item{s.item("1", strings.Repeat("it hums ", 10_000))}, Next: "1"}}
	if _, err := s.in.Take(t.Context(), handed, 0); !switchboard.IsCode(err, switchboard.CodeDiskReserve) || !errors.Is(err, db.ErrDiskFull) {
		t.Errorf("error %v, want that there is no room", err)
	}
	storetest.LeaveRoom(t, s.app.DB, 1<<20)
	if receipt, err := s.in.Take(t.Context(), handed, 0); err != nil || receipt.Stored != 1 {
		t.Errorf("afterwards: %+v, %v", receipt, err)
	}
}

func cursor(ctx context.Context, s *scene) (at string, found bool, err error) {
	err = s.app.DB.View(ctx, func(tx *store.Tx) (err error) {
		at, found, err = tx.Cursor(s.account.ID, string(connector.LanePoll))
		return err
	})
	return at, found, err
}

// TestTenThousandAtTheDoor hands 10,000 messages over from many sides at once while the line works them: each is stored
// once and in a conversation.
func TestTenThousandAtTheDoor(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	const count, doors = 10_000, 16
	var items []connector.Item
	for n := range count {
		item := s.item(id(n), "it hums")
		item.Author.ID = id(n % 3000)
		items = append(items, item)
	}
	var wg sync.WaitGroup
	for door := range doors {
		wg.Go(func() {
			for from := door * count / doors; from < (door+1)*count/doors; from += 25 {
				_, err := s.in.Take(t.Context(), intake.Handed{Account: s.account, Lane: connector.LaneStream,
					Batch: connector.Batch{Items: items[from:min(from+25, (door+1)*count/doors)]}}, 0)
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	began := time.Now()
	if failed, err := s.line.Drain(t.Context()); failed > 0 || err != nil {
		t.Fatalf("%d failed, %v", failed, err)
	}
	t.Logf("worked in %v", time.Since(began))
	all := testkit.AllConversations(t, s.app.DB)
	if len(all) != count {
		t.Errorf("%d conversations, want %d", len(all), count)
	}
	if wrong := testkit.Sums(t, s.app.DB, all); len(wrong) > 0 {
		t.Errorf("sums: %q", wrong[:min(5, len(wrong))])
	}
}

func id(n int) string { return "n" + string(rune('a'+n%26)) + time.Duration(n).String() }
