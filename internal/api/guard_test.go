package api

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store/db"
)

func TestTroubleOfTheDatabase(t *testing.T) {
	t.Parallel()
	troubles := map[string]error{"full": db.ErrDiskFull, "busy": db.ErrBusy, "closed": db.ErrClosed, "unknown": db.ErrCommitUnknown}
	w, _ := probing(t, func(_ context.Context, text string) (string, error) {
		return "", fmt.Errorf("write: %w", troubles[text])
	})
	for text, code := range map[string]switchboard.Code{"full": switchboard.CodeDiskReserve, "busy": switchboard.CodeUnavailable,
		"closed": switchboard.CodeUnavailable, "unknown": switchboard.CodeUnavailable} {
		got := w.want(scenario{Name: text, request: probeWith(`{"text":"`+text+`"}`, nil), Status: 503, Has: []string{`"code":"` + string(code)}})
		if got.Header().Get("Retry-After") != "5" {
			t.Errorf("%s: Retry-After %q", text, got.Header().Get("Retry-After"))
		}
	}
}

func TestARequestWithAKeyOutlivesItsCaller(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(t.Context())
	w, p := probing(t, func(ctx context.Context, _ string) (string, error) {
		leave()
		return "done all the same", ctx.Err()
	})
	ask := probeWith(`{"text":"x"}`, map[string]string{"Idempotency-Key": "k"})
	w.handler.ServeHTTP(httptest.NewRecorder(), w.newRequest(ask).WithContext(ctx))
	w.want(scenario{Name: "again", request: ask, Status: 200, Has: []string{"done all the same"}})
	if p.calls.Load() != 1 {
		t.Errorf("ran %d times", p.calls.Load())
	}
}

func TestARequestWithAKeyEndsBeforeItIsAbandoned(t *testing.T) {
	t.Parallel()
	entered := make(chan struct{})
	w, _ := probing(t, func(ctx context.Context, _ string) (string, error) {
		close(entered)
		<-ctx.Done()
		return "", ctx.Err()
	})
	answered := make(chan int)
	go func() { answered <- w.do(probeWith(`{"text":"x"}`, map[string]string{"Idempotency-Key": "k"})).Code }()
	<-entered
	w.clock.Advance(abandoned - time.Second)
	if code := <-answered; code != http.StatusServiceUnavailable {
		t.Errorf("status %d", code)
	}
}

func TestKnockingTooOftenWithoutAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	knock := request{Method: "GET", Path: base + "/me", Headers: map[string]string{"Authorization": "Bearer swb_guess"}}
	for range burst {
		if got := w.do(knock); got.Code != 401 {
			t.Fatalf("status %d", got.Code)
		}
	}
	w.want(scenario{Name: "one too many", request: knock, Status: 429})
	w.want(scenario{Name: "somebody known from the same place", request: ask(viewer, "GET", "/me", ""), Status: 200})
}

func TestStreams(t *testing.T) {
	t.Parallel()
	stream := route{ID: "stream", Method: http.MethodGet, Path: "/stream", Tag: "probe", Needs: access.AuditRead, Summary: "Stream", Stream: true}
	broken := false
	w := newWorldWith(t, func(s *server) {
		registerRaw(s, stream, []*huma.Param{{Name: "last", In: "query", Schema: &huma.Schema{Type: huma.TypeString}}},
			func(w http.ResponseWriter, r *http.Request) error {
				if broken {
					return switchboard.Refuse(switchboard.CodeUnavailable, "Not now.")
				}
				_, err := fmt.Fprintf(w, "data: %s\n\n", actorOf(r.Context()).Agent)
				if flush := http.NewResponseController(w).Flush(); flush != nil {
					return flush
				}
				return err
			})
	})
	w.run(
		scenario{Name: "stream", request: ask(manager, "GET", "/stream", ""), Status: 200, Has: []string{"data: agt_"}},
		scenario{Name: "nobody", request: ask("", "GET", "/stream", ""), Status: 401},
		scenario{Name: "not everybody", request: ask(viewer, "GET", "/stream", ""), Status: 403},
		scenario{Name: "described", request: request{Method: "GET", Path: "/api/openapi.json"}, Status: 200, Has: []string{`"operationId":"stream"`}},
	)
	broken = true
	w.want(scenario{Name: "refused", request: ask(manager, "GET", "/stream", ""), Status: 503, Has: []string{`"code":"unavailable"`}})
}

// counted is a request as it was counted.
type counted struct {
	method, route string
	status        int
}

type ledger struct{ lines []counted }

func (l *ledger) Request(method, route string, status int, _ time.Duration) {
	l.lines = append(l.lines, counted{method, route, status})
}

func TestRequestsAreCounted(t *testing.T) {
	t.Parallel()
	l := &ledger{}
	w := newWorld(t, func(o *Options) { o.Metrics = l })
	w.do(ask(viewer, "GET", "/agents/"+w.people[agent].ID.String(), ""))
	w.do(request{Method: "GET", Path: "/etc/passwd"})
	w.do(request{Method: "BREW", Path: "/coffee"})
	want := []counted{{"GET", base + "/agents/{id}", 200}, {"GET", "other", 404}, {"other", "other", 404}}
	if fmt.Sprint(l.lines) != fmt.Sprint(want) {
		t.Errorf("counted %v, want %v", l.lines, want)
	}
}

func TestWhoSeesPractice(t *testing.T) {
	t.Parallel()
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "timeline") })
	w := newWorld(t, func(o *Options) { o.Practice = page })
	w.run(
		scenario{Name: "page", request: request{Method: "GET", Path: "/practice"}, Status: 200, Has: []string{"timeline"}},
		scenario{Name: "below", request: request{Method: "POST", Path: "/practice/say"}, Status: 200, Has: []string{"timeline"}},
		scenario{Name: "beside", request: request{Method: "GET", Path: "/practised"}, Status: 404},
	)
	allowed, err := LocalOrSignedIn(w.gate, origin, nil)
	if err != nil {
		t.Fatal(err)
	}
	cookie := w.signIn(viewer)
	for from, want := range map[string]bool{"127.0.0.1:1": true, "[::1]:1": true, "[::ffff:127.0.0.1]:1": true, "192.0.2.7:1": false} {
		req := w.newRequest(request{Method: "GET", Path: "/practice"})
		req.RemoteAddr = from
		if got := allowed(req); got != want {
			t.Errorf("from %s: %v", from, got)
		}
		req.AddCookie(cookie)
		if !allowed(req) {
			t.Errorf("from %s, signed in: refused", from)
		}
	}
	if _, err := LocalOrSignedIn(w.gate, "http://\x7f", nil); err == nil {
		t.Error("took an address that is none")
	}
}

func TestPartsThatAreMissing(t *testing.T) {
	t.Parallel()
	if _, err := New(Options{}); err == nil {
		t.Error("an API of nothing")
	}
	w := newWorld(t)
	o := w.api.Options
	o.PublicURL = "http://\x7f"
	if _, err := New(o); err == nil {
		t.Error("took an address that is none")
	}
	o.PublicURL = origin
	if _, err := New(o); err != nil {
		t.Error(err)
	}
}
