package doctor_test

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard/internal/doctor"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

// TestWhetherTheWorldReachesUs: only this installation's own answer counts, and whatever is in the way is named.
func TestWhetherTheWorldReachesUs(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	p.World.Update(func(tx *store.Tx) error { return tx.Beat("here", tx.Now().Add(time.Hour)) })
	answers := func(ring *seal.Ring) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			nonce, ok := strings.CutPrefix(r.URL.Path, "/healthz/")
			if !ok || len(nonce) < 43 {
				t.Errorf("asked %s", r.URL.Path)
			}
			fmt.Fprintln(w, doctor.Reached(ring, nonce))
		}
	}
	serve := func(handler http.HandlerFunc) string {
		s := httptest.NewServer(handler)
		t.Cleanup(s.Close)
		return s.URL
	}
	safe := httptest.NewTLSServer(answers(p.ring))
	t.Cleanup(safe.Close)
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, c := range []struct{ name, address, want string }{
		{"ours", serve(answers(p.ring)), ""},
		{"another installation", serve(answers(seal.NewRing())), "something else"},
		{"a parked page", serve(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") }), "something else"},
		{"a proxy without us", serve(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }), "something else"},
		{"a redirect", serve(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://care.example", http.StatusFound)
		}), "sends people elsewhere"},
		{"nobody there", gone.URL, "cannot be reached"},
		{"no such name", "https://nowhere.invalid", "is not known"},
		{"a bad certificate", safe.URL, "browsers refuse"},
	} {
		p.Settings.PublicURL = c.address
		if c.want == "" {
			p.finds(c.name)
		} else {
			p.finds(c.name, c.want)
		}
	}
	p.Roots = x509.NewCertPool()
	p.Roots.AddCert(safe.Certificate())
	p.finds("a good certificate")
}

func TestWithoutAPublicAddressItSaysSo(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	note := func(want string) {
		t.Helper()
		for _, f := range p.Examine(t.Context()) {
			if f.Check == "reach" {
				if f.Level != doctor.Note || !strings.Contains(f.Text, want) || f.Hint == "" {
					t.Errorf("%+v", f)
				}
				return
			}
		}
		t.Error("not a word")
	}
	note("Nobody has said")
	p.Settings.PublicURL = "https://nowhere.invalid" // and no server runs
	note("is not known")
}
