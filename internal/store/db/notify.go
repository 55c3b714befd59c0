package db

import (
	"context"
	"fmt"
	"regexp"
	"sync"
)

const (
	// maxPayload is PostgreSQL's limit, kept on both engines.
	maxPayload = 7999
	// maxUnread is how many payloads wait for a slow listener before they become one call to look for itself.
	maxUnread = 1024
)

var channelName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,47}$`)

func checkChannel(channel string) error {
	if !channelName.MatchString(channel) {
		return fmt.Errorf("db: channel name %q: want a-z, 0-9 and _, at most 48", channel)
	}
	return nil
}

type note struct{ channel, payload string }

// hub carries notes between the goroutines of one process; on SQLite there is no other.
type hub struct {
	mu        sync.Mutex
	listeners map[string]map[*mailbox]struct{}
}

// mailbox holds what one listener has not read yet.
type mailbox struct {
	mu     sync.Mutex
	unread []string
	bell   chan struct{}
}

func (h *hub) publish(notes []note) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, n := range notes {
		for box := range h.listeners[n.channel] {
			box.put(n.payload)
		}
	}
}

func (h *hub) listen(ctx context.Context, channel string, fn func(string)) error {
	box := &mailbox{bell: make(chan struct{}, 1)}
	h.join(channel, box)
	defer h.leave(channel, box)
	fn("")
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-box.bell:
		}
		for _, payload := range box.take() {
			fn(payload)
		}
	}
}

func (h *hub) join(channel string, box *mailbox) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners == nil {
		h.listeners = map[string]map[*mailbox]struct{}{}
	}
	if h.listeners[channel] == nil {
		h.listeners[channel] = map[*mailbox]struct{}{}
	}
	h.listeners[channel][box] = struct{}{}
}

func (h *hub) leave(channel string, box *mailbox) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.listeners[channel], box)
}

// put never blocks: it is called between the commit and the answer to the writers.
func (m *mailbox) put(payload string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.unread) >= maxUnread {
		m.unread = append(m.unread[:0], "")
	}
	m.unread = append(m.unread, payload)
	select {
	case m.bell <- struct{}{}:
	default:
	}
}

func (m *mailbox) take() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	unread := m.unread
	m.unread = nil
	return unread
}
