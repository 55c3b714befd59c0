package netguard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Sending returns the client for everything that acts: a request that leaves it is written to the network at most once.
//
// Four things see to that. Every request gets a connection of its own, and net/http repeats a request only on a reused
// one. HTTP/2, which has its own repeats, is off. The body cannot be rewound. Redirects come back as they are, with
// their status and Location. So the price is one handshake for each request.
//
// When Do fails, MaybeSent(err) tells whether it is certain that nothing left. When it succeeds the request was sent,
// whatever happens to the body of the answer afterwards.
func (g *Guard) Sending() *http.Client { return g.sending }

func (g *Guard) sendingClient() *http.Client {
	transport := g.transport()
	transport.Protocols.SetHTTP1(true)
	transport.DisableKeepAlives = true
	transport.MaxIdleConnsPerHost = -1
	return &http.Client{
		Transport:     sendTransport{next: transport, options: g.options},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		// No Timeout here: http.Client would hide our error behind its own, and with it whether anything was sent.
	}
}

// SendError is what the sending client fails with, inside a *url.Error.
type SendError struct {
	MaybeSent bool // false: certainly not one byte of the request was written
	Err       error
}

// Error implements error.
func (e *SendError) Error() string {
	if e.MaybeSent {
		return fmt.Sprintf("it is unknown whether the request arrived: %v", e.Err)
	}
	return fmt.Sprintf("the request was not sent: %v", e.Err)
}

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }

// MaybeSent reports whether the request behind an error of the sending client may have reached the other side. It is
// false only when that is impossible: the name did not resolve, the address was refused, the connection or its TLS
// handshake failed. Every error it does not know counts as maybe sent; nil does as well.
func MaybeSent(err error) bool {
	var failed *SendError
	return !errors.As(err, &failed) || failed.MaybeSent
}

type sendTransport struct {
	next    *http.Transport
	options Options
}

func (t sendTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.options.encrypted(req.URL); err != nil {
		return nil, &SendError{Err: err}
	}
	var writing atomic.Bool
	// A connection in hand is the last sure moment before the first byte. TLS handshakes are over by then.
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { writing.Store(true) }}
	ctx, cancel := context.WithTimeout(httptrace.WithClientTrace(t.options.marked(req.Context(), req.URL), trace), t.options.TotalTimeout)
	response, err := t.next.RoundTrip(withUserAgent(once(req.Clone(ctx)), t.options.UserAgent))
	if err != nil {
		cancel()
		return nil, &SendError{MaybeSent: writing.Load(), Err: err}
	}
	limited := &limitedBody{body: response.Body, left: t.options.MaxBody, limit: t.options.MaxBody}
	response.Body = &lastBody{limitedBody: limited, done: cancel}
	return response, nil
}

// once takes from a request all that net/http could repeat it with.
func once(req *http.Request) *http.Request {
	req.GetBody = nil
	req.Close = true
	if req.Body != nil && req.Body != http.NoBody {
		req.Body = &onceBody{ReadCloser: req.Body}
	}
	return req
}

// errBodyUsed cannot happen unless net/http changes; then the repeat fails instead of posting twice.
var errBodyUsed = errors.New("the body of a request can be sent only once")

// onceBody hides the type of the body, and refuses to be read once it was closed.
type onceBody struct {
	io.ReadCloser
	closed atomic.Bool
}

func (b *onceBody) Read(p []byte) (int, error) {
	if b.closed.Load() {
		return 0, errBodyUsed
	}
	return b.ReadCloser.Read(p)
}

func (b *onceBody) Close() error {
	b.closed.Store(true)
	return b.ReadCloser.Close()
}

// lastBody frees the deadline's timer with the body.
type lastBody struct {
	*limitedBody
	done func()
	once sync.Once
}

func (b *lastBody) Close() error {
	err := b.limitedBody.Close()
	b.once.Do(b.done)
	return err
}

// RetryAfter is how long a server asks to be left alone (RFC 9110 section 10.2.3), in seconds or by a date; 0 when it does
// not ask, or nothing that can be read.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	asked := h.Get("Retry-After")
	if seconds, err := strconv.ParseInt(asked, 10, 32); err == nil {
		return max(0, time.Duration(seconds)*time.Second)
	}
	if at, err := http.ParseTime(asked); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
