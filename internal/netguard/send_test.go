package netguard

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// rude is a server that reads requests and then behaves badly. It counts what reached it.
type rude struct {
	url      string
	requests atomic.Int32 // whole requests read
	conns    atomic.Int32
}

// newRude answers the first `polite` requests of every connection; the next one it reads whole, and closes.
func newRude(t *testing.T, polite int) *rude {
	t.Helper()
	return newServer(t, func(r *rude, conn net.Conn) {
		in := bufio.NewReader(conn)
		for n := 0; ; n++ {
			request, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, request.Body)
			r.requests.Add(1)
			if n >= polite {
				return
			}
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
		}
	})
}

func newServer(t *testing.T, serve func(*rude, net.Conn)) *rude {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &rude{url: "http://" + listener.Addr().String()}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			r.conns.Add(1)
			_ = conn.SetDeadline(time.Now().Add(10 * time.Second)) // a client that keeps it open must fail, not hang
			wg.Go(func() { serve(r, conn); _ = conn.Close() })
		}
	})
	t.Cleanup(func() { _ = listener.Close(); wg.Wait() })
	return r
}

// requests in every shape that net/http believes it may repeat.
func repeatable(t *testing.T, url string) map[string]*http.Request {
	t.Helper()
	newRequest := func(method string, body io.Reader, key string) *http.Request {
		request, err := http.NewRequestWithContext(t.Context(), method, url, body)
		if err != nil {
			t.Fatal(err)
		}
		if key != "" {
			request.Header.Set("Idempotency-Key", key)
		}
		return request
	}
	return map[string]*http.Request{
		"post":                     newRequest(http.MethodPost, bytes.NewReader([]byte("Thank you, Priya!")), ""),
		"post, idempotency key":    newRequest(http.MethodPost, strings.NewReader("Thank you, Priya!"), "k1"),
		"post without a body":      newRequest(http.MethodPost, nil, "k2"),
		"delete":                   newRequest(http.MethodDelete, nil, ""),
		"put":                      newRequest(http.MethodPut, strings.NewReader("edited"), "k3"),
		"get":                      newRequest(http.MethodGet, nil, ""),
		"post of unknown length":   newRequest(http.MethodPost, io.MultiReader(strings.NewReader("parts")), "k4"),
		"options, idempotency key": newRequest(http.MethodOptions, nil, "k5"),
	}
}

func send(client *http.Client, request *http.Request) error {
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

// The test below proves something only if an ordinary client would repeat the request here. It does.
func TestAnOrdinaryClientRepeats(t *testing.T) {
	t.Parallel()
	server := newRude(t, 1)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for range 2 {
		_ = send(client, repeatable(t, server.url)["post, idempotency key"])
	}
	if got := server.requests.Load(); got <= 2 {
		t.Errorf("2 requests arrived %d times; the server does not provoke a repeat", got)
	}
}

func TestSendingNeverRepeats(t *testing.T) {
	t.Parallel()
	for _, polite := range []int{0, 1} {
		for name := range repeatable(t, "http://unused") {
			t.Run(fmt.Sprintf("%s, closed after %d", name, polite), func(t *testing.T) {
				t.Parallel()
				server := newRude(t, polite)
				client := guard(t, Options{}).Sending()
				for range 5 {
					err := send(client, repeatable(t, server.url)[name])
					if polite == 0 && (err == nil || !MaybeSent(err)) {
						t.Errorf("read whole, then closed: %v", err)
					}
					if polite == 1 && err != nil {
						t.Error(err)
					}
				}
				if requests, conns := server.requests.Load(), server.conns.Load(); requests != 5 || conns != 5 {
					t.Errorf("5 sends became %d requests on %d connections", requests, conns)
				}
			})
		}
	}
}

// A server that closes after a random number of bytes, before, during or after the request, never sees it twice.
func TestSendingNeverRepeatsWhereverItBreaks(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(_ *rude, conn net.Conn) {
		_ = conn.SetReadDeadline(time.Now().Add(20 * time.Millisecond)) // for what is longer than the request
		_, _ = io.CopyN(io.Discard, conn, rand.Int64N(40_000))
		if tcp, ok := conn.(*net.TCPConn); ok && rand.IntN(2) == 0 {
			_ = tcp.SetLinger(0) // a reset instead of a polite end
		}
	})
	client := guard(t, Options{HeaderTimeout: 5 * time.Second}).Sending()
	const sends = 300
	body := bytes.Repeat([]byte("x"), 32_000)
	for n := range sends {
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, server.url, bytes.NewReader(body))
		request.Header.Set("Idempotency-Key", fmt.Sprint(n))
		if err := send(client, request); err == nil || !MaybeSent(err) {
			t.Errorf("the connection stood and broke: %v", err)
		}
	}
	if got := server.conns.Load(); got != sends {
		t.Errorf("%d sends made %d connections", sends, got)
	}
}

func TestSendingFollowsNothing(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		var arrived atomic.Int32
		at := serve(t, func(w http.ResponseWriter, r *http.Request) {
			arrived.Add(1)
			http.Redirect(w, r, "/elsewhere", status)
		})
		response, err := guard(t, Options{}).Sending().Post(at, "text/plain", strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != status || response.Header.Get("Location") != "/elsewhere" || arrived.Load() != 1 {
			t.Errorf("%d: got %d, arrived %d times", status, response.StatusCode, arrived.Load())
		}
	}
}

func TestCertainlyNotSent(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	strange := httptest.NewUnstartedServer(http.NotFoundHandler())
	strange.Config.ErrorLog = quiet()
	strange.StartTLS()
	defer strange.Close()
	mute := newServer(t, func(_ *rude, conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
	g := guard(t, Options{DialTimeout: 200 * time.Millisecond})
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name   string
		ctx    context.Context
		client *http.Client
		url    string
	}{
		{"nobody listens", t.Context(), g.Sending(), "http://" + closed.Addr().String()},
		{"no such name", t.Context(), g.Sending(), "http://nobody.invalid"},
		{"untrusted certificate", t.Context(), g.Sending(), strange.URL},
		{"handshake never ends", t.Context(), g.Sending(), strings.Replace(mute.url, "http:", "https:", 1)},
		{"private address", t.Context(), New(Options{}).Sending(), mute.url},
		{"cancelled before", ended, g.Sending(), mute.url},
		{"unknown scheme", t.Context(), g.Sending(), "gopher://127.0.0.1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			request, err := http.NewRequestWithContext(tt.ctx, http.MethodPost, tt.url, strings.NewReader("hello"))
			if err != nil {
				t.Fatal(err)
			}
			err = send(tt.client, request)
			if err == nil || MaybeSent(err) {
				t.Errorf("counts as maybe sent: %v", err)
			}
		})
	}
}

func TestMaybeSent(t *testing.T) {
	t.Parallel()
	say := func(text string) func(*rude, net.Conn) {
		return func(_ *rude, conn net.Conn) {
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, text)
		}
	}
	tests := map[string]func(*rude, net.Conn){
		"closed at once":    func(*rude, net.Conn) {},
		"read, then closed": say(""),
		"nonsense":          say("220 mail.example ESMTP\r\n"),
		"half a header":     say("HTTP/1.1 200 OK\r\nContent-Le"),
		"half a body":       say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
		"no answer":         func(_ *rude, conn net.Conn) { _, _ = io.Copy(io.Discard, conn) },
	}
	for name, behaviour := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, behaviour)
			client := guard(t, Options{HeaderTimeout: 100 * time.Millisecond}).Sending()
			request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, server.url, strings.NewReader("hello"))
			if err := send(client, request); err == nil || !MaybeSent(err) {
				t.Errorf("counts as not sent: %v", err)
			}
		})
	}
	for _, unknown := range []error{nil, errors.New("something else"), io.ErrUnexpectedEOF} {
		if !MaybeSent(unknown) {
			t.Errorf("%v counts as not sent", unknown)
		}
	}
}

func TestTheCallersRequestIsLeftAlone(t *testing.T) {
	t.Parallel()
	at := serve(t, func(http.ResponseWriter, *http.Request) {})
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, at, strings.NewReader("hello"))
	if err := send(guard(t, Options{}).Sending(), request); err != nil {
		t.Fatal(err)
	}
	if request.GetBody == nil || request.Close || request.Header.Get("User-Agent") != "" {
		t.Error("the transport changed the caller's request")
	}
}

func TestABodyIsReadOnce(t *testing.T) {
	t.Parallel()
	request := once(httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("hello")))
	if request.GetBody != nil {
		t.Error("the body can be rewound")
	}
	_ = request.Body.Close()
	if _, err := request.Body.Read(make([]byte, 1)); !errors.Is(err, errBodyUsed) {
		t.Errorf("read after close: %v", err)
	}
}

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for asked, want := range map[string]time.Duration{"": 0, "120": 2 * time.Minute, "0": 0, "-5": 0, "soon": 0, "99999999999999999999": 0,
		"Mon, 02 Mar 2026 10:05:00 GMT": 5 * time.Minute, "Mon, 02 Mar 2026 09:00:00 GMT": 0} {
		if got := RetryAfter(http.Header{"Retry-After": {asked}}, now); got != want {
			t.Errorf("%q is %s, want %s", asked, got, want)
		}
	}
}
