package netguard

import (
	"bytes"
	"compress/gzip"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func guard(t *testing.T, options Options) *Guard {
	t.Helper()
	options.AllowPrivate = true
	g := New(options)
	t.Cleanup(g.Close)
	return g
}

func TestBodyLimit(t *testing.T) {
	t.Parallel()
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		size, _ := strconv.Atoi(r.URL.Query().Get("size"))
		_, _ = io.WriteString(w, strings.Repeat("x", size))
	})
	g := guard(t, Options{MaxBody: 1000})
	for name, client := range map[string]*http.Client{"reading": g.Reading(), "sending": g.Sending()} {
		for _, size := range []int{0, 1, 999, 1000, 1001, 100_000} {
			response, err := client.Get(fmt.Sprintf("%s/?size=%d", at, size))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(response.Body)
			_ = response.Body.Close()
			if len(body) != min(size, 1000) || errors.Is(err, ErrTooLarge) != (size > 1000) {
				t.Errorf("%s, %d bytes: read %d, %v", name, size, len(body), err)
			}
		}
	}
}

func TestDecompressedBodyIsLimited(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	_, _ = w.Write(make([]byte, 10<<20))
	_ = w.Close()
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes())
	})
	response, err := guard(t, Options{MaxBody: 1 << 20}).Reading().Get(at)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if n, err := io.Copy(io.Discard, response.Body); n != 1<<20 || !errors.Is(err, ErrTooLarge) {
		t.Errorf("read %d bytes of a bomb of %d, %v", n, bomb.Len(), err)
	}
}

func TestHeaderLimit(t *testing.T) {
	t.Parallel()
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 1<<17))
	})
	response, err := guard(t, Options{}).Reading().Get(at)
	if err == nil {
		_ = response.Body.Close()
		t.Error("accepted 128 KiB of header")
	}
}

func TestTotalDeadlineCutsASlowBody(t *testing.T) {
	t.Parallel()
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, "drip ")
			w.(http.Flusher).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	})
	g := guard(t, Options{TotalTimeout: 150 * time.Millisecond})
	for name, client := range map[string]*http.Client{"reading": g.Reading(), "sending": g.Sending()} {
		response, err := client.Get(at)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, response.Body); err == nil {
			t.Errorf("%s: an endless body ended well", name)
		}
		_ = response.Body.Close()
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Referer") != "" {
			t.Error("a redirect tells where it came from")
		}
		left, _ := strconv.Atoi(r.URL.Query().Get("left"))
		if left > 0 {
			http.Redirect(w, r, fmt.Sprintf("/?left=%d&secret=x", left-1), http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "arrived")
	})
	for _, tt := range []struct {
		hops, limit int
		arrives     bool
	}{{0, 3, true}, {3, 3, true}, {4, 3, false}, {5, 0, true}, {6, 0, false}, {0, -1, true}, {1, -1, false}} {
		response, err := guard(t, Options{MaxRedirects: tt.limit}).Reading().Get(fmt.Sprintf("%s/?left=%d", at, tt.hops))
		if err == nil {
			_ = response.Body.Close()
		}
		if arrives := err == nil; arrives != tt.arrives || (!arrives && !errors.Is(err, ErrRedirect)) {
			t.Errorf("%d hops, limit %d: %v", tt.hops, tt.limit, err)
		}
	}
}

func TestRedirectIsJudgedAnew(t *testing.T) {
	t.Parallel()
	inner := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the inner server was reached") })
	outer := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner, http.StatusFound) })
	g := New(Options{AllowHosts: []string{strings.TrimPrefix(outer, "http://")}})
	if _, err := g.Reading().Get(outer); !errors.Is(err, ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestRedirectNeverLeavesHTTPS(t *testing.T) {
	t.Parallel()
	plain := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("followed down to http") })
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/down":
			http.Redirect(w, r, plain, http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/hostname", http.StatusFound)
		case "/fine":
			http.Redirect(w, r, "/", http.StatusFound)
		}
	}))
	defer server.Close()
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	client := guard(t, Options{RootCAs: pool}).Reading()
	for _, path := range []string{"/down", "/file"} {
		if _, err := client.Get(server.URL + path); !errors.Is(err, ErrRedirect) {
			t.Errorf("%s: %v", path, err)
		}
	}
	response, err := client.Get(server.URL + "/fine")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
}

func TestUserAgent(t *testing.T) {
	t.Parallel()
	at := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.UserAgent()) })
	for name, header := range map[string]http.Header{
		"Switchboard": nil,
		"Own/1":       {"User-Agent": {"Own/1"}},
	} {
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, at, nil)
		request.Header = header
		response, err := guard(t, Options{}).Reading().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if string(body) != name {
			t.Errorf("introduced itself as %s, want %s", body, name)
		}
	}
}
