package api

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

// probe is an operation of the tests' own.
type probe struct {
	calls atomic.Int64
	do    func(ctx context.Context, text string) (string, error)
}

type probeInput struct {
	Body struct {
		Text string `json:"text" minLength:"1"`
		Deep any    `json:"deep,omitempty"`
	}
}

func (p *probe) add(s *server) {
	r := route{ID: "probe", Method: http.MethodPost, Path: "/probe", Tag: "probe", Needs: access.ConversationRead, Summary: "Probe"}
	register(s, r, func(ctx context.Context, in *probeInput) (*BodyOf[string], error) {
		p.calls.Add(1)
		text, err := p.do(ctx, in.Body.Text)
		return bodyOf(text), err
	})
}

func probing(t *testing.T, do func(ctx context.Context, text string) (string, error)) (*world, *probe) {
	p := &probe{do: do}
	return newWorldWith(t, p.add), p
}

func echo(_ context.Context, text string) (string, error) { return "heard " + text, nil }

func probeWith(body string, headers map[string]string) request {
	return request{Method: "POST", Path: "/api/v1/probe", Body: body, As: switchboard.RoleViewer, Headers: headers}
}

func TestBadBodies(t *testing.T) {
	t.Parallel()
	w, p := probing(t, echo)
	deep := `{"text":"a","deep":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`
	quoted := `{"text":"` + strings.Repeat("[", 100) + `\"{{{"}`
	w.run(
		scenario{Name: "good", request: probeWith(`{"text":"a"}`, nil), Status: 200, Has: []string{"heard a"}},
		scenario{Name: "brackets in text", request: probeWith(quoted, nil), Status: 200},
		scenario{Name: "oversized", request: probeWith(`{"text":"`+strings.Repeat("x", maxBody)+`"}`, nil), Status: 413,
			Has: []string{`"code":"too_large"`, "1048576"}},
		scenario{Name: "no character", request: probeWith(`{"text":"a\u0000b"}`, nil), Status: 422, Has: []string{"U+0000"}},
		scenario{Name: "words about it", request: probeWith(`{"text":"a\\u0000b"}`, nil), Status: 200},
		scenario{Name: "deep", request: probeWith(deep, nil), Status: 400, Has: []string{"nested", `"field":"body"`}},
		scenario{Name: "wrong type", request: probeWith(`text=a`, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}),
			Status: 415, Has: []string{"application/json"}},
		scenario{Name: "wrong charset", request: probeWith(`{"text":"a"}`, map[string]string{"Content-Type": "application/json; charset=latin1"}),
			Status: 415, Has: []string{"UTF-8"}},
		scenario{Name: "compressed", request: probeWith(`{"text":"a"}`, map[string]string{"Content-Encoding": "gzip"}), Status: 415},
		scenario{Name: "not UTF-8", request: probeWith("{\"text\":\"\xff\xfe\"}", nil), Status: 400, Has: []string{"UTF-8"}},
		scenario{Name: "cut off", request: probeWith(`{"text":"a`, nil), Status: 400, Has: []string{`"code":"invalid"`}, Not: []string{`"a`}},
		scenario{Name: "unknown field", request: probeWith(`{"text":"a","txet":"hush"}`, nil), Status: 422,
			Has: []string{`"code":"unknown_field"`, `"field":"txet"`, `"hint"`}, Not: []string{"hush"}},
		scenario{Name: "missing field", request: probeWith(`{}`, nil), Status: 422, Has: []string{`"field":"text"`, "missing"}},
		scenario{Name: "wrong kind", request: probeWith(`{"text":12345}`, nil), Status: 422, Has: []string{`"field":"text"`}, Not: []string{"12345"}},
		scenario{Name: "empty", request: probeWith(``, nil), Status: 400, Has: []string{`"code":"invalid"`}},
		scenario{Name: "unknown query", request: request{Method: "GET", Path: "/api/v1/me?colour=red", As: switchboard.RoleViewer},
			Status: 422, Has: []string{`"code":"unknown_field"`, "colour"}, Not: []string{"red"}},
		scenario{Name: "page too long", request: request{Method: "GET", Path: "/api/v1/audit?limit=201", As: switchboard.RoleAdmin},
			Status: 422, Has: []string{`"field":"limit"`}},
		scenario{Name: "no place", request: request{Method: "GET", Path: "/api/v1/audit?after=here", As: switchboard.RoleAdmin},
			Status: 422, Has: []string{`"field":"after"`, "next"}},
		scenario{Name: "wrong id", request: request{Method: "GET", Path: "/api/v1/agents/acc_1", As: switchboard.RoleAdmin},
			Status: 404, Has: []string{`"code":"not_found"`, `"field":"id"`, "There is no agent at this address.", `"hint"`}},
		scenario{Name: "no conversation", request: request{Method: "GET", Path: "/api/v1/conversations/cnv_nothing", As: switchboard.RoleAgent},
			Status: 404, Has: []string{`"code":"not_found"`, "There is no conversation at this address."}},
		scenario{Name: "wrong id in a query", request: request{Method: "GET", Path: "/api/v1/conversations?view=customer&customer=cnv_1",
			As: switchboard.RoleAdmin}, Status: 422, Has: []string{`"code":"bad_id"`, `"field":"customer"`}},
		scenario{Name: "nowhere", request: request{Method: "GET", Path: "/api/v1/nowhere"}, Status: 404, Has: []string{`"code":"not_found"`}},
		scenario{Name: "wrong method", request: request{Method: "PATCH", Path: "/api/v1/me"}, Status: 405, Has: []string{"GET"}},
	)
	if p.calls.Load() != 3 {
		t.Errorf("%d requests reached the operation, want 3", p.calls.Load())
	}
}

func TestErrorsBecomeProblems(t *testing.T) {
	t.Parallel()
	cause := errors.New("table conversation is gone, key hunter2")
	answers := map[string]error{
		"refused": switchboard.Refuse(switchboard.CodeNoLead, "Nobody leads.").WithHint("Take it.").WithField("lead"),
		"disk":    switchboard.Refuse(switchboard.CodeDiskReserve, "Too little disk.").WithCause(cause),
		"fault":   cause,
		"ended":   context.DeadlineExceeded,
	}
	w, _ := probing(t, func(_ context.Context, text string) (string, error) {
		if text == "panic" {
			panic(cause)
		}
		return "", answers[text]
	})
	ask := func(text string) request { return probeWith(`{"text":"`+text+`"}`, nil) }
	w.run(
		scenario{Name: "refused", request: ask("refused"), Status: 409, Has: []string{`"type":"/problems/no_lead"`, `"hint":"Take it."`,
			`"field":"lead"`, `"request_id":"req_`}},
		scenario{Name: "disk", request: ask("disk"), Status: 503, Has: []string{`"code":"disk_reserve"`}, Not: []string{"hunter2"}},
		scenario{Name: "fault", request: ask("fault"), Status: 500, Has: []string{`"code":"internal"`, `"request_id":"req_`},
			Not: []string{"hunter2"}},
		scenario{Name: "panic", request: ask("panic"), Status: 500, Has: []string{`"code":"internal"`}, Not: []string{"hunter2"}},
		scenario{Name: "ended", request: ask("ended"), Status: 503, Has: []string{`"code":"unavailable"`}},
	)
	if got := w.do(ask("disk")); got.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After with 503")
	}
	if !strings.Contains(w.log.String(), "hunter2") {
		t.Error("the cause is not in the log")
	}
}

func TestHeadersAndLog(t *testing.T) {
	t.Parallel()
	w, _ := probing(t, echo)
	got := w.do(probeWith(`{"text":"hush hush"}`, nil))
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Cache-Control": "no-store", "X-Frame-Options": "DENY"} {
		if got.Header().Get(name) != want {
			t.Errorf("%s: %q", name, got.Header().Get(name))
		}
	}
	if csp := got.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") ||
		!strings.Contains(csp, "frame-ancestors 'none'") {
		t.Errorf("policy %q", csp)
	}
	id := got.Header().Get("X-Request-Id")
	line := w.log.String()
	for _, has := range []string{id, "route=/api/v1/probe", "status=200", "method=POST", w.people[switchboard.RoleViewer].ID.String()} {
		if has == "" || !strings.Contains(line, has) {
			t.Errorf("the log lacks %q: %s", has, line)
		}
	}
	for _, not := range []string{"hush", w.tokens[switchboard.RoleViewer]} {
		if strings.Contains(line, not) {
			t.Errorf("the log has %q", not)
		}
	}
}

func TestOtherSitesCannotAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.signIn(switchboard.RoleAgent)
	presence := func(cookie *http.Cookie, as switchboard.Role, headers map[string]string) request {
		return request{Method: "PUT", Path: "/api/v1/me/presence", Body: `{"presence":"here"}`, Cookie: cookie, As: as, Headers: headers}
	}
	w.run(
		scenario{Name: "own page", request: presence(cookie, "", sameOrigin), Status: 200},
		scenario{Name: "own page, old browser", request: presence(cookie, "", map[string]string{"Origin": origin}), Status: 200},
		scenario{Name: "other site", request: presence(cookie, "", map[string]string{"Sec-Fetch-Site": "cross-site",
			"Origin": "http://evil.example"}), Status: 403, Has: []string{`"code":"forbidden"`}},
		scenario{Name: "sibling", request: presence(cookie, "", map[string]string{"Sec-Fetch-Site": "same-site",
			"Origin": "http://other.care.example"}), Status: 403},
		scenario{Name: "other site, old browser", request: presence(cookie, "", map[string]string{"Origin": "http://evil.example"}),
			Status: 403},
		scenario{Name: "no origin at all", request: presence(cookie, "", nil), Status: 403},
		scenario{Name: "typed address", request: presence(cookie, "", map[string]string{"Sec-Fetch-Site": "none"}), Status: 403},
		scenario{Name: "token needs no origin", request: presence(nil, switchboard.RoleAgent, nil), Status: 200},
		scenario{Name: "reading is safe", request: request{Method: "GET", Path: "/api/v1/me", Cookie: cookie,
			Headers: map[string]string{"Sec-Fetch-Site": "cross-site"}}, Status: 200},
		scenario{Name: "signing somebody in from elsewhere", request: request{Method: "POST", Path: "/api/v1/session",
			Body: `{"email":"agent@care.example","password":"` + secret + `"}`, Headers: map[string]string{"Sec-Fetch-Site": "cross-site"}},
			Status: 403},
	)
}

func TestBehindAProxyThePublicAddressCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *Options) { o.PublicURL = "https://support.example" })
	req := httptest.NewRequestWithContext(t.Context(), "POST", "http://127.0.0.1:8080/api/v1/session",
		strings.NewReader(`{"email":"x@y.example","password":"p"}`))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", "https://support.example")
	got := httptest.NewRecorder()
	w.handler.ServeHTTP(got, req)
	if got.Code != http.StatusUnauthorized {
		t.Errorf("status %d: %s", got.Code, got.Body)
	}
}

func TestSameKeySameAnswer(t *testing.T) {
	t.Parallel()
	w, p := probing(t, echo)
	key := map[string]string{"Idempotency-Key": "k1"}
	first := w.want(scenario{Name: "first", request: probeWith(`{"text":"one"}`, key), Status: 200, Has: []string{"heard one"}})
	again := w.want(scenario{Name: "again", request: probeWith(`{"text":"one"}`, key), Status: 200, Has: []string{"heard one"}})
	if first.Header().Get("Idempotency-Replayed") != "" || again.Header().Get("Idempotency-Replayed") != "true" ||
		again.Header().Get("Content-Type") != first.Header().Get("Content-Type") {
		t.Errorf("headers %v and %v", first.Header(), again.Header())
	}
	other := probeWith(`{"text":"one"}`, key)
	other.As = switchboard.RoleAgent
	w.run(
		scenario{Name: "another request", request: probeWith(`{"text":"two"}`, key), Status: 422, Has: []string{`"code":"key_reused"`}},
		scenario{Name: "somebody else's key", request: other, Status: 200},
		scenario{Name: "too long", request: probeWith(`{"text":"one"}`, map[string]string{"Idempotency-Key": strings.Repeat("k", 201)}),
			Status: 422, Has: []string{"Idempotency-Key"}},
		scenario{Name: "refusals too", request: probeWith(`{}`, map[string]string{"Idempotency-Key": "k2"}), Status: 422},
		scenario{Name: "refusals again", request: probeWith(`{}`, map[string]string{"Idempotency-Key": "k2"}), Status: 422},
	)
	if p.calls.Load() != 2 {
		t.Errorf("ran %d times, want 2", p.calls.Load())
	}
	w.clock.Advance(rememberFor + time.Second)
	if err := Housekeep(t.Context(), w.DB, w.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.want(scenario{Name: "a day later", request: probeWith(`{"text":"two"}`, key), Status: 200, Has: []string{"heard two"}})
}

func TestAKeyIsTiedUpWhileItsRequestRuns(t *testing.T) {
	t.Parallel()
	entered, leave := make(chan struct{}), make(chan struct{})
	w, p := probing(t, func(context.Context, string) (string, error) {
		entered <- struct{}{}
		<-leave
		return "done", nil
	})
	ask := probeWith(`{"text":"slow"}`, map[string]string{"Idempotency-Key": "k"})
	first := make(chan *httptest.ResponseRecorder)
	go func() { first <- w.do(ask) }()
	<-entered
	got := w.want(scenario{Name: "meanwhile", request: ask, Status: 409, Has: []string{`"code":"conflict"`}})
	if got.Header().Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", got.Header().Get("Retry-After"))
	}
	leave <- struct{}{}
	if got := <-first; got.Code != 200 {
		t.Errorf("first: %d", got.Code)
	}
	w.want(scenario{Name: "afterwards", request: ask, Status: 200, Has: []string{"done"}})
	if p.calls.Load() != 1 {
		t.Errorf("ran %d times", p.calls.Load())
	}
}

func TestWhatFailedMayRunAgain(t *testing.T) {
	t.Parallel()
	broken := true
	w, p := probing(t, func(_ context.Context, text string) (string, error) {
		switch {
		case broken && text == "panic":
			panic("cut off")
		case broken:
			return "", errors.New("broken")
		}
		return "mended", nil
	})
	for _, text := range []string{"error", "panic"} {
		broken = true
		ask := probeWith(`{"text":"`+text+`"}`, map[string]string{"Idempotency-Key": text})
		w.want(scenario{Name: text, request: ask, Status: 500})
		broken = false
		w.want(scenario{Name: text + " again", request: ask, Status: 200, Has: []string{"mended"}})
	}
	if p.calls.Load() != 4 {
		t.Errorf("ran %d times, want 4", p.calls.Load())
	}
}

func TestARequestCutOffByACrashMayRunAgain(t *testing.T) {
	t.Parallel()
	w, _ := probing(t, echo)
	ask := probeWith(`{"text":"one"}`, map[string]string{"Idempotency-Key": "k"})
	agent := w.people[switchboard.RoleViewer].ID
	digest := digestOf(agent[:], []byte("k"))
	request := digestOf([]byte("POST"), []byte("/api/v1/probe"), nil, []byte(ask.Body))
	w.update(func(tx *store.Tx) error {
		_, err := tx.Remember(store.Run{Digest: digest, At: w.clock.Now()}, request)
		return err
	})
	w.clock.Advance(30 * time.Second)
	w.want(scenario{Name: "it may still be under way", request: ask, Status: 409, Has: []string{`"code":"conflict"`}})
	w.clock.Advance(31 * time.Second)
	w.want(scenario{Name: "abandoned", request: ask, Status: 200, Has: []string{"heard one"}})
}

// What a request wrote is noted with it, in the same transaction: it never runs again, whatever happened to its answer.
func TestAnEffectWhoseAnswerWasLostIsNotRepeated(t *testing.T) {
	t.Parallel()
	var w *world
	w, p := probing(t, func(ctx context.Context, text string) (string, error) {
		if text == "counted" {
			ctx = store.WithEffect(ctx, nil)
		}
		err := w.DB.Update(ctx, func(tx *store.Tx) error {
			if text == "refused" {
				return switchboard.Refuse(switchboard.CodeConflict, "No.")
			}
			return tx.InsertTombstone([]byte(text), store.TombstoneDeleted, tx.Now())
		})
		if err == nil && text == "one" {
			panic("cut off")
		}
		return "", errors.New("broken")
	})
	ask := probeWith(`{"text":"one"}`, map[string]string{"Idempotency-Key": "k"})
	agent, begun := w.people[switchboard.RoleViewer].ID, w.clock.Now()
	run := func(key string) store.Run { return store.Run{Digest: digestOf(agent[:], []byte(key)), At: begun} }
	request := digestOf([]byte("POST"), []byte("/api/v1/probe"), nil, []byte(ask.Body))
	w.want(scenario{Name: "cut off", request: ask, Status: 500})
	w.want(scenario{Name: "its answer is lost", request: ask, Status: 409, Has: []string{"was lost", "new key"}})
	for _, text := range []string{"refused", "counted"} {
		none := probeWith(`{"text":"`+text+`"}`, map[string]string{"Idempotency-Key": text})
		w.want(scenario{Name: text, request: none, Status: 500})
		w.want(scenario{Name: text + ", again", request: none, Status: 500})
	}
	if p.calls.Load() != 5 {
		t.Errorf("ran %d times, want 5", p.calls.Load())
	}
	w.update(func(tx *store.Tx) error { return tx.DropRemembered(run("k")) })
	w.update(func(tx *store.Tx) error { _, err := tx.Remember(run("k"), request); return err })
	w.update(func(tx *store.Tx) error { return tx.MarkRemembered(run("k")) })
	w.want(scenario{Name: "it may still be under way", request: ask, Status: 409, Has: []string{"under way"}})
	w.clock.Advance(abandoned)
	w.want(scenario{Name: "it died", request: ask, Status: 409, Has: []string{"was lost"}})
}

func TestRememberedAnswersAreSealed(t *testing.T) {
	t.Parallel()
	w, _ := probing(t, func(context.Context, string) (string, error) { return "a word for nobody else", nil })
	w.do(probeWith(`{"text":"x"}`, map[string]string{"Idempotency-Key": "k"}))
	agent := w.people[switchboard.RoleViewer].ID
	w.update(func(tx *store.Tx) error {
		kept, err := tx.Remember(store.Run{Digest: digestOf(agent[:], []byte("k")), At: w.clock.Now()}, []byte{})
		if err == nil && (kept == nil || kept.Status != 200 || strings.Contains(string(kept.Body), "word")) {
			t.Errorf("kept %+v", kept)
		}
		return err
	})
}

func TestTooOften(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ask := request{Method: "GET", Path: "/api/v1/me", As: switchboard.RoleViewer}
	for n := range burst {
		if got := w.do(ask); got.Code != 200 {
			t.Fatalf("request %d: %d", n, got.Code)
		}
	}
	got := w.want(scenario{Name: "one too many", request: ask, Status: 429, Has: []string{`"code":"rate_limited"`}})
	if got.Header().Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", got.Header().Get("Retry-After"))
	}
	other := ask
	other.As = switchboard.RoleAgent
	w.want(scenario{Name: "somebody else", request: other, Status: 200})
	w.clock.Advance(time.Second)
	w.want(scenario{Name: "later", request: ask, Status: 200})
}

func TestBucketsAreBounded(t *testing.T) {
	t.Parallel()
	b := newBuckets(1, 2)
	for n := range callers + 10 {
		b.take(string(rune(n))+"x", 0)
	}
	if len(b.held) > callers {
		t.Errorf("%d callers remembered", len(b.held))
	}
}

func FuzzDepth(f *testing.F) {
	for _, text := range []string{`{"a":[1,{"b":"]"}]}`, `"\\\"["`, `[[[[`, `}}}`, ""} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got := depth(text)
		if got < 0 || got > maxDepth+1 || got > len(text) {
			t.Errorf("depth %d of %q", got, text)
		}
	})
}
