package app

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"switchboard"
	"switchboard/internal/config"
	"switchboard/internal/doctor"
)

// TestDoorsOfACertificate: the plain one sends people to https and answers the authority, the safe one shows nobody
// else's name a certificate, and both close when serving ends.
func TestDoorsOfACertificate(t *testing.T) {
	t.Parallel()
	a := opened(t, func(o *Options) {
		o.Settings.PublicURL, o.Settings.Acme = "https://care.example", config.Acme{On: true, Directory: "https://ca.invalid/dir", HTTPS: "127.0.0.1:0", HTTP: "127.0.0.1:0"}
	})
	doors, err := a.doors(t.Context(), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "well") }))
	if err != nil || len(doors) != 2 {
		t.Fatalf("%d doors, %v", len(doors), err)
	}
	ctx, stop := context.WithCancel(t.Context())
	group, ctx := errgroup.WithContext(ctx)
	for _, d := range doors {
		a.open(ctx, group, d, t.Context(), func() {})
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+doors[0].Addr().String()+"/inbox", nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := client.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	if got.StatusCode != http.StatusMovedPermanently || got.Header.Get("Location") != "https://care.example/inbox" {
		t.Errorf("%s to %s", got.Status, got.Header.Get("Location"))
	}
	dialer := tls.Dialer{Config: &tls.Config{ServerName: "evil.example", InsecureSkipVerify: true}} //nolint:gosec // it must not get that far
	if conn, err := dialer.DialContext(t.Context(), "tcp", doors[1].Addr().String()); err == nil {
		conn.Close()
		t.Error("a certificate for another name")
	}
	stop()
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	for _, d := range doors {
		if conn, err := net.Dial("tcp", d.Addr().String()); err == nil {
			conn.Close()
			t.Errorf("%s is still open", d.Addr())
		}
	}
}

func TestDoorsThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for name, c := range map[string]struct {
		public, https, http, hint string
		code                      switchboard.Code
	}{
		"no address": {"", "127.0.0.1:0", "127.0.0.1:0", "--public-url https://", switchboard.CodeInvalid},
		"no https":   {"http://care.example", "127.0.0.1:0", "127.0.0.1:0", "--public-url https://", switchboard.CodeInvalid},
		"443 taken":  {"https://care.example", taken.Addr().String(), "127.0.0.1:0", "--set acme-https", switchboard.CodeUnavailable},
		"80 taken":   {"https://care.example", "127.0.0.1:0", taken.Addr().String(), "--set acme-http=", switchboard.CodeUnavailable},
	} {
		a := opened(t, func(o *Options) {
			o.Settings.PublicURL, o.Settings.Acme = c.public, config.Acme{On: true, HTTPS: c.https, HTTP: c.http}
		})
		_, err := a.doors(t.Context(), http.NotFoundHandler())
		var e *switchboard.Error
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Hint, c.hint) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSafeDoorAsksForHTTPS(t *testing.T) {
	t.Parallel()
	out := httptest.NewRecorder()
	strictly(http.NotFoundHandler()).ServeHTTP(out, httptest.NewRequestWithContext(t.Context(), "GET", "/", nil))
	if out.Header().Get("Strict-Transport-Security") != strict {
		t.Error("nothing tells browsers to come by https")
	}
}

// TestReachedAnswersWithItsKeys: the same question gives the same answer, which is the doctor's.
func TestReachedAnswersWithItsKeys(t *testing.T) {
	t.Parallel()
	a := opened(t, func(*Options) {})
	handler, err := a.Handler()
	if err != nil {
		t.Fatal(err)
	}
	ask := func(path string) *httptest.ResponseRecorder {
		out := httptest.NewRecorder()
		handler.ServeHTTP(out, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		return out
	}
	if got := ask("/healthz/abc"); strings.TrimSpace(got.Body.String()) != doctor.Reached(a.Ring, "abc") || got.Code != 200 {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if got := ask("/healthz/" + strings.Repeat("a", 200)); got.Code != http.StatusBadRequest {
		t.Errorf("a long one: %d", got.Code)
	}
}
