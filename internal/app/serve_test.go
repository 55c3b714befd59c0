package app_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	_ "switchboard/internal/connector/all"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// house is a served installation with one person signed in by token.
type house struct {
	testkit.Served
	t    *testing.T
	app  *app.App
	base string
}

func open(t *testing.T, change ...func(*config.Settings)) *house {
	t.Helper()
	return openWith(t, func(o *app.Options) {
		for _, one := range change {
			one(&o.Settings)
		}
	})
}

// options are those of an installation in a folder of its own, with every network built in.
func options(t *testing.T, practice config.Practice) app.Options {
	t.Helper()
	o := app.Options{Settings: config.Defaults(), Log: slog.New(slog.DiscardHandler), Time: timesource.System(),
		Networks: connector.Default(), Version: "test"}
	o.Settings.Data, o.Settings.Listen, o.Settings.Practice = t.TempDir(), "127.0.0.1:0", practice
	return o
}

func openWith(t *testing.T, change func(*app.Options), before ...func(*store.Tx) error) *house {
	t.Helper()
	o := options(t, config.PracticeOn)
	change(&o)
	served := testkit.Serve(t, o, ada(), before...)
	return &house{t: t, Served: served, app: served.App, base: served.Base}
}

// ada is an administrator who works for service.
func ada() switchboard.Agent {
	return switchboard.Agent{Name: "Ada", Email: "ada@kettles.example", Role: switchboard.RoleAdmin,
		Departments: []switchboard.DepartmentKey{"service"}, Freedom: 4, Cap: 8}
}

// call is a request that must succeed.
func call[T any](h *house, method, path string, body any) T {
	h.t.Helper()
	return testkit.Call[T](h.Served, method, path, body)
}

// until waits for something to become true.
func until[T any](h *house, what string, look func() (T, bool)) T {
	h.t.Helper()
	return testkit.Until(h.t, what, look)
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
