package app_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/testkit"
)

// TestStoppingLetsRequestsEnd stops a server while somebody follows events and somebody else is in the middle of a
// request: the stream ends at once, the request is still answered, and the server does not wait for more.
func TestStoppingLetsRequestsEnd(t *testing.T) {
	t.Parallel()
	a, err := app.Open(t.Context(), options(t, config.PracticeOn))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	h := &house{t: t, app: a}
	h.Token = testkit.SignIn(t, a, ada())
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, func(at net.Addr) { ready <- at }) }()
	h.base = "http://" + (<-ready).String()

	stream := h.begin("GET", "/events", nil)
	following, err := http.DefaultTransport.RoundTrip(stream)
	if err != nil || following.StatusCode != http.StatusOK {
		t.Fatal(following, err)
	}
	defer following.Body.Close()
	body, rest := io.Pipe()
	answered := make(chan string, 1)
	go func() {
		resp, err := http.DefaultTransport.RoundTrip(h.begin("PUT", "/me/presence", body))
		if err != nil {
			answered <- err.Error()
			return
		}
		raw, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		answered <- resp.Status + " " + string(raw)
	}()
	if _, err := io.WriteString(rest, `{"presence":`); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond) // the server has read that much

	stop()
	began := time.Now()
	if _, err := io.Copy(io.Discard, following.Body); err != nil {
		t.Logf("the stream ended with %v", err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the stream ended after %v", took)
	}
	if _, err := io.WriteString(rest, `"here"}`); err != nil {
		t.Fatal(err)
	}
	rest.Close()
	if answer := <-answered; !strings.HasPrefix(answer, "2") {
		t.Errorf("the request under way was answered %q", answer)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 6*time.Second {
		t.Errorf("stopping took %v", took)
	}
}

func (h *house) begin(method, path string, body io.Reader) *http.Request {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.base+"/api/v1"+path, body)
	if err != nil {
		h.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+h.Token)
	req.Header.Set("Content-Type", "application/json")
	return req
}
