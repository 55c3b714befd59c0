package account_test

import (
	"math"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/timesource"
)

// one sends one answer in a world of its own and gives it time.
func one(t *testing.T, options practice.Options, change func(w *town)) (w *town, last switchboard.Delivery) {
	t.Helper()
	w = newTown(t, t.TempDir(), 1, options)
	d := w.open()
	defer d.Close()
	f := newFate(blow{after: math.MaxInt}, nil)
	change(w)
	p := w.start(setting{db: d, time: clock{systemTime(), f}, wire: wire{w, f}})
	defer p.quit()
	m := w.await(p, w.ask("@mira", "where is my spout?"))
	p.lead(t, m, w.ada.ID)
	draft, queued := p.say(t, m, answer{by: w.ada.ID, texts: []string{"It is on its way."}})
	if !queued {
		t.Fatalf("held: %+v", draft.Ruling)
	}
	time.Sleep(15 * time.Minute)
	return w, p.deliveries(t, draft.ID)[0]
}

func TestCutAfterAcceptingAndShownTwoMinutesLate(t *testing.T) {
	t.Parallel()
	for name, repeats := range map[string]bool{"repeats are recognised": false, "repeats stand twice": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w, got := one(t, practice.Options{Repeats: repeats}, func(w *town) {
					if repeats {
						w.spec = forgetful(w.spec)
					}
					w.web = cutter{w.web, w.net}
				})
				if n := w.net.Count(handle, "It is on its way."); n != 1 {
					t.Errorf("it stands %d times", n)
				}
				took := got.SettledAt.Sub(got.StartedAt)
				if got.State != switchboard.DeliverySent || got.Attempt != 1 || took < 2*time.Minute || took > 4*time.Minute {
					t.Errorf("after %s: %+v", took, got)
				}
				if got.SettledBy != "read_back" && got.SettledBy != "echo" {
					t.Errorf("settled by %s", got.SettledBy)
				}
			})
		})
	}
}

// A connector that calls a post absent before it can be sure does harm on a network that takes repeats: its word must
// not be taken. The same early word of the Spec itself is refused when it is registered.
func TestAnEarlyProofOfAbsenceIsNoProof(t *testing.T) {
	t.Parallel()
	early := func(s connector.Spec) connector.Spec {
		s = forgetful(s)
		s.VisibilityDelay, s.ProofOfAbsence = time.Second, 5*time.Second
		return masked(s, func(c connector.Conn) connector.Conn {
			return eager{c, c.(reader), c.(connector.Sender), c.(connector.ReadBacker)}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		w, got := one(t, practice.Options{Repeats: true}, func(w *town) {
			w.spec = early(w.spec)
			w.web = cutter{w.web, w.net}
			if err := w.spec.Validate(); err == nil || !strings.Contains(err.Error(), "longest attempt") {
				t.Errorf("the Spec is taken: %v", err)
			}
		})
		if n := w.net.Count(handle, "It is on its way."); n != 1 || got.Attempt != 1 || got.State != switchboard.DeliverySent {
			t.Errorf("it stands %d times: %+v", n, got)
		}
	})
}

// jumping is a clock that somebody sets.
type jumping struct {
	timesource.Source
	by *atomic.Int64
}

func (j jumping) Now() time.Time { return j.Source.Now().Add(time.Duration(j.by.Load())) }

// A clock that is set ahead makes an attempt look old. By the running time of the process it is not.
func TestAClockSetAheadProvesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, t.TempDir(), 1, practice.Options{Repeats: true})
		w.spec, w.web = forgetful(w.spec), cutter{w.web, w.net}
		w.open().Close()
		now := jumping{systemTime(), &atomic.Int64{}}
		d, err := store.Open(t.Context(), db.Config{Dialect: db.SQLite, DSN: filepath.Join(w.dir, "switchboard.db"), Now: now.Now})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		p := w.start(setting{db: d, time: now, wire: wire{w, newFate(blow{after: math.MaxInt}, nil)}})
		defer p.quit()
		m := w.await(p, w.ask("@mira", "where is my spout?"))
		p.lead(t, m, w.ada.ID)
		draft, _ := p.say(t, m, answer{by: w.ada.ID, texts: []string{"It is on its way."}})
		time.Sleep(5 * time.Second)
		now.by.Store(int64(time.Hour))
		time.Sleep(15 * time.Minute)
		got := p.deliveries(t, draft.ID)[0]
		if n := w.net.Count(handle, "It is on its way."); n != 1 || got.Attempt != 1 || got.State != switchboard.DeliverySent {
			t.Errorf("it stands %d times: %+v", n, got)
		}
	})
}
