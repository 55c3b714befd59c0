package practice_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"switchboard/internal/connector"
	"switchboard/internal/connector/conform"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/practice"
)

const (
	handle = "@ferrywell"
	token  = "token-for-tests"
)

// movable is the real clock, set ahead by hand.
type movable struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (m *movable) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return time.Now().Add(m.ahead)
}

func (m *movable) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ahead += d
}

func (m *movable) AfterFunc(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }

type town struct {
	net    *practice.Network
	clock  *movable
	server *httptest.Server
}

func newTown(t *testing.T, backlog int) town {
	t.Helper()
	return openTown(t, practice.Options{Clock: &movable{}, Seed: 7, Backlog: backlog})
}

// newSmallTown forgets all but the newest posts.
func newSmallTown(t *testing.T, clock *movable, posts int) town {
	t.Helper()
	return openTown(t, practice.Options{Clock: clock, MaxPosts: posts})
}

// keep is a Handover that cannot fail.
func keep(take func(connector.Batch)) connector.Handover {
	return connector.HandoverFunc(func(_ context.Context, batch connector.Batch) error {
		take(batch)
		return nil
	})
}

func openTown(t *testing.T, options practice.Options) town {
	t.Helper()
	options.Dir = t.TempDir()
	net, err := practice.Open(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { net.Close() })
	if _, err := net.Grant(handle, "Ferrywell Bikes", token); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(net.Handler(practice.HandlerOptions{Allow: func(*http.Request) bool { return true }}))
	t.Cleanup(server.Close)
	return town{net, options.Clock.(*movable), server}
}

func client(t *testing.T) *http.Client {
	transport := &http.Transport{DisableKeepAlives: true} // Go's client repeats reads on a kept connection that breaks
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func (w town) world(t *testing.T) conform.World {
	return conform.World{
		Config:  map[string]string{"url": w.server.URL + "/practice", "token": token},
		Reading: client(t), Sending: client(t), Now: w.clock.Now, Advance: w.clock.Advance,
		Say: func(text, replyTo string) string {
			if replyTo == "" {
				text = handle + " " + text
			}
			post, err := w.net.Say(practice.Saying{Handle: "@mirela", Name: "Mirela", Text: text, ReplyTo: replyTo})
			if err != nil {
				t.Fatal(err)
			}
			return post.ID
		},
		Edit: func(id, text string) {
			if _, err := w.net.Edit("@mirela", id, text); err != nil {
				t.Fatal(err)
			}
		},
		Delete: func(id string) {
			if _, err := w.net.Delete("@mirela", id); err != nil {
				t.Fatal(err)
			}
		},
		Hidden: func(id string) bool {
			post, err := w.net.Get(id)
			return err == nil && post.HiddenBy != ""
		},
		Standing: func(text string) int { return w.net.Count(handle, text) },
		Break: func(fault conform.Fault, changes bool) {
			climate := practice.Climate{Account: handle, Mode: practice.ModeNormal}
			if changes {
				climate.Next = []practice.Fault{practice.Fault(fault)}
			} else {
				climate.NextReads = []practice.Fault{practice.Fault(fault)}
			}
			if err := w.net.SetClimate(climate); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func TestConforms(t *testing.T) {
	conform.Run(t, conform.Subject{Spec: connected.Spec(), NewWorld: func(t *testing.T) conform.World {
		w := newTown(t, 0)
		world := w.world(t)
		world.Jump = func() { w.net.SetBacklog(1) }
		return world
	}})
}
