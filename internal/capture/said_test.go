package capture

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func linked(t *testing.T, address string) Link {
	t.Helper()
	link, err := Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func TestWhatIsSaidBecomesAMessage(t *testing.T) {
	t.Parallel()
	reddit := linked(t, "https://www.reddit.com/r/k/comments/1abcde/comment/kx1234/")
	app := linked(t, "https://apps.apple.com/de/app/kettles/id123456789")
	for name, c := range map[string]struct {
		said Said
		want connector.Item
	}{
		"a post": {Said{Link: linked(t, "https://x.com/Kim/status/1790000000000000001"), Text: " Loose. "},
			connector.Item{ExternalID: "1790000000000000001", Kind: switchboard.KindMention, Author: switchboard.Author{ID: "kim", Handle: "@kim"}}},
		"a comment": {Said{Link: reddit, Text: "Loose.", Author: Author{Handle: "u/Kim"}},
			connector.Item{ExternalID: "t1_kx1234", ThreadKey: "t3_1abcde", ParentKey: "t3_1abcde", Kind: switchboard.KindComment,
				Author: switchboard.Author{ID: "kim", Handle: "u/Kim"}}},
		"a profile's address": {Said{Link: reddit, Text: "Loose.", Author: Author{URL: "https://www.reddit.com/user/Kim"}},
			connector.Item{ExternalID: "t1_kx1234", ThreadKey: "t3_1abcde", ParentKey: "t3_1abcde", Kind: switchboard.KindComment,
				Author: switchboard.Author{ID: "kim", Handle: "@kim"}}},
		"a review": {Said{Link: app, Text: "Loose.", Author: Author{Name: "Kim B"}},
			connector.Item{ExternalID: "de/id123456789#" + digest("name:"+digest("kim b", "de/id123456789"), "Loose."), Kind: switchboard.KindReview,
				Author: switchboard.Author{ID: "name:" + digest("kim b", "de/id123456789"), Name: "Kim B"}}},
		"a private word": {Said{Link: linked(t, "https://x.com/kim/status/1790000000000000001"), Text: "Loose.", Visibility: switchboard.Private},
			connector.Item{ExternalID: "1790000000000000001", Kind: switchboard.KindDirect, Visibility: switchboard.Private,
				Author: switchboard.Author{ID: "kim", Handle: "@kim"}}},
	} {
		got, err := c.said.Item(noon)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.want.Visibility == "" {
			c.want.Visibility = switchboard.Public
		}
		if got.ExternalID != c.want.ExternalID || got.ThreadKey != c.want.ThreadKey || got.ParentKey != c.want.ParentKey || got.Kind != c.want.Kind ||
			got.Author != c.want.Author || got.Visibility != c.want.Visibility || got.Content.Text != "Loose." || !got.Addressed || !got.Published.Equal(noon) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Two people of one name under two posts are two people, and two reviews of one app two messages.
func TestNobodyIsTakenForSomebodyElse(t *testing.T) {
	t.Parallel()
	item := func(address, who, text string) connector.Item {
		got, err := Said{Link: linked(t, address), Author: Author{Name: who}, Text: text}.Item(noon)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	one, two := item("https://kettles.blog/a#comment-1", "Anna", "x"), item("https://kettles.blog/b#comment-2", "Anna", "x")
	same := item("https://kettles.blog/a#comment-3", "anna", "y")
	if one.Author.ID == two.Author.ID || one.Author.ID != same.Author.ID || one.ThreadKey != same.ThreadKey {
		t.Errorf("%+v, %+v, %+v", one.Author, two.Author, same.Author)
	}
	app := "https://apps.apple.com/de/app/kettles/id123456789"
	first, second := item(app, "Anna", "Good."), item(app, "Anna", "Bad.")
	if first.ExternalID == second.ExternalID || item(app, "Anna", "Good.").ExternalID != first.ExternalID {
		t.Error("reviews are not told apart")
	}
}

func TestNotificationsAreRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mail   Mail
		found  bool
		id     string
		name   string
		handle string
		text   string
	}{
		"a mention": {Mail{Subject: "Kim Berg (@kim) mentioned you on X", Text: "Kim Berg mentioned you:\n\n\"@kettles my lid is loose\"\n\nUnsubscribe",
			Links: []string{"https://help.x.com/x", "https://twitter.com/kim/status/1790000000000000001?cn=abc"}}, true, "1790000000000000001", "Kim Berg", "@kim",
			"@kettles my lid is loose"},
		"a comment behind a counter": {Mail{Subject: "Kim Berg commented on your post", Text: "My lid is loose, and nobody answers me.\n\nSee comment on LinkedIn",
			Links: []string{"https://click.mail.example.net/CL0/https:%2F%2Fwww.linkedin.com%2Ffeed%2Fupdate%2Furn:li:activity:7100000000000000000%2F/1/0100/x"}},
			true, "urn:li:activity:7100000000000000000", "Kim Berg", "", "My lid is loose, and nobody answers me."},
		"a reply in a parameter": {Mail{Subject: "u/kim_b replied to your comment in r/kettles", Text: "> My lid\n> is loose",
			Links: []string{"https://l.example.net/l.php?u=https%3A%2F%2Fwww.reddit.com%2Fr%2Fk%2Fcomments%2F1abcde%2Fx%2Fkx1234%2F&h=1"}},
			true, "t1_kx1234", "", "u/kim_b", "My lid\nis loose"},
		"a review": {Mail{Subject: "New review from Kim B on Trustpilot", Text: "Bad lids. Read it: https://www.trustpilot.com/reviews/64b0c0ffee64b0c0ffee64b0."},
			true, "64b0c0ffee64b0c0ffee64b0", "Kim B", "", "Bad lids. Read it:"},
		"the footer's links alone": {Mail{Subject: "Your weekly digest", Text: "https://www.facebook.com/kettles", Links: []string{"https://x.com/kettles", "https://kettles.shop/"}},
			false, "", "", "", ""},
		"nothing": {Mail{}, false, "", "", "", ""},
	} {
		got, found := FromMail(c.mail)
		if found != c.found || got.Link.ID != c.id || got.Author.Name != c.name || got.Author.Handle != c.handle || got.Text != c.text {
			t.Errorf("%s: %v %+v", name, found, got)
		}
	}
}

func FuzzFromMail(f *testing.F) {
	f.Add("Kim (@kim) mentioned you", "> hm\nhttps://x.com/kim/status/1790000000000000001", "https://l.example.net/?u=https://redd.it/1abcde")
	f.Add("New review by \"Kim\"", "“Bad.”", "https://a.example/https:%2F%2Fx.com%2F")
	f.Fuzz(func(t *testing.T, subject, text, link string) {
		got, found := FromMail(Mail{Subject: subject, Text: text, Links: []string{link}})
		if found != got.Link.Post || found && (got.Link.ID == "" || got.Link.Network == Website) {
			t.Fatalf("%+v", got)
		}
		if !found {
			return
		}
		item, err := Said{Link: got.Link, Author: got.Author, Text: got.Text}.Item(noon)
		if err == nil && item.Check(noon) != nil {
			t.Fatalf("%+v", item)
		}
	})
}

func TestPagesAreReadWithinBounds(t *testing.T) {
	t.Parallel()
	page := `<!doctype html><html><head><title>Old
 title</title><meta property="og:title" content="Lids &amp; more"><meta name="description" content="plain"><meta property="og:description" content="They   are loose">` +
		`<meta property="article:author" content="https://x.example/kim"><meta name="author" content="Kim"><meta property="article:published_time" content="2026-03-01T10:00:00+01:00"></head><body><meta property="og:title" content="no"></body>`
	want := Page{Title: "Lids & more", Text: "They are loose", Author: "Kim", Published: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	if got := ReadPage([]byte(page)); got != want {
		t.Errorf("%+v", got)
	}
	for _, hostile := range []string{"", "\x00\xff", strings.Repeat("<meta>", 200_000), "<title>" + strings.Repeat("x", 3<<20),
		`<meta property="og:title" content="` + strings.Repeat("y", 3<<20)} {
		if got := ReadPage([]byte(hostile)); len(got.Title) > maxField || len(got.Text) > maxField {
			t.Errorf("%d and %d bytes", len(got.Title), len(got.Text))
		}
	}
}

func FuzzReadPage(f *testing.F) {
	f.Add([]byte(`<head><meta property=og:title content="x">`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if got := ReadPage(raw); len([]rune(got.Title)) > maxField || strings.ContainsAny(got.Title+got.Text+got.Author, "\n\x00") {
			t.Fatalf("%+v", got)
		}
	})
}

// The bookmarklet is one line of script that opens a window and does nothing else: no request, no script, no storage.
func TestTheBookmarkletOnlyOpensAWindow(t *testing.T) {
	t.Parallel()
	got := Bookmarklet(`https://care.example/"</script>`)
	script, err := url.PathUnescape(strings.TrimPrefix(got, "javascript:"))
	if err != nil || !strings.HasPrefix(got, "javascript:") || strings.ContainsAny(got, "\n \"<>") {
		t.Fatalf("%s, %v", got, err)
	}
	for _, must := range []string{"w.open(", "noopener", "/capture?", "d.location.href,2000", "d.title,300", "f(t,2000)"} {
		if !strings.Contains(script, must) {
			t.Errorf("it lacks %s: %s", must, script)
		}
	}
	for _, never := range []string{"fetch", "XMLHttp", "createElement", "innerHTML", "eval", "cookie", "</script", "import("} {
		if strings.Contains(script, never) {
			t.Errorf("it has %s", never)
		}
	}
}
