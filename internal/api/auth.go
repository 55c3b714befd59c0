package api

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
)

// cookie is the session cookie of this installation.
type cookie struct {
	name   string
	secure bool
}

// cookieFor binds the cookie to its host where the address people use is safe.
func cookieFor(public *url.URL) cookie {
	if public.Scheme == "https" {
		return cookie{name: "__Host-switchboard", secure: true}
	}
	return cookie{name: "switchboard"}
}

// visit is the name of the cookie of a browser that has used the set-up link.
func (c cookie) visit() string { return c.name + "-setup" }

// set is the header that hands the cookie out; an empty token takes it back. It lasts as long as the browser wants: how
// long the session lasts is decided here, not there.
func (c cookie) set(token string, lasts time.Duration) string { return c.named(c.name, token, lasts) }

func (c cookie) named(name, token string, lasts time.Duration) string {
	made := http.Cookie{Name: name, Value: token, Path: "/", HttpOnly: true, Secure: c.secure, SameSite: http.SameSiteLaxMode,
		MaxAge: int(lasts / time.Second)}
	if token == "" {
		made.MaxAge = -1
	}
	return made.String()
}

// admit lets a request in whose caller may ask for the route at all, from a place it may be asked from, at a bearable
// rate.
func (s *server) admit(r route, next http.Handler) http.Handler {
	pattern := base + r.Path
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		c := callOf(req.Context())
		c.route = pattern
		if err := s.identify(r, req, c); err != nil {
			if often := s.bearable(r, req, c); often != nil {
				err = often
			}
			s.fail(w, req, err)
			return
		}
		for _, check := range []func(route, *http.Request, *call) error{s.sameOrigin, meant, permitted, s.bearable} {
			if err := check(r, req, c); err != nil {
				s.fail(w, req, err)
				return
			}
		}
		next.ServeHTTP(w, req)
	})
}

// identify finds out who asks. On open routes credentials are not looked at.
func (s *server) identify(r route, req *http.Request, c *call) (err error) {
	if r.Open {
		return nil
	}
	if r.Setup {
		return s.identifyVisit(req, c)
	}
	if header := req.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return switchboard.Refuse(switchboard.CodeUnauthorized, "Only Bearer tokens are accepted.")
		}
		c.actor, err = s.Access.ByToken(req.Context(), strings.TrimSpace(token))
		return err
	}
	found, err := req.Cookie(s.cookie.name)
	if err != nil || found.Value == "" {
		return switchboard.Refuse(switchboard.CodeUnauthorized, "Please sign in.").
			WithHint("Sign in with a browser, or send an API token in the Authorization header.")
	}
	c.actor, err = s.Access.BySession(req.Context(), found.Value)
	return err
}

// identifyVisit makes sure that the browser has used the set-up link.
func (s *server) identifyVisit(req *http.Request, c *call) error {
	if found, err := req.Cookie(s.cookie.visit()); err == nil {
		c.visit = found.Value
	}
	_, err := s.Access.CheckVisit(req.Context(), c.visit)
	return err
}

// meantFor is the header by which a console says for whom it asks.
const meantFor = "Switchboard-Agent"

// meant refuses what is asked for somebody else than whoever is signed in: all tabs of a browser have one session, and one
// of them may still show what was another's.
func meant(_ route, req *http.Request, c *call) error {
	if who := req.Header.Get(meantFor); who == "" || c.actor.Agent.IsZero() || who == c.actor.Agent.String() {
		return nil
	}
	return switchboard.Refuse(switchboard.CodeSomebodyElse, "Somebody else is signed in in this browser now.").
		WithHint("Nothing was done. Load the page again.")
}

// permitted checks what the route asks of its caller.
func permitted(r route, _ *http.Request, c *call) error {
	if r.Person && c.actor.Session.IsZero() {
		return switchboard.Refuse(switchboard.CodeForbidden, "Only a person who has signed in may do that, not a token.")
	}
	if r.Needs != "" {
		return c.actor.Needs(r.Needs)
	}
	return nil
}

// sameOrigin keeps other sites from acting with somebody's cookie. What is safe changes nothing and needs no check; a
// token cannot be sent by another site.
func (s *server) sameOrigin(r route, req *http.Request, c *call) error {
	if !r.unsafe() || c.actor.Kind == switchboard.ActorToken {
		return nil
	}
	if err := s.origins.Check(req); err != nil {
		return crossOrigin().WithCause(err)
	}
	site, origin := req.Header.Get("Sec-Fetch-Site"), req.Header.Get("Origin")
	if !r.Open && site != "same-origin" && origin == "" {
		return crossOrigin()
	}
	return nil
}

func crossOrigin() *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeForbidden, "This request did not come from the console.").
		WithHint("Programs use an API token; browsers send the Origin header by themselves.")
}

// LocalOrSignedIn tells whether a request comes from this machine or from somebody who has signed in with a browser: who
// may see the practice network. Public is the address people use, as in Options.
func LocalOrSignedIn(gate *access.Gate, public string, from func(*http.Request) string) (func(*http.Request) bool, error) {
	address, err := url.Parse(public)
	if err != nil {
		return nil, fmt.Errorf("api: public address: %w", err)
	}
	if from == nil {
		from = peer
	}
	name := cookieFor(address).name
	return func(r *http.Request) bool {
		if ip, err := netip.ParseAddr(from(r)); err == nil && ip.Unmap().IsLoopback() {
			return true
		}
		found, err := r.Cookie(name)
		if err != nil {
			return false
		}
		_, err = gate.BySession(r.Context(), found.Value)
		return err == nil
	}, nil
}

// peer is the other end of the connection.
func peer(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
