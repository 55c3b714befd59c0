package flow_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/testkit"
)

// version is what a message says at one time.
type version struct {
	text   string
	edited time.Time // zero for the first, and when the network tells no times
}

// said is one message of the full set.
type said struct {
	id, thread, parent string
	author             string // "us" or a customer
	private            bool
	addressed          map[int]bool // by account: those that see it, and whether it names them
	published          time.Time
	versions           []version
	deleted            bool
	followers          int64
}

func (s said) out() bool { return s.author == "us" }

func (s said) toUs() bool {
	for _, addressed := range s.addressed {
		if addressed {
			return true
		}
	}
	return false
}

// plan is a full set of messages and where history ends.
type plan struct {
	messages  []said
	liveAfter time.Time
}

var texts = []string{"the kettle hums", "a safety matter: it sparks", "my complaint is old", "press asking for a word",
	"no legal step yet", "is there a blue one", "sales_lead: forty kettles please"}

const spamText = "spam: win a boat"

// drawPlan invents some threads.
func drawPlan(t *rapid.T) plan {
	p := plan{liveAfter: testkit.Noon().Add(-time.Duration(rapid.SampledFrom([]int{0, 30, 90, 10_000}).Draw(t, "live minutes")) * time.Minute)}
	for n := range rapid.IntRange(1, 3).Draw(t, "threads") {
		d := threadDraw{t: t, n: n, style: rapid.SampledFrom([]string{"none", "root", "own", "mixed"}).Draw(t, "keys"),
			private: rapid.IntRange(0, 4).Draw(t, "private") == 0}
		for i := range rapid.IntRange(1, 7).Draw(t, "messages") {
			d.messages = append(d.messages, d.message(i))
		}
		p.messages = append(p.messages, d.messages...)
	}
	return p
}

type threadDraw struct {
	t        *rapid.T
	n        int
	style    string
	private  bool
	messages []said
}

func (d *threadDraw) id(i int) string { return fmt.Sprintf("m%d-%d", d.n, i) }

func (d *threadDraw) message(i int) said {
	t := d.t
	s := said{id: d.id(i), private: d.private, followers: rapid.Int64Range(0, 1e6).Draw(t, "followers"),
		published: testkit.Noon().Add(-time.Duration(rapid.IntRange(1, 120).Draw(t, "ago")) * time.Minute)}
	s.author = rapid.SampledFrom([]string{"us", "ida", "jon", "kim", "ida", "jon"}).Draw(t, "author")
	if d.private && s.author != "us" {
		s.author = "ida"
	}
	s.parent, s.thread = d.parent(i), d.key(i)
	d.see(&s)
	d.say(&s)
	return s
}

// parent is an earlier message, one that never comes, or none.
func (d *threadDraw) parent(i int) string {
	roll := rapid.IntRange(0, 9).Draw(d.t, "parent")
	switch {
	case i == 0 && roll < 7, roll == 0 && d.style == "own":
		return ""
	case i == 0 || roll == 1:
		return fmt.Sprintf("ghost%d", d.n)
	}
	return d.id(rapid.IntRange(0, i-1).Draw(d.t, "which"))
}

func (d *threadDraw) key(i int) string {
	switch d.style {
	case "root":
		return d.id(0)
	case "own":
		return fmt.Sprintf("thread%d", d.n)
	case "mixed":
		if i > 0 && rapid.Bool().Draw(d.t, "named") {
			return d.id(0)
		}
	}
	return ""
}

// see says which of two accounts sees it and whether it names them.
func (d *threadDraw) see(s *said) {
	s.addressed = map[int]bool{}
	first := rapid.IntRange(0, 1).Draw(d.t, "account")
	s.addressed[first] = s.private || s.out() || rapid.IntRange(0, 3).Draw(d.t, "addressed") > 0
	if rapid.IntRange(0, 3).Draw(d.t, "both") == 0 {
		s.addressed[1-first] = s.private || s.out() || rapid.Bool().Draw(d.t, "addressed too")
	}
}

func (d *threadDraw) say(s *said) {
	text := rapid.SampledFrom(texts)
	if !s.out() && rapid.IntRange(0, 5).Draw(d.t, "spam") == 0 {
		s.versions = []version{{text: spamText}}
		return
	}
	s.versions = []version{{text: s.id + " " + text.Draw(d.t, "text")}}
	timed := rapid.Bool().Draw(d.t, "timed")
	for range max(0, rapid.IntRange(-4, 2).Draw(d.t, "edits")) {
		v := version{text: s.id + " again " + fmt.Sprint(len(s.versions)) + " " + text.Draw(d.t, "text")}
		if timed {
			v.edited = s.published.Add(time.Duration(rapid.IntRange(1, 3).Draw(d.t, "edited")) * time.Second)
		}
		s.versions = append(s.versions, v)
	}
	s.deleted = rapid.IntRange(0, 8).Draw(d.t, "deleted") == 0
}

// parcel is one item for one account.
type parcel struct {
	account int
	id      string
	version int // -1 for its deletion
	item    connector.Item
}

// parcels lists everything that the networks deliver for a plan, each once.
func (p plan) parcels() (all []parcel) {
	for _, s := range p.messages {
		for account := range 2 {
			addressed, sees := s.addressed[account]
			if !sees {
				continue
			}
			for v := range s.versions {
				all = append(all, parcel{account, s.id, v, s.item(v, addressed)})
			}
			if s.deleted {
				all = append(all, parcel{account, s.id, -1, connector.Item{Change: connector.Deleted, ExternalID: s.id}})
			}
		}
	}
	return all
}

func (s said) item(v int, addressed bool) connector.Item {
	item := connector.Item{Change: connector.Said, ExternalID: s.id, ThreadKey: s.thread, ParentKey: s.parent,
		Author:    switchboard.Author{ID: s.author, Handle: "@" + s.author, Followers: &s.followers},
		Direction: switchboard.In, Visibility: switchboard.Public, Kind: switchboard.KindReply,
		Content: switchboard.Content{Text: s.versions[v].text}, Published: s.published, EditedAt: s.versions[v].edited,
		Addressed: addressed, Raw: []byte(s.versions[v].text)}
	if s.out() {
		item.Direction = switchboard.Out
	}
	if s.private {
		item.Visibility, item.Kind = switchboard.Private, switchboard.KindDirect
	}
	if v > 0 {
		item.Change = connector.Edited
	}
	return item
}
