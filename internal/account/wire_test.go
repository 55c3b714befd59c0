package account_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing/iotest"
	"time"

	"switchboard/internal/practice"
	"switchboard/internal/timesource"
)

// point is where in its life a process can be struck.
type point int

const (
	atClock   point = iota // anywhere: whenever it looks at the clock, as before a claim and after it
	atAsk                  // before the first byte
	atArrival              // the network has the request and has not looked at it yet
	atStand                // the network has acted on it
	atAnswer               // the network's answer is there, nothing is written down
	points
)

// blow is what strikes a process: it dies, or it stands still for a while.
type blow struct {
	point point
	after int // times the point is passed before
	still time.Duration
}

// fate strikes one process once.
type fate struct {
	blow   blow
	mu     sync.Mutex
	passed int
	struck chan struct{} // closed by the blow
	again  chan struct{} // closed when a process that stood still goes on
	kill   func()
	dead   atomic.Bool
}

func newFate(b blow, kill func()) *fate {
	return &fate{blow: b, struck: make(chan struct{}), again: make(chan struct{}), kill: kill}
}

// pass is called by the process at a point. It does not return while the process stands still.
func (f *fate) pass(p point) {
	f.reach(p)
	select {
	case <-f.struck:
		<-f.again
	default:
	}
}

// reach is called at a point that is not in the process itself.
func (f *fate) reach(p point) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.blow.point != p || f.passed > f.blow.after {
		return
	}
	if f.passed++; f.passed <= f.blow.after {
		return
	}
	close(f.struck)
	if f.blow.still > 0 {
		time.AfterFunc(f.blow.still, func() { close(f.again) })
		return
	}
	f.dead.Store(true)
	go func() {
		f.kill()
		close(f.again)
	}()
}

// clock is the time of a process that can be struck.
type clock struct {
	timesource.Source
	fate *fate
}

func (c clock) Now() time.Time {
	c.fate.pass(atClock)
	return c.Source.Now()
}

func (c clock) Elapsed() time.Duration {
	c.fate.pass(atClock)
	return c.Source.Elapsed()
}

func (c clock) AfterFunc(d time.Duration, f func()) func() bool {
	return c.Source.AfterFunc(d, func() {
		c.fate.pass(atClock)
		f()
	})
}

// wire carries requests to the town's network, which goes on with them whatever becomes of the process.
type wire struct {
	town *town
	fate *fate
}

var errLost = errors.New("the connection broke")

func notDialed(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }

func (w wire) Do(req *http.Request) (*http.Response, error) {
	post := req.Method != http.MethodGet
	if post {
		w.fate.pass(atAsk)
	}
	if w.fate.dead.Load() {
		return nil, notDialed(errLost)
	}
	if err := req.Context().Err(); err != nil {
		return nil, notDialed(err)
	}
	answers := make(chan *httptest.ResponseRecorder, 1)
	go w.serve(req.Context(), req.Method, req, answers)
	select {
	case rec := <-answers:
		if post {
			w.fate.pass(atAnswer)
		}
		if w.fate.dead.Load() {
			return nil, errLost
		}
		return answered(rec), nil
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
}

func (w wire) serve(ctx context.Context, method string, req *http.Request, answers chan<- *httptest.ResponseRecorder) {
	body := drained(req.Body)
	post := method != http.MethodGet
	if post {
		if w.town.late > 0 && w.town.below(4) == 0 {
			time.Sleep(w.town.upTo(w.town.late))
		}
		w.fate.reach(atArrival)
	}
	there := httptest.NewRequestWithContext(ctx, method, req.URL.String(), bytes.NewReader(body))
	there.Header = req.Header
	rec := httptest.NewRecorder()
	w.town.web.ServeHTTP(rec, there)
	if post {
		w.fate.reach(atStand)
	}
	answers <- rec
}

// answered is what a client sees, with a body that breaks off when it is shorter than it says.
func answered(rec *httptest.ResponseRecorder) *http.Response {
	resp := rec.Result()
	have := rec.Body.Len()
	if says, err := strconv.Atoi(resp.Header.Get("Content-Length")); err == nil && says > have {
		resp.Body = io.NopCloser(io.MultiReader(resp.Body, iotest.ErrReader(io.ErrUnexpectedEOF)))
	}
	return resp
}

// cutter accepts the first post, hides it for two minutes, and cuts the connection.
type cutter struct {
	http.Handler
	net *practice.Network
}

func (c cutter) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		c.Handler.ServeHTTP(rw, r)
		return
	}
	_ = c.net.SetClimate(practice.Climate{Account: handle, Mode: practice.ModeEventual, Delay: 2 * time.Minute})
	c.Handler.ServeHTTP(httptest.NewRecorder(), r)
	rw.Header().Set("Content-Length", "1000")
	rw.WriteHeader(http.StatusOK)
}
