package api

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"switchboard"
	"switchboard/internal/store"
)

// stage is a Sample that notes what was asked of it.
type stage struct {
	asked     string
	meanwhile func() // while it works
}

func (s *stage) work(ctx context.Context, asked string) error {
	s.asked = asked
	if s.meanwhile != nil {
		s.meanwhile()
	}
	return ctx.Err()
}

func (s *stage) Begin(ctx context.Context, who switchboard.AgentID) error {
	return s.work(ctx, "begin "+who.String())
}

func (s *stage) Reset(ctx context.Context, by switchboard.AgentID) error {
	return s.work(ctx, "reset "+by.String())
}

func (s *stage) Leave(ctx context.Context, by switchboard.AgentID, people, policy bool) error {
	return s.work(ctx, fmt.Sprint("leave ", by, " ", people, " ", policy))
}

// What is begun is ended although the browser has left; only a clock cuts it off.
func TestTheSampleComesAndGoesAsAWhole(t *testing.T) {
	t.Parallel()
	hook := &stage{}
	w := newWorld(t, func(o *Options) { o.Sample = hook })
	inner := w.handler
	for _, path := range []string{"/sample", "/sample/reset", "/sample/leave"} {
		ask := request{Method: "POST", Path: "/api/v1" + path, As: switchboard.RoleAdmin}
		if path == "/sample/leave" {
			ask.Body = "{}"
		}
		gone, leave := context.WithCancel(t.Context())
		w.handler = http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) { inner.ServeHTTP(out, r.WithContext(gone)) })
		hook.meanwhile = leave
		w.want(scenario{Name: path, request: ask, Status: 200})
	}
}

func TestTheSampleIsForThoseWhoRunTheInstallation(t *testing.T) {
	t.Parallel()
	hook := &stage{}
	w := newWorld(t, func(o *Options) { o.Sample, o.SampleWanted = hook, true })
	admin := w.people[switchboard.RoleAdmin].ID.String()
	ask := func(name string, as switchboard.Role, method, path, body string, status int, asked string, has ...string) {
		t.Helper()
		hook.asked = ""
		w.want(scenario{Name: name, request: request{Method: method, Path: "/api/v1" + path, Body: body, As: as}, Status: status, Has: has})
		if hook.asked != asked {
			t.Errorf("%s asked %q, want %q", name, hook.asked, asked)
		}
	}
	ask("nothing there", switchboard.RoleViewer, "GET", "/sample", "", 200, "", `"present":false`, `"wanted":true`, `"colleagues":[]`)
	for _, path := range []string{"/sample", "/sample/reset", "/sample/leave"} {
		body := ""
		if path == "/sample/leave" {
			body = "{}"
		}
		ask("not for managers: "+path, switchboard.RoleManager, "POST", path, body, 403, "", "installation.manage")
	}
	ask("begin", switchboard.RoleAdmin, "POST", "/sample", "", 200, "begin "+admin)
	ask("reset", switchboard.RoleAdmin, "POST", "/sample/reset", "", 200, "reset "+admin)
	ask("leave, keep nothing", switchboard.RoleAdmin, "POST", "/sample/leave", `{}`, 200, "leave "+admin+" false false")
	ask("leave, keep both", switchboard.RoleAdmin, "POST", "/sample/leave", `{"keep":["people","policy"]}`, 200, "leave "+admin+" true true")
	ask("keep what nobody knows", switchboard.RoleAdmin, "POST", "/sample/leave", `{"keep":["customers"]}`, 422, "", "keep")
	w.update(func(tx *store.Tx) error {
		return tx.MarkSample(store.Sample{Seed: 7, Generation: "g", ToldAt: tx.Now(), Newcomer: w.people[switchboard.RoleAdmin].ID,
			SampleBody: store.SampleBody{Network: "square", Agents: []switchboard.AgentID{w.people[switchboard.RoleAgent].ID}}})
	})
	ask("what goes", switchboard.RoleViewer, "GET", "/sample", "", 200, "", `"present":true`, `"seed":7`, `"people":1`, `"conversations":0`)
}

func TestWithoutASampleThereIsAWayOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.want(scenario{Name: "no hook", request: request{Method: "POST", Path: "/api/v1/sample", As: switchboard.RoleAdmin}, Status: 503,
		Has: []string{"unavailable"}})
	s := newShop(t)
	s.want(scenario{Name: "work of one's own", request: request{Method: "GET", Path: "/api/v1/sample", As: switchboard.RoleAdmin}, Status: 200,
		Has: []string{`"present":false`, `"not_now":{"code":"conflict"`, "--sample"}})
}
