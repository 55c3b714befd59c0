package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	_ "switchboard/internal/connector/all"
	"switchboard/internal/password"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// house is a served installation with one person signed in by token.
type house struct {
	t     *testing.T
	app   *app.App
	base  string
	token string
}

func open(t *testing.T, change ...func(*config.Settings)) *house {
	t.Helper()
	return openWith(t, func(o *app.Options) {
		for _, one := range change {
			one(&o.Settings)
		}
	})
}

func openWith(t *testing.T, change func(*app.Options), before ...func(*store.Tx) error) *house {
	t.Helper()
	settings := config.Defaults()
	settings.Data, settings.Listen, settings.Practice = t.TempDir(), "127.0.0.1:0", config.PracticeOn
	o := app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler), Time: timesource.System(),
		Networks: connector.Default(), Version: "test"}
	change(&o)
	a, err := app.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, app: a}
	h.sign()
	for _, one := range before {
		testkit.Update(t, a.DB, one)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, func(at net.Addr) { ready <- at }) }()
	select {
	case at := <-ready:
		h.base = "http://" + at.String()
	case err := <-ended:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// sign makes an administrator who works for service, and a token for them.
func (h *house) sign() {
	h.t.Helper()
	gate := access.NewGate(access.Options{DB: h.app.DB, Hasher: password.NewHasher(1), Time: h.app.Time})
	agent, err := gate.CreateAgent(h.t.Context(), access.System(), access.NewAgent{Agent: switchboard.Agent{Name: "Ada",
		Email: "ada@kettles.example", Role: switchboard.RoleAdmin, Departments: []switchboard.DepartmentKey{"service"},
		Freedom: 4, Cap: 8}, Password: "a long pass phrase"})
	if err != nil {
		h.t.Fatal(err)
	}
	actor := access.For(agent, store.AgentScope{})
	if h.token, _, err = gate.IssueToken(h.t.Context(), actor, access.NewToken{Name: "test"}); err != nil {
		h.t.Fatal(err)
	}
}

// call does a request and reads the answer into a fresh T.
func call[T any](h *house, method, path string, body any) (answer T) {
	h.t.Helper()
	status, raw := ask(h, method, path, body)
	if status >= 300 {
		h.t.Fatalf("%s %s: %d %s", method, path, status, raw)
	}
	if err := json.Unmarshal(raw, &answer); err != nil && len(raw) > 0 {
		h.t.Fatalf("%s %s: %v in %s", method, path, err, raw)
	}
	return answer
}

// ask does a request and gives the answer as it came.
func ask(h *house, method, path string, body any) (status int, answer []byte) {
	h.t.Helper()
	var in io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			h.t.Fatal(err)
		}
		in = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.base+"/api/v1"+path, in)
	if err != nil {
		h.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+h.token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatalf("%s %s: %s %v", method, path, resp.Status, err)
	}
	return resp.StatusCode, raw
}

// until waits for something to become true.
func until[T any](h *house, what string, look func() (T, bool)) T {
	h.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if found, ok := look(); ok {
			return found
		}
	}
	h.t.Fatalf("%s did not happen", what)
	panic("unreachable")
}

// fields is an answer of which a test needs little.
type fields map[string]any

func (f fields) text(name string) string { return fmt.Sprint(f[name]) }

func TestFromACustomersPostToAnAnswerThatStands(t *testing.T) {
	t.Parallel()
	h := open(t)
	call[fields](h, "POST", "/accounts", fields{"network": "practice", "handle": "kettles", "name": "Kettles & Co",
		"state": "live", "config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}})
	call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})
	posted := until(h, "posting", func() (*http.Response, bool) {
		resp, err := http.PostForm(h.base+"/practice/say", map[string][]string{"handle": {"mira"},
			"text": {"@kettles my kettle leaks since yesterday, what now?"}})
		return resp, err == nil && resp.StatusCode < 400
	})
	posted.Body.Close()
	conversation := until(h, "an offer", func() (fields, bool) {
		page := call[struct{ Items []fields }](h, "GET", "/conversations?view=offered", nil)
		for _, c := range page.Items {
			if strings.Contains(c.text("preview"), "leaks since yesterday") {
				return c, true
			}
		}
		return nil, false
	})
	id := conversation.text("id")
	why := call[fields](h, "GET", "/conversations/"+id+"/decision", nil)
	if why.text("sentence") == "" {
		t.Errorf("no reason: %v", why)
	}
	call[fields](h, "POST", "/conversations/"+id+"/accept", nil)
	draft := call[fields](h, "POST", "/conversations/"+id+"/drafts",
		fields{"parts": []fields{{"text": "Sorry! Please unplug it, a new one leaves today."}}})
	call[fields](h, "POST", "/drafts/"+draft.text("id")+"/send", fields{"version": draft["version"]})
	until(h, "the answer on the timeline", func() (bool, bool) {
		resp, err := http.Get(h.base + "/practice")
		if err != nil {
			return false, false
		}
		defer resp.Body.Close()
		page, err := io.ReadAll(resp.Body)
		return true, err == nil && bytes.Contains(page, []byte("a new one leaves today"))
	})
	until(h, "the ball with the customer", func() (fields, bool) {
		c := call[struct{ Conversation fields }](h, "GET", "/conversations/"+id, nil).Conversation
		return c, c.text("ball") == "customer"
	})
}
