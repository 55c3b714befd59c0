package practice

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAVisitorIsToldWhatToDo posts what cannot stand and reads the page a browser would show.
func TestAVisitorIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		form   url.Values
		status int
		shows  []string
	}{
		"nothing said": {url.Values{"handle": {"tilda"}, "name": {"Tilda"}, "text": {" \n "}}, 400,
			[]string{"<b>The post says nothing.</b> Write something.", `value="tilda"`, `value="Tilda"`,
				`aria-describedby="limit trouble" aria-invalid="true" autofocus`}},
		"too long": {url.Values{"handle": {"tilda"}, "text": {strings.Repeat("é", MaxText+1)}}, 422,
			[]string{"longer than 500 characters.</b> Shorten it", strings.Repeat("é", MaxText+1), "Up to 500 characters."}},
		"no handle": {url.Values{"text": {"keep these words"}}, 400,
			[]string{"That is not a handle.</b> Use 2 to 30", "keep these words",
				`aria-invalid="true" aria-describedby="trouble" autofocus`}},
		"a company's handle": {url.Values{"handle": {"@Ferry"}, "text": {"keep these words"}}, 403,
			[]string{"belongs to a company.</b> Choose another one.", "keep these words"}},
		"an answer to nothing": {url.Values{"handle": {"tilda"}, "text": {"x"}, "reply_to": {"p999"}}, 404,
			[]string{"is not there any more.</b> Load the timeline again.", ">Say something</h2>"}},
		"an answer that is empty": {url.Values{"handle": {"tilda"}, "reply_to": {"p000001"}}, 400,
			[]string{"<h2>Reply to @ana</h2>", `name="reply_to" value="p000001"`, "Say something new instead"}},
		"hostile words": {url.Values{"handle": {`"><script>`}, "text": {"</textarea><script>"}}, 400,
			[]string{"&lt;/textarea&gt;&lt;script&gt;", `value="&#34;&gt;&lt;script&gt;"`}},
	} {
		n := openAt(t, Options{})
		mustSay(t, n, Saying{Handle: "ana", Text: "hello"})
		w := serve(n, true)("POST", "/practice/say", tc.form.Encode(), "Content-Type", formType)
		page := w.Body.String()
		if w.Code != tc.status || !strings.Contains(page, "<title>Not posted · Practice network</title>") {
			t.Errorf("%s: %d", name, w.Code)
		}
		for _, want := range tc.shows {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %q", name, want)
			}
		}
		if strings.Count(page, `id="trouble"`) != 1 || strings.Contains(page, "<script") {
			t.Errorf("%s: %s", name, page)
		}
		if got := len(n.Feed(Query{}).Events); got != 1 {
			t.Errorf("%s: %d posts", name, got)
		}
	}
}

func TestAFloodIsToldInAPage(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	ask := serve(n, true)
	form := url.Values{"handle": {"tilda"}, "text": {"again and again"}}.Encode()
	for range visitorRate {
		ask("POST", "/practice/say", form, "Content-Type", formType)
	}
	w := ask("POST", "/practice/say", form, "Content-Type", formType)
	page := w.Body.String()
	if w.Code != 429 || w.Header().Get("Retry-After") != "61" || !strings.Contains(w.Header().Get("Content-Type"), "html") ||
		!strings.Contains(page, "your words are kept below") || !strings.Contains(page, ">again and again</textarea>") {
		t.Errorf("%d %v: %s", w.Code, w.Header(), page)
	}
	n.options.Clock.(*still).Advance(visitorEvery)
	if w := ask("POST", "/practice/say", form, "Content-Type", formType); w.Code != 303 {
		t.Errorf("a minute later: %d", w.Code)
	}
}

func TestTheEmptyTimelineSaysHowToBegin(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	page := serve(n, true)("GET", "/practice/", "").Body.String()
	if !strings.Contains(page, "Nobody has said anything yet") || !strings.Contains(page, "name <b>@ferry</b> to be heard") {
		t.Error(page)
	}
	alone, err := Open(Options{Dir: t.TempDir(), Clock: newStill()})
	if err != nil {
		t.Fatal(err)
	}
	defer alone.Close()
	if page := serve(alone, true)("GET", "/practice", "").Body.String(); !strings.Contains(page, "connect an account") {
		t.Error("without an account nobody hears, and the page does not say so")
	}
	mustSay(t, n, Saying{Handle: "ana", Text: "hello"})
	if page := serve(n, true)("GET", "/practice", "").Body.String(); strings.Contains(page, "Nobody has said") {
		t.Error("it still says that nobody spoke")
	}
}

func TestAThreadHasItsPage(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	root := mustSay(t, n, Saying{Handle: "ana", Text: "the first word"})
	mustSay(t, n, Saying{Handle: "cleo", Text: "another matter"})
	reply := mustSay(t, n, Saying{Handle: "bo", Text: "an answer", ReplyTo: root.ID})
	ask := serve(n, true)
	for _, id := range []string{root.ID, reply.ID} {
		page := ask("GET", "/practice/p/"+id, "").Body.String()
		if !strings.Contains(page, "the first word") || !strings.Contains(page, "an answer") ||
			strings.Contains(page, "another matter") || !strings.Contains(page, "Back to the timeline") {
			t.Errorf("%s: %s", id, page)
		}
	}
	if page := ask("GET", "/practice/p/"+reply.ID, "").Body.String(); !strings.Contains(page, "<title>Thread of @bo · Practice network") {
		t.Error("the title does not say whose thread it is")
	}
	w := ask("GET", "/practice/p/p999", "")
	if w.Code != 404 || !strings.Contains(w.Body.String(), "There is no such post.</b> Load the timeline again.") {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
}

func TestDeletedAndEditedPostsAreMarked(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	first := mustSay(t, n, Saying{Handle: "ana", Text: "words to regret"})
	mustSay(t, n, Saying{Handle: "bo", Text: "stays", ReplyTo: first.ID})
	second := mustSay(t, n, Saying{Handle: "cleo", Text: "teh bus"})
	if _, err := n.Edit("@cleo", second.ID, "the bus"); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Delete("@ana", first.ID); err != nil {
		t.Fatal(err)
	}
	page := serve(n, true)("GET", "/practice", "").Body.String()
	for want, times := range map[string]int{"words to regret": 0, "This post was taken down.": 1, "stays": 1, "teh bus": 0,
		"the bus": 1, ">edited<": 1, "<summary>": 2} {
		if got := strings.Count(page, want); got != times {
			t.Errorf("%q stands there %d times, want %d", want, got, times)
		}
	}
}

func TestOlderPostsAreOnThePageBefore(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	for range pageThreads + 3 {
		mustSay(t, n, Saying{Handle: "ana", Text: "one more"})
	}
	ask := serve(n, true)
	first := ask("GET", "/practice", "").Body.String()
	_, rest, found := strings.Cut(first, `/practice?before=`)
	if !found || strings.Count(first, "<article") != pageThreads {
		t.Fatalf("%d posts on the first page", strings.Count(first, "<article"))
	}
	before, _, _ := strings.Cut(rest, `"`)
	second := ask("GET", "/practice?before="+before, "").Body.String()
	if strings.Count(second, "<article") != 3 || strings.Contains(second, "before=") {
		t.Errorf("%d posts on the second page", strings.Count(second, "<article"))
	}
}

func TestTheWeatherFormRefusesWhatItCannotBe(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	ask := serve(n, true)
	for form, says := range map[string]string{
		"mode=stormy":               "There is no such mode.</b> Use normal, slow",
		"mode=slow&seconds=31":      "The delay is out of bounds.</b> Use at most 30",
		"mode=eventual&seconds=181": "The delay is out of bounds.",
		"mode=slow&seconds=soon":    "The delay is out of bounds.",
		"mode=slow&seconds=-1":      "The delay is out of bounds.",
		"mode=slow&seconds=NaN":     "The delay is out of bounds.",
	} {
		w := ask("POST", "/practice/weather", form, "Content-Type", formType)
		if w.Code != 400 || !strings.Contains(w.Body.String(), says) || !strings.Contains(w.Body.String(), "Not changed") {
			t.Errorf("%s: %d", form, w.Code)
		}
	}
	if c := n.Climate(""); c.Mode != ModeNormal {
		t.Errorf("a refused form changed the weather to %s", c.Mode)
	}
	if w := ask("POST", "/practice/weather", "mode=slow&seconds=", "Content-Type", formType); w.Code != 303 || n.Climate("").Delay != 0 {
		t.Errorf("without a delay: %d", w.Code)
	}
}

func TestAgo(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	want := map[string]string{"-5m": "now", "59s": "now", "1m": "1 min", "59m59s": "59 min", "1h": "1 h", "47h59m": "47 h",
		"48h": "2 Mar 2026", "9000h": "22 Feb 2025"}
	for span := range want {
		d, err := time.ParseDuration(span)
		if err != nil {
			t.Fatal(err)
		}
		got[span] = ago(noon, noon.Add(-d))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
