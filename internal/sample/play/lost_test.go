package play_test

import (
	"bytes"
	"errors"
	"net"
	"net/url"
	"sync/atomic"
	"testing"

	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
)

// wire is a proxy before PostgreSQL that can be cut while a commit is on its way.
type wire struct {
	url     string
	server  string
	arrives bool        // the commit reaches the server; else it is lost with its answer
	stays   bool        // nobody gets through afterwards
	armed   atomic.Bool // the next commit is cut
	cut     atomic.Bool
	down    atomic.Bool
}

func newWire(t *testing.T, address string) *wire {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	w := &wire{server: u.Host}
	u.Host = l.Addr().String()
	w.url = u.String()
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go w.relay(client)
		}
	}()
	return w
}

func (w *wire) relay(client net.Conn) {
	defer client.Close()
	if w.down.Load() {
		return
	}
	server, err := net.Dial("tcp", w.server)
	if err != nil {
		return
	}
	defer server.Close()
	var deaf atomic.Bool
	go func() {
		defer client.Close()
		buf := make([]byte, 64<<10)
		for {
			n, err := server.Read(buf)
			if err != nil || deaf.Load() {
				return
			}
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		commits := bytes.Contains(bytes.ToUpper(buf[:n]), []byte("COMMIT\x00")) && w.armed.CompareAndSwap(true, false)
		if commits {
			w.cut.Store(true)
			w.down.Store(w.stays)
			if deaf.Store(true); !w.arrives {
				return
			}
		}
		if _, err := server.Write(buf[:n]); err != nil {
			return
		}
	}
}

// TestACommitThatIsLostLeavesAllOrNothing cuts the connection to PostgreSQL at the commit of beginning and of leaving, before the
// server has it and behind: the database is asked, what it says counts, and the other way round it can be done again.
func TestACommitThatIsLostLeavesAllOrNothing(t *testing.T) {
	t.Parallel()
	for name, arrives := range map[string]bool{"the commit is lost": false, "its answer is lost": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWire(t, pgtest.URL(t))
			w.arrives = arrives
			h := settle(t, w.url)
			lost := store.WithEffect(t.Context(), func(*store.Tx) error { w.armed.Store(true); return nil })
			company := h.SampleCompany()
			h.cut("begin", w, company.Begin(lost, h.newcomer))
			h.whollyThere("after beginning", arrives)
			if !arrives {
				h.begin()
				h.whollyThere("begun again", true)
			}
			h.cut("leave", w, company.Leave(lost, h.newcomer, false, false))
			h.whollyThere("after leaving", !arrives)
			if !arrives {
				if err := company.Leave(t.Context(), h.newcomer, false, false); err != nil {
					t.Fatal(err)
				}
				h.whollyThere("left again", false)
			}
			h.begin()
			h.whollyThere("in the end", true)
		})
	}
}

// cut asks whether the connection was cut, and whoever did it was told what became of it.
func (h home) cut(what string, w *wire, err error) {
	h.t.Helper()
	if !w.cut.CompareAndSwap(true, false) {
		h.t.Fatalf("%s: no commit was cut, %v", what, err)
	}
	if w.arrives && err != nil || !w.arrives && !errors.Is(err, db.ErrCommitUnknown) {
		h.t.Errorf("%s: %v", what, err)
	}
}

// TestALostCommitThatNobodyAnswersForIsSettledAtTheNextStart: the database stays away after the connection was cut, so the posts of
// both stories stay, and whoever opens the installation next asks.
func TestALostCommitThatNobodyAnswersForIsSettledAtTheNextStart(t *testing.T) {
	t.Parallel()
	for name, arrives := range map[string]bool{"the commit is lost": false, "its answer is lost": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, data := newWire(t, pgtest.URL(t)), testkit.Folder(t)
			w.arrives, w.stays = arrives, true
			h := settleIn(t, data, w.url)
			lost := store.WithEffect(t.Context(), func(*store.Tx) error { w.armed.Store(true); return nil })
			if err := h.SampleCompany().Begin(lost, h.newcomer); !errors.Is(err, practice.ErrUnknown) || !w.cut.Load() {
				t.Fatalf("cut %v, %v", w.cut.Load(), err)
			}
			w.down.Store(false)
			if err := h.Close(); err != nil {
				t.Log(err) // its connections were cut
			}
			h = settleAgain(t, h, data, w.url)
			h.whollyThere("at the next start", arrives)
			if !arrives {
				h.begin()
				h.whollyThere("begun again", true)
			}
		})
	}
}

// settleAgain opens an installation that was closed, until the test ends.
func settleAgain(t *testing.T, h home, data, database string) home {
	t.Helper()
	a, err := opened(t.Context(), data, database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	h.App = a
	return h
}
