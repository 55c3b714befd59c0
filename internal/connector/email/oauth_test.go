package email_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
)

// rotating is a provider that takes each refresh token once and gives another for it.
type rotating struct {
	*httptest.Server
	good  string
	given int
}

func newRotating(t *testing.T) *rotating {
	t.Helper()
	p := &rotating{good: "r0"}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("refresh_token") != p.good {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":"invalid_grant"}`)
			return
		}
		p.given++
		p.good = fmt.Sprint("r", p.given)
		fmt.Fprintf(w, `{"access_token":"a%d","refresh_token":%q,"expires_in":600}`, p.given, p.good)
	}))
	t.Cleanup(p.Close)
	return p
}

// vault is where an account's refresh token lies. While broken it stores nothing.
type vault struct {
	secrets map[string]string
	broken  bool
	stored  []string
}

func (v *vault) Replace(_ context.Context, secret connector.Replaced) error {
	if v.broken {
		return errors.New("the database is away")
	}
	if secret.In(v.secrets) {
		v.stored = append(v.stored, secret.Is)
	}
	return nil
}

// TestARefreshTokenThatIsReplacedIsStored goes over renewals, a database that is away, restarts and a crash.
func TestARefreshTokenThatIsReplacedIsStored(t *testing.T) {
	t.Parallel()
	provider, v, now := newRotating(t), &vault{secrets: map[string]string{"oauth_refresh_token": "r0"}}, time.Now()
	open := func() connector.Conn {
		t.Helper()
		conn, err := email.Spec().Open(t.Context(), connector.Env{Secrets: map[string]string{"oauth_refresh_token": v.secrets["oauth_refresh_token"]},
			Config: map[string]string{"address": "care@brand.test", "imap_host": "x", "smtp_host": "x", "auth": "oauth2", "oauth_client_id": "c",
				"oauth_token_url": provider.URL}, Sending: http.DefaultClient, Replace: v.Replace, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	step := func(what string, conn connector.Conn, access, stored string) {
		t.Helper()
		got, err := email.Access(t.Context(), conn)
		if err != nil || got != access || strings.Join(v.stored, " ") != stored {
			t.Fatalf("%s: %q and stored %q, want %q and %q: %v", what, got, v.stored, access, stored, err)
		}
		now = now.Add(9 * time.Minute)
	}
	conn := open()
	step("the first", conn, "a1", "r1")
	step("renewed", conn, "a2", "r1 r2")
	conn = open()
	step("after a restart", conn, "a3", "r1 r2 r3")
	v.broken = true
	step("while nothing can be stored", conn, "a4", "r1 r2 r3")
	step("and longer", conn, "a5", "r1 r2 r3")
	v.broken = false
	now = now.Add(-8 * time.Minute)
	step("stored as soon as that goes", conn, "a5", "r1 r2 r3 r5")
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := email.Access(over, conn); err == nil {
		t.Error("a call that is over renewed")
	}
	conn = open()
	step("whoever asked did not wait", conn, "a6", "r1 r2 r3 r5 r6")
	v.broken = true // the process dies between the provider's answer and the commit
	step("lost", conn, "a7", "r1 r2 r3 r5 r6")
	_, err := email.Access(t.Context(), open())
	if text, next := connector.Words(err); connector.ClassOf(err) != connector.ClassAuth || !strings.Contains(text, "invalid_grant") || !strings.Contains(next, "agree again") {
		t.Errorf("after a crash in between: %v", err)
	}
	v.secrets["oauth_refresh_token"], v.broken = provider.good, false // the owner has agreed again
	step("put in again", open(), "a8", "r1 r2 r3 r5 r6 r8")
	provider.good = "another"
	if _, err := email.Access(t.Context(), conn); connector.ClassOf(err) != connector.ClassAuth {
		t.Errorf("a connection from before: %v", err)
	}
	if v.secrets["oauth_refresh_token"] != "r8" {
		t.Errorf("a connection from before left %q", v.secrets["oauth_refresh_token"])
	}
}
