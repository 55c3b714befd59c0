package feed

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/netguard"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// site serves one feed and remembers what it was asked.
type site struct {
	*httptest.Server
	answer func(w http.ResponseWriter, r *http.Request)
	asked  []http.Header
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, r.Header.Clone())
		s.answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) says(body string) {
	s.answer = func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) } //nolint:errcheck // a test's server
}

func (s *site) open(t *testing.T, settings map[string]string) *conn {
	t.Helper()
	config := map[string]string{"url": s.URL + "/feed"}
	for name, value := range settings {
		config[name] = value
	}
	clean, _, err := Spec().CheckConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	guard := netguard.New(netguard.Options{AllowPrivate: true})
	t.Cleanup(guard.Close)
	c, err := Spec().Open(t.Context(), connector.Env{Config: clean, Reading: guard.Reading(), Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	return c.(*conn)
}

// reading is the lane of one feed.
type reading struct {
	*testing.T
	conn   *conn
	cursor connector.Cursor
	gaps   int
	wait   time.Duration
}

// read looks once and returns what was handed over.
func (r *reading) read() (items []connector.Item) {
	r.Helper()
	pass, err := r.conn.Read(r.Context(), connector.Errand{Lane: connector.LanePoll, Cursor: r.cursor},
		connector.HandoverFunc(func(_ context.Context, batch connector.Batch) error {
			items, r.cursor = append(items, batch.Items...), batch.Next
			if batch.Gap != nil {
				r.gaps++
			}
			return nil
		}))
	if err != nil {
		r.Fatal(err)
	}
	r.wait = pass.Wait
	return items
}

func channel(items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>Kettles</title>` + strings.Join(items, "") + `</channel></rss>`
}

func rssItem(guid, link, text, date string) string {
	item := "<item>"
	for _, f := range [][2]string{{"guid", guid}, {"link", link}, {"description", text}, {"pubDate", date}} {
		if f[1] != "" {
			item += "<" + f[0] + "><![CDATA[" + f[1] + "]]></" + f[0] + ">"
		}
	}
	return item + "</item>"
}

func TestFeedsAreReadAsTheyAreFound(t *testing.T) {
	t.Parallel()
	empty, s := channel(), newSite(t)
	for name, c := range map[string]struct {
		body                   string
		id, text, thread, link string
		parent                 string
		author                 string
	}{
		"RSS": {channel(rssItem("g1", s.URL+"/lids#c1", "<p>The <b>lid</b> is loose.</p><p>Help!</p>", "Wed, 04 Mar 2026 10:00:00 GMT")),
			"g1", "The lid is loose.\n\nHelp!", s.URL + "/lids", s.URL + "/lids#c1", "", ""},
		"RSS without ids":               {channel(rssItem("", s.URL+"/lids#c1", "The lid", "")), s.URL + "/lids#c1", "The lid", s.URL + "/lids", s.URL + "/lids#c1", "", ""},
		"RSS without anything but text": {channel("<item><title>The lid</title></item>"), "said:" + digest("", "The lid", "", "", ""), "The lid", "", "", "", ""},
		"Atom": {`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>K</title><entry><id>a1</id>` +
			`<thr:in-reply-to ref="post1" href="/lids"/><author><name>Mirela</name></author><link href="/lids#a1"/><content type="html">&lt;i>Loose&lt;/i></content></entry></feed>`,
			"a1", "Loose", s.URL + "/lids", s.URL + "/lids#a1", "post1", "Mirela"},
		"JSON": {`{"version":"https://jsonfeed.org/version/1.1","title":"K","items":[{"id":"j1","url":"` + s.URL + `/lids","content_text":"Loose","authors":[{"name":"Mirela"}]}]}`,
			"j1", "Loose", s.URL + "/lids", s.URL + "/lids", "", "Mirela"},
		"an address that acts": {channel(rssItem("g1", "javascript:alert(1)", "Loose", "")), "g1", "Loose", "", "", "", ""},
		"hostile HTML": {channel(rssItem("g1", "", `<script>steal()</script><p onclick="x()">Loose<img src=x onerror=y()></p><style>p{}</style>`, "")),
			"g1", "Loose", "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s.says(empty)
			r := &reading{T: t, conn: s.open(t, nil)}
			r.read()
			s.says(c.body)
			items := r.read()
			if len(items) != 1 {
				t.Fatalf("%d items", len(items))
			}
			got := items[0]
			if got.ExternalID != c.id || got.Content.Text != c.text || got.ThreadKey != c.thread || got.URL != c.link ||
				got.ParentKey != c.parent || got.Author.Name != c.author || got.Kind != switchboard.KindComment {
				t.Errorf("%+v", got)
			}
			if err := got.Check(noon); err != nil {
				t.Error(err)
			}
			for _, bad := range []string{"script", "onclick", "onerror", "style"} {
				if strings.Contains(got.Content.HTML, bad) {
					t.Errorf("%s is left in %s", bad, got.Content.HTML)
				}
			}
		})
	}
}

func TestAFeedThatChangesNothingImportant(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.says(channel(rssItem("g0", s.URL+"/0", "Old", "")))
	r := &reading{T: t, conn: s.open(t, nil)}
	if items := r.read(); len(items) != 0 {
		t.Fatalf("what stood there before came: %v", items)
	}
	for name, c := range map[string]struct {
		body string
		want int
	}{
		"the same again":    {channel(rssItem("g0", s.URL+"/0", "Old", "")), 0},
		"another date":      {channel(rssItem("g0", s.URL+"/0", "Old", "Wed, 04 Mar 2026 11:00:00 GMT")), 0},
		"another id":        {channel(rssItem("g0?t=2", s.URL+"/0", "Old", "")), 0},
		"gone and back":     {channel(), 0},
		"two under one id":  {channel(rssItem("g7", s.URL+"/7", "One", ""), rssItem("g7", s.URL+"/8", "Two", ""), rssItem("g0", s.URL+"/0", "Old", "")), 2},
		"a date far ahead":  {channel(rssItem("g9", s.URL+"/9", "Soon", "Wed, 04 Mar 2099 11:00:00 GMT"), rssItem("g0", s.URL+"/0", "Old", "")), 1},
		"a date before all": {channel(rssItem("g5", s.URL+"/5", "Then", "Thu, 01 Jan 1970 00:00:00 GMT"), rssItem("g0", s.URL+"/0", "Old", "")), 1},
	} {
		again := *r
		s.says(c.body)
		items := again.read()
		if len(items) != c.want || again.gaps != 0 {
			t.Errorf("%s: %d items, %d gaps", name, len(items), again.gaps)
		}
		if more := again.read(); len(more) != 0 {
			t.Errorf("%s: %d came twice", name, len(more))
		}
		for _, item := range items {
			if err := item.Check(noon); err != nil || item.Published.After(noon) || item.Published.Year() < 2020 {
				t.Errorf("%s: %v, published %v", name, err, item.Published)
			}
		}
	}
	s.says(channel(rssItem("n1", s.URL+"/n1", "All new", "")))
	if items := r.read(); len(items) != 1 || r.gaps != 1 {
		t.Errorf("a feed without anything known: %d items, %d gaps", len(items), r.gaps)
	}
}

func TestAFeedIsAskedPolitely(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	body := channel("<ttl>180</ttl>", rssItem("g1", "", "One", ""))
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `W/"v1"`)
		w.Header().Set("Last-Modified", "Wed, 04 Mar 2026 10:00:00 GMT")
		w.Header().Set("Cache-Control", "public, max-age=7200")
		if r.Header.Get("If-None-Match") == `W/"v1"` && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, body) //nolint:errcheck // a test's server
	}
	r := &reading{T: t, conn: s.open(t, nil)}
	r.read()
	if r.wait != 3*time.Hour {
		t.Errorf("it is asked again after %v, the feed says three hours", r.wait)
	}
	before := r.cursor
	if items := r.read(); len(items) != 0 || r.cursor != before || r.wait != 2*time.Hour {
		t.Errorf("nothing changed: %d items, wait %v", len(items), r.wait)
	}
	if len(s.asked) != 2 || s.asked[1].Get("If-None-Match") != `W/"v1"` {
		t.Errorf("asked %v", s.asked)
	}
	s.answer = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "600")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_, err := r.conn.Read(t.Context(), connector.Errand{Lane: connector.LanePoll, Cursor: r.cursor}, nil)
	if connector.RetryAfter(err) != 10*time.Minute {
		t.Errorf("Retry-After is lost: %v", err)
	}
}

// A feed of many new entries comes in batches, and a failure between them loses nothing although the server would say
// that nothing has changed.
func TestNothingIsLostBetweenBatches(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var items []string
	for n := range 120 {
		items = append(items, rssItem(fmt.Sprint("g", n), "", fmt.Sprint("Number ", n), ""))
	}
	var body string
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		tag := fmt.Sprintf(`"%d"`, len(body))
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, body) //nolint:errcheck // a test's server
	}
	body = channel()
	r := &reading{T: t, conn: s.open(t, nil)}
	r.read()
	body = channel(items...)
	taken, full := map[string]int{}, errors.New("full")
	for calls := 0; len(taken) < 120 && calls < 10; calls++ {
		left := 1
		_, err := r.conn.Read(t.Context(), connector.Errand{Lane: connector.LanePoll, Cursor: r.cursor},
			connector.HandoverFunc(func(_ context.Context, batch connector.Batch) error {
				if left--; left < 0 {
					return full
				}
				r.cursor = batch.Next
				for _, item := range batch.Items {
					taken[item.ExternalID]++
				}
				return nil
			}))
		if err != nil && !errors.Is(err, full) {
			t.Fatal(err)
		}
	}
	for n := range 120 {
		if taken[fmt.Sprint("g", n)] != 1 {
			t.Fatalf("g%d came %d times", n, taken[fmt.Sprint("g", n)])
		}
	}
}

func TestHostileFeedsAreBounded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gzipped := func(body string) func(http.ResponseWriter, *http.Request) {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		for range 2000 { // 50 MB once unpacked
			io.WriteString(z, body) //nolint:errcheck // into memory
		}
		z.Close()
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(packed.Bytes()) //nolint:errcheck // a test's server
		}
	}
	text := func(body string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) } //nolint:errcheck // a test's server
	}
	endless := func(w http.ResponseWriter, _ *http.Request) {
		for range 3000 { // it goes on for as long as somebody listens
			if _, err := io.WriteString(w, strings.Repeat("<item><title>x</title></item>", 1000)); err != nil {
				return
			}
		}
	}
	bomb := `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">` +
		`<!ENTITY x SYSTEM "file:///etc/passwd">]>` + channel(rssItem("g1", "", "x", "")+"<item><guid>g2</guid><title>&c;&x;</title></item>")
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){
		"a gzip bomb":     gzipped(strings.Repeat(" ", 25_000)),
		"endless":         endless,
		"deep":            text("<rss><channel>" + strings.Repeat("<a:b>", 500_000)),
		"deep JSON":       text(`{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 500_000)),
		"many elements":   text("<rss><channel>" + strings.Repeat("<a/>", 400_000)),
		"not a feed":      text("hello"),
		"a page":          text("<!doctype html><title>x</title>"),
		"nothing":         text(""),
		"bytes":           text("\x00\xff\xfe\x01"),
		"half a document": text(channel(rssItem("g1", "", "x", ""))[:60]),
	} {
		s.answer = answer
		c := s.open(t, nil)
		_, err := c.Read(t.Context(), connector.Errand{Lane: connector.LanePoll},
			connector.HandoverFunc(func(context.Context, connector.Batch) error { return nil }))
		if class := connector.ClassOf(err); class != connector.ClassRetry && class != connector.ClassRejected {
			t.Errorf("%s: class %q, %v", name, class, err)
		}
	}
	r := &reading{T: t, conn: s.open(t, nil)}
	s.says(channel())
	r.read()
	s.says(bomb)
	for _, item := range r.read() {
		if len(item.Content.Text) > 200 || strings.Contains(item.Content.Text, "root:") {
			t.Errorf("an entity was expanded: %.100s", item.Content.Text)
		}
	}
	var many []string
	for n := range 2000 {
		many = append(many, rssItem(fmt.Sprint("m", n), "", "x", ""))
	}
	s.says(channel(many...))
	if got := len(r.read()); got > maxEntries {
		t.Errorf("%d entries came", got)
	}
	if len(r.cursor) > 200_000 {
		t.Errorf("the cursor has %d bytes", len(r.cursor))
	}
}

func TestCharsetsOfTheHeaderAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.says(channel())
	r := &reading{T: t, conn: s.open(t, nil)}
	r.read()
	for contentType, want := range map[string]string{"text/xml; charset=iso-8859-1": "Schön", "text/xml": "Schön", "text/xml; charset=koi8-r": "SchЖn"} {
		again := *r
		s.answer = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			io.WriteString(w, `<rss version="2.0"><channel><title>x</title><item><guid>1</guid><title>Sch`+"\xf6"+`n</title></item></channel></rss>`) //nolint:errcheck // a test's server
		}
		if items := again.read(); len(items) != 1 || items[0].Content.Text != want {
			t.Errorf("%s: %+v", contentType, items)
		}
	}
}

func TestAPageNamesItsFeeds(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.says(`<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/comments/feed"><LINK type=application/atom+xml REL=alternate href="//other.example/a">` +
		`<link rel=alternate type=application/rss+xml href="javascript:x"><link rel=stylesheet href=x></head><body><link rel=alternate type=application/rss+xml href=/body></body>`)
	_, err := s.open(t, nil).Check(t.Context())
	var refused *switchboard.Error
	if !errors.As(err, &refused) || refused.Code != switchboard.CodeInvalid || !strings.Contains(refused.Hint, s.URL+"/comments/feed") ||
		!strings.Contains(refused.Hint, "http://other.example/a") || strings.Contains(refused.Hint, "body") || strings.Contains(refused.Hint, "javascript") {
		t.Errorf("%v: %+v", err, refused)
	}
}

func TestAFeedThatHasMoved(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for status, forGood := range map[int]bool{301: true, 308: true, 302: false, 307: false} {
		s.answer = func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				http.Redirect(w, r, "/new", status)
				return
			}
			io.WriteString(w, channel()) //nolint:errcheck // a test's server
		}
		self, err := s.open(t, nil).Check(t.Context())
		if err != nil || (self.URL == s.URL+"/new") != forGood || self.Name != "Kettles" {
			t.Errorf("%d: %+v, %v", status, self, err)
		}
	}
}

// Settings are kept without a slash at the end, which many blogs add again.
func TestASlashIsNoMove(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			http.Redirect(w, r, "/feed/", http.StatusMovedPermanently)
			return
		}
		io.WriteString(w, channel()) //nolint:errcheck // a test's server
	}
	if self, err := s.open(t, nil).Check(t.Context()); err != nil || self.URL != s.URL+"/feed" {
		t.Errorf("%+v, %v", self, err)
	}
}

func TestOurOwnPeopleAreKnown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.says(channel())
	r := &reading{T: t, conn: s.open(t, map[string]string{"our_names": "Kettles  Team, Ada", "kind": "mentions"})}
	r.read()
	s.says(`<feed xmlns="http://www.w3.org/2005/Atom"><title>K</title><entry><id>a1</id><title>T</title><author><name>kettles team</name></author><content>Sorry</content></entry>` +
		`<entry><id>a2</id><title>T</title><author><name>Adam</name></author><content>Loose</content></entry></feed>`)
	items := r.read()
	if len(items) != 2 || items[1].Direction != switchboard.Out || items[1].Addressed || items[0].Direction != switchboard.In || !items[0].Addressed {
		t.Fatalf("%+v", items)
	}
	if items[0].Kind != switchboard.KindMention || items[0].Content.Subject != "T" {
		t.Errorf("%+v", items[0])
	}
}

// TestWhatOthersPublishIsOverheard tells what is said about us from what is said under pages of our own.
func TestWhatOthersPublishIsOverheard(t *testing.T) {
	t.Parallel()
	for kind, overheard := range map[string]bool{"mentions": true, "comments": false} {
		s := newSite(t)
		s.says(channel())
		r := &reading{T: t, conn: s.open(t, map[string]string{"kind": kind})}
		r.read()
		s.says(`<feed xmlns="http://www.w3.org/2005/Atom"><title>K</title><entry><id>a1</id><title>T</title><author><name>Adam</name></author><content>Loose</content></entry></feed>`)
		if items := r.read(); len(items) != 1 || items[0].Overheard != overheard || !items[0].Addressed {
			t.Errorf("%s: %+v", kind, items)
		}
	}
}

func FuzzFeed(f *testing.F) {
	f.Add([]byte(channel(rssItem("g1", "http://x.example/1#c", "<p>x</p>", "Wed, 04 Mar 2026 10:00:00 GMT"))))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><entry><id>a</id><thr:in-reply-to ref="a"/><author><name>x</name></author></entry></feed>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_html":"<b>x"}]}`))
	f.Add([]byte(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item><title>&#0;&lt;</title></item></rdf:RDF>`))
	opened, err := open(f.Context(), connector.Env{Config: map[string]string{"url": "https://x.example/feed"}, Now: func() time.Time { return noon }})
	if err != nil {
		f.Fatal(err)
	}
	c := opened.(*conn)
	f.Fuzz(func(t *testing.T, body []byte) {
		parsed, err := parse(inUTF8(body, ""))
		if err != nil {
			return
		}
		for _, raw := range parsed.Items {
			e := c.entry(payload{Entry: raw, Seen: noon})
			if e.unmapped != nil {
				if e.unmapped.Err == nil || len(e.unmapped.Raw) == 0 {
					t.Fatalf("unmapped without a reason or a payload: %+v", e.unmapped)
				}
				continue
			}
			if err := e.item.Check(noon); err != nil {
				t.Fatal(err)
			}
			if !utf8.ValidString(e.item.Content.Text + e.item.Content.HTML) {
				t.Fatal("not UTF-8")
			}
			again, err := c.Map(e.item.Raw)
			if err != nil || again.ExternalID != e.item.ExternalID {
				t.Fatalf("mapped again: %s, %v, want %s", again.ExternalID, err, e.item.ExternalID)
			}
		}
	})
}

func FuzzCursor(f *testing.F) {
	f.Add(`{"v":1,"have":{},"seen":["a/b/c"]}`)
	f.Fuzz(func(t *testing.T, text string) {
		at, err := readCursor(connector.Cursor(text))
		if err != nil {
			return
		}
		at.note(mark{"x", "y", "z"})
		if again, err := readCursor(at.text()); err != nil || !again.knows(mark{"x", "y", "z"}, nil) || !json.Valid([]byte(at.text())) {
			t.Fatalf("%s: %v", at.text(), err)
		}
	})
}
