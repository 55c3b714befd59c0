package practice

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var two = []Post{{ID: "p000001", Handle: "@ida", Text: "@ferry hm", Root: "p000001", At: noon},
	{ID: "p000002", Handle: "@ferry", Text: "Well.", ReplyTo: "p000001", Root: "p000001", Company: true, ClientKey: "k", At: noon.Add(time.Minute)}}

func TestReplaceSaysExactlyThat(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := openAt(t, Options{Dir: dir})
	if _, err := n.Say(Saying{Handle: "@before", Text: "@ferry was here"}); err != nil {
		t.Fatal(err)
	}
	account := Granted("@ferry", "Ferry", "another-token")
	if err := n.Replace(Story{"g1", []Account{account}, two}, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	check := func(n *Network, token string) {
		t.Helper()
		page := n.Feed(Query{About: "@ferry"})
		if len(page.Events) != 2 || page.Events[1].Seq != 2 || page.Events[1].ReplyToAuthor != "@ida" {
			t.Errorf("%+v", page)
		}
		if _, known := n.bearer(token); !known || len(n.Accounts()) != 1 {
			t.Errorf("accounts %v", n.Accounts())
		}
		if p, err := n.ByKey("@ferry", "k"); err != nil || !p.At.Equal(two[1].At) {
			t.Errorf("%+v, %v", p, err)
		}
	}
	check(n, "another-token")
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	again := openAt(t, Options{Dir: dir, Generation: "g1"})
	check(again, "token-of-ferry") // which openAt grants
	if p, err := again.Say(Saying{Handle: "@ida", Text: "hm again", ReplyTo: "p000002"}); err != nil || p.ID != "p000003" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestAReplaceThatIsNotCommittedChangesNothing(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	if _, err := n.Say(Saying{Handle: "@before", Text: "was here"}); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	err := n.Replace(Story{"g1", nil, two}, func() error { return no })
	if page := n.Feed(Query{}); !errors.Is(err, no) || len(page.Events) != 1 || page.Events[0].Post.Handle != "@before" {
		t.Errorf("%v, %+v", err, page)
	}
	if _, err := n.Say(Saying{Handle: "@after", Text: "goes on"}); err != nil {
		t.Error(err)
	}
}

// Nobody knows whether what belongs to the posts was committed: they are kept until somebody who opens the network does.
func TestAReplaceNobodyKnowsOfIsSettledLater(t *testing.T) {
	t.Parallel()
	for committed, want := range map[string]int{"g1": 2, "": 1, "g0": 1} {
		dir := t.TempDir()
		n := openAt(t, Options{Dir: dir})
		if _, err := n.Say(Saying{Handle: "@before", Text: "was here"}); err != nil {
			t.Fatal(err)
		}
		if err := n.Replace(Story{"g1", nil, two}, func() error { return ErrUnknown }); !errors.Is(err, ErrUnknown) {
			t.Fatal(err)
		}
		if page := n.Feed(Query{}); len(page.Events) != 1 || n.Generation() != "" {
			t.Errorf("meanwhile %d posts of %q", len(page.Events), n.Generation())
		}
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
		again := openAt(t, Options{Dir: dir, Generation: committed})
		if page := again.Feed(Query{}); len(page.Events) != want || (again.Generation() == "g1") != (committed == "g1") {
			t.Errorf("committed %q: %d posts of %q", committed, len(page.Events), again.Generation())
		}
	}
}

// The process ends after what belongs to the posts was committed, or before: whoever opens the network knows which.
func TestAnInterruptedReplaceIsFinishedOrUndone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		written, committed string
		want               int
	}{
		"begun and committed":     {"g1", "g1", 2},
		"begun and not committed": {"g1", "", 1},
		"left and committed":      {"", "", 0},
		"left and not committed":  {"", "g0", 1},
	} {
		dir := t.TempDir()
		n := openAt(t, Options{Dir: dir})
		if _, err := n.Say(Saying{Handle: "@before", Text: "was here"}); err != nil {
			t.Fatal(err)
		}
		posts := two
		if c.written == "" {
			posts = nil
		}
		if err := errors.Join(n.Close(), write(filepath.Join(dir, nextFile), beginning(c.written, nil, posts))); err != nil {
			t.Fatal(err)
		}
		again := openAt(t, Options{Dir: dir, Generation: c.committed})
		if page := again.Feed(Query{}); len(page.Events) != c.want {
			t.Errorf("%s: %d posts, want %d", name, len(page.Events), c.want)
		}
		if _, err := os.Stat(filepath.Join(dir, nextFile)); !os.IsNotExist(err) {
			t.Errorf("%s: the prepared log is still there: %v", name, err)
		}
	}
}

// Guests go on where their threads stand: who waits may become angry, who was answered just now reacts to it and who was
// answered before reacts to the next answer, who has thanked is gone.
func TestGuestsGoOn(t *testing.T) {
	t.Parallel()
	clock := newStill()
	n := openAt(t, Options{Clock: clock})
	say := func(handle, text, to string) string {
		p, err := n.Say(Saying{Handle: handle, Text: text, ReplyTo: to})
		if err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	answer := func(to string) Post {
		p, _, err := n.answer(Saying{Handle: "@ferry", Text: "Let me look.", ReplyTo: to})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	guest := func(handle string) Guest {
		return Guest{Handle: handle, Opening: "@ferry help " + handle, Ask: "and then?", Thanks: "thank you", Angry: "{c} hello?"}
	}
	waits, answered, gone := say("@waits", "@ferry help @waits", ""), say("@answered", "@ferry help @answered", ""), say("@gone", "@ferry help @gone", "")
	last := answer(answered)
	twice := say("@twice", "@ferry help @twice", "")
	answer(twice)
	say("@gone", "thank you", answer(gone).ID)
	clock.Advance(time.Hour)
	fresh := answer(say("@fresh", "@ferry help @fresh", ""))
	again := answer(twice)
	s := NewScript(ScriptOptions{Company: "@ferry", Start: noon, Limit: 1,
		Guests: []Guest{guest("@waits"), guest("@answered"), guest("@gone"), guest("@never"), guest("@fresh"), guest("@twice")}})
	n.seat(s)
	moods := []mood{s.cast[0].mood, s.cast[1].mood, s.cast[2].mood, s.cast[3].mood}
	if moods[0] != moodWaiting || moods[1] != moodQuiet || moods[2] != moodGone || moods[3] != moodGone {
		t.Fatalf("moods %v", moods)
	}
	if s.cast[0].at.IsZero() || !s.cast[1].at.IsZero() || s.cast[1].last != last.ID || s.cast[0].last != waits {
		t.Errorf("waiting until %s, answered until %s", s.cast[0].at, s.cast[1].at)
	}
	now := n.options.Clock.Now()
	s.Hear(answer(answered), now)
	for _, c := range []*customer{s.cast[1], s.cast[4], s.cast[5]} {
		if c.mood != moodReply || c.at.Before(now) || c.at.After(now.Add(20*time.Second)) {
			t.Errorf("%s reacts at %s, answered at %s", c.handle, c.at, now)
		}
	}
	if s.cast[4].last != fresh.ID || s.cast[5].last != again.ID {
		t.Errorf("react to %s and %s, not to %s and %s", s.cast[4].last, s.cast[5].last, fresh.ID, again.ID)
	}
}
