package connector

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// MaxAnswer is how many bytes of an answer connectors read unless their network needs more.
const MaxAnswer = 8 << 20

// Attempted is one exchange of a send: either Response and Body, or Outcome that says what the failure means.
type Attempted struct {
	Response *http.Response // body read and closed
	Body     []byte
	Outcome  Outcome // set when Response is nil, or when its body broke off
}

// SendOnce does a request that must not be repeated. It takes away what a client would repeat it with, and tells a
// request that never left (Rejected, may be retried) from one that may have arrived (Unknown).
func SendOnce(client HTTPClient, req *http.Request) Attempted {
	var asked, connected atomic.Bool
	trace := &httptrace.ClientTrace{
		GetConn: func(string) { asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	}
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
	req.GetBody = nil
	if err := req.Context().Err(); err != nil {
		return Attempted{Outcome: notSent(err)}
	}
	resp, err := client.Do(req)
	if err != nil {
		if !connected.Load() && (asked.Load() || dialFailed(err)) {
			return Attempted{Outcome: notSent(err)}
		}
		return Attempted{Outcome: lost(err)}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxAnswer))
	if err != nil && RuleOf(resp.StatusCode).Sending == Sent {
		return Attempted{Response: resp, Outcome: lost(err)}
	}
	return Attempted{Response: resp, Body: body}
}

// dialFailed tells a failed dial also behind a client that does not report its connections.
func dialFailed(err error) bool {
	operation, ok := errors.AsType[*net.OpError](err)
	return ok && operation.Op == "dial"
}

func notSent(err error) Outcome {
	return Outcome{Kind: Rejected, Class: ClassRetry, Code: "not_sent", Text: "The network could not be reached.", Err: err}
}

func lost(err error) Outcome {
	return Outcome{Kind: Unknown, Code: "no_answer", Text: "The connection broke before the network answered.", Err: err}
}

// Refused is an Outcome for a post the connector refuses before a byte of it leaves.
func Refused(text string) Outcome {
	return Outcome{Kind: Rejected, Class: ClassRejected, Code: "refused_here", Text: text}
}

// Fetch does a reading request and returns its body, at most MaxAnswer bytes. Errors carry a Class.
func Fetch(ctx context.Context, env Env, req *http.Request) ([]byte, error) {
	resp, err := env.Reading.Do(req.WithContext(ctx))
	if Barred(err) {
		return nil, Fail(ClassRejected, "This address is not allowed.", err) // that never changes by itself
	}
	if err != nil {
		return nil, Fail(ClassRetry, "The network could not be reached.", err)
	}
	defer resp.Body.Close()
	if err := FailureOf(resp, env.Now()); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxAnswer+1))
	if err != nil {
		return nil, Fail(ClassRetry, "The network's answer broke off.", err)
	}
	if len(body) > MaxAnswer {
		return nil, Fail(ClassRetry, "The network's answer is too large.", nil)
	}
	if bytes.IndexByte(body, 0) >= 0 || !utf8.Valid(body) {
		return nil, Fail(ClassRetry, "The network's answer is not text.", nil)
	}
	return body, nil
}

// Barred reports whether the client let no request out because of where it leads: its error says so by a method.
func Barred(err error) bool {
	var at interface{ BarredAddress() bool }
	return errors.As(err, &at) && at.BarredAddress()
}

// Say shortens what a network answered so that it can be shown: one line, at most 500 characters.
func Say(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
	if runes := []rune(text); len(runes) > 500 {
		return fmt.Sprintf("%s…", string(runes[:499]))
	}
	return text
}
