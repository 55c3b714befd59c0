package db

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/store/pgtest"
)

// ear collects what a listener hears.
type ear struct {
	mu    sync.Mutex
	heard []string
}

func (e *ear) hear(payload string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, payload)
}

func (e *ear) list() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.heard)
}

func TestNotifyReachesEveryListenerAfterTheCommit(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		ctx, cancel := context.WithCancel(t.Context())
		var a, b, other ear
		var wg sync.WaitGroup
		for channel, ears := range map[string][]*ear{"bell": {&a, &b}, "gong": {&other}} {
			for _, e := range ears {
				wg.Go(func() { wantErr(t, d.Listen(ctx, channel, e.hear), context.Canceled) })
				eventually(t, "subscription", func() bool { return len(e.list()) == 1 })
			}
		}
		send := func(fail error, payloads ...string) error {
			return d.Update(t.Context(), func(tx *Tx) error {
				for _, p := range payloads {
					if err := tx.Notify("bell", p); err != nil {
						return err
					}
				}
				return fail
			})
		}
		wantErr(t, send(errWanted, "never"), errWanted)
		if err := send(nil, "one", "one", "two"); err != nil {
			t.Fatal(err)
		}
		want := []string{"", "one", "two"}
		for _, e := range []*ear{&a, &b} {
			eventually(t, "payloads", func() bool { return len(e.list()) >= 3 })
			if got := e.list(); !slices.Equal(got, want) {
				t.Errorf("heard %q", got)
			}
		}
		cancel()
		wg.Wait()
		if got := other.list(); len(got) != 1 {
			t.Errorf("another channel heard %q", got)
		}
	})
}

func TestNotifyChecksItsInput(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		for _, channel := range []string{"", "Bell", "a b", `a"; DROP TABLE lamp; --`, strings.Repeat("x", 49)} {
			if d.Listen(t.Context(), channel, func(string) {}) == nil {
				t.Errorf("listens on %q", channel)
			}
			if d.Update(t.Context(), func(tx *Tx) error { return tx.Notify(channel, "x") }) == nil {
				t.Errorf("notifies %q", channel)
			}
		}
		for size, ok := range map[int]bool{maxPayload: true, maxPayload + 1: false} {
			err := d.Update(t.Context(), func(tx *Tx) error { return tx.Notify("bell", strings.Repeat("x", size)) })
			if (err == nil) != ok {
				t.Errorf("payload of %d bytes: %v", size, err)
			}
		}
	})
}

func TestNotifyingTakesNoRoundTripOfItsOwn(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	err := d.Update(t.Context(), func(tx *Tx) error {
		if err := tx.Notify("bell", "one"); err != nil {
			return err
		}
		if waiting := tx.run.(*pgRunner).waiting; waiting == nil || waiting.Len() != 1 {
			t.Errorf("it does not wait for the commit: %+v", waiting)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestSlowListenerIsToldToLookForItself(t *testing.T) {
	t.Parallel()
	var h hub
	ctx, cancel := context.WithCancel(t.Context())
	hold := make(chan struct{})
	var e ear
	done := make(chan error)
	go func() {
		done <- h.listen(ctx, "bell", func(p string) { e.hear(p); <-hold })
	}()
	eventually(t, "subscription", func() bool { return len(e.list()) == 1 })
	for i := range maxUnread + 10 {
		h.publish([]note{{"bell", fmt.Sprint(i)}})
	}
	close(hold)
	eventually(t, "last payload", func() bool { return slices.Contains(e.list(), fmt.Sprint(maxUnread+9)) })
	if got := e.list(); got[1] != "" || len(got) > maxUnread {
		t.Errorf("heard %d payloads, the first %q", len(got), got[1])
	}
	cancel()
	<-done
	if len(h.listeners["bell"]) != 0 {
		t.Error("listener stays after its end")
	}
}

func TestTryLock(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		take := func(name string) (func(), bool) {
			lock, ok, err := d.TryLock(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				return nil, false
			}
			return lock.Release, ok
		}
		release, ok := take("sweeper")
		if !ok {
			t.Fatal("a free lock was refused")
		}
		if _, ok := take("sweeper"); ok {
			t.Error("lock was given twice")
		}
		if other, ok := take("mailer"); !ok {
			t.Error("locks of different names hinder each other")
		} else {
			other()
		}
		release()
		again, ok := take("sweeper")
		if !ok {
			t.Fatal("a released lock was refused")
		}
		again()
		if _, _, err := d.TryLock(t.Context(), "../escape"); err == nil {
			t.Error("a name may lead out of the folder")
		}
	})
}

// TestAReleasedLockIsFreeAtOnce asks the server itself, since whoever takes the lock next needs longer to connect than
// the server needs to notice a closed connection.
func TestAReleasedLockIsFreeAtOnce(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	for round := range 50 {
		lock, ok, err := d.TryLock(t.Context(), "teller")
		if err != nil || !ok {
			t.Fatalf("round %d: taken: %v, %v", round, ok, err)
		}
		lock.Release()
		var held int
		err = d.View(t.Context(), func(tx *Tx) error {
			return tx.QueryRow(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
				AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`).Scan(&held)
		})
		if err != nil || held != 0 {
			t.Fatalf("round %d: %d locks stand after the release, %v", round, held, err)
		}
	}
}

// TestALockThatIsLostTellsItsHolder cuts the connection of a lock: its holder hears of it before long, and the lock is
// free for others. One that is released is not lost.
func TestALockThatIsLostTellsItsHolder(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{Dialect: Postgres, DSN: pgtest.URL(t)})
	take := func() *Lock {
		lock, ok, err := d.TryLock(t.Context(), "teller")
		if err != nil || !ok {
			t.Fatalf("taken: %v, %v", ok, err)
		}
		return lock
	}
	before := take()
	before.Release()
	held := take()
	script(t, d, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
	select {
	case <-held.Lost():
	case <-time.After(20 * time.Second):
		t.Fatal("the holder is not told")
	}
	// The server tells the connection that it ends before it ends the lock.
	var again *Lock
	eventually(t, "lock is free again", func() (ok bool) {
		lock, ok, err := d.TryLock(t.Context(), "teller")
		if err != nil {
			t.Fatal(err)
		}
		again = lock
		return ok
	})
	held.Release()
	select {
	case <-before.Lost():
		t.Error("a released lock counts as lost")
	case <-again.Lost():
		t.Error("the new holder's lock counts as lost")
	default:
	}
	again.Release()
	again.Release()
}

func TestTimesComeBackAsTheyWereStored(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64Range(-62_000_000_000_000_000, 250_000_000_000_000_000).Draw(t, "micros")
		at := FromMicros(v)
		if Micros(at) != v || at.Location() != time.UTC {
			t.Fatalf("%d became %v", v, at)
		}
		odd := at.Add(time.Duration(rapid.IntRange(0, 999).Draw(t, "nanos"))).In(time.FixedZone("far", 7*3600))
		if Micros(odd) != v || !FromNullMicros(NullMicros(odd)).Equal(at) {
			t.Fatalf("%v is stored as %d", odd, Micros(odd))
		}
	})
	if NullMicros(time.Time{}).Valid || !FromNullMicros(NullMicros(time.Time{})).IsZero() {
		t.Error("an absent time is stored")
	}
}

func TestScanTime(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, "CREATE TABLE tide (id BIGINT PRIMARY KEY, at BIGINT, label TEXT)")
		at := time.Date(2031, 5, 6, 7, 8, 9, 123456789, time.FixedZone("far", -3*3600))
		err := d.Update(t.Context(), func(tx *Tx) error {
			_, err := tx.Exec("INSERT INTO tide VALUES (1, ?, 'ebb'), (2, ?, 'flood')", NullMicros(at), NullMicros(time.Time{}))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.View(t.Context(), func(tx *Tx) error {
			got, none := time.Time{}, at
			if err := tx.QueryRow("SELECT at FROM tide WHERE id = 1").Scan(ScanTime(&got)); err != nil {
				return err
			}
			if err := tx.QueryRow("SELECT at FROM tide WHERE id = 2").Scan(ScanTime(&none)); err != nil {
				return err
			}
			if !got.Equal(at.Truncate(time.Microsecond)) || got.Location() != time.UTC || !none.IsZero() {
				t.Errorf("read %v and %v", got, none)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.View(t.Context(), func(tx *Tx) error {
			_ = tx.QueryRow("SELECT label FROM tide WHERE id = 1").Scan(ScanTime(new(time.Time)))
			wantErr(t, tx.QueryRow("SELECT 1").Scan(new(int)), ErrTxFailed)
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), "cannot read a time from string") {
			t.Errorf("a text read as a time: %v", err)
		}
	})
}
