package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/live"
	"switchboard/internal/store"
)

const (
	// heartbeat is the longest silence of a stream.
	heartbeat = 20 * time.Second
	// writeWithin is how long a client may take to take something in; then it counts as gone.
	writeWithin = 15 * time.Second
	// ownWork is how much of a follower's own open work of each kind is known from the start.
	ownWork = 200
)

// stream is one follower's connection. It holds a position and who follows, and no events: those are the hub's.
type stream struct {
	s        *server
	w        http.ResponseWriter
	out      *http.ResponseController
	r        *http.Request
	at       live.Cursor
	follower *access.Follower
	checked  time.Duration // when the credential was looked at last, on the monotonic clock
}

// follow streams events until the client goes, its credential ends or the server stops.
func (s *server) follow(w http.ResponseWriter, r *http.Request) error {
	if s.Hub == nil {
		return switchedOff("Following events")
	}
	last := r.Header.Get("Last-Event-ID")
	if last == "" {
		last = r.URL.Query().Get("after")
	}
	f := &stream{s: s, w: w, out: http.NewResponseController(w), r: r, checked: s.Time.Elapsed()}
	var reset bool
	err := s.view(r.Context(), func(tx *store.Tx) (err error) {
		if f.at, reset, err = s.begin(tx, last); err != nil {
			return err
		}
		f.follower, err = followerOf(tx, actorOf(r.Context()))
		return err
	})
	if err != nil {
		return err
	}
	if s.detach(f, reset) {
		return nil
	}
	f.run(reset)
	return nil // once it has begun, the only thing left to say is to hang up
}

// followerOf knows from the start which work is the actor's own.
func followerOf(tx *store.Tx, a access.Actor) (*access.Follower, error) {
	own, err := tx.OwnConversations(a.Agent, ownWork)
	return a.Follow(own), err
}

func (f *stream) run(reset bool) {
	h := f.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // or a proxy would hold the events back
	f.w.WriteHeader(http.StatusOK)
	name := "ready"
	if reset {
		name = "reset"
	}
	if f.send("retry: 2000\nevent: "+name+"\nid: "+f.at.String()+"\ndata: {}\n\n") != nil {
		return
	}
	for f.r.Context().Err() == nil {
		events, err := f.next()
		if err != nil || f.recheck() != nil || f.tell(events) != nil {
			return
		}
	}
}

// next waits for events, or for the next heartbeat.
func (f *stream) next() ([]switchboard.Event, error) {
	ctx, cancel := context.WithCancel(f.r.Context())
	defer cancel()
	stop := f.s.Time.AfterFunc(heartbeat, cancel)
	defer stop()
	events, err := f.s.Hub.Next(ctx, f.at.Position)
	if err != nil && ctx.Err() != nil && f.r.Context().Err() == nil {
		return nil, nil
	}
	return events, err
}

// recheck looks at the credential again when that is due, so that a stream ends with it.
func (f *stream) recheck() error {
	now := f.s.Time.Elapsed()
	if now-f.checked < heartbeat {
		return nil
	}
	fresh := &call{}
	if err := f.s.identify(route{Needs: access.ConversationRead}, f.r, fresh); err != nil {
		return err
	}
	if err := fresh.actor.Needs(access.ConversationRead); err != nil {
		return err
	}
	f.checked, f.follower.Actor = now, fresh.actor
	return nil
}

// tell sends a page of events, or a heartbeat that moves the client's id on past what it may not see.
func (f *stream) tell(events []switchboard.Event) error {
	if err := f.deadline(); err != nil {
		return err
	}
	told := false
	for _, e := range events {
		f.at.Position = e.Position
		if !f.follower.Sees(e) || e.Origin == switchboard.History {
			continue
		}
		data, err := json.Marshal(e)
		if err != nil {
			return err
		}
		told = true
		if _, err := f.w.Write(append(append([]byte("id: "+f.at.String()+"\ndata: "), data...), "\n\n"...)); err != nil {
			return err
		}
	}
	if told {
		return f.out.Flush()
	}
	if len(events) > 0 {
		return nil // the next heartbeat tells where we are
	}
	return f.send(": heartbeat\nid: " + f.at.String() + "\n\n")
}

func (f *stream) send(text string) error {
	if err := f.deadline(); err != nil {
		return err
	}
	if _, err := f.w.Write([]byte(text)); err != nil {
		return err
	}
	return f.out.Flush()
}

// deadline gives the client a bounded time to take in what is written next.
func (f *stream) deadline() error { return f.out.SetWriteDeadline(f.s.Time.Now().Add(writeWithin)) }
