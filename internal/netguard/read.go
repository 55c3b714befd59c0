package netguard

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

// Reading returns the client for everything that may be asked twice. It follows up to MaxRedirects redirects to http and
// https addresses, never from https down to http, and judges the address of each anew. Its bodies end with ErrTooLarge
// beyond MaxBody. A broken idle connection may make it ask again, so nothing that acts may use it.
func (g *Guard) Reading() *http.Client { return g.reading }

func (g *Guard) readingClient() *http.Client {
	transport := g.transport()
	transport.Protocols.SetHTTP1(true)
	transport.Protocols.SetHTTP2(true)
	transport.MaxIdleConns = 64
	transport.MaxIdleConnsPerHost = 4
	transport.IdleConnTimeout = 90 * time.Second
	return &http.Client{
		Transport:     readTransport{next: transport, options: g.options},
		CheckRedirect: g.checkRedirect,
		Timeout:       g.options.TotalTimeout,
	}
}

func (g *Guard) checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > g.options.MaxRedirects {
		return fmt.Errorf("%w: more than %d in a row", ErrRedirect, max(0, g.options.MaxRedirects))
	}
	last := via[len(via)-1].URL.Scheme
	if next.URL.Scheme != "https" && (next.URL.Scheme != "http" || last == "https") {
		return fmt.Errorf("%w: from %s to %s", ErrRedirect, last, next.URL.Scheme)
	}
	// The address we came from may hold what the next server must not know.
	next.Header.Del("Referer")
	return nil
}

type readTransport struct {
	next    *http.Transport
	options Options
}

func (t readTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.options.encrypted(req.URL); err != nil {
		return nil, err
	}
	if t.options.ClearInside {
		req = req.WithContext(t.options.marked(req.Context(), req.URL))
	}
	response, err := t.next.RoundTrip(withUserAgent(req, t.options.UserAgent))
	if err != nil {
		return nil, err
	}
	response.Body = &limitedBody{body: response.Body, left: t.options.MaxBody, limit: t.options.MaxBody}
	return response, nil
}

// CloseIdleConnections lets http.Client reach the transport below.
func (t readTransport) CloseIdleConnections() { t.next.CloseIdleConnections() }

// withUserAgent returns a copy, because a transport must not change a request.
func withUserAgent(req *http.Request, name string) *http.Request {
	if _, set := req.Header["User-Agent"]; set {
		return req
	}
	req = req.Clone(req.Context())
	if req.Header == nil {
		req.Header = http.Header{}
	}
	req.Header.Set("User-Agent", name)
	return req
}

// limitedBody ends with ErrTooLarge instead of the first byte beyond the limit. A body of exactly the limit is whole.
type limitedBody struct {
	body        io.ReadCloser
	left, limit int64
}

func (b *limitedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, b.tooLarge()
	}
	// One byte more than allowed is asked for, to tell a whole body from a cut one.
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.body.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return n - 1, b.tooLarge()
	}
	return n, err
}

func (b *limitedBody) Close() error { return b.body.Close() }

func (b *limitedBody) tooLarge() error {
	return fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, b.limit)
}
