package practice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// real is the clock of a bubble.
type real struct{}

func (real) Now() time.Time                                         { return time.Now() }
func (real) AfterFunc(d time.Duration, f func()) (stop func() bool) { return time.AfterFunc(d, f).Stop }

// play runs a script on a network for a while; answer says what the company answers to a post, empty for nothing.
func play(t *testing.T, options ScriptOptions, span time.Duration, answer func(Post) string) []string {
	var transcript []string
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		n, err := Open(Options{Dir: dir, Clock: real{}})
		if err != nil {
			t.Fatal(err)
		}
		defer n.Close()
		if _, err := n.Grant("@ferry", "Ferry", "token-of-ferry"); err != nil {
			t.Fatal(err)
		}
		options.Start = time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), span)
		defer cancel()
		ended := make(chan error, 1)
		go func() { ended <- n.Run(ctx, NewScript(options)) }()
		var seen int64
		for ctx.Err() == nil {
			time.Sleep(time.Second)
			synctest.Wait()
			page := n.Feed(Query{After: seen, Limit: 500})
			seen = page.Next
			for _, event := range page.Events {
				transcript = append(transcript, fmt.Sprint(event.Post.Handle, " ", event.Post.ReplyTo, " ", event.Post.Text))
				if text := answer(event.Post); text != "" && !event.Post.Company {
					n.answer(Saying{Handle: "@ferry", Text: text, ReplyTo: event.Post.ID})
				}
			}
		}
		if err := <-ended; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Run ended with %v", err)
		}
	})
	return transcript
}

func always(Post) string { return "We are looking into it." }
func never(Post) string  { return "" }

func TestOneSeedIsOneStory(t *testing.T) {
	options := ScriptOptions{Seed: 3, Company: "@ferry", Limit: 12}
	first, second := play(t, options, 30*time.Minute, always), play(t, options, 30*time.Minute, always)
	if !slices.Equal(first, second) || len(first) < 24 {
		t.Errorf("%d and %d posts", len(first), len(second))
	}
	options.Seed = 4
	if slices.Equal(first, play(t, options, 30*time.Minute, always)) {
		t.Error("another seed gave the same story")
	}
}

func TestTheIgnoredComeBackAngryAndThenGiveUp(t *testing.T) {
	lines := strings.Join(play(t, ScriptOptions{Seed: 5, Company: "@ferry", Limit: 22}, 2*time.Hour, never), "\n")
	for _, s := range scenes() {
		if s.angry != "" && !strings.Contains(lines, strings.ReplaceAll(s.angry, "{c}", "@ferry")) {
			t.Errorf("%s never complained", s.handle)
		}
		if s.furious != "" && strings.Count(lines, strings.ReplaceAll(s.furious, "{c}", "@ferry")) != 1 {
			t.Errorf("%s did not lose patience once", s.handle)
		}
		if strings.Contains(lines, s.thanks) {
			t.Errorf("%s gave thanks for nothing", s.handle)
		}
	}
}

func TestTheAnsweredThankAskBackOrGoQuiet(t *testing.T) {
	lines := strings.Join(play(t, ScriptOptions{Seed: 6, Company: "@ferry", Limit: 22}, 2*time.Hour, always), "\n")
	thanked, asked, quiet := 0, 0, 0
	for _, s := range scenes() {
		switch {
		case strings.Contains(lines, s.thanks):
			thanked++
		case !strings.Contains(lines, s.ask):
			quiet++
		}
		if strings.Contains(lines, s.ask) {
			asked++
		}
		if s.angry != "" && strings.Contains(lines, strings.ReplaceAll(s.angry, "{c}", "@ferry")) {
			t.Errorf("%s was answered at once and complained", s.handle)
		}
	}
	if thanked == 0 || asked == 0 || quiet == 0 {
		t.Errorf("%d thanked, %d asked back, %d went quiet", thanked, asked, quiet)
	}
}

func TestScenesAreComplete(t *testing.T) {
	t.Parallel()
	languages, handles := map[string]int{}, map[string]bool{}
	for _, s := range scenes() {
		languages[s.lang]++
		if _, err := Handle(s.handle + "99"); err != nil || handles[s.handle] {
			t.Errorf("the handle %s", s.handle)
		}
		handles[s.handle] = true
		if !strings.Contains(s.opening, "{c}") || s.ask == "" || s.thanks == "" || s.furious != "" && s.angry == "" {
			t.Errorf("%s has not got everything to say", s.handle)
		}
	}
	for _, want := range []string{"en", "de", "es", "fr", "pt", "it"} {
		if languages[want] < 3 {
			t.Errorf("%d scenes in %s", languages[want], want)
		}
	}
}

func TestAScriptWithoutEndStaysSmall(t *testing.T) {
	t.Parallel()
	script := NewScript(ScriptOptions{Seed: 1, Start: noon, Company: "@ferry", Every: time.Second})
	now := noon
	for range 3000 {
		now = now.Add(time.Second)
		for i, u := range script.Due(now) {
			script.Said(u, fmt.Sprint(now.Unix(), i), now)
		}
	}
	if len(script.cast) > 200 || script.arrived < 1000 {
		t.Errorf("%d of %d customers kept", len(script.cast), script.arrived)
	}
}

// A process that is started anew goes on with the story: nobody who has spoken begins again, and who waited still waits.
func TestAScriptGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		n, err := Open(Options{Dir: dir, Clock: real{}})
		if err != nil {
			t.Fatal(err)
		}
		defer n.Close()
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
			if err := n.Run(ctx, NewScript(ScriptOptions{Seed: 3, Company: "@ferry", Start: time.Now()})); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Run ended with %v", err)
			}
			cancel()
		}
		said, angry := map[string]int{}, 0
		for _, event := range n.Feed(Query{Limit: 500}).Events {
			said[event.Post.Handle+event.Post.Text]++
			if event.Post.ReplyTo != "" {
				angry++
			}
		}
		for words, times := range said {
			if times > 1 {
				t.Errorf("said %d times: %s", times, words)
			}
		}
		if angry == 0 {
			t.Error("whoever waited was forgotten")
		}
	})
}

// Whoever was answered before the process was started anew has no reason to come back angry.
func TestTheAnsweredStayCalmWhenTheScriptGoesOn(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		n, err := Open(Options{Dir: dir, Clock: real{}})
		if err != nil {
			t.Fatal(err)
		}
		defer n.Close()
		act := func(span time.Duration) {
			ctx, cancel := context.WithTimeout(t.Context(), span)
			defer cancel()
			script := NewScript(ScriptOptions{Seed: 3, Company: "@ferry", Limit: 2, Start: time.Now()})
			if err := n.Run(ctx, script); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Run ended with %v", err)
			}
		}
		act(3 * time.Minute)
		opened := n.Feed(Query{Limit: 500}).Events
		if len(opened) != 2 {
			t.Fatalf("%d customers spoke", len(opened))
		}
		answered, ignored := opened[0].Post, opened[1].Post
		if _, _, err := n.answer(Saying{Handle: "@ferry", Text: "We are looking into it.", ReplyTo: answered.ID}); err != nil {
			t.Fatal(err)
		}
		act(time.Hour)
		said := map[string]int{}
		for _, event := range n.Feed(Query{Limit: 500}).Events {
			said[event.Post.Handle]++
		}
		if said[answered.Handle] != 1 || said[ignored.Handle] < 2 {
			t.Errorf("the answered one spoke %d times, the ignored one %d", said[answered.Handle], said[ignored.Handle])
		}
	})
}

// One customer may have turned to two companies: what was said to one of them tells nothing of the matter with the other.
func TestAScriptKeepsToItsOwnCompany(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		n, err := Open(Options{Dir: dir, Clock: real{}})
		if err != nil {
			t.Fatal(err)
		}
		defer n.Close()
		script := NewScript(ScriptOptions{Seed: 3, Company: "@ferry", Limit: 1, Start: time.Now()})
		first := script.scenes[0]
		say := func(text, to string) string {
			post, err := n.Say(Saying{Handle: first.handle, Text: text, ReplyTo: to})
			if err != nil {
				t.Fatal(err)
			}
			return post.ID
		}
		ours := say(script.line(first.opening), "")
		theirs := say(strings.ReplaceAll(first.opening, "{c}", "@barge"), "")
		say(first.thanks, theirs)
		n.resume(script)
		c := script.cast[0]
		if c.mood != moodWaiting || c.at.IsZero() || !slices.Equal(c.own, []string{ours}) {
			t.Errorf("mood %d, next %s, own posts %v of %s", c.mood, c.at, c.own, ours)
		}
	})
}

func TestEveryCompanyHasAStoryOfItsOwn(t *testing.T) {
	t.Parallel()
	order := func(company string) (handles []string) {
		for _, s := range NewScript(ScriptOptions{Company: company, Start: noon}).scenes {
			handles = append(handles, s.handle)
		}
		return handles
	}
	if !slices.Equal(order("@ferry"), order("@Ferry")) || slices.Equal(order("@ferry"), order("@barge")) {
		t.Errorf("@ferry hears %v, @barge %v", order("@ferry"), order("@barge"))
	}
}
