package capture

import (
	"strings"
	"testing"
	"unicode/utf8"

	"switchboard"
)

// links are addresses as people copy them: whatever stands in one group is the same thing.
var links = []struct {
	network switchboard.NetworkKey
	id      string
	thread  string
	handle  string
	written []string
}{
	{"x", "1790000000000000001", "", "@kim", []string{"https://x.com/Kim/status/1790000000000000001",
		"https://twitter.com/kim/status/1790000000000000001?s=20&t=abc", "https://mobile.twitter.com/kim/status/1790000000000000001/photo/1",
		"x.com/kim/status/1790000000000000001", "http://www.x.com/kim/statuses/1790000000000000001?ref_src=twsrc"}},
	{"x", "1790000000000000002", "", "", []string{"https://x.com/i/status/1790000000000000002", "https://x.com/i/web/status/1790000000000000002"}},
	{"facebook", "pfbid02abcDEF", "", "kettles", []string{"https://www.facebook.com/kettles/posts/pfbid02abcDEF?__cft__=x",
		"https://m.facebook.com/kettles/posts/pfbid02abcDEF", "https://web.facebook.com/kettles/posts/pfbid02abcDEF"}},
	{"facebook", "123456789", "", "", []string{"https://www.facebook.com/permalink.php?story_fbid=123456789&id=42",
		"https://m.facebook.com/story.php?story_fbid=123456789&id=42", "https://www.facebook.com/photo?fbid=123456789",
		"https://www.facebook.com/groups/kettles/posts/123456789", "https://www.facebook.com/watch/?v=123456789",
		"https://facebook.com/reel/123456789"}},
	{"facebook", "123456789_55", "123456789", "", []string{"https://www.facebook.com/permalink.php?story_fbid=123456789&id=42&comment_id=55",
		"https://www.facebook.com/kettles/posts/123456789?comment_id=99&reply_comment_id=55"}},
	{"instagram", "CxYz_12-a", "", "", []string{"https://www.instagram.com/p/CxYz_12-a/?igsh=abc", "https://instagr.am/p/CxYz_12-a",
		"https://www.instagram.com/reel/CxYz_12-a/"}},
	{"instagram", "CxYz_12-a", "", "@kim.b", []string{"https://www.instagram.com/Kim.B/p/CxYz_12-a/"}},
	{"instagram", "CxYz_12-a_178", "CxYz_12-a", "", []string{"https://www.instagram.com/p/CxYz_12-a/c/178/"}},
	{"linkedin", "urn:li:activity:7100000000000000000", "", "", []string{"https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000000/",
		"https://de.linkedin.com/feed/update/urn:li:activity:7100000000000000000?trk=public"}},
	{"linkedin", "urn:li:activity:7100000000000000000", "", "kim-b", []string{"https://www.linkedin.com/posts/kim-b_kettles-activity-7100000000000000000-AbCd"}},
	{"linkedin", "urn:li:comment:(activity:7100000000000000000,71)", "urn:li:activity:7100000000000000000", "", []string{
		"https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000000?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A7100000000000000000%2C71%29"}},
	{"youtube", "dQw4w9WgXcQ", "", "", []string{"https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=12s", "https://youtu.be/dQw4w9WgXcQ?si=x",
		"https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/embed/dQw4w9WgXcQ", "https://youtube.com/live/dQw4w9WgXcQ?feature=share"}},
	{"youtube", "UgwAbCdEfGhIjKlMnOp4AaABAg", "dQw4w9WgXcQ", "", []string{"https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgwAbCdEfGhIjKlMnOp4AaABAg"}},
	{"tiktok", "7300000000000000000", "", "@kim", []string{"https://www.tiktok.com/@kim/video/7300000000000000000?is_from_webapp=1",
		"https://m.tiktok.com/@Kim/photo/7300000000000000000"}},
	{"tiktok", "7300000000000000000", "", "", []string{"https://m.tiktok.com/v/7300000000000000000.html"}},
	{"threads", "CuXyZ123", "", "@kim", []string{"https://www.threads.net/@kim/post/CuXyZ123", "https://threads.com/@Kim/post/CuXyZ123?xmt=a"}},
	{"reddit", "t3_1abcde", "", "", []string{"https://www.reddit.com/r/kettles/comments/1abcde/my_lid_is_loose/?utm_source=share",
		"https://old.reddit.com/r/kettles/comments/1abcde/", "https://redd.it/1abcde", "https://www.reddit.com/comments/1ABCDE"}},
	{"reddit", "t1_kx1234", "t3_1abcde", "", []string{"https://www.reddit.com/r/kettles/comments/1abcde/my_lid/kx1234/?context=3",
		"https://www.reddit.com/r/kettles/comments/1abcde/comment/kx1234/"}},
	{"trustpilot", "64b0c0ffee64b0c0ffee64b0", "", "", []string{"https://www.trustpilot.com/reviews/64b0c0ffee64b0c0ffee64b0",
		"https://de.trustpilot.com/reviews/64B0C0FFEE64B0C0FFEE64B0"}},
	{"google_maps", "ChZDSUhNMG9nS0VJQ0FnSUR6", "", "", []string{"https://www.google.com/maps/reviews/data=!4m8!14m7!1m6!2m5!1sChZDSUhNMG9nS0VJQ0FnSUR6!2m1!1s0x0:0x1"}},
	{"play_store", "gp:AOqpTOEabcdef", "shop.kettles.app", "", []string{"https://play.google.com/store/apps/details?id=shop.kettles.app&reviewId=gp%3AAOqpTOEabcdef&hl=de"}},
	{"bluesky", "at://kim.bsky.social/app.bsky.feed.post/3kabcdefgh22x", "", "@kim.bsky.social", []string{
		"https://bsky.app/profile/Kim.bsky.social/post/3kabcdefgh22x"}},
	{"bluesky", "at://did:plc:abcdefgh/app.bsky.feed.post/3kabcdefgh22x", "", "", []string{"https://bsky.app/profile/did:plc:abcdefgh/post/3kabcdefgh22x"}},
	{"hacker_news", "38000000", "", "", []string{"https://news.ycombinator.com/item?id=38000000", "https://news.ycombinator.com/item?id=38000000&p=2"}},
	{"mastodon", "town.social/@kim/111111111111111111", "", "@kim@town.social", []string{"https://town.social/@Kim/111111111111111111",
		"https://town.social/users/kim/statuses/111111111111111111", "https://town.social/web/@kim/111111111111111111"}},
	{"website", "kettles.blog/lids#comment-12", "kettles.blog/lids", "", []string{"https://kettles.blog/lids/#comment-12",
		"https://www.kettles.blog/lids?utm_source=x#comment-12", "http://m.kettles.blog/lids?fbclid=a#comment-12"}},
}

func TestTheSameThingHasTheSameID(t *testing.T) {
	t.Parallel()
	for _, want := range links {
		for _, address := range want.written {
			got, err := Parse(address)
			if err != nil {
				t.Errorf("%s: %v", address, err)
				continue
			}
			if got.Network != want.network || got.ID != want.id || got.Thread != want.thread || got.Handle != want.handle || !got.Post {
				t.Errorf("%s: %+v", address, got)
			}
			if again, err := Parse(got.URL); err != nil || again.ID != got.ID || again.URL != got.URL {
				t.Errorf("%s became %s, which is read as %+v, %v", address, got.URL, again, err)
			}
		}
	}
}

func TestEveryNetworkIsProven(t *testing.T) {
	t.Parallel()
	tried := map[switchboard.NetworkKey]bool{"app_store": true} // its reviews have no addresses: see the pages below
	for _, one := range links {
		tried[one.network] = true
	}
	for _, n := range Networks() {
		if !tried[n.Key] || n.Name == "" {
			t.Errorf("%s is not proven", n.Key)
		}
		if found, err := Find(n.Key); err != nil || found.Key != n.Key {
			t.Errorf("Find(%s): %v", n.Key, err)
		}
	}
	if _, err := Find("myspace"); !switchboard.IsCode(err, switchboard.CodeUnsupported) {
		t.Errorf("an unknown network: %v", err)
	}
}

// A page is no post: what is said there is told apart by who said what.
func TestPagesAreNoPosts(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]Link{
		"https://x.com/kim": {Network: "x", ID: "x.com/kim"},
		"https://apps.apple.com/de/app/kettles/id123456789?mt=8":      {Network: "app_store", ID: "de/id123456789"},
		"https://play.google.com/store/apps/details?id=shop.kettles":  {Network: "play_store", ID: "shop.kettles"},
		"https://www.google.com/maps/place/Kettles/@52.5,13.4,17z":    {Network: "google_maps", ID: "place:kettles"},
		"https://www.google.com/search?q=kettles":                     {Network: "website", ID: "google.com/search?q=kettles"},
		"https://www.trustpilot.com/review/kettles.shop":              {Network: "trustpilot", ID: "trustpilot.com/review/kettles.shop"},
		"https://forum.kettles.shop/t/lids/55?b=2&a=1&utm_campaign=x": {Network: "website", ID: "forum.kettles.shop/t/lids/55?a=1&b=2"},
		"https://medium.com/@kim/my-lid-is-loose":                     {Network: "website", ID: "medium.com/@kim/my-lid-is-loose"},
		"https://münchen.kettles.shop/":                               {Network: "website", ID: "xn--mnchen-3ya.kettles.shop"},
		"https://www.facebook.com/profile.php?id=100":                 {Network: "facebook", ID: "facebook.com/profile.php?id=100"},
	} {
		got, err := Parse(address)
		if err != nil || got.Post || got.Network != want.Network || got.ID != want.ID {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
}

func TestWhatIsNoPublicAddressIsRefused(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "   ", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd",
		"ftp://kettles.shop/x", "mailto:kim@kettles.shop", "vbscript:x", "http://", "https:///x", "https://kim:pw@x.com/kim/status/12345",
		"http://127.0.0.1/x", "http://[::1]/x", "http://10.0.0.8/", "http://192.168.1.1/", "http://8.8.8.8/", "http://2130706433/",
		"http://0x7f.1/", "http://127.1/", "http://localhost/x", "http://printer.local/", "http://wiki.internal/", "http://intranet/",
		"http://x.test/", "https://kettles.shop:8443/x", "https://fаcebook.com/x", "https://xn--fcebook-2fg.com/x", "https://тwitter.com/kim/status/12345",
		"https://x.com/kim\u202e/status/1", "https://x.com/kim/sta\u200btus/12345", "https://x.com/a b", "https://x.com\n.evil.shop/",
		"https://bad_host.shop/", "https://-x.shop/", "\xff\xfe", "https://t.co/abc", "https://bit.ly/abc", "https://vm.tiktok.com/ZM/",
		"https://maps.app.goo.gl/x"} {
		got, err := Parse(address)
		if !switchboard.IsCode(err, switchboard.CodeInvalid) || got != (Link{}) {
			t.Errorf("%q: %+v, %v", address, got, err)
		}
	}
	if _, err := Parse("https://kettles.blog/" + strings.Repeat("a", 3000)); !switchboard.IsCode(err, switchboard.CodeTooLarge) {
		t.Errorf("a long address: %v", err)
	}
}

// A host that only looks like a network is not that network.
func TestLookalikesAreWebsites(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://notx.com/kim/status/1790000000000000001", "https://x.com.evil.shop/kim/status/1790000000000000001",
		"https://facebook.com-login.shop/permalink.php?story_fbid=1", "https://evilreddit.com/comments/1abcde"} {
		if got, err := Parse(address); err != nil || got.Network != Website {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, one := range links {
		f.Add(one.written[0])
	}
	f.Add("https://google.com/maps/place/%zz")
	f.Add("https://x.com/status")
	f.Add("https://reddit.com/a/b/comments/c/d/eeee")
	f.Fuzz(func(t *testing.T, address string) {
		got, err := Parse(address)
		if err != nil {
			if got != (Link{}) || switchboard.CodeOf(err) == switchboard.CodeInternal {
				t.Fatalf("%q: %+v, %v", address, got, err)
			}
			return
		}
		if got.Network == "" || got.ID == "" || got.Thread == got.ID || !utf8.ValidString(got.ID+got.URL+got.Handle) || strings.ContainsAny(got.ID, "\x00\n\r") {
			t.Fatalf("%q: %+v", address, got)
		}
		again, err := Parse(got.URL)
		if err != nil || again.Network != got.Network || again.ID != got.ID {
			t.Fatalf("%q became %+v, read again as %+v, %v", address, got, again, err)
		}
	})
}
