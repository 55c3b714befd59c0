package api

import (
	"bytes"
	"net"
	"net/http"
	"time"
)

// hanging is a stream's connection after it was taken out of the web server's hands. What the server keeps for a request
// under way, two buffers and a grown stack, would be most of what an open console costs.
type hanging struct {
	conn   net.Conn
	header http.Header
}

// hang takes the connection of a request over; ok is false where the protocol or a test does not allow that.
func hang(w http.ResponseWriter) (h *hanging, ok bool) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, false
	}
	if buffered.Reader.Buffered() > 0 { // somebody who sends on without reading is no follower
		_ = conn.Close()
	}
	return &hanging{conn: conn, header: w.Header()}, true
}

// Header is what goes out before the first event.
func (h *hanging) Header() http.Header { return h.header }

// WriteHeader begins the answer. It ends with the connection, so that it needs no length.
func (h *hanging) WriteHeader(int) {
	h.header.Set("Connection", "close")
	var head bytes.Buffer
	head.WriteString("HTTP/1.1 200 OK\r\n")
	_ = h.header.Write(&head) // into memory
	head.WriteString("\r\n")
	_, _ = h.conn.Write(head.Bytes()) // what comes next meets the same trouble
}

// Write sends at once.
func (h *hanging) Write(p []byte) (int, error) { return h.conn.Write(p) }

// FlushError has nothing to do.
func (h *hanging) FlushError() error { return nil }

// SetWriteDeadline bounds how long the client may take.
func (h *hanging) SetWriteDeadline(at time.Time) error { return h.conn.SetWriteDeadline(at) }

// detach lets a stream go on after its request has returned, until the server stops.
func (s *server) detach(f *stream, reset bool) (detached bool) {
	server, known := f.r.Context().Value(http.ServerContextKey).(*http.Server)
	if !known {
		return false
	}
	h, ok := hang(f.w)
	if !ok {
		return false
	}
	s.stopStreams.Do(func() { server.RegisterOnShutdown(s.endStreams) })
	f.w, f.out = h, http.NewResponseController(h)
	f.r = &http.Request{Header: http.Header{"Authorization": f.r.Header["Authorization"], "Cookie": f.r.Header["Cookie"]},
		RemoteAddr: f.r.RemoteAddr, URL: f.r.URL}
	f.r = f.r.WithContext(s.streaming)
	go func() {
		defer h.conn.Close()
		f.run(reset)
	}()
	return true
}
