// Package netguard is the only way out: the one HTTP client and the one dialer.
//
// Where to connect is often named by somebody else: a customer's link, a redirect, a server's own document. So every
// connection is judged by the address it really goes to, after the name was resolved, at every hop: only public unicast
// addresses, unless the operator allowed more. No environment variable can put a proxy in between.
//
// Reading follows a few redirects and reuses connections. Sending does neither: one request is written at most once, on
// a connection of its own, and MaybeSent tells afterwards whether its first byte may have left.
package netguard

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"code.dny.dev/ssrf"
)

// Errors a caller may branch on.
var (
	ErrRefused  error = barred{}
	ErrTooLarge       = errors.New("the answer is larger than allowed")
	ErrRedirect       = errors.New("the redirect is not followed")
)

// barred is the error of an address that nobody may reach from here.
type barred struct{}

// Error says why.
func (barred) Error() string { return "the address is not a public one and is not allowed" }

// BarredAddress tells those who must not know this package that trying again is of no use.
func (barred) BarredAddress() bool { return true }

// Options say where connections may go and how much an answer may cost. The zero value allows public addresses only and
// has sensible limits.
type Options struct {
	// AllowPrivate permits loopback, private, shared (RFC 6598) and unique local addresses. Link-local addresses and
	// known cloud metadata services stay refused.
	AllowPrivate bool
	// AllowPrefixes permits these addresses as well. A metadata service needs a prefix of exactly its address.
	AllowPrefixes []netip.Prefix
	// AllowHosts permits "host:port" wherever the name leads, for a server the operator runs. Matching ignores case.
	AllowHosts []string
	// OnlyHTTPS refuses requests without encryption, unless they go to one of AllowHosts.
	OnlyHTTPS bool
	// ClearInside lets requests without encryption go to addresses that AllowPrivate or AllowPrefixes permit, and to no
	// others.
	ClearInside bool

	DialTimeout   time.Duration // to connect, and again for the TLS handshake; 0 means 10 s
	HeaderTimeout time.Duration // from the request written to the first header read; 0 means 30 s
	TotalTimeout  time.Duration // from the call to the last byte of the body, redirects included; 0 means 60 s

	MaxBody      int64 // bytes of an answer's body, decompressed; 0 means 16 MiB
	MaxHeader    int64 // bytes of an answer's header; 0 means 64 KiB
	MaxRedirects int   // hops that reading follows; 0 means 5, less means none

	UserAgent string         // sent where the request names none; "" means "Switchboard"
	RootCAs   *x509.CertPool // certificate authorities to trust; nil means the system's
}

// Guard opens connections under one set of Options. It is safe for use by several goroutines.
type Guard struct {
	options Options
	dialer  net.Dialer // judges the address
	inside  net.Dialer // for what is not encrypted, under ClearInside
	trusted net.Dialer // for AllowHosts only
	reading *http.Client
	sending *http.Client
}

// New returns a Guard. It opens nothing yet.
func New(options Options) *Guard {
	options = withDefaults(options)
	g := &Guard{
		options: options,
		dialer:  net.Dialer{Timeout: options.DialTimeout, Control: judge(options)},
		inside:  net.Dialer{Timeout: options.DialTimeout, Control: judgeInside(options)},
		trusted: net.Dialer{Timeout: options.DialTimeout},
	}
	g.reading = g.readingClient()
	g.sending = g.sendingClient()
	return g
}

// Close closes idle connections. Requests under way go on.
func (g *Guard) Close() { g.reading.CloseIdleConnections() }

// DialContext connects like net.Dialer, for protocols other than HTTP. It returns an error wrapping ErrRefused when the
// address is not allowed. Only tcp networks are.
func (g *Guard) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if g.isAllowedHost(network, address) {
		return g.trusted.DialContext(ctx, network, address)
	}
	if ctx.Value(clearText{}) != nil {
		return g.inside.DialContext(ctx, network, address)
	}
	return g.dialer.DialContext(ctx, network, address)
}

// TLSConfig is what to speak TLS with on a connection that DialContext made to host.
func (g *Guard) TLSConfig(host string) *tls.Config {
	return &tls.Config{ServerName: host, RootCAs: g.options.RootCAs, MinVersion: tls.VersionTLS12}
}

func (g *Guard) isAllowedHost(network, address string) bool {
	same := func(allowed string) bool { return strings.EqualFold(allowed, address) }
	return strings.HasPrefix(network, "tcp") && slices.ContainsFunc(g.options.AllowHosts, same)
}

// Listed reports whether an http or https address leads to one of hosts, which are "host:port". Matching ignores case.
func Listed(target *url.URL, hosts []string) bool {
	port := target.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[target.Scheme]
	}
	address := net.JoinHostPort(target.Hostname(), port)
	return slices.ContainsFunc(hosts, func(allowed string) bool { return strings.EqualFold(allowed, address) })
}

// encrypted refuses what goes out without encryption where it may not.
func (o Options) encrypted(target *url.URL) error {
	if !o.OnlyHTTPS || target.Scheme == "https" || Listed(target, o.AllowHosts) {
		return nil
	}
	return fmt.Errorf("%w: it is not an https address", ErrRefused)
}

// clearText marks the context of a request that is not encrypted and may go to inner addresses alone.
type clearText struct{}

// marked is the context to dial for a request with.
func (o Options) marked(ctx context.Context, target *url.URL) context.Context {
	if o.ClearInside && target.Scheme != "https" {
		return context.WithValue(ctx, clearText{}, true)
	}
	return ctx
}

// transport returns the part that both clients share.
func (g *Guard) transport() *http.Transport {
	return &http.Transport{
		Proxy:                  nil, // never from the environment
		DialContext:            g.DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: g.options.RootCAs, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    g.options.DialTimeout,
		ResponseHeaderTimeout:  g.options.HeaderTimeout,
		MaxResponseHeaderBytes: g.options.MaxHeader,
		Protocols:              new(http.Protocols),
	}
}

func withDefaults(o Options) Options {
	o.DialTimeout = orDefault(o.DialTimeout, 10*time.Second)
	o.HeaderTimeout = orDefault(o.HeaderTimeout, 30*time.Second)
	o.TotalTimeout = orDefault(o.TotalTimeout, 60*time.Second)
	o.MaxBody = orDefault(o.MaxBody, 16<<20)
	o.MaxHeader = orDefault(o.MaxHeader, 64<<10)
	o.MaxRedirects = orDefault(o.MaxRedirects, 5)
	o.UserAgent = orDefault(o.UserAgent, "Switchboard")
	o.AllowPrefixes = slices.Clone(o.AllowPrefixes)
	o.AllowHosts = slices.Clone(o.AllowHosts)
	return o
}

func orDefault[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

func refused(err error) error {
	if errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork) {
		return fmt.Errorf("%w (allow-private-networks can allow it): %w", ErrRefused, err)
	}
	return err
}
