package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"switchboard"
)

// serve is what every request passes first: a name, a net for panics, headers that keep browsers out of trouble, and a
// line in the log.
func (s *server) serve(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := s.Time.Elapsed()
		c := &call{id: switchboard.NewID[switchboard.RequestID](s.Time.Now()).String(), from: s.From(r), at: atOf(r)}
		r = r.WithContext(withCall(r.Context(), c))
		out := &answer{ResponseWriter: w}
		protect(out.Header())
		out.Header().Set("X-Request-Id", c.id)
		defer func() {
			if trouble := recover(); trouble != nil {
				s.caught(out, r, trouble)
			}
			s.finished(r, out, s.Time.Elapsed()-began)
		}()
		next.ServeHTTP(out, r)
	})
}

// protect sets what a browser must not do with an answer. Pages that need more set their own policy.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// caught answers for a handler that panicked, if nothing has gone out yet. A handler that wanted its connection cut gets
// that.
func (s *server) caught(w *answer, r *http.Request, trouble any) {
	if trouble == http.ErrAbortHandler {
		panic(trouble)
	}
	s.Log.ErrorContext(r.Context(), "a request panicked", "request", callOf(r.Context()).id, "panic", fmt.Sprint(trouble),
		"stack", string(debug.Stack()))
	if w.status == 0 {
		s.fail(w, r, switchboard.Refuse(switchboard.CodeInternal, "That did not work.").
			WithHint("Give the request id to whoever runs this installation."))
	}
}

// finished logs and counts a request: never its body, its query or its address.
func (s *server) finished(r *http.Request, w *answer, took time.Duration) {
	c := callOf(r.Context())
	route := c.route
	if route == "" {
		route = "other"
	}
	status := w.status
	if status == 0 {
		status = http.StatusOK
	}
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.Log.Log(r.Context(), level, "request", "request", c.id, "method", method(r), "route", route, "status", status,
		"ms", took.Milliseconds(), "actor", c.actor.Agent.String())
	if s.Metrics != nil {
		s.Metrics.Request(method(r), route, status, took)
	}
}

// method is the request's method if it is a usual one: strangers must not fill the metrics with words of their own.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions:
		return r.Method
	}
	return "other"
}

// answer remembers the status that went out.
type answer struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write notes that the answer has begun.
func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush and set deadlines.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
