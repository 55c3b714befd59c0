package practice

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestHandlesAreSetApart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"@ferry مرحبا":                `<bdi class="at">@ferry</bdi> مرحبا`,
		"<b>@x</b> @ferry's \"quay\"": `&lt;b&gt;@x&lt;/b&gt; <bdi class="at">@ferry</bdi>&#39;s &#34;quay&#34;`,
		"nobody":                      "nobody", "": "",
	} {
		if got := string(marked(text)); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	for name, want := range map[string]string{"Ana": "A", "Ana Maria Silva": "AS", "نديم كرم": "نك", "": "", "émile zed": "ÉZ"} {
		if got := initials(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestHowTheyFare(t *testing.T) {
	t.Parallel()
	customer := func(id string, minute int) Post {
		return Post{ID: id, Name: id, At: noon.Add(time.Duration(minute) * time.Minute)}
	}
	company := customer("us", 5)
	company.Company = true
	now := noon.Add(10 * time.Minute)
	got := waits([]branch{
		{Post: customer("ana", 1), Now: now},
		{Post: customer("bea", 1), Now: now, Replies: []branch{{Post: company}}},
		{Post: customer("cem", 1), Now: now, Replies: []branch{{Post: company, Replies: []branch{{Post: customer("cem", 7)}}}}},
		{Post: company, Now: now},
	})
	want := []wait{{"ana", "ana", "waits", "waits, 9 min"}, {"bea", "bea", "answered", "answered"}, {"cem", "cem", "back", "is back, 3 min"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestOnlyWhoIsSignedInMakesTheWeather: on the page and through the network's own interface.
func TestOnlyWhoIsSignedInMakesTheWeather(t *testing.T) {
	t.Parallel()
	for _, may := range []bool{false, true} {
		n := openAt(t, Options{})
		mustSay(t, n, Saying{Handle: "ana", Text: "hello"})
		handler := n.Handler(HandlerOptions{Allow: func(*http.Request) bool { return true }, Manage: func(*http.Request) bool { return may }})
		ask := func(method, path, body, kind string) *httptest.ResponseRecorder {
			r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(body))
			r.Header.Set("Content-Type", kind)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			return w
		}
		page := ask("GET", "/practice", "", "")
		if shown := strings.Contains(page.Body.String(), "/practice/weather"); shown != may {
			t.Errorf("may %v, shown %v", may, shown)
		}
		form := ask("POST", "/practice/weather", url.Values{"mode": {"slow"}, "seconds": {"2"}}.Encode(), formType)
		api := ask("POST", "/practice/api/climate", `{"mode":"slow","seconds":2}`, "application/json")
		if refused := form.Code == http.StatusForbidden && api.Code == http.StatusForbidden; refused == may || (n.Climate("").Mode == ModeSlow) != may {
			t.Errorf("may %v: %d, %d, %v", may, form.Code, api.Code, n.Climate(""))
		}
	}
}
