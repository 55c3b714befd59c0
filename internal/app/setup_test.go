package app_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"switchboard/internal/app"
	"switchboard/internal/config"
)

// TestFromTheLinkToAPolicyInForce: whoever has the file sets the installation up over HTTP; the file is gone as soon as
// the link was used, and what was answered decides from then on.
func TestFromTheLinkToAPolicyInForce(t *testing.T) {
	t.Parallel()
	o := options(t, config.PracticeOff)
	a, err := app.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, func(at net.Addr) { ready <- at }) }()
	base := "http://" + (<-ready).String()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	text, err := os.ReadFile(app.SetupLinkFile(o.Settings.Data))
	if err != nil {
		t.Fatal(err)
	}
	address, token, _ := strings.Cut(strings.TrimSpace(string(text)), "#")
	if address != base+"/setup" {
		t.Errorf("link to %s", address)
	}
	visit := postJSON(t, base, "/setup/open", `{"token":"`+token+`"}`, nil)
	if _, err := os.Stat(app.SetupLinkFile(o.Settings.Data)); !os.IsNotExist(err) {
		t.Errorf("the file of a used link is still there: %v", err)
	}
	const answers = `{"company":"Kettles","speak":"only_me","hours":{"zone":"UTC","hours":{"mon":["09:00-12:00"]}}}`
	session := postJSON(t, base, "/setup", `{"name":"Ada","email":"ada@kettles.example","password":"seven singing spouts","answers":`+answers+`}`, visit)
	if got := a.PolicyName(); got != "solo" || len(session) != 2 {
		t.Errorf("policy %s in force, cookies %v", got, session)
	}
}

// postJSON sends what a browser on the page would, and gives the cookies that came back.
func postJSON(t *testing.T, base, path, body string, cookies []*http.Cookie) []*http.Cookie {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if got.StatusCode != http.StatusCreated {
		t.Fatalf("%s: %s", path, got.Status)
	}
	return got.Cookies()
}
