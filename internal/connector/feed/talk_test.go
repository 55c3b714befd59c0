package feed

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"switchboard"
)

// Comments are read from the feeds that our posts name, stand under their post, and are asked for politely.
func TestCommentsUnderOurPosts(t *testing.T) {
	t.Parallel()
	s, now := newSite(t), noon
	answers := map[string]func(http.ResponseWriter, *http.Request){
		"/feed": serves(blogOf(post(1, 1))), "/post-1/feed": serves(blogOf(commentBy(1, "Mirela", "Long ago")))}
	asked := s.places(answers)
	r := &reading{T: t, conn: s.open(t, map[string]string{"kind": "posts", "our_names": "Kettles Team"})}
	r.conn.env.Now = func() time.Time { return now }
	next := func(what string, said []string, paths ...string) {
		t.Helper()
		var got []string
		for _, item := range r.read() {
			got = append(got, string(item.Direction)+" "+item.Content.Text)
			if item.Kind == switchboard.KindComment && (item.ParentKey != "p1" && item.ParentKey != "p2" || item.ThreadKey != s.URL+"/post-"+item.ParentKey[1:]) {
				t.Errorf("%s: %s stands under %q in %q", what, item.ExternalID, item.ParentKey, item.ThreadKey)
			}
			if again, err := r.conn.Map(item.Raw); err != nil || again.ParentKey != item.ParentKey || again.Direction != item.Direction {
				t.Errorf("%s: mapped again %+v, %v", what, again, err)
			}
		}
		if where := asked(); fmt.Sprint(got) != fmt.Sprint(said) || fmt.Sprint(where) != fmt.Sprint(paths) {
			t.Errorf("%s: %q from %v, want %q from %v", what, got, where, said, paths)
		}
		now = now.Add(20 * time.Minute)
	}
	next("what stood there before is not news", nil, "/feed", "/post-1/feed")
	next("nothing new is told of", nil, "/feed")
	answers["/feed"] = serves(blogOf(post(1, 2)))
	answers["/post-1/feed"] = serves(blogOf(commentBy(2, "Kim", "Mine is loose") + commentBy(1, "Mirela", "Long ago")))
	next("a comment", []string{"in Mine is loose"}, "/feed", "/post-1/feed")
	answers["/feed"] = serves(blogOf(post(2, 1) + post(1, 3)))
	answers["/post-1/feed"] = serves(blogOf(commentBy(3, "Kettles Team", "A new one leaves today") + commentBy(2, "Kim", "Mine is very loose")))
	answers["/post-2/feed"] = serves(blogOf(commentBy(9, "Omar", "First!")))
	next("an edit, our answer, and a new post with its first", []string{"out Lids, part 2", "in First!", "in Mine is very loose", "out A new one leaves today"},
		"/feed", "/post-2/feed", "/post-1/feed")
	answers["/feed"] = serves(blogOf(post(2, 2) + post(1, 3)))
	delete(answers, "/post-2/feed")
	next("one that fails", nil, "/feed", "/post-2/feed")
	next("is left alone for longer", nil, "/feed")
	now = now.Add(time.Hour)
	answers["/post-2/feed"] = serves(blogOf(commentBy(10, "Omar", "Second!") + commentBy(9, "Omar", "First!")))
	next("and read when it is there again", []string{"in Second!"}, "/feed", "/post-2/feed")
	answers["/feed"] = serves(blogOf(post(2, 2)))
	next("a post that has gone is not followed", nil, "/feed")
	if at, err := readCursor(r.cursor); err != nil || len(at.Talks) != 1 {
		t.Errorf("followed are %+v, %v", at.Talks, err)
	}
	var many string
	for n := range 3 * maxTalks {
		many += post(n+100, 1)
	}
	answers["/feed"] = serves(blogOf(many))
	r.read()
	if got := len(asked()); got != 1+talksAtOnce {
		t.Errorf("%d requests in one pass", got)
	}
	if at, err := readCursor(r.cursor); err != nil || len(at.Talks) != maxTalks {
		t.Errorf("%d posts are followed, %v", len(at.Talks), err)
	}
}

// A feed can name any address as that of comments: only our own site's are asked.
func TestForeignFeedsOfCommentsAreNotFollowed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	answers := map[string]func(http.ResponseWriter, *http.Request){"/feed": serves(blogOf(
		`<item><guid>x</guid><description>x</description><wfw:commentRss>http://127.0.0.1:1/feed</wfw:commentRss></item>`))}
	asked := s.places(answers)
	r := &reading{T: t, conn: s.open(t, map[string]string{"kind": "posts"})}
	r.read()
	if got := asked(); len(got) != 1 {
		t.Errorf("asked %v", got)
	}
}
