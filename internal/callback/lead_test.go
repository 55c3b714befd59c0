package callback_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/callback"
	"switchboard/internal/live"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// TestWhoeverLosesTheLockStepsDown cuts the connection of the leader's lock while two nodes run: one of them leads
// afterwards, and everything is told by one alone.
func TestWhoeverLosesTheLockStepsDown(t *testing.T) {
	t.Parallel()
	o := newOfficeOn(t, storetest.Postgres(t, time.Now))
	o.background(live.Sequencer{DB: o.DB, Time: timesource.System(), Log: o.log}.Run)
	r := listen(t, nil)
	for _, node := range []string{"north", "south"} {
		teller := o.teller()
		teller.Incarnation = node
		one := callback.Runner{DB: o.DB, Journal: o.hub, Teller: teller, Viewer: o.viewer, Random: func() float64 { return 0 }, Log: o.log}
		o.background(one.Run)
	}
	sub := o.subscribe(r.URL)
	o.say(switchboard.EventQueued, 0, 1)
	o.await(sub.ID, "one event told", toldUpTo(1))
	first := r.requests()[0].Incarnation
	for n, next := int64(1), first; next == first; n++ {
		if n == 400 {
			t.Fatal("nobody took over")
		}
		if n%10 == 1 { // the first one may notice, wait for its turn as well and be the quicker: then once more
			o.clock.AwaitTimers(1) // the other waits for its turn
			o.losesTheLock()
			o.clock.Advance(10 * time.Second) // the other asks and leads; the first one must notice by itself
		}
		time.Sleep(100 * time.Millisecond)
		o.say(switchboard.EventQueued, int(n), 1)
		o.await(sub.ID, "the next event told", toldUpTo(n+1))
		next = r.requests()[len(r.requests())-1].Incarnation
	}
	// Nobody but the new leader has a connection with the lock, and the old one waits for its turn again.
	o.clock.AwaitTimers(1)
	before := len(r.requests())
	for n := range 20 {
		o.say(switchboard.EventQueued, 1000+n, 1)
		time.Sleep(5 * time.Millisecond)
	}
	last := o.position()
	o.await(sub.ID, "everything told", toldUpTo(last))
	for _, request := range r.requests()[before:] {
		if request.Incarnation == first {
			t.Errorf("%s still tells beside the other", first)
		}
	}
}

func (o *office) position() (at int64) {
	o.T.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		before := at
		o.View(func(tx *store.Tx) (err error) {
			at, err = tx.LastPosition()
			return err
		})
		if at > 0 && at == before {
			return at
		}
	}
	o.T.Fatal("the journal does not come to rest")
	return 0
}

// losesTheLock cuts the connection of whoever leads.
func (o *office) losesTheLock() {
	o.Update(func(tx *store.Tx) error {
		_, err := tx.Exec(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()`)
		return err
	})
}
