package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/ownership"
	"switchboard/internal/setup"
	"switchboard/internal/store"
	"switchboard/internal/store/storetest"
)

const kettles = `{"company":"Kettles & Daughters","speak":"departments","wishes":["problems_solved"],
	"people":[{"name":"Bo Lind","email":"bo@kettles.example","departments":["Sales"]}],
	"hours":{"zone":"Europe/Lisbon","hours":{"mon":["09:00-17:00"],"tue":["09:00-17:00"],"wed":["09:00-17:00"],"thu":["09:00-17:00"]}}}`

const ada = `"name":"Ada","email":"ada@kettles.example","password":"` + secret + `"`

// setUpBody is a whole set-up.
const setUpBody = `{` + ada + `,"with":"own","answers":` + kettles + `}`

// opens makes a set-up link and uses it.
func (w *world) opens() *http.Cookie {
	w.t.Helper()
	link, err := access.NewSetupLink(w.t.Context(), w.DB)
	if err != nil {
		w.t.Fatal(err)
	}
	got := w.do(request{Method: "POST", Path: "/api/v1/setup/open", Headers: sameOrigin, Body: `{"token":"` + link.Token + `"}`})
	cookies := got.Result().Cookies()
	if got.Code != http.StatusCreated || len(cookies) != 1 {
		w.t.Fatalf("open: %d %s", got.Code, got.Body)
	}
	return cookies[0]
}

func nothing(*server) {}

func TestSettingUp(t *testing.T) {
	t.Parallel()
	spent, changed := 0, ""
	w := emptyWorld(t, nothing, func(o *Options) {
		o.LinkSpent = func() { spent++ }
		o.PolicyChanged = func(p *ownership.Policy) { changed = p.Name() }
	})
	w.update(func(tx *store.Tx) error {
		_, err := tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](tx.Now()), Key: mainBrand, Name: "Main brand"})
		return err
	})
	w.want(scenario{Name: "before", request: request{Method: "GET", Path: "/api/v1/setup"}, Status: 200,
		Has: []string{`"needed":true`, `"sample_possible":false`, `"version":"test"`, `"public_url":"` + origin}})
	cookie := w.opens()
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Name != "switchboard-setup" || cookie.MaxAge != 1800 {
		t.Errorf("cookie %+v", cookie)
	}
	w.want(scenario{Name: "a reload", request: request{Method: "GET", Path: "/api/v1/setup/visit", Cookie: cookie}, Status: 200,
		Has: []string{`"until":"2026-05-04T09:30:00Z"`}})
	ask := request{Method: "POST", Path: "/api/v1/setup/proposal", Body: `{"answers":` + kettles + `}`, Cookie: cookie, Headers: sameOrigin}
	var p setup.Proposal
	for range 2 {
		p = read[setup.Proposal](t, w.want(scenario{Name: "proposal", request: ask, Status: 200, Has: []string{`"model":"service_leads"`}}))
	}
	if spent != 1 || changed != "" || w.anybody() {
		t.Errorf("a proposal has done something: link spent %d times, policy %q", spent, changed)
	}
	do := request{Method: "POST", Path: "/api/v1/setup", Body: setUpBody, Cookie: cookie, Headers: sameOrigin}
	stale := do
	stale.Body = strings.Replace(setUpBody, `"with"`, `"policy_hash":"abc","with"`, 1)
	w.want(scenario{Name: "another proposal", request: stale, Status: 409, Has: []string{`"code":"stale"`}})
	do.Body = strings.Replace(setUpBody, `"with"`, `"policy_hash":"`+p.PolicyHash+`","with"`, 1)
	got := w.want(scenario{Name: "set up", request: do, Status: 201,
		Has: []string{`"email":"ada@kettles.example"`, `"role":"admin"`, `"email":"bo@kettles.example"`}, Not: []string{secret, "argon2"}})
	session := map[string]*http.Cookie{}
	for _, c := range got.Result().Cookies() {
		session[c.Name] = c
	}
	if len(session) != 2 || session["switchboard-setup"].MaxAge >= 0 || changed != "service-leads" || spent != 2 {
		t.Fatalf("cookies %v, policy %q, link spent %d times", session, changed, spent)
	}
	w.afterSettingUp(session["switchboard"], cookie)
}

func (w *world) anybody() (anybody bool) {
	w.t.Helper()
	w.update(func(tx *store.Tx) (err error) { anybody, err = tx.Anybody(); return err })
	return anybody
}

// afterSettingUp looks at what was made, and that set-up is over.
func (w *world) afterSettingUp(session, visit *http.Cookie) {
	w.t.Helper()
	get := func(path string) request { return request{Method: "GET", Path: "/api/v1" + path, Cookie: session} }
	post := func(path, body string, cookie *http.Cookie) request {
		return request{Method: "POST", Path: "/api/v1" + path, Body: body, Cookie: cookie, Headers: sameOrigin}
	}
	w.run(
		scenario{Name: "company", request: get("/company"), Status: 200, Has: []string{`"name":"Kettles & Daughters"`, `"wishes":["problems_solved",`,
			`"zone":"Europe/Lisbon"`, `"set_up_at":"2026-05-04T09:00:00Z"`, `"answers":{"company":`}},
		scenario{Name: "objectives", request: get("/objectives"), Status: 200, Has: []string{`"kind":"resolution"`, `"target_share":70`, `"state":"proposed"`, `"rank":1`}},
		scenario{Name: "departments", request: get("/departments"), Status: 200, Has: []string{`"key":"communications"`, `"name":"Communications"`}},
		scenario{Name: "policy", request: get("/policies/active"), Status: 200, Has: []string{`"name":"service-leads"`, `"objective":"Problems truly solved, a quick`}},
		scenario{Name: "brand", request: get("/brands"), Status: 200, Has: []string{`"name":"Kettles & Daughters"`}},
		scenario{Name: "me", request: get("/me"), Status: 200, Has: []string{`"departments":["communications","service"]`, `"freedom":5`}},
		scenario{Name: "audit", request: get("/audit"), Status: 200, Has: []string{"setup.open", "setup.done", "policy.activate", "agent.create"}},
		scenario{Name: "state", request: request{Method: "GET", Path: "/api/v1/setup"}, Status: 200, Has: []string{`{"needed":false,"sample_possible":false}`}},
		scenario{Name: "open again", request: post("/setup/open", `{"token":"x"}`, nil), Status: 409, Has: []string{`"code":"conflict"`, "Sign in"}},
		scenario{Name: "visit", request: request{Method: "GET", Path: "/api/v1/setup/visit", Cookie: visit}, Status: 409},
		scenario{Name: "propose", request: post("/setup/proposal", `{"answers":`+kettles+`}`, visit), Status: 409},
		scenario{Name: "again", request: post("/setup", setUpBody, visit), Status: 409, Has: []string{"set up already"}},
		scenario{Name: "sample", request: post("/setup/sample", `{"password":"`+secret+`"}`, visit), Status: 409},
	)
}

// TestSetupNeedsItsLink: no token, cookie of somebody signed in, or other site opens it.
func TestSetupNeedsItsLink(t *testing.T) {
	t.Parallel()
	w := emptyWorld(t, nothing)
	cookie, count := w.opens(), 0
	for _, r := range w.api.routes {
		if !r.Setup {
			continue
		}
		count++
		for name, ask := range map[string]request{"nobody": {}, "a guess": {Cookie: &http.Cookie{Name: "switchboard-setup", Value: "guess"}},
			"as a session": {Cookie: &http.Cookie{Name: "switchboard", Value: cookie.Value}}, "a token": {Headers: map[string]string{"Authorization": "Bearer swb_x"}}} {
			ask.Method, ask.Path, ask.Body = r.Method, r.address(), "{"
			w.want(scenario{Name: r.ID + ", " + name, request: ask, Status: 401, Has: []string{`"code":"unauthorized"`, "switchboard user link"}})
		}
		if r.unsafe() {
			w.want(scenario{Name: r.ID + " from elsewhere", request: request{Method: r.Method, Path: r.address(), Body: "{}", Cookie: cookie,
				Headers: map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}}, Status: 403})
		}
	}
	if count != 4 {
		t.Errorf("%d routes need the link", count)
	}
	w.want(scenario{Name: "opening from elsewhere", request: request{Method: "POST", Path: "/api/v1/setup/open", Body: `{"token":"x"}`,
		Headers: map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}}, Status: 403})
}

func TestBadLinksAreRefusedAlike(t *testing.T) {
	t.Parallel()
	w := emptyWorld(t, nothing)
	link, err := access.NewSetupLink(t.Context(), w.DB)
	if err != nil {
		t.Fatal(err)
	}
	open := func(token string) request {
		body, err := json.Marshal(map[string]string{"token": token})
		if err != nil {
			t.Fatal(err)
		}
		return request{Method: "POST", Path: "/api/v1/setup/open", Body: string(body), Headers: sameOrigin}
	}
	w.want(scenario{Name: "used", request: open(link.Token), Status: 201})
	answers := map[string]bool{}
	for name, token := range map[string]string{"used": link.Token, "guessed": strings.Repeat("a", 43), "malformed": "<>", "empty": ""} {
		got := w.want(scenario{Name: name, request: open(token), Status: 401, Not: []string{link.Token}})
		p := read[Problem](t, got)
		answers[p.Detail+p.Hint] = true
	}
	if len(answers) != 1 {
		t.Errorf("they can be told apart: %v", answers)
	}
	w.want(scenario{Name: "huge", request: open(strings.Repeat("x", 2000)), Status: 422})
	if strings.Contains(w.log.String(), link.Token) {
		t.Error("the token stands in the log")
	}
	status := 0
	for range 40 {
		status = w.do(open("guess")).Code
	}
	if status != http.StatusTooManyRequests {
		t.Errorf("after many guesses: %d", status)
	}
}

func TestAnswersThatCannotBe(t *testing.T) {
	t.Parallel()
	w := emptyWorld(t, nothing)
	cookie := w.opens()
	swap := func(old, now string) string { return strings.Replace(setUpBody, old, now, 1) }
	for name, c := range map[string]struct {
		body   string
		status int
		has    string
	}{
		"no company":           {swap("Kettles & Daughters", " "), 422, `"field":"answers.company"`},
		"hours of nobody":      {swap(`"mon":["09:00-17:00"]`, `"someday":["09:00-17:00"]`), 422, `answers.hours.someday`},
		"hours without an end": {swap(`"09:00-17:00"`, `"09:00-"`), 422, `answers.hours.mon`},
		"no such zone":         {swap("Europe/Lisbon", "Europe/Atlantis"), 422, `answers.hours.zone`},
		"unknown wish":         {swap(`["problems_solved"]`, `["fame"]`), 422, `answers.wishes`},
		"bad address":          {swap("bo@kettles.example", "bo"), 422, `answers.people[0].email`},
		"own address bad":      {swap("ada@kettles.example", "ada"), 422, `"field":"email"`},
		"weak password":        {swap(secret, "short"), 422, `"field":"password"`},
		"password is the name": {swap(secret, "ada@kettles.example"), 422, `"field":"password"`},
		"unknown field":        {swap(`"with"`, `"admin":true,"with"`), 422, `"code":"unknown_field"`},
		"not JSON":             {"{", 422, ""},
		"too much":             {swap("Bo Lind", strings.Repeat("B", 2<<20)), 413, `"code":"too_large"`},
	} {
		ask := request{Method: "POST", Path: "/api/v1/setup", Body: c.body, Cookie: cookie, Headers: sameOrigin}
		got := w.do(ask)
		if got.Code != c.status && !(name == "not JSON" && got.Code == http.StatusBadRequest) || !strings.Contains(got.Body.String(), c.has) {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
	if w.anybody() {
		t.Error("a refusal has taken somebody in")
	}
	w.want(scenario{Name: "after all that", request: request{Method: "POST", Path: "/api/v1/setup", Body: swap("bo@kettles.example", "ADA@kettles.example"),
		Cookie: cookie, Headers: sameOrigin}, Status: 201, Has: []string{`"people":[]`}})
}

// sampleOf pretends to load a sample company.
type sampleOf struct {
	began     switchboard.AgentID
	fails     error
	meanwhile func(context.Context, switchboard.AgentID) // while it is loaded
}

func (s *sampleOf) Reset(context.Context, switchboard.AgentID) error { return s.fails }

func (s *sampleOf) Leave(context.Context, switchboard.AgentID, bool, bool) error { return s.fails }

func (s *sampleOf) Begin(ctx context.Context, admin switchboard.AgentID) error {
	s.began = admin
	if s.meanwhile != nil {
		s.meanwhile(ctx, admin)
	}
	return s.fails
}

func TestLookingAroundTheSample(t *testing.T) {
	t.Parallel()
	body := `{"password":"` + secret + `"}`
	for name, sample := range map[string]*sampleOf{"there": {}, "broken": {fails: errors.New("no disk")}} {
		w := emptyWorld(t, nothing, func(o *Options) { o.Sample = sample })
		w.want(scenario{Name: name, request: request{Method: "GET", Path: "/api/v1/setup"}, Status: 200, Has: []string{`"sample_possible":true`}})
		got := w.want(scenario{Name: name, request: request{Method: "POST", Path: "/api/v1/setup/sample", Body: body, Cookie: w.opens(),
			Headers: sameOrigin}, Status: 201, Has: []string{`"email":"you@example.org"`}})
		done := read[SetupDone](t, got)
		if done.Problem != nil && (strings.Contains(done.Problem.Text, "kept") || !strings.Contains(done.Problem.Text, "signed in")) {
			t.Errorf("%s says %q", name, done.Problem.Text)
		}
		if done.Me.Agent.ID != sample.began || sample.began.IsZero() || (done.Problem != nil) != (sample.fails != nil) {
			t.Errorf("%s: %s", name, got.Body)
		}
	}
	w := emptyWorld(t, nothing)
	cookie := w.opens()
	w.want(scenario{Name: "none", request: request{Method: "POST", Path: "/api/v1/setup/sample", Body: body, Cookie: cookie, Headers: sameOrigin},
		Status: 503, Has: []string{`"code":"unavailable"`, "your own company"}})
	if w.anybody() {
		t.Error("somebody was taken in for nothing")
	}
}

// TestLoadingTheSampleTakesItsTime: neither the deadline of the request nor a browser that has left ends it, a clock does, and the
// answer says where one stands afterwards.
func TestLoadingTheSampleTakesItsTime(t *testing.T) {
	t.Parallel()
	gone, leave := context.WithCancel(t.Context())
	var w *world
	sample := &sampleOf{meanwhile: func(ctx context.Context, admin switchboard.AgentID) {
		leave()
		w.clock.Advance(telling - time.Second)
		if err := ctx.Err(); err != nil {
			t.Errorf("cut off: %v", err)
		}
		w.update(func(tx *store.Tx) error {
			a, err := tx.Agent(admin)
			if err != nil {
				return err
			}
			a.Departments = []switchboard.DepartmentKey{"service"}
			return errors.Join(tx.SaveDepartment(switchboard.Department{Key: "service", Name: "Service"}), tx.UpdateAgent(a),
				tx.SetPresence(admin, switchboard.Here))
		})
	}}
	w = emptyWorld(t, nothing, func(o *Options) { o.Sample = sample })
	cookie := w.opens()
	inner := w.handler
	w.handler = http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) { inner.ServeHTTP(out, r.WithContext(gone)) })
	got := w.want(scenario{Name: "slow", request: request{Method: "POST", Path: "/api/v1/setup/sample", Body: `{"password":"` + secret + `"}`,
		Cookie: cookie, Headers: sameOrigin}, Status: 201, Not: []string{`"problem"`}})
	me := read[SetupDone](t, got).Me.Agent
	if len(me.Departments) != 1 || me.Presence != switchboard.Here {
		t.Errorf("the answer says %v, %s", me.Departments, me.Presence)
	}
	var takes []string
	for _, r := range w.api.routes {
		if r.Takes == telling {
			takes = append(takes, r.ID)
		}
	}
	slices.Sort(takes)
	if diff := cmp.Diff([]string{"begin-sample", "leave-sample", "reset-sample", "set-up-sample"}, takes); diff != "" {
		t.Errorf("routes that may take that long (-want +got):\n%s", diff)
	}
}

// TestTwoBrowsersSetUp: one wins, the other is told so, on both engines.
func TestTwoBrowsersSetUp(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, place storetest.Place) {
		w := worldOn(t, place, nothing)
		cookie := w.opens()
		codes := make([]*httptest.ResponseRecorder, 4)
		var group sync.WaitGroup
		for n := range codes {
			body := strings.ReplaceAll(setUpBody, "ada@", string(rune('a'+n))+"@")
			group.Go(func() {
				codes[n] = w.do(request{Method: "POST", Path: "/api/v1/setup", Body: body, Cookie: cookie, Headers: sameOrigin})
			})
		}
		group.Wait()
		won := 0
		for _, got := range codes {
			switch got.Code {
			case http.StatusCreated:
				won++
			case http.StatusConflict:
			default:
				t.Errorf("%d %s", got.Code, got.Body)
			}
		}
		if won != 1 {
			t.Errorf("%d won", won)
		}
		w.update(func(tx *store.Tx) error {
			agents, err := tx.Agents()
			if len(agents) != 2 { // the winner and whom they named
				t.Errorf("%d people", len(agents))
			}
			return err
		})
	})
}

func TestInvitingSomebody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	whom := w.people[switchboard.RoleAgent]
	path := "/agents/" + whom.ID.String() + "/invitation"
	w.want(scenario{Name: "an equal", request: ask(viewer, "POST", path, ""), Status: 403})
	made := read[NewInvitation](t, w.want(scenario{Name: "made", request: ask(manager, "POST", path, ""), Status: 201}))
	if made.Link != origin+"/invitation#"+made.Token || !made.ExpiresAt.Equal(w.clock.Now().Add(7*24*time.Hour)) {
		t.Errorf("invitation %+v", made)
	}
	post := func(what, body string) request {
		return request{Method: "POST", Path: "/api/v1/invitations/" + what, Body: body, Headers: sameOrigin}
	}
	token := `"token":"` + made.Token + `"`
	w.run(
		scenario{Name: "looked at", request: post("read", "{"+token+"}"), Status: 200, Has: []string{`"name":"Pat agent"`, `"email":"agent@care.example"`}},
		scenario{Name: "weak", request: post("accept", `{`+token+`,"password":"short"}`), Status: 422, Has: []string{`"field":"password"`}},
		scenario{Name: "accepted", request: post("accept", `{`+token+`,"password":"`+secret+`"}`), Status: 201, Has: []string{`"email":"agent@care.example"`}},
		scenario{Name: "twice", request: post("accept", `{`+token+`,"password":"`+secret+`"}`), Status: 401, Has: []string{"ask whoever sent it"}},
		scenario{Name: "looked at again", request: post("read", "{"+token+"}"), Status: 401},
		scenario{Name: "nobody", request: ask(manager, "POST", "/agents/agt_06ez4dsyg1r019eract7226910/invitation", ""), Status: 404},
		scenario{Name: "sign in", request: request{Method: "POST", Path: "/api/v1/session", Headers: sameOrigin,
			Body: `{"email":"agent@care.example","password":"` + secret + `"}`}, Status: 201},
	)
	if strings.Contains(w.log.String(), made.Token) {
		t.Error("the token stands in the log")
	}
}

func TestWhatIsOffWithoutAnAddress(t *testing.T) {
	t.Parallel()
	for public, want := range map[string][]string{"": {"incoming_webhooks", "links_outside"}, "http://care.example": {"encryption"},
		"http://127.0.0.1:8080": nil, "http://localhost:8080": nil, "https://care.example": nil} {
		w := emptyWorld(t, nothing, func(o *Options) { o.PublicURL = public })
		state := read[SetupState](t, w.do(request{Method: "GET", Path: "/api/v1/setup"}))
		var got []string
		for _, off := range state.Off {
			got = append(got, off.Feature)
			if off.Text == "" || off.Hint == "" {
				t.Errorf("%q: %+v", public, off)
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") || state.PublicURL != public {
			t.Errorf("%q: %v", public, got)
		}
	}
}
