package practice

import (
	"embed"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"switchboard"
)

//go:embed style.css page.html
var assets embed.FS

// HandlerOptions say how the network is served.
type HandlerOptions struct {
	// Allow lets a request see and use the pages: from this machine, or signed in. The accounts' API needs a token
	// instead.
	Allow func(*http.Request) bool
	// Manage lets a request that Allow lets in change how the network treats companies; nil lets all of them.
	Manage func(*http.Request) bool
	// Typeface is where this server gives the console's typeface (WOFF2); empty where it gives none.
	Typeface string
}

type web struct {
	net      *Network
	allow    func(*http.Request) bool
	manage   func(*http.Request) bool
	typeface string
	origins  *http.CrossOriginProtection
}

// Handler serves everything below /practice.
func (n *Network) Handler(options HandlerOptions) http.Handler {
	w := &web{net: n, allow: options.Allow, manage: options.Manage, typeface: options.Typeface,
		origins: http.NewCrossOriginProtection()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /practice/api/me", w.account(w.me))
	mux.HandleFunc("GET /practice/api/events", w.account(w.events))
	mux.HandleFunc("GET /practice/api/posts", w.account(w.byKey))
	mux.HandleFunc("GET /practice/api/posts/{id}", w.account(w.byID))
	mux.HandleFunc("POST /practice/api/posts", w.account(w.post))
	mux.HandleFunc("PUT /practice/api/posts/{id}", w.account(w.edit))
	mux.HandleFunc("DELETE /practice/api/posts/{id}", w.account(w.remove))
	mux.HandleFunc("PUT /practice/api/posts/{id}/hidden", w.account(w.hidden))
	mux.HandleFunc("DELETE /practice/api/posts/{id}/hidden", w.account(w.hidden))
	mux.Handle("GET /practice/api/climate", w.visitor(w.climate))
	mux.Handle("POST /practice/api/climate", w.visitor(w.manager(w.setClimate)))
	mux.Handle("GET /practice/style.css", w.visitor(w.style))
	mux.Handle("GET /practice/{$}", w.visitor(w.timeline))
	mux.Handle("GET /practice", w.visitor(w.timeline))
	mux.Handle("GET /practice/p/{id}", w.visitor(w.thread))
	mux.Handle("POST /practice/say", w.visitor(w.say))
	mux.Handle("POST /practice/weather", w.visitor(w.manager(w.changeWeather)))
	return mux
}

// visitor lets in whom Allow lets in, refuses what another site makes a browser post, and forbids a page everything
// but its own style sheet, its typeface and forms.
func (w *web) visitor(serve http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		header := rw.Header()
		header.Set("Content-Security-Policy",
			"default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		if w.allow == nil || !w.allow(r) {
			http.Error(rw, "The practice network is open to this machine and to people who are signed in.",
				http.StatusForbidden)
			return
		}
		if err := w.origins.Check(r); err != nil {
			http.Error(rw, "This form was sent by another site.", http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(rw, r.Body, 64<<10)
		serve(rw, r)
	})
}

// manages reports whether a request may change the weather.
func (w *web) manages(r *http.Request) bool { return w.manage == nil || w.manage(r) }

func (w *web) manager(serve http.HandlerFunc) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if !w.manages(r) {
			http.Error(rw, "Sign in to the console to change how this network behaves.", http.StatusForbidden)
			return
		}
		serve(rw, r)
	}
}

// account lets in whom a token names, and gives the request its fate.
func (w *web) account(serve func(http.ResponseWriter, *http.Request, Account, fate)) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("X-Content-Type-Options", "nosniff")
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		account, known := w.net.bearer(token)
		if !ok || !known {
			w.refuse(rw, switchboard.Refuse(switchboard.CodeUnauthorized, "That token is not known here."))
			return
		}
		r.Body = http.MaxBytesReader(rw, r.Body, 64<<10)
		f := w.net.faults.next(account.Handle, r.Method != http.MethodGet)
		if f.latency > 0 && pause(r.Context(), w.net.options.Clock, f.latency, nil) != nil {
			return
		}
		if !w.spoiledBefore(rw, r, f.fault) {
			serve(rw, r, account, f)
		}
	}
}

// spoiledBefore answers in the fault's stead when it strikes before anything is accepted.
func (w *web) spoiledBefore(rw http.ResponseWriter, r *http.Request, fault Fault) bool {
	switch fault {
	case FaultCutBefore:
		cut(rw)
	case FaultSilence:
		io.Copy(io.Discard, r.Body) //nolint:errcheck // only a read body lets the server notice that the client has gone
		<-r.Context().Done()
	case FaultUnavailable:
		w.refuse(rw, switchboard.Refuse(switchboard.CodeUnavailable, "Over capacity, come back later."))
	case FaultBusy:
		rw.Header().Set("Retry-After", "7")
		w.refuse(rw, switchboard.Refuse(switchboard.CodeRateLimited, "Too many requests."))
	case FaultLockedOut:
		w.refuse(rw, switchboard.Refuse(switchboard.CodeUnauthorized, "The token has been withdrawn."))
	case FaultForbidden:
		w.refuse(rw, switchboard.Refuse(switchboard.CodeForbidden, "This account may not do that."))
	default:
		return false
	}
	return true
}

// give answers with a value, unless the fault spoils it after the fact.
func (w *web) give(rw http.ResponseWriter, status int, value any, fault Fault) {
	body, err := json.Marshal(value)
	if err != nil {
		w.refuse(rw, err)
		return
	}
	switch fault {
	case FaultCutAfter:
		cut(rw)
		return
	case FaultGarbage:
		body = []byte("<html>the lift is out of order")
	case FaultHalf:
		rw.Header().Set("Content-Length", strconv.Itoa(len(body)))
		body = body[:len(body)/2]
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	rw.Write(body) //nolint:errcheck // nobody is left to tell
}

// cut ends the connection without an answer. Where the connection cannot be had, an answer that breaks off is the
// nearest thing.
func cut(rw http.ResponseWriter) {
	conn, _, err := http.NewResponseController(rw).Hijack()
	if err != nil {
		rw.Header().Set("Content-Length", "1000")
		rw.WriteHeader(http.StatusOK)
		return
	}
	conn.Close()
}

type refusal struct {
	Code  switchboard.Code `json:"code"`
	Text  string           `json:"text"`
	Field string           `json:"field,omitempty"`
}

func (w *web) refuse(rw http.ResponseWriter, err error) {
	status, r := statusOf(err)
	body, _ := json.Marshal(r) //nolint:errchkjson // three strings
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	rw.Write(body) //nolint:errcheck // nobody is left to tell
}

func statusOf(err error) (int, refusal) {
	var own *switchboard.Error
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		own = switchboard.Refuse(switchboard.CodeTooLarge, "The request is too large.")
	} else if !errors.As(err, &own) {
		own = switchboard.Refuse(switchboard.CodeInvalid, "The request cannot be read.")
	}
	status, ok := map[switchboard.Code]int{
		switchboard.CodeUnauthorized: http.StatusUnauthorized, switchboard.CodeForbidden: http.StatusForbidden,
		switchboard.CodeNotFound: http.StatusNotFound, switchboard.CodeTooLarge: http.StatusUnprocessableEntity,
		switchboard.CodeRateLimited: http.StatusTooManyRequests, switchboard.CodeUnavailable: http.StatusServiceUnavailable,
	}[own.Code]
	if !ok {
		status = http.StatusBadRequest
	}
	return status, refusal{own.Code, own.Text, own.Field}
}

// limited answers 429 when somebody is too fast.
func (w *web) limited(rw http.ResponseWriter, who string, most int, window time.Duration) bool {
	wait, ok := w.net.allow(who, most, window)
	if ok {
		return false
	}
	rw.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
	w.refuse(rw, switchboard.Refuse(switchboard.CodeRateLimited, "Too many posts.").
		WithHint("Wait as long as Retry-After says."))
	return true
}
