package callback_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/callback"
	"switchboard/internal/live"
	"switchboard/internal/netguard"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

const secret = "a secret only the two of us know"

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// office is a company with a journal, a clock that is moved by hand, and runners that may be stopped and started.
type office struct {
	*storetest.World
	ring   *seal.Ring
	clock  *timesource.Manual
	hub    *live.Hub
	viewer callback.Viewer
	log    *slog.Logger
}

func newOffice(t *testing.T) *office {
	t.Helper()
	return newOfficeOn(t, storetest.Lite(t, time.Now))
}

func newOfficeOn(t *testing.T, config db.Config) *office {
	t.Helper()
	d := storetest.Open(t, config)
	o := &office{World: storetest.NewWorld(t, d), ring: seal.NewRing(), clock: timesource.NewManual(start),
		log: slog.New(slog.DiscardHandler)}
	o.hub = live.NewHub(d, o.log)
	o.viewer = func(context.Context, switchboard.AgentID) (func(switchboard.Event) bool, error) {
		return func(switchboard.Event) bool { return true }, nil
	}
	o.background(o.hub.Run)
	return o
}

// background runs fn until stop is called or the test ends; stop waits for it.
func (o *office) background(fn func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = fn(ctx) }()
	stop = func() { cancel(); <-done }
	o.T.Cleanup(stop)
	return stop
}

func (o *office) teller() callback.Teller {
	guard := netguard.New(netguard.Options{AllowPrivate: true})
	return callback.Teller{Client: guard.Sending(), Secrets: o.ring, Time: o.clock, Incarnation: "first", Timeout: 300 * time.Millisecond}
}

func (o *office) run() (stop func()) {
	r := callback.Runner{DB: o.DB, Journal: o.hub, Teller: o.teller(), Viewer: o.viewer, Random: func() float64 { return 0 }, Log: o.log}
	return o.background(r.Run)
}

// subscribe adds a subscription from the beginning of the journal.
func (o *office) subscribe(url string, kinds ...switchboard.EventKind) store.Subscription {
	o.T.Helper()
	s := store.Subscription{ID: switchboard.NewID[switchboard.SubscriptionID](time.Now()), Name: "books", URL: url,
		Kinds: kinds, Owner: o.Ada.ID, State: store.SubscriptionOn, CreatedAt: start}
	var err error
	if s.Secret, err = o.ring.Seal([]byte(secret), callback.SecretBinding(s.ID)); err != nil {
		o.T.Fatal(err)
	}
	o.Update(func(tx *store.Tx) error {
		if err := tx.InsertSubscription(s); err != nil {
			return err
		}
		return callback.Changed(tx)
	})
	return s
}

// say journals n events that count on in their subject.
func (o *office) say(kind switchboard.EventKind, from, n int) {
	o.T.Helper()
	o.Update(func(tx *store.Tx) error {
		for i := range n {
			e := switchboard.Event{Kind: kind, ActorKind: switchboard.ActorSystem, Subject: fmt.Sprint(from + i)}
			if err := tx.Record(e); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o *office) change(id switchboard.SubscriptionID, fn func(*store.Subscription)) {
	o.T.Helper()
	o.Update(func(tx *store.Tx) error {
		s, err := tx.LockSubscription(id)
		if err != nil {
			return err
		}
		fn(&s)
		if err := tx.UpdateSubscription(s); err != nil {
			return err
		}
		return callback.Changed(tx)
	})
}

func (o *office) stored(id switchboard.SubscriptionID) (s store.Subscription, attempts []store.Callback) {
	o.T.Helper()
	o.View(func(tx *store.Tx) (err error) {
		if s, err = tx.Subscription(id); err != nil {
			return err
		}
		attempts, err = tx.Callbacks(id, store.Place{}, 1000)
		return err
	})
	return s, attempts
}

// await waits until a subscription is as wanted.
func (o *office) await(id switchboard.SubscriptionID, what string, ok func(store.Subscription, []store.Callback) bool) {
	o.T.Helper()
	for range 1000 {
		if ok(o.stored(id)) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	s, attempts := o.stored(id)
	o.T.Fatalf("never came: %s; it is %+v after %d attempts", what, s, len(attempts))
}

// got is one request a receiver took.
type got struct {
	callback.Body
	raw    []byte
	header http.Header
}

// receiver is a program outside. answer says how the nth request, from 0, is answered; nil accepts everything.
type receiver struct {
	*httptest.Server
	mu  sync.Mutex
	all []got
}

func listen(t *testing.T, answer func(n int, w http.ResponseWriter)) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		g := got{header: req.Header}
		g.raw, _ = io.ReadAll(req.Body)
		if err := json.Unmarshal(g.raw, &g.Body); err != nil {
			t.Errorf("body is not JSON: %v", err)
		}
		r.mu.Lock()
		n := len(r.all)
		r.all = append(r.all, g)
		r.mu.Unlock()
		if answer != nil {
			answer(n, w)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) requests() []got {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]got(nil), r.all...)
}

// subjects lists what was told in order, request by request.
func (r *receiver) subjects() (out []string) {
	for _, g := range r.requests() {
		for _, e := range g.Events {
			out = append(out, e.Subject)
		}
	}
	return out
}
