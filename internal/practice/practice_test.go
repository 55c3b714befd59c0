package practice

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// still is a clock that is moved by hand; its timers fire when it passes them.
type still struct {
	mu     sync.Mutex
	now    time.Time
	timers map[*still2]bool
}

type still2 struct {
	at time.Time
	f  func()
}

func newStill() *still { return &still{now: noon, timers: map[*still2]bool{}} }

func (s *still) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *still) AfterFunc(d time.Duration, f func()) func() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	timer := &still2{s.now.Add(d), f}
	s.timers[timer] = true
	return func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		was := s.timers[timer]
		delete(s.timers, timer)
		return was
	}
}

func (s *still) Advance(d time.Duration) {
	s.mu.Lock()
	s.now = s.now.Add(d)
	var due []func()
	for timer := range s.timers {
		if !timer.at.After(s.now) {
			due = append(due, timer.f)
			delete(s.timers, timer)
		}
	}
	s.mu.Unlock()
	for _, f := range due {
		f()
	}
}

func openAt(t *testing.T, options Options) *Network {
	t.Helper()
	if options.Dir == "" {
		options.Dir = t.TempDir()
	}
	if options.Clock == nil {
		options.Clock = newStill()
	}
	n, err := Open(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	if _, err := n.Grant("@ferry", "Ferry", "token-of-ferry"); err != nil {
		t.Fatal(err)
	}
	return n
}

func mustSay(t *testing.T, n *Network, s Saying) Post {
	t.Helper()
	post, err := n.Say(s)
	if err != nil {
		t.Fatal(err)
	}
	return post
}

func TestTheLogBringsEverythingBack(t *testing.T) {
	t.Parallel()
	dir, clock := t.TempDir(), newStill()
	n := openAt(t, Options{Dir: dir, Clock: clock})
	first := mustSay(t, n, Saying{Handle: "ana", Text: "@ferry hm"})
	second := mustSay(t, n, Saying{Handle: "@bo", Text: "me too", ReplyTo: first.ID})
	mustSay(t, n, Saying{Handle: "@cy", Text: "@ferry later", Hide: time.Minute})
	n.Edit("@ana", first.ID, "@ferry hm, on second thought")
	n.Delete("@bo", second.ID)
	before := n.Feed(Query{})
	n.Close()

	path := filepath.Join(dir, "practice.jsonl")
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	file.WriteString(`{"op":"post","po`) // what a crash leaves
	file.Close()

	n = openAt(t, Options{Dir: dir, Clock: clock})
	after := n.Feed(Query{})
	if len(after.Events) != 4 || len(before.Events) != 4 || after.Next != before.Next {
		t.Fatalf("%d events up to %d, before %d up to %d", len(after.Events), after.Next, len(before.Events), before.Next)
	}
	if got := after.Events[0].Post; got.Text != "@ferry hm, on second thought" || got.EditedAt.IsZero() {
		t.Errorf("post = %+v", got)
	}
	clock.Advance(2 * time.Minute)
	if late := n.Feed(Query{After: after.Next}); len(late.Events) != 1 || late.Events[0].Post.Handle != "@cy" {
		t.Errorf("the hidden post: %+v", late)
	}
	if next := mustSay(t, n, Saying{Handle: "ana", Text: "again"}); next.ID <= second.ID {
		t.Errorf("the id %s was used before", next.ID)
	}
}

func TestABrokenLogIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "practice.jsonl"), []byte("{}\n{oops\n{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Options{Dir: dir, Clock: newStill()}); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("err = %v", err)
	}
}

func TestWhatMayBeSaid(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	cases := map[string]struct {
		saying Saying
		code   switchboard.Code
	}{
		"longest":     {Saying{Handle: "ana", Text: strings.Repeat("👩‍👩‍👧", MaxText)}, ""},
		"longer":      {Saying{Handle: "ana", Text: strings.Repeat("x", MaxText+1)}, switchboard.CodeTooLarge},
		"one cluster": {Saying{Handle: "ana", Text: "a" + strings.Repeat("\u0301", maxTextBytes)}, switchboard.CodeTooLarge},
		"nothing":     {Saying{Handle: "ana", Text: " \n"}, switchboard.CodeInvalid},
		"no handle":   {Saying{Handle: "a b", Text: "x"}, switchboard.CodeInvalid},
		"company":     {Saying{Handle: "Ferry", Text: "x"}, switchboard.CodeForbidden},
		"to nothing":  {Saying{Handle: "ana", Text: "x", ReplyTo: "p9"}, switchboard.CodeNotFound},
		"long key":    {Saying{Handle: "ana", Text: "x", ClientKey: strings.Repeat("k", 65)}, switchboard.CodeTooLarge},
	}
	for name, c := range cases {
		if _, err := n.Say(c.saying); switchboard.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	post := mustSay(t, n, Saying{Handle: "ana", Text: "mine"})
	if _, err := n.Edit("@bo", post.ID, "yours"); !switchboard.IsCode(err, switchboard.CodeForbidden) {
		t.Errorf("editing another's post: %v", err)
	}
	if _, err := n.Delete("@ana", "p9"); !switchboard.IsCode(err, switchboard.CodeNotFound) {
		t.Errorf("deleting nothing: %v", err)
	}
}

func TestTheFeedKnowsWhatConcernsAnAccount(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	named := mustSay(t, n, Saying{Handle: "ana", Text: "@Ferry hm"})
	below := mustSay(t, n, Saying{Handle: "bo", Text: "same", ReplyTo: named.ID})
	mustSay(t, n, Saying{Handle: "cy", Text: "@ferryman is a film"})
	page := n.Feed(Query{About: "@ferry"})
	if len(page.Events) != 2 || page.Events[1].Post.ID != below.ID || page.Events[1].ReplyToAuthor != "@ana" {
		t.Errorf("page = %+v", page)
	}
	if page.Next != 3 {
		t.Errorf("Next = %d, want 3: what concerns others is passed over", page.Next)
	}
}

func TestMemoryIsBoundedAndSaysWhatItLost(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{MaxPosts: 20})
	for range 50 {
		mustSay(t, n, Saying{Handle: "ana", Text: "@ferry hm"})
	}
	if len(n.posts) > 20 || len(n.events) > 40 || len(n.voices) > 20 {
		t.Errorf("%d posts, %d events, %d threads in memory", len(n.posts), len(n.events), len(n.voices))
	}
	page := n.Feed(Query{About: "@ferry", After: 1, Limit: 500})
	if page.Gap == nil || !page.Gap.Lost || page.Gap.From != 1 || page.Next != 50 {
		t.Errorf("gap %+v, next %d", page.Gap, page.Next)
	}
	if int(page.Gap.To)+len(page.Events) != 50 {
		t.Errorf("%d events after the gap to %d", len(page.Events), page.Gap.To)
	}
}

func TestFlakyWeatherIsTheSameForOneSeed(t *testing.T) {
	t.Parallel()
	roll := func(seed uint64) (list []Fault) {
		n := openAt(t, Options{Seed: seed})
		if err := n.SetClimate(Climate{Mode: ModeFlaky}); err != nil {
			t.Fatal(err)
		}
		for range 200 {
			list = append(list, n.faults.next("@ferry", true).fault)
		}
		return list
	}
	a, b, c := roll(1), roll(1), roll(2)
	seen := map[Fault]int{}
	same := true
	for i := range a {
		seen[a[i]]++
		if a[i] != b[i] {
			t.Fatal("one seed gave two weathers")
		}
		same = same && a[i] == c[i]
	}
	if same || seen[FaultCutAfter] == 0 || seen[FaultUnavailable] == 0 || seen[FaultBusy] == 0 || seen[FaultNone] == 0 {
		t.Errorf("weather = %v", seen)
	}
}

func TestClimatesAreChecked(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	for _, bad := range []Climate{{Mode: "stormy"}, {Mode: ModeSlow, Delay: time.Minute}, {Mode: ModeEventual, Delay: time.Hour},
		{Mode: ModeNormal, Next: []Fault{"hail"}}, {Mode: ModeNormal, Delay: -1}} {
		if err := n.SetClimate(bad); !switchboard.IsCode(err, switchboard.CodeInvalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// serve is the network's handler and a way to ask it.
func serve(n *Network, allow bool) func(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	handler := n.Handler(HandlerOptions{Allow: func(*http.Request) bool { return allow }})
	return func(method, path, body string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(body))
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
}

const formType = "application/x-www-form-urlencoded"

func TestThePageShowsHostileWordsAsWords(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	ask := serve(n, true)
	root := mustSay(t, n, Saying{Handle: "ana", Name: `"><b>Ana`, Text: `<script>alert(1)</script> & "quotes"`, Lang: "en"})
	for range 8 {
		root = mustSay(t, n, Saying{Handle: "bo", Text: "deeper", ReplyTo: root.ID})
	}
	n.answer(Saying{Handle: "@ferry", Name: "Ferry", Text: "We are on it.", ReplyTo: root.ID})
	w := ask("GET", "/practice", "")
	page := w.Body.String()
	if w.Code != 200 || strings.Contains(page, "<script") || strings.Contains(page, "<b>Ana") {
		t.Errorf("%d: %s", w.Code, page)
	}
	for _, want := range []string{"&lt;script&gt;", "company", "Company", "We are on it.", `dir="auto" lang="en"`,
		`name="viewport"`, "post d4"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, " style=") || strings.Contains(page, "<style") || strings.Contains(page, " onclick") {
		t.Error("the page needs more than its policy allows")
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; style-src 'self'; font-src 'self'; form") {
		t.Errorf("policy = %q", policy)
	}
	if css := ask("GET", "/practice/style.css", ""); css.Code != 200 || !strings.Contains(css.Header().Get("Content-Type"), "css") {
		t.Errorf("style: %d", css.Code)
	}
	lettered := httptest.NewRecorder()
	n.Handler(HandlerOptions{Allow: func(*http.Request) bool { return true }, Typeface: "/assets/f.woff2"}).
		ServeHTTP(lettered, httptest.NewRequest("GET", "/practice/style.css", nil))
	if !strings.Contains(lettered.Body.String(), `src: url("/assets/f.woff2") format("woff2")`) {
		t.Errorf("the typeface is not loaded: %.200s", lettered.Body)
	}
	if w := ask("GET", "/practice/p/p999", ""); w.Code != 404 {
		t.Errorf("a post that is not there: %d", w.Code)
	}
}

func TestAnybodyAllowedMayPostFromThePageAlone(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	ask := serve(n, true)
	form := "handle=ana&name=Ana&text=%40ferry+hm"
	if w := ask("POST", "/practice/say", form, "Content-Type", formType, "Origin", "https://elsewhere.example"); w.Code != 403 {
		t.Errorf("from another site: %d", w.Code)
	}
	if w := ask("POST", "/practice/say", form, "Content-Type", formType, "Sec-Fetch-Site", "cross-site"); w.Code != 403 {
		t.Errorf("from another site, as the browser says: %d", w.Code)
	}
	if got := n.Feed(Query{}); len(got.Events) != 0 {
		t.Fatal("another site could post")
	}
	w := ask("POST", "/practice/say", form, "Content-Type", formType, "Origin", "http://127.0.0.1:8080")
	if w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/practice/p/p000001") {
		t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	w = ask("POST", "/practice/say", "handle=a+b&text=keep+me", "Content-Type", formType)
	if w.Code != 400 || !strings.Contains(w.Body.String(), "keep me") || !strings.Contains(w.Body.String(), `role="alert"`) {
		t.Errorf("a refused form: %d", w.Code)
	}
	if w = serve(n, false)("GET", "/practice", ""); w.Code != 403 {
		t.Errorf("a stranger: %d", w.Code)
	}
	if w = ask("POST", "/practice/say", "text="+strings.Repeat("x", 100<<10), "Content-Type", formType); w.Code != 422 {
		t.Errorf("an endless form: %d", w.Code)
	}
	for range visitorRate {
		w = ask("POST", "/practice/say", form, "Content-Type", formType)
	}
	if w.Code != 429 || w.Header().Get("Retry-After") == "" {
		t.Errorf("a flood: %d", w.Code)
	}
}

func TestTheSceneCanBeChanged(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	ask := serve(n, true)
	if w := ask("POST", "/practice/weather", "account=%40Ferry&mode=eventual&seconds=30", "Content-Type", formType); w.Code != 303 {
		t.Fatalf("%d", w.Code)
	}
	if c := n.Climate("@ferry"); c.Mode != ModeEventual || c.Delay != 30*time.Second {
		t.Errorf("climate = %+v", c)
	}
	if w := ask("POST", "/practice/weather", "mode=eventual&seconds=9999", "Content-Type", formType); w.Code != 400 {
		t.Errorf("a long delay: %d", w.Code)
	}
	if w := ask("POST", "/practice/api/climate", `{"mode":"slow","seconds":2,"next":["busy"]}`); w.Code != 200 {
		t.Errorf("by API: %d", w.Code)
	}
	if w := ask("GET", "/practice/api/climate", ""); !strings.Contains(w.Body.String(), `"mode":"slow","seconds":2`) {
		t.Errorf("climate: %s", w.Body)
	}
}

func TestTheAPINeedsAToken(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	ask := serve(n, false)
	for _, header := range []string{"", "Bearer ", "Bearer wrong-token", "token-of-ferry"} {
		if w := ask("GET", "/practice/api/me", "", "Authorization", header); w.Code != 401 {
			t.Errorf("%q: %d", header, w.Code)
		}
	}
	w := ask("GET", "/practice/api/me", "", "Authorization", "Bearer token-of-ferry")
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"id":"@ferry"`) {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
	if raw, err := os.ReadFile(filepath.Join(n.options.Dir, "practice.jsonl")); err != nil || strings.Contains(string(raw), "token-of-ferry") {
		t.Error("the token lies open in the log")
	}
	if w = ask("POST", "/practice/api/posts", "{", "Authorization", "Bearer token-of-ferry"); w.Code != 400 {
		t.Errorf("half a request: %d", w.Code)
	}
}

func TestAClientKeyIsShownToItsOwnerAlone(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	if _, err := n.Grant("@pier", "Pier", "token-of-pier"); err != nil {
		t.Fatal(err)
	}
	post, _, err := n.answer(Saying{Handle: "@ferry", Text: "@pier hello", ClientKey: "secret-key"})
	if err != nil {
		t.Fatal(err)
	}
	ask := serve(n, true)
	own := ask("GET", "/practice/api/posts/"+post.ID, "", "Authorization", "Bearer token-of-ferry")
	other := ask("GET", "/practice/api/events", "", "Authorization", "Bearer token-of-pier")
	if !strings.Contains(own.Body.String(), "secret-key") || strings.Contains(other.Body.String(), "secret-key") ||
		!strings.Contains(other.Body.String(), "@pier hello") {
		t.Errorf("own %s, other %s", own.Body, other.Body)
	}
	if w := ask("GET", "/practice/api/posts?client_key=secret-key", "", "Authorization", "Bearer token-of-pier"); w.Code != 404 {
		t.Errorf("another's key: %d", w.Code)
	}
}

func TestATokenBelongsToOneAccountHoweverItsHandleIsSpelt(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	if account, err := n.Grant("@FERRY", "Ferry", "token-of-ferry"); err != nil || account.Handle != "@FERRY" || len(n.Accounts()) != 1 {
		t.Errorf("spelt anew: %+v, %v; accounts %v", account, err, n.Accounts())
	}
	if _, err := n.Grant("@pier", "Pier", "token-of-ferry"); !switchboard.IsCode(err, switchboard.CodeConflict) {
		t.Errorf("another's token: %v", err)
	}
}
