package api

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/connector"
	"switchboard/internal/desk"
	"switchboard/internal/notice"
	"switchboard/internal/password"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

const (
	origin = "http://care.example"
	secret = "unrelated walrus teapot"
)

// world is an API over an empty company, with one person of each role.
type world struct {
	*store.DB
	t       *testing.T
	clock   *timesource.Manual
	gate    *access.Gate
	api     *server
	handler http.Handler
	log     *bytes.Buffer
	people  map[switchboard.Role]switchboard.Agent
	tokens  map[switchboard.Role]string
}

func newWorld(t *testing.T, change ...func(*Options)) *world {
	t.Helper()
	return newWorldWith(t, func(*server) {}, change...)
}

// newWorldWith is newWorld with operations of the test's own.
func newWorldWith(t *testing.T, add func(*server), change ...func(*Options)) *world {
	t.Helper()
	w := emptyWorld(t, add, change...)
	for _, role := range access.Roles() {
		w.person(role)
	}
	return w
}

// emptyWorld is one in which nobody works yet.
func emptyWorld(t *testing.T, add func(*server), change ...func(*Options)) *world {
	t.Helper()
	return worldOn(t, storetest.Lite, add, change...)
}

// worldOn is an empty world on a database of the caller's.
func worldOn(t *testing.T, place storetest.Place, add func(*server), change ...func(*Options)) *world {
	t.Helper()
	w := &world{t: t, clock: timesource.NewManual(time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)), log: &bytes.Buffer{},
		people: map[switchboard.Role]switchboard.Agent{}, tokens: map[switchboard.Role]string{}}
	w.DB = openFresh(t, place(t, w.clock.Now))
	w.gate = access.NewGate(access.Options{DB: w.DB, Hasher: password.NewHasher(2), Time: w.clock,
		Departments: func() []switchboard.DepartmentKey {
			return []switchboard.DepartmentKey{"comms", "press", "sales", "service"}
		}})
	o := Options{DB: w.DB, Desk: desk.New(), Networks: &connector.Registry{}, Access: w.gate, Ring: seal.NewRing(),
		Time: w.clock, Log: slog.New(slog.NewTextHandler(w.log, nil)), PublicURL: origin, Version: "test"}
	o.Desk.Watch = notice.Duty{}
	for _, one := range change {
		one(&o)
	}
	var err error
	if w.api, err = newServer(o); err != nil {
		t.Fatal(err)
	}
	add(w.api)
	if w.handler, err = w.api.handler(); err != nil {
		t.Fatal(err)
	}
	return w
}

func openFresh(t *testing.T, cfg db.Config) *store.DB {
	t.Helper()
	d := storetest.Open(t, cfg)
	err := d.Update(t.Context(), func(tx *store.Tx) error {
		_, err := tx.EnsureInstallation("first")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// person takes somebody of a role in and issues a token for them.
func (w *world) person(role switchboard.Role) {
	w.t.Helper()
	n := access.NewAgent{Agent: switchboard.Agent{Name: "Pat " + string(role), Email: string(role) + "@care.example", Role: role,
		Departments: []switchboard.DepartmentKey{"service"}, Freedom: 3}}
	agent, err := w.gate.CreateAgent(w.t.Context(), access.System(), n)
	if err != nil {
		w.t.Fatal(err)
	}
	w.people[role] = agent
	token, _, err := w.gate.IssueToken(w.t.Context(), access.For(agent, store.AgentScope{}), access.NewToken{Name: "tests"})
	if err != nil {
		w.t.Fatal(err)
	}
	w.tokens[role] = token
}

// request is one request; Body is sent as JSON.
type request struct {
	Method  string
	Path    string
	Body    string
	As      switchboard.Role // with the token of somebody of the role; empty: nobody
	Cookie  *http.Cookie
	Headers map[string]string
}

func (w *world) do(r request) *httptest.ResponseRecorder {
	w.t.Helper()
	out := httptest.NewRecorder()
	w.handler.ServeHTTP(out, w.newRequest(r))
	return out
}

func (w *world) newRequest(r request) *http.Request {
	w.t.Helper()
	req := httptest.NewRequestWithContext(w.t.Context(), r.Method, origin+r.Path, strings.NewReader(r.Body))
	if r.Body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.As != "" {
		req.Header.Set("Authorization", "Bearer "+w.tokens[r.As])
	}
	if r.Cookie != nil {
		req.AddCookie(r.Cookie)
	}
	for name, value := range r.Headers {
		req.Header.Set(name, value)
	}
	return req
}

// scenario is one request and what has to come back.
type scenario struct {
	Name string
	request
	Status int
	Has    []string
	Not    []string
}

func (w *world) run(scenarios ...scenario) {
	w.t.Helper()
	for _, one := range scenarios {
		w.want(one)
	}
}

func (w *world) want(one scenario) *httptest.ResponseRecorder {
	w.t.Helper()
	got := w.do(one.request)
	body := got.Body.String()
	if got.Code != one.Status {
		w.t.Errorf("%s: %s %s: status %d, want %d: %s", one.Name, one.Method, one.Path, got.Code, one.Status, body)
	}
	for _, has := range one.Has {
		if !strings.Contains(body, has) {
			w.t.Errorf("%s: the answer lacks %q: %s", one.Name, has, body)
		}
	}
	for _, not := range one.Not {
		if strings.Contains(body, not) {
			w.t.Errorf("%s: the answer has %q: %s", one.Name, not, body)
		}
	}
	return got
}

// read decodes an answer.
func read[T any](t *testing.T, from *httptest.ResponseRecorder) (out T) {
	t.Helper()
	if err := json.Unmarshal(from.Body.Bytes(), &out); err != nil {
		t.Fatalf("status %d: %v: %s", from.Code, err, from.Body)
	}
	return out
}

// signIn gives somebody of a role the usual password and a cookie.
func (w *world) signIn(role switchboard.Role) *http.Cookie {
	w.t.Helper()
	if err := w.gate.SetPassword(w.t.Context(), access.System(), w.people[role], secret); err != nil {
		w.t.Fatal(err)
	}
	got := w.do(request{Method: "POST", Path: "/api/v1/session", Headers: sameOrigin,
		Body: `{"email":"` + w.people[role].Email + `","password":"` + secret + `"}`})
	cookies := got.Result().Cookies()
	if got.Code != http.StatusCreated || len(cookies) != 1 {
		w.t.Fatalf("sign in: %d %s", got.Code, got.Body)
	}
	return cookies[0]
}

var sameOrigin = map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": origin}

func (w *world) update(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.Update(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}
