package testkit

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/app"
	"switchboard/internal/password"
	"switchboard/internal/store"
)

// Served is an installation that answers over HTTP, with one person signed in by token.
type Served struct {
	App   *app.App
	Base  string // its address, without a slash behind it
	Token string // that signs in
	Stop  func() // ends it before the test does
	t     testing.TB
}

// Reach is an installation that is served by a process of its own. It has no App, and stopping it is the caller's.
func Reach(t testing.TB, base, token string) Served {
	return Served{Base: base, Token: token, Stop: func() {}, t: t}
}

// Serve opens an installation, signs who in, does what is to be done before and serves it until the test ends.
func Serve(t testing.TB, o app.Options, who switchboard.Agent, before ...func(*store.Tx) error) Served {
	t.Helper()
	a, err := app.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s := Served{App: a, Token: SignIn(t, a, who), t: t}
	for _, one := range before {
		Update(t, a.DB, one)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, func(at net.Addr) { ready <- at }) }()
	select {
	case at := <-ready:
		s.Base = "http://" + at.String()
	case err := <-ended:
		t.Fatal(err)
	}
	s.Stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(s.Stop)
	return s
}

// SignIn adds a person and gives them a token.
func SignIn(t testing.TB, a *app.App, who switchboard.Agent) (token string) {
	t.Helper()
	gate := access.NewGate(access.Options{DB: a.DB, Hasher: password.NewHasher(1), Time: a.Time,
		Departments: a.In.Policy().Departments})
	agent, err := gate.CreateAgent(t.Context(), access.System(), access.NewAgent{Agent: who, Password: "a long pass phrase"})
	if err != nil {
		t.Fatal(err)
	}
	if token, _, err = gate.IssueToken(t.Context(), access.For(agent, store.AgentScope{}), access.NewToken{Name: "test"}); err != nil {
		t.Fatal(err)
	}
	return token
}

// Ask does a request of the API and gives the answer as it came.
func (s Served) Ask(method, path string, body any) (status int, answer []byte) {
	s.t.Helper()
	var in io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			s.t.Fatal(err)
		}
		in = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.Base+"/api/v1"+path, in)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.Token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	if answer, err = io.ReadAll(resp.Body); err != nil {
		s.t.Fatalf("%s %s: %s %v", method, path, resp.Status, err)
	}
	return resp.StatusCode, answer
}

// Call is Ask for what must succeed, read into a fresh T.
func Call[T any](s Served, method, path string, body any) (answer T) {
	s.t.Helper()
	status, raw := s.Ask(method, path, body)
	if status >= 300 {
		s.t.Fatalf("%s %s: %d %s", method, path, status, raw)
	}
	if err := json.Unmarshal(raw, &answer); err != nil && len(raw) > 0 {
		s.t.Fatalf("%s %s: %v in %s", method, path, err, raw)
	}
	return answer
}

// Until waits up to a minute for something to become true.
func Until[T any](t testing.TB, what string, look func() (T, bool)) T {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if found, ok := look(); ok {
			return found
		}
	}
	t.Fatalf("%s did not happen", what)
	panic("unreachable")
}
