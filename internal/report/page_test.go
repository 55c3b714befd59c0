package report_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/report"
	"switchboard/internal/seal"
	"switchboard/internal/store/storetest"
)

var (
	token   = regexp.MustCompile(`name="token" value="([^"]+)"`)
	private = regexp.MustCompile(`href="(/report\?of=[^"]+)"`)
)

// browser is somebody before the page.
type browser struct {
	*house
	page *report.Page
	from string
}

func (h *house) browser() *browser {
	b := &browser{house: h, from: "10.1.2.3"}
	b.page = &report.Page{DB: h.DB, Desk: h.desk, Ring: seal.NewRing(), Time: h.clock, Log: slog.New(slog.DiscardHandler),
		From: func(*http.Request) string { return b.from }}
	return b
}

func (b *browser) get(address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.page.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w
}

// sends fills in the form as the page showed it.
func (b *browser) sends(with url.Values) *httptest.ResponseRecorder {
	b.T.Helper()
	shown := b.get("/report")
	found := token.FindStringSubmatch(shown.Body.String())
	if found == nil {
		b.T.Fatalf("the page answers %d without a form", shown.Code)
	}
	values := url.Values{"token": {found[1]}, "url": {post}}
	for k, v := range with {
		values[k] = v
	}
	r := httptest.NewRequest(http.MethodPost, "/report", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range shown.Result().Cookies() {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.page.ServeHTTP(w, r)
	return w
}

func TestTheFormBelievesNobody(t *testing.T) {
	t.Parallel()
	b := newHouse(t, storetest.Lite).browser()
	if shown := b.get("/report").Body.String(); strings.Contains(shown, `name="email"`) {
		t.Error("the form asks for an address that nothing could vouch for")
	}
	done := b.sends(url.Values{"email": {"ceo@kettles.example"}, "name": {"Your account is locked"}})
	link := private.FindStringSubmatch(done.Body.String())
	if done.Code != http.StatusOK || link == nil {
		t.Fatalf("a report: %d %s", done.Code, done.Body)
	}
	if r := b.newest(switchboard.ReportTaken); r.Believed || r.Email != "" {
		t.Errorf("kept as %+v", r)
	}
	for _, want := range []string{"Look again in an hour", "It waits for somebody to look at it"} {
		if got := b.get(link[1]); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), want) {
			t.Errorf("its address says %d %s, want %q", got.Code, got.Body, want)
		}
		b.clock.Jump(time.Hour)
	}
	for name, address := range map[string]string{"guessed": "/report?of=guess", "empty": "/report?of=", "cut": link[1][:len(link[1])-2]} {
		if got := b.get(address); got.Code != http.StatusNotFound || !strings.Contains(got.Body.String(), "no longer good") {
			t.Errorf("an address that is %s: %d", name, got.Code)
		}
	}
	b.clock.Jump(91 * 24 * time.Hour)
	if got := b.get(link[1]); got.Code != http.StatusNotFound {
		t.Errorf("after 91 days: %d", got.Code)
	}
	b.from = "192.0.2.1"
	if got := b.get(link[1]); got.Code != http.StatusNotFound || strings.Contains(got.Body.String(), "<form") {
		t.Errorf("from outside: %d", got.Code)
	}
}

func TestWhoMayFillInTheForm(t *testing.T) {
	t.Parallel()
	b := newHouse(t, storetest.Lite).browser()
	b.setting(report.Setting{Form: report.FormWord, Word: report.Word(b.page.Ring, "kettle-drum-9")})
	b.from = "192.0.2.1"
	for _, c := range []struct {
		name string
		with url.Values
		want int
	}{
		{"the word", url.Values{"word": {" kettle-drum-9 "}}, http.StatusOK},
		{"another word", url.Values{"word": {"guess"}}, http.StatusForbidden},
		{"another token", url.Values{"word": {"kettle-drum-9"}, "token": {"x"}}, http.StatusForbidden},
		{"no address of a post", url.Values{"word": {"kettle-drum-9"}, "url": {"nowhere"}}, http.StatusUnprocessableEntity},
		{"the fifth", url.Values{"word": {"guess"}}, http.StatusForbidden},
		{"the sixth", url.Values{"word": {"guess"}}, http.StatusForbidden},
		{"once too often", url.Values{"word": {"kettle-drum-9"}}, http.StatusTooManyRequests},
	} {
		if got := b.sends(c.with); got.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, got.Code, c.want)
		}
	}
	b.clock.Jump(2 * time.Minute)
	if got := b.sends(url.Values{"word": {"kettle-drum-9"}}); got.Code != http.StatusOK {
		t.Errorf("two minutes later: %d", got.Code)
	}
	b.setting(report.Setting{Form: report.FormOff})
	if got := b.get("/report"); got.Code != http.StatusNotFound {
		t.Errorf("while it is off: %d", got.Code)
	}
}
