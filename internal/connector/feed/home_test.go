package feed

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"switchboard/internal/connector"
)

// places is a site with feeds at several places, each of them an answer.
func (s *site) places(answers map[string]func(w http.ResponseWriter, r *http.Request)) (asked func() []string) {
	var paths []string
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.Path)
		if answer, found := answers[r.URL.Path]; found {
			answer(w, r)
			return
		}
		w.WriteHeader(http.StatusNotFound)
	}
	return func() []string {
		defer func() { paths = nil }()
		return paths
	}
}

func serves(body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) } //nolint:errcheck // a test's server
}

func leadsTo(address string, status int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, address, status) }
}

// A feed that has moved for good is read at its new address, also once the old one is gone, and is the same feed; one that
// only says so, and is not there, is read where it was.
func TestAFeedThatMovesIsFollowed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first, second := rssItem("g1", "/1", "One", ""), rssItem("g2", "/2", "Two", "")
	answers := map[string]func(http.ResponseWriter, *http.Request){"/feed": serves(channel(first))}
	asked := s.places(answers)
	r := &reading{T: t, conn: s.open(t, nil)}
	want := func(what string, news int, paths ...string) {
		t.Helper()
		items := r.read()
		if got := asked(); len(items) != news || fmt.Sprint(got) != fmt.Sprint(paths) || r.gaps > 0 {
			t.Errorf("%s: %d items from %v, want %d from %v; %d gaps", what, len(items), got, news, paths, r.gaps)
		}
	}
	want("begun", 0, "/feed")
	answers["/feed"], answers["/new"] = leadsTo("/new", 302), serves(channel(first))
	want("away for a while", 0, "/feed", "/new")
	answers["/feed"] = leadsTo("/new", 308)
	want("moved for good", 0, "/feed", "/new")
	delete(answers, "/feed")
	answers["/new"] = serves(channel(second, first))
	want("the old place is gone", 1, "/new")
	delete(answers, "/new")
	answers["/feed"] = serves(channel(second, first))
	want("back again", 0, "/new", "/feed")
	said := `<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>K</title><itunes:new-feed-url>%s</itunes:new-feed-url>` + second + first + `</channel></rss>`
	answers["/feed"] = serves(fmt.Sprintf(said, s.URL+"/there"))
	want("it says that it has moved", 0, "/feed")
	want("it is not there", 0, "/there", "/feed")
	want("and is not believed again", 0, "/feed")
	answers["/feed"] = serves(fmt.Sprintf(said, s.URL+"/here"))
	answers["/here"] = serves(channel(second, first))
	want("it says so again", 0, "/feed")
	want("and is there", 0, "/here")
	r.conn = s.open(t, map[string]string{"url": s.URL + "/other"})
	answers["/other"] = serves(channel(second, first))
	want("connected with another address", 0, "/other")
	delete(answers, "/other")
	if _, err := r.conn.Read(t.Context(), connector.Errand{Lane: connector.LanePoll, Cursor: r.cursor}, nil); connector.ClassOf(err) != connector.ClassGone {
		t.Errorf("gone everywhere: %v", err)
	}
}

func TestWhereAFeedMayMove(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]bool{"https://b.example/feed": true, "http://b.example/feed": false, "https://a.example/feed/": false, "https://u:p@b.example/": false,
		"javascript:alert(1)": false, "/feed": false, "": false, "https://b.example/\x00": false} {
		if got := mayMove("https://a.example/feed", to); got != want {
			t.Errorf("%q: %v", to, got)
		}
	}
}

func post(n, comments int) string {
	return fmt.Sprintf(`<item><guid>p%d</guid><link>/post-%d</link><description>Lids, part %d</description><wfw:commentRss>/post-%d/feed</wfw:commentRss><slash:comments>%d</slash:comments></item>`, n, n, n, n, comments)
}

func blogOf(items string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Our blog</title>` + items + `</channel></rss>`
}

func commentBy(n int, who, text string) string {
	return fmt.Sprintf(`<item><guid>c%d</guid><link>/post-1#comment-%d</link><dc:creator>%s</dc:creator><description>%s</description></item>`, n, n, who, text)
}
