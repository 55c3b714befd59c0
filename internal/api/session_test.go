package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

func TestSigningInAndOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.signIn(switchboard.RoleAgent)
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Secure || cookie.MaxAge <= 0 {
		t.Errorf("cookie %+v", cookie)
	}
	w.run(
		scenario{Name: "me", request: request{Method: "GET", Path: "/api/v1/me", Cookie: cookie}, Status: 200,
			Has: []string{`"email":"agent@care.example"`, `"kind":"agent"`, `"conversation.work"`, `"departments":["service"]`}},
		scenario{Name: "sessions", request: request{Method: "GET", Path: "/api/v1/me/sessions", Cookie: cookie}, Status: 200,
			Has: []string{`"present":true`}, Not: []string{cookie.Value}},
		scenario{Name: "sign out", request: request{Method: "DELETE", Path: "/api/v1/session", Cookie: cookie, Headers: sameOrigin},
			Status: 204},
		scenario{Name: "after", request: request{Method: "GET", Path: "/api/v1/me", Cookie: cookie}, Status: 401,
			Has: []string{`"code":"unauthorized"`}},
	)
}

func TestSafeCookieName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *Options) { o.PublicURL = "https://care.example" })
	got := w.do(request{Method: "POST", Path: "/api/v1/session", Body: `{"email":"x@y.example","password":"p"}`})
	if got.Code != http.StatusUnauthorized {
		t.Fatalf("status %d", got.Code)
	}
	header := w.api.cookie.set("abc", time.Hour)
	if !strings.HasPrefix(header, "__Host-switchboard=abc; Path=/;") || !strings.Contains(header, "Secure") ||
		strings.Contains(header, "Domain") {
		t.Errorf("cookie %s", header)
	}
}

func TestWrongCredentialsAreAllAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.signIn(switchboard.RoleAgent)
	w.signIn(switchboard.RoleViewer)
	w.update(func(tx *store.Tx) error {
		gone := w.people[switchboard.RoleViewer]
		gone.Disabled = true
		return tx.UpdateAgent(gone)
	})
	var bodies []string
	for _, sent := range []string{
		`{"email":"agent@care.example","password":"not that one"}`,
		`{"email":"nobody@care.example","password":"not that one"}`,
		`{"email":"manager@care.example","password":""}`, // has no password
		`{"email":"viewer@care.example","password":"` + secret + `"}`,
	} {
		got := w.want(scenario{Name: sent, Status: 401, Has: []string{`"code":"unauthorized"`}, Not: []string{"not that one"},
			request: request{Method: "POST", Path: "/api/v1/session", Body: sent}})
		p := read[Problem](t, got)
		bodies = append(bodies, p.Detail+p.Hint)
	}
	for _, body := range bodies {
		if body != bodies[0] {
			t.Errorf("answers differ: %q and %q", bodies[0], body)
		}
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	guess := request{Method: "POST", Path: "/api/v1/session", Body: `{"email":"agent@care.example","password":"guess"}`}
	for range 6 {
		if got := w.do(guess); got.Code != 401 {
			t.Fatalf("a free try: %d %s", got.Code, got.Body)
		}
	}
	got := w.want(scenario{Name: "one too many", request: guess, Status: 429, Has: []string{`"code":"rate_limited"`}})
	if got.Header().Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", got.Header().Get("Retry-After"))
	}
	w.clock.Advance(time.Second)
	if got := w.do(guess); got.Code != 401 {
		t.Errorf("after waiting: %d", got.Code)
	}
	w.want(scenario{Name: "others are not slowed down", request: request{Method: "POST", Path: "/api/v1/session",
		Body: `{"email":"viewer@care.example","password":"guess"}`}, Status: 401})
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := func(c *http.Cookie) int {
		return w.do(request{Method: "GET", Path: "/api/v1/me", Cookie: c}).Code
	}
	idle := w.signIn(switchboard.RoleAgent)
	w.clock.Advance(w.gate.Idle - time.Minute)
	if me(idle) != 200 {
		t.Error("a session in use ended")
	}
	w.clock.Advance(w.gate.Idle - time.Minute)
	if me(idle) != 200 {
		t.Error("use did not keep the session alive")
	}
	w.clock.Advance(w.gate.Idle + time.Minute)
	if me(idle) != 401 {
		t.Error("an idle session did not end")
	}
	busy := w.signIn(switchboard.RoleAgent)
	for passed := time.Duration(0); passed < w.gate.Absolute; passed += w.gate.Idle / 2 {
		if me(busy) != 200 {
			t.Fatalf("a busy session ended after %v", passed)
		}
		w.clock.Advance(w.gate.Idle / 2)
	}
	if me(busy) != 401 {
		t.Error("a session outlived its absolute end")
	}
}

func TestChangingThePasswordEndsOtherSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here := w.signIn(switchboard.RoleAgent)
	got := w.do(request{Method: "POST", Path: "/api/v1/session", Headers: sameOrigin,
		Body: `{"email":"agent@care.example","password":"` + secret + `"}`})
	there := got.Result().Cookies()[0]
	change := func(present, chosen string) request {
		return request{Method: "PUT", Path: "/api/v1/me/password", Cookie: here, Headers: sameOrigin,
			Body: `{"present":"` + present + `","chosen":"` + chosen + `"}`}
	}
	w.run(
		scenario{Name: "wrong present one", request: change("no", "quite another sentence"), Status: 422,
			Has: []string{`"field":"present"`}, Not: []string{"quite another"}},
		scenario{Name: "too short", request: change(secret, "short"), Status: 422, Has: []string{`"field":"password"`}},
		scenario{Name: "own name", request: change(secret, "agent@care.example"), Status: 422, Has: []string{`"field":"password"`}},
		scenario{Name: "good", request: change(secret, "quite another sentence"), Status: 204},
		scenario{Name: "here", request: request{Method: "GET", Path: "/api/v1/me", Cookie: here}, Status: 200},
		scenario{Name: "there", request: request{Method: "GET", Path: "/api/v1/me", Cookie: there}, Status: 401},
		scenario{Name: "old password", request: request{Method: "POST", Path: "/api/v1/session",
			Body: `{"email":"agent@care.example","password":"` + secret + `"}`}, Status: 401},
		scenario{Name: "everywhere", request: request{Method: "DELETE", Path: "/api/v1/me/sessions", Cookie: here,
			Headers: sameOrigin}, Status: 200, Has: []string{`"ended":1`}},
		scenario{Name: "signed out", request: request{Method: "GET", Path: "/api/v1/me", Cookie: here}, Status: 401},
	)
}

// All tabs of a browser have one session: what a tab asks for the person before does not happen as the newcomer.
func TestARequestIsMeantForSomebody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.signIn(switchboard.RoleAgent)
	own, other := w.people[switchboard.RoleAgent].ID.String(), w.people[switchboard.RoleManager].ID.String()
	as := func(method, path, body, who string) request {
		headers := map[string]string{"Switchboard-Agent": who}
		for name, value := range sameOrigin {
			headers[name] = value
		}
		return request{Method: method, Path: "/api/v1" + path, Body: body, Cookie: cookie, Headers: headers}
	}
	refused := []string{`"code":"somebody_else"`, `"hint":"`}
	w.run(
		scenario{Name: "own", request: as("PUT", "/me/presence", `{"presence":"paused"}`, own), Status: 200},
		scenario{Name: "another's", request: as("PUT", "/me/presence", `{"presence":"away"}`, other), Status: 409, Has: refused},
		scenario{Name: "nobody's", request: as("PUT", "/me/presence", `{"presence":"away"}`, "somebody"), Status: 409, Has: refused},
		scenario{Name: "reading", request: as("GET", "/me", "", other), Status: 409, Has: refused, Not: []string{"agent@care"}},
		scenario{Name: "not said", request: as("GET", "/me", "", ""), Status: 200, Has: []string{`"presence":"paused"`}},
		scenario{Name: "signing in", request: as("POST", "/session", `{"email":"agent@care.example","password":"`+secret+`"}`, other),
			Status: 201},
	)
	token := ask(switchboard.RoleAgent, "GET", "/me", "")
	token.Headers = map[string]string{"Switchboard-Agent": other}
	w.want(scenario{Name: "a token", request: token, Status: 409, Has: refused})
}
