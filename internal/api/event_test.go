package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/live"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// broadcast is a shop whose API is served over real connections, with a hub that follows the journal.
type broadcast struct {
	*shop
	server *httptest.Server
}

func newBroadcast(t *testing.T, clock timesource.Source) *broadcast {
	t.Helper()
	b := &broadcast{}
	b.shop = newShop(t, func(o *Options) { o.Time, o.Hub = clock, live.NewHub(o.DB, o.Log) })
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = b.api.Hub.Run(ctx) }()
	b.server = httptest.NewServer(b.handler)
	t.Cleanup(func() { b.server.CloseClientConnections(); b.server.Close(); cancel(); <-done })
	return b
}

// follower reads a stream.
type follower struct {
	t     *testing.T
	close func()
	lines *bufio.Scanner
	last  string // the last id
}

func (b *broadcast) follow(as switchboard.Role, last string) *follower {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, "GET", b.server.URL+"/api/v1/events", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+b.tokens[as])
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	res, err := b.server.Client().Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" || res.Header.Get("X-Accel-Buffering") != "no" {
		b.t.Fatalf("status %d, header %v", res.StatusCode, res.Header)
	}
	f := &follower{t: b.t, lines: bufio.NewScanner(res.Body), close: func() { cancel(); res.Body.Close() }}
	b.t.Cleanup(f.close)
	return f
}

// block is one dispatched part of a stream.
type block struct {
	name  string
	event switchboard.Event
	beat  bool
}

// next reads one block; ok is false when the stream is over.
func (f *follower) next() (b block, ok bool) {
	f.t.Helper()
	for f.lines.Scan() {
		line := f.lines.Text()
		switch {
		case line == "":
			return b, true
		case strings.HasPrefix(line, ":"):
			b.beat = true
		case strings.HasPrefix(line, "id: "):
			f.last = line[len("id: "):]
		case strings.HasPrefix(line, "event: "):
			b.name = line[len("event: "):]
		case strings.HasPrefix(line, "data: "):
			if err := json.Unmarshal([]byte(line[len("data: "):]), &b.event); err != nil {
				f.t.Fatal(err)
			}
		}
	}
	return b, false
}

// events reads n events and leaves out everything else.
func (f *follower) events(n int) (out []switchboard.Event) {
	f.t.Helper()
	for len(out) < n {
		b, ok := f.next()
		if !ok {
			f.t.Fatalf("the stream ended after %d of %d events", len(out), n)
		}
		if b.event.Kind != "" {
			out = append(out, b.event)
		}
	}
	return out
}

func (b *broadcast) record(events ...switchboard.Event) {
	b.t.Helper()
	b.update(func(tx *store.Tx) error { return tx.Record(events...) })
}

// open is an event about a conversation of a department, named by its reason.
func (b *broadcast) open(department switchboard.DepartmentKey, v switchboard.Visibility, name string) switchboard.Event {
	return switchboard.Event{Kind: switchboard.EventQueued, ActorKind: switchboard.ActorSystem, Reason: name, Department: department,
		ConversationID: switchboard.NewID[switchboard.ConversationID](b.clock.Now()), AccountID: b.account.ID,
		BrandID: b.account.BrandID, Network: "square", Visibility: v}
}

func reasons(events []switchboard.Event) (out []string) {
	for _, e := range events {
		out = append(out, e.Reason)
	}
	return out
}

func TestAFollowerSeesEachEventOnceAcrossReconnects(t *testing.T) {
	t.Parallel()
	b := newBroadcast(t, timesource.System())
	f := b.follow(chief, "")
	if first, _ := f.next(); first.name != "ready" {
		t.Fatalf("first %+v", first)
	}
	const writers, each = 4, 60
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range each {
				b.record(b.open("service", switchboard.Public, fmt.Sprintf("%d-%d", w, i)))
			}
		})
	}
	var all []switchboard.Event
	for n := 1; len(all) < writers*each; n++ {
		all = append(all, f.events(min(n*7, writers*each-len(all)))...)
		f.close()
		f = b.follow(chief, f.last)
	}
	wait.Wait()
	for i := 1; i < len(all); i++ {
		if all[i].Position <= all[i-1].Position {
			t.Fatalf("position %d after %d", all[i].Position, all[i-1].Position)
		}
	}
	seen := map[string]int{}
	for _, name := range reasons(all) {
		seen[name]++
	}
	if len(seen) != writers*each {
		t.Errorf("%d different events, want %d", len(seen), writers*each)
	}
}

func TestAFollowerSeesOnlyWhatTheyMay(t *testing.T) {
	t.Parallel()
	b := newBroadcast(t, timesource.System())
	b.colleague(petra, "comms", 4)
	of := map[switchboard.Role]*follower{}
	for _, who := range []switchboard.Role{anna, petra, chief, guest} {
		of[who] = b.follow(who, "")
		of[who].next()
	}
	history := b.open("service", switchboard.Public, "long ago")
	history.Origin = switchboard.History
	mine := b.open("comms", switchboard.Private, "offered to anna")
	mine.Kind, mine.Agent = switchboard.EventOffered, b.people[anna].ID
	b.record(history, b.open("service", switchboard.Public, "service"), b.open("comms", switchboard.Public, "comms"),
		b.open("service", switchboard.Private, "private"), mine, b.open("service", switchboard.Public, "end"),
		b.open("comms", switchboard.Public, "end"))
	for who, want := range map[switchboard.Role][]string{
		anna:  {"service", "private", "offered to anna", "end"},
		petra: {"comms", "offered to anna", "end"},
		chief: {"service", "comms", "private", "offered to anna", "end", "end"},
		guest: {"service", "end"},
	} {
		if diff := cmp.Diff(want, reasons(of[who].events(len(want)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", who, diff)
		}
	}
}

func TestAnUnknownPlaceIsReset(t *testing.T) {
	t.Parallel()
	b := newBroadcast(t, timesource.System())
	b.record(b.open("service", switchboard.Public, "before"))
	for _, last := range []string{"other:1", "first:999", "nonsense", "first:-1"} {
		f := b.follow(chief, last)
		if first, _ := f.next(); first.name != "reset" {
			t.Errorf("%q: first %+v, want reset", last, first)
		}
		f.close()
	}
	f := b.follow(chief, "first:0")
	if first, _ := f.next(); first.name != "ready" {
		t.Errorf("from the beginning: %+v", first)
	}
	if got := f.events(1); got[0].Position != 1 {
		t.Errorf("from the beginning: %+v", got)
	}
}

// beating is a clock that stands at the present until it is moved, so that deadlines of connections lie ahead.
func beating() *timesource.Manual { return timesource.NewManual(time.Now().Add(time.Hour)) }

func TestSilenceIsFilledAndMovesOn(t *testing.T) {
	t.Parallel()
	clock := beating()
	b := newBroadcast(t, clock)
	f := b.follow(anna, "")
	f.next()
	b.record(b.open("comms", switchboard.Public, "not for anna"))
	for range 1000 {
		if b.api.Hub.Head() > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond)
	clock.AwaitTimers(1)
	clock.Advance(heartbeat)
	if beat, ok := f.next(); !ok || !beat.beat {
		t.Errorf("after the silence: %+v", beat)
	}
	if want := fmt.Sprintf("first:%d", b.api.Hub.Head()); f.last != want {
		t.Errorf("the heartbeat stands at %s, want %s", f.last, want)
	}
}

func TestAStreamEndsWithItsCredential(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(b *broadcast){
		"the agent is disabled": func(b *broadcast) {
			b.update(func(tx *store.Tx) error {
				gone := b.people[anna]
				gone.Disabled = true
				return tx.UpdateAgent(gone)
			})
		},
		"the token is revoked": func(b *broadcast) {
			b.update(func(tx *store.Tx) error {
				tokens, err := tx.Tokens(b.people[anna].ID)
				if err == nil {
					_, err = tx.RevokeToken(tokens[0].ID)
				}
				return err
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := beating()
			b := newBroadcast(t, clock)
			f := b.follow(anna, "")
			f.next()
			end(b)
			clock.AwaitTimers(1)
			clock.Advance(heartbeat)
			if got, ok := f.next(); ok {
				t.Errorf("the stream goes on with %+v", got)
			}
		})
	}
}

func TestAChangedScopeAppliesToAnOpenStream(t *testing.T) {
	t.Parallel()
	clock := beating()
	b := newBroadcast(t, clock)
	f := b.follow(anna, "")
	f.next()
	b.update(func(tx *store.Tx) error {
		moved := b.people[anna]
		moved.Departments = []switchboard.DepartmentKey{"sales"}
		return tx.UpdateAgent(moved)
	})
	clock.AwaitTimers(1)
	clock.Advance(heartbeat)
	f.next()
	b.record(b.open("service", switchboard.Public, "no longer"), b.open("sales", switchboard.Public, "now"))
	if got := reasons(f.events(1)); !slices.Equal(got, []string{"now"}) {
		t.Errorf("saw %v", got)
	}
}

func TestTheJournalComesInPages(t *testing.T) {
	t.Parallel()
	b := newBroadcast(t, timesource.System())
	for i := range 5 {
		b.record(b.open("service", switchboard.Public, fmt.Sprint(i)))
	}
	var got []string
	after := ""
	for range 4 {
		var page JournalPage
		b.ask(chief, "GET", "/journal?limit=2&after="+after, nil, 200, &page)
		got = append(got, reasons(page.Items)...)
		after = page.Next
		if !page.More {
			break
		}
	}
	if diff := cmp.Diff([]string{"0", "1", "2", "3", "4"}, got); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
	var page JournalPage
	b.ask(chief, "GET", "/journal?after=other:3", nil, 200, &page)
	if !page.Reset || len(page.Items) != 0 {
		t.Errorf("of another incarnation: %+v", page)
	}
	b.refused(anna, "GET", "/journal", nil, switchboard.CodeForbidden)
}

// TestAStreamIsSmall measures what one connection costs: heap and stacks of the server, and next to nothing for a client
// that is a bare connection. The limit leaves room for other builds of the runtime; the log has the figure.
func TestAStreamIsSmall(t *testing.T) {
	b := newBroadcast(t, timesource.System())
	const connections = 200
	before := inUse()
	for range connections {
		b.bare()
	}
	each := int64(inUse()-before) / connections
	t.Logf("one stream: %d bytes", each)
	if limit := int64(64 << 10); each > limit {
		t.Errorf("one stream takes %d bytes, want at most %d", each, limit)
	}
}

// bare follows over a connection without a client's buffers and returns once the stream has begun.
func (b *broadcast) bare() {
	b.t.Helper()
	conn, err := net.Dial("tcp", b.server.Listener.Addr().String())
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "GET /api/v1/events HTTP/1.1\r\nHost: care\r\nAuthorization: Bearer %s\r\n\r\n", b.tokens[chief])
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		b.t.Fatal(err)
	}
	var got []byte
	for piece := make([]byte, 1024); !bytes.Contains(got, []byte("event: ready")); {
		n, err := conn.Read(piece)
		if err != nil {
			b.t.Fatal(err)
		}
		got = append(got, piece[:n]...)
	}
}

// inUse is what is alive on the heap and taken by stacks, once collections have shrunk what stacks no longer need.
func inUse() uint64 {
	for range 5 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}
