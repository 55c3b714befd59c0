package connector

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/internal/netguard"
)

func post(t *testing.T, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(`{"text":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Idempotency-Key", "k1") // what makes Go's own client repeat a request
	return req
}

func TestSendOnceKnowsWhatMayHaveArrived(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		serve http.HandlerFunc
		kind  OutcomeKind
		code  string
	}{
		"cut at once": {func(w http.ResponseWriter, _ *http.Request) { hangUp(w) }, Unknown, "no_answer"},
		"cut in the body": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "{")
		}, Unknown, "no_answer"},
		"answered": {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "{}") }, "", ""},
		"refused, cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			w.WriteHeader(400)
		}, "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				calls.Add(1)
				io.Copy(io.Discard, r.Body)
				c.serve(w, r)
			}))
			defer server.Close()
			got := SendOnce(server.Client(), post(t, server.URL))
			if got.Outcome.Kind != c.kind || got.Outcome.Code != c.code {
				t.Errorf("outcome = %+v", got.Outcome)
			}
			if calls.Load() != 1 {
				t.Errorf("%d calls, want one", calls.Load())
			}
		})
	}
}

func hangUp(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		conn.Close()
	}
}

// A kept connection that the server has closed must not make the client repeat the post.
func TestSendOnceDoesNotRepeatOnAStaleConnection(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) > 1 {
			io.Copy(io.Discard, r.Body)
			hangUp(w)
		}
	}))
	defer server.Close()
	if first := SendOnce(server.Client(), post(t, server.URL)); first.Response == nil {
		t.Fatalf("first = %+v", first.Outcome)
	}
	second := SendOnce(server.Client(), post(t, server.URL))
	if second.Outcome.Kind != Unknown || calls.Load() != 2 {
		t.Errorf("outcome %+v after %d calls", second.Outcome, calls.Load())
	}
}

func TestSendOnceThatNeverLeftMayBeRetried(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + closed.Addr().String()
	closed.Close()
	got := SendOnce(&http.Client{}, post(t, address)).Outcome
	if got.Kind != Rejected || !got.MayRetry() || got.Err == nil {
		t.Errorf("nobody listens: %+v", got)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if got = SendOnce(&http.Client{}, post(t, address).WithContext(ended)).Outcome; !got.MayRetry() {
		t.Errorf("ended before: %+v", got)
	}
}

type clientFunc func(*http.Request) (*http.Response, error)

func (f clientFunc) Do(r *http.Request) (*http.Response, error) { return f(r) }

func TestSendOnceTrustsNoUnknownError(t *testing.T) {
	t.Parallel()
	odd := clientFunc(func(*http.Request) (*http.Response, error) { return nil, errors.New("odd") })
	if got := SendOnce(odd, post(t, "http://127.0.0.1:1")).Outcome; got.Kind != Unknown {
		t.Errorf("%+v", got)
	}
	refused := clientFunc(func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
	})
	if got := SendOnce(refused, post(t, "http://127.0.0.1:1")).Outcome; !got.MayRetry() {
		t.Errorf("%+v", got)
	}
}

func TestFetchClassifies(t *testing.T) {
	t.Parallel()
	answers := map[string]struct {
		status int
		body   string
		class  Class
	}{
		"fine": {200, "{}", ""}, "nul": {200, "a\x00", ClassRetry}, "latin": {200, "\xe9", ClassRetry},
		"endless": {200, strings.Repeat("x", MaxAnswer+1), ClassRetry}, "auth": {401, "", ClassAuth},
	}
	for name, a := range answers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := clientFunc(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: a.status, Header: http.Header{},
					Body: io.NopCloser(strings.NewReader(a.body))}, nil
			})
			env := Env{Reading: client, Now: func() time.Time { return noon }}
			req, _ := http.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
			if _, err := Fetch(t.Context(), env, req); ClassOf(err) != a.class {
				t.Errorf("err = %v", err)
			}
		})
	}
}

// A guard that lets no request out to an address will not let the next one out either, whichever connector asks.
func TestFetchTellsAnAddressThatIsNotAllowed(t *testing.T) {
	t.Parallel()
	env := Env{Reading: netguard.New(netguard.Options{}).Reading(), Now: func() time.Time { return noon }}
	req, _ := http.NewRequest(http.MethodGet, "http://127.0.0.1:1/", nil)
	if _, err := Fetch(t.Context(), env, req); ClassOf(err) != ClassRejected || !errors.Is(err, netguard.ErrRefused) {
		t.Errorf("err = %v", err)
	}
}

func TestSayIsOneShortLine(t *testing.T) {
	t.Parallel()
	if got := Say(" too\n many\xff " + strings.Repeat("y", 900)); len([]rune(got)) != 500 || strings.Contains(got, "\n") {
		t.Errorf("%d characters: %q", len([]rune(got)), got)
	}
}
