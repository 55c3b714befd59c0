package account_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"switchboard"
	"switchboard/internal/account"
	"switchboard/internal/connector"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/testkit"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// script is a network that does as it is told.
type script struct {
	mu    sync.Mutex
	reads map[connector.Lane][]connector.Errand
	read  func(n int, errand connector.Errand, to connector.Handover) (connector.Pass, error) // n counts from 1 in the lane
	sent  []string
}

func (s *script) Check(context.Context) (connector.Self, error) { return connector.Self{}, nil }

func (s *script) Close() error { return nil }

func (s *script) Send(_ context.Context, out connector.Outgoing) connector.Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, out.ClientKey)
	return connector.Outcome{Kind: connector.Sent, ExternalID: out.ClientKey}
}

func (s *script) Read(_ context.Context, errand connector.Errand, to connector.Handover) (connector.Pass, error) {
	s.mu.Lock()
	s.reads[errand.Lane] = append(s.reads[errand.Lane], errand)
	n := len(s.reads[errand.Lane])
	s.mu.Unlock()
	return s.read(n, errand, to)
}

func (s *script) errands(lane connector.Lane) []connector.Errand {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]connector.Errand{}, s.reads[lane]...)
}

// scripted is a town whose account is connected to a script.
func scripted(t *testing.T, dir string, s *script) (*town, *store.DB) {
	t.Helper()
	w := newTown(t, dir, 1, practice.Options{})
	s.reads = map[connector.Lane][]connector.Errand{}
	w.spec.Open = func(context.Context, connector.Env) (connector.Conn, error) { return s, nil }
	return w, w.open()
}

func (w *town) health(d *store.DB) (h switchboard.Health) {
	w.t.Helper()
	view(w.t, d, func(tx *store.Tx) error {
		a, err := tx.Account(w.account.ID)
		h = a.Health
		return err
	})
	return h
}

func TestEveryLaneHasItsCursorAndAGapIsARowUntilItIsFilled(t *testing.T) {
	t.Parallel()
	inWorld(t, 0, func(t *testing.T, dir string, _ uint64) {
		s := &script{}
		s.read = func(n int, errand connector.Errand, to connector.Handover) (connector.Pass, error) {
			b := connector.Batch{Next: connector.Cursor(fmt.Sprint(errand.Lane, n))}
			if errand.Lane == connector.LaneStream && n == 2 {
				b.Gap = &connector.Gap{Lane: connector.LaneStream, From: "stream1", To: "stream2", Reason: "it was behind"}
			}
			b.Filled = errand.Lane == connector.LaneFill
			return connector.Pass{Wait: 10 * time.Second}, to.Take(ctxBackground(), b)
		}
		w, d := scripted(t, dir, s)
		defer d.Close()
		p := w.calm(d)
		time.Sleep(12 * time.Second) // the gap opens after ten
		if got := s.errands(connector.LaneFill); len(got) != 1 {
			t.Errorf("the gap was not filled as soon as it was opened: %+v", got)
		}
		time.Sleep(2 * time.Minute)
		p.quit()
		for _, lane := range []connector.Lane{connector.LaneStream, connector.LanePoll} {
			got := s.errands(lane)
			if len(got) < 5 || got[0].Cursor != "" || got[4].Cursor != connector.Cursor(fmt.Sprint(lane, 4)) {
				t.Errorf("%s: %+v", lane, got)
			}
		}
		fill := s.errands(connector.LaneFill)
		if len(fill) != 1 || fill[0].Gap == nil || fill[0].Gap.From != "stream1" || fill[0].Gap.To != "stream2" {
			t.Errorf("filled: %+v", fill)
		}
		view(t, d, func(tx *store.Tx) error {
			open, err := tx.Gaps(store.GapOpen, 10)
			filled, err2 := tx.Gaps(store.GapFilled, 10)
			if err != nil || err2 != nil || len(open) != 0 || len(filled) != 1 {
				t.Errorf("open %v, filled %v, %v, %v", open, filled, err, err2)
			}
			return nil
		})
	})
}

func TestTroubleIsShownAndRetriedAsItsClassSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		err         error
		code, next  string
		least, most int // reads of the poll lane in half an hour
	}{
		{"retry", connector.Fail(connector.ClassRetry, "down", nil), "retry", "tried again by itself", 28, 70},
		{"plain", context.DeadlineExceeded, "retry", "tried again by itself", 28, 70},
		{"limited", connector.Later(12*time.Minute, "slow"), "rate_limited", "tried again by itself", 2, 4},
		{"auth", connector.Fail(connector.ClassAuth, "no", nil), "auth", "Connect the account again", 2, 10},
		{"full database", switchboard.Refuse(switchboard.CodeDiskReserve, "no room"), "disk_reserve", "Make room", 28, 70},
		{"rejected", connector.Fail(connector.ClassRejected, "no", nil), "rejected", "settings", 6, 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			inWorld(t, 0, func(t *testing.T, dir string, _ uint64) {
				trouble(t, dir, c.err, c.code, c.next, [2]int{c.least, c.most})
			})
		})
	}
}

func trouble(t *testing.T, dir string, failure error, code, next string, bounds [2]int) {
	begun := time.Now()
	s := &script{read: func(int, connector.Errand, connector.Handover) (connector.Pass, error) {
		if time.Since(begun) < 30*time.Minute {
			return connector.Pass{}, failure
		}
		return connector.Pass{Wait: time.Minute}, nil
	}}
	w, d := scripted(t, dir, s)
	defer d.Close()
	w.spec.Lanes = []connector.LaneOffer{{Lane: connector.LanePoll, Every: time.Minute}}
	var told bytes.Buffer // the account's one lane alone complains
	f := newFate(blow{after: math.MaxInt}, nil)
	p := w.start(setting{db: d, time: clock{systemTime(), f}, wire: wire{w, f}, log: slog.New(slog.NewTextHandler(&told, nil))})
	defer p.quit()
	time.Sleep(29 * time.Minute)
	synctest.Wait()
	if n := strings.Count(told.String(), "account is in trouble"); n != 1 {
		t.Errorf("the log tells of the trouble %d times", n)
	}
	h := w.health(d)
	if h.Code != code || !strings.Contains(h.NextStep, next) || h.Text == "" || h.Since.Sub(begun) > time.Minute {
		t.Errorf("%+v", h)
	}
	if n := len(s.errands(connector.LanePoll)); n < bounds[0] || n > bounds[1] {
		t.Errorf("%d attempts in half an hour", n)
	}
	time.Sleep(30 * time.Minute)
	if h := w.health(d); h.Code != "" || h.LastSuccess.IsZero() {
		t.Errorf("after it recovered: %+v", h)
	}
}

// tellState changes an account as the API does.
func (w *town) tellState(d *store.DB, state switchboard.AccountState) {
	w.t.Helper()
	update(w.t, d, func(tx *store.Tx) error {
		a, err := tx.Account(w.account.ID)
		if err != nil {
			return err
		}
		a.State = state
		if err := tx.UpdateAccount(a); err != nil {
			return err
		}
		return tx.Record(switchboard.Event{Kind: switchboard.EventAccountChanged, ActorKind: switchboard.ActorSystem, AccountID: a.ID})
	})
}

func TestAPausedAccountStopsAtOnceAndComesBackAtOnce(t *testing.T) {
	t.Parallel()
	inWorld(t, 0, func(t *testing.T, dir string, _ uint64) {
		s := &script{read: func(int, connector.Errand, connector.Handover) (connector.Pass, error) {
			return connector.Pass{Wait: time.Second}, nil
		}}
		w, d := scripted(t, dir, s)
		defer d.Close()
		p := w.calm(d)
		defer p.quit()
		count := func() int { synctest.Wait(); return len(s.errands(connector.LanePoll)) }
		time.Sleep(10 * time.Second)
		w.tellState(d, switchboard.AccountPaused)
		time.Sleep(2 * time.Second)
		before := count()
		time.Sleep(5 * time.Minute)
		if got := count(); got != before || before < 5 {
			t.Errorf("%d reads, then %d while it was paused", before, got-before)
		}
		w.tellState(d, switchboard.AccountLive)
		time.Sleep(2 * time.Second)
		if count() == before {
			t.Error("it did not come back within two seconds")
		}
	})
}

// Two processes on one PostgreSQL: one runs the account; when it stands still past its lease the other takes over, and
// what the first still wants to write is refused.
func TestTwoProcessesOneAccount(t *testing.T) {
	t.Parallel()
	w := newTown(t, testkit.Folder(t), 1, practice.Options{})
	d := storetest.Open(t, storetest.Postgres(t, time.Now))
	w.found(d)
	f := newFate(blow{point: atClock, after: math.MaxInt - 1, still: 2 * time.Second}, nil)
	readers := []*takes{{}, {}}
	pace := account.Pace{Lease: 500 * time.Millisecond, Renew: 100 * time.Millisecond, Margin: 100 * time.Millisecond}
	one := w.start(setting{db: d, time: clock{systemTime(), f}, networks: only(readers[0].on(w.spec)), pace: pace})
	defer one.quit()
	eventually(t, "the first runs it", func() bool { return readers[0].good.Load() > 3 })
	calm := newFate(blow{after: math.MaxInt}, nil)
	two := w.start(setting{db: d, time: clock{systemTime(), calm}, networks: only(readers[1].on(w.spec)), pace: pace})
	defer two.quit()
	time.Sleep(time.Second)
	if n := readers[1].good.Load() + readers[1].bad.Load(); n != 0 {
		t.Errorf("the second read %d times beside the first", n)
	}
	f.mu.Lock()
	f.blow.after = f.passed
	f.mu.Unlock()
	<-f.struck
	eventually(t, "the second takes over", func() bool { return readers[1].good.Load() > 3 })
	before := readers[0].good.Load()
	time.Sleep(3 * time.Second) // it goes on, and either writes or finds out first that it holds nothing
	refused(t, d)
	if got := readers[0].good.Load(); got != before {
		t.Errorf("the first moved its cursor %d times under a lease that is over", got-before)
	}
}

// refused checks that the fence before the present one opens nothing any more.
func refused(t *testing.T, d *store.DB) {
	t.Helper()
	leases := testkit.Read(t, d, func(tx *store.Tx) ([]store.Lease, error) { return tx.Leases() })
	for _, l := range leases {
		err := d.Update(t.Context(), func(tx *store.Tx) error { return tx.CheckFence(l.AccountID, l.Fence-1) })
		if l.Fence < 2 || !switchboard.IsCode(err, switchboard.CodeStale) {
			t.Errorf("fence %d: writing under the one before gives %v", l.Fence, err)
		}
	}
}
