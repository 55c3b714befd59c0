package sending

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"switchboard"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/practice"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/timesource"
)

// world is a network in this process and an installation in others.
type world struct {
	t       *testing.T
	net     *practice.Network
	url     string
	order   order
	handles []string
	kind    atomic.Bool // no more faults
	posts   atomic.Int64

	mu sync.Mutex
	r  *rand.Rand
}

func newWorld(t *testing.T, o order, accounts int) *world {
	t.Helper()
	o.Data = t.TempDir()
	network, err := practice.Open(practice.Options{Dir: t.TempDir(), Clock: timesource.System(), Repeats: o.Repeats})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { network.Close() })
	w := &world{t: t, net: network, order: o, r: rand.New(rand.NewPCG(uint64(accounts), 5))}
	w.kind.Store(true)
	web := network.Handler(practice.HandlerOptions{})
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.serve(web, rw, r) }))
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	w.url = server.URL + "/practice"
	w.populate(accounts)
	return w
}

func (w *world) below(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.r.IntN(n)
}

func (w *world) pause() {
	if !w.kind.Load() {
		time.Sleep(time.Duration(w.below(25)) * time.Millisecond)
	}
}

// serve takes its time before and after it acts, and sometimes cuts the connection at either place.
func (w *world) serve(web http.Handler, rw http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		web.ServeHTTP(rw, r)
		return
	}
	w.posts.Add(1)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.pause()
	fault := 9
	if !w.kind.Load() {
		fault = w.below(10)
	}
	if fault == 0 {
		panic(http.ErrAbortHandler) // cut before it acts
	}
	rec := httptest.NewRecorder()
	web.ServeHTTP(rec, r)
	w.pause()
	if fault == 1 {
		panic(http.ErrAbortHandler) // cut after it acted
	}
	for key, values := range rec.Header() {
		rw.Header()[key] = values
	}
	rw.WriteHeader(rec.Code)
	_, _ = rw.Write(rec.Body.Bytes())
}

// populate gives every account one customer whose question is led by the one agent.
func (w *world) populate(accounts int) {
	w.t.Helper()
	lead := switchboard.Agent{ID: switchboard.NewID[switchboard.AgentID](time.Now()), Name: "Ada Sommer", Email: "ada@kettles.example",
		Role: switchboard.RoleAgent, Freedom: 5, Cap: 1000}
	var list []switchboard.Account
	for i := range accounts {
		handle := fmt.Sprint("@kettlery", i)
		w.handles = append(w.handles, handle)
		if _, err := w.net.Grant(handle, handle, tokenOf(handle)); err != nil {
			w.t.Fatal(err)
		}
		list = append(list, switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](time.Now()), Network: connected.Key,
			Realm: switchboard.Realm("practice:" + w.url), Handle: handle, Name: handle, Accountable: lead.ID,
			Voice: switchboard.VoiceCorporate, State: switchboard.AccountLive, Config: map[string]string{"url": w.url},
			CreatedAt: time.Now()})
		say := practice.Saying{Handle: fmt.Sprint("@customer", i), Text: handle + " my kettle will not whistle."}
		if _, err := w.net.Say(say); err != nil {
			w.t.Fatal(err)
		}
	}
	w.hear(list, lead)
}

// hear runs the installation in this process until every question is led.
func (w *world) hear(list []switchboard.Account, lead switchboard.Agent) {
	w.t.Helper()
	ctx := w.t.Context()
	a, err := openShort(ctx, w.order)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := found(ctx, a, list, lead); err != nil {
		w.t.Fatal(err)
	}
	stop := run(w.t, a)
	eventually(w.t, "every question is there", func() bool {
		count, err := take(ctx, a, lead.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		return count == len(list)
	})
	stop()
}

// process is a child.
type process struct {
	*exec.Cmd
	in    io.Closer     // when it is closed, the process ends and says how far it came
	said  chan struct{} // closed once it has said what it had to say
	rest  *bytes.Buffer
	ended chan error
}

func (w *world) spawn(o order) *process {
	w.t.Helper()
	raw, err := json.Marshal(o)
	if err != nil {
		w.t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(os.Args[0]), said: make(chan struct{}), rest: &bytes.Buffer{}, ended: make(chan error, 1)}
	p.Env = append(os.Environ(), childEnv+"="+string(raw))
	p.Stderr = os.Stderr
	out, err := p.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if p.in, err = p.StdinPipe(); err != nil {
		w.t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() {
		lines := bufio.NewReader(out)
		if line, _ := lines.ReadString('\n'); line == "said\n" {
			close(p.said)
		} else {
			p.rest.WriteString(line)
		}
		_, _ = io.Copy(p.rest, lines)
		p.ended <- p.Wait()
	}()
	w.t.Cleanup(func() { _ = p.Process.Kill() })
	return p
}

// strikeTime waits for a random moment in a life: soon after its start, or around one of its posts.
func (w *world) strikeTime(p *process) {
	before := w.posts.Load()
	if w.below(4) > 0 {
		for begun := time.Now(); w.posts.Load() == before && time.Since(begun) < 3*time.Second; {
			time.Sleep(time.Millisecond)
		}
	} else {
		<-p.said
	}
	time.Sleep(time.Duration(w.below(60)) * time.Millisecond)
}

func (w *world) kill(runs int) {
	w.t.Helper()
	for life := range runs {
		o := w.order
		o.Life = life
		p := w.spawn(o)
		w.strikeTime(p)
		if err := p.Process.Kill(); err != nil {
			w.t.Fatal(err)
		}
		<-p.ended
	}
}

// still stops processes past their lease while another takes over, and lets them go on.
func (w *world) still(runs int) {
	w.t.Helper()
	o := w.order
	one, two := w.spawn(o), w.spawn(o)
	for life := range runs {
		o.Life = life + 1
		three := w.spawn(o) // it has something to say, and may get accounts when another stands still
		w.strikeTime(three)
		struck := []*process{one, two, three}[w.below(3)]
		if err := struck.Process.Signal(syscall.SIGSTOP); err != nil {
			w.t.Fatal(err)
		}
		time.Sleep(time.Duration(300+w.below(500)) * time.Millisecond)
		if err := struck.Process.Signal(syscall.SIGCONT); err != nil {
			w.t.Fatal(err)
		}
		time.Sleep(time.Duration(w.below(200)) * time.Millisecond)
		_ = one.Process.Kill()
		<-one.ended
		one, two = two, three
	}
	for _, p := range []*process{one, two} {
		_ = p.Process.Kill()
		<-p.ended
	}
}

// settling is far longer than it takes to find out what became of everything, on a machine that has other things to do too.
const settling = 5 * time.Minute

// judge lets the weather clear, waits until everything is settled, and compares it with what stands.
func (w *world) judge() {
	w.t.Helper()
	w.kind.Store(true)
	o := w.order
	o.Settle = true
	p := w.spawn(o)
	select {
	case err := <-p.ended:
		if err != nil {
			w.t.Fatal(err)
		}
	case <-time.After(settling):
		_ = p.in.Close()
		w.t.Fatalf("it never settled: %v", <-p.ended)
	}
	var parts []told
	if err := json.Unmarshal(p.rest.Bytes(), &parts); err != nil {
		w.t.Fatalf("%v in %s", err, p.rest)
	}
	count := map[string]int{}
	for _, part := range parts {
		stands := 0
		for _, handle := range w.handles {
			stands += w.net.Count(handle, part.Text)
		}
		count[string(part.State)+" by "+part.By]++
		if wrong := stands > 1 || (part.State == switchboard.DeliverySent) != (stands == 1); wrong {
			w.t.Errorf("%+v stands %d times", part, stands)
		}
	}
	w.t.Logf("%d parts in %d requests: %v", len(parts), w.posts.Load(), count)
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

func TestKilledAtAnyMomentItPostsAtMostOnce(t *testing.T) {
	t.Parallel()
	for name, repeats := range map[string]bool{"repeats are recognised": false, "repeats stand twice": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, order{Repeats: repeats}, 6)
			w.kind.Store(false)
			w.kill(strikes)
			w.judge()
		})
	}
}

func TestStandingStillPastTheLeaseItPostsAtMostOnce(t *testing.T) {
	t.Parallel()
	for name, repeats := range map[string]bool{"repeats are recognised": false, "repeats stand twice": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, order{Repeats: repeats, Database: pgtest.URL(t)}, 6)
			w.kind.Store(false)
			w.still(stills)
			w.judge()
		})
	}
}

// Runs of each kind of network.
const (
	strikes = 60
	stills  = 25
)
