package notice_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/notices"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// model lets everything happen in any order, with the process killed between any two steps.
type model struct {
	*house
	t       *rapid.T
	talks   []switchboard.Conversation
	replies map[switchboard.ConversationID]int // that happened and were not seen yet
	open    []notice.Letter                    // claimed, and not sent yet
	sent    []settling                         // sent, and what became of them not written yet
	shown   map[string]int
}

type settling struct {
	letter notice.Letter
	result notice.Result
}

func (m *model) say() {
	c := rapid.SampledFrom(m.talks).Draw(m.t, "talk")
	m.Update(func(tx *store.Tx) error { return tx.Record(m.reply(c)) })
	m.replies[c.ID]++
}

// take follows the journal, sometimes from a place that was followed before, as a second node or a slow one does.
func (m *model) take() {
	if rapid.Bool().Draw(m.t, "from the beginning") {
		m.at = 0
	}
	m.follow()
}

func (m *model) claim() {
	w := rapid.SampledFrom([]switchboard.Way{switchboard.WayPush, switchboard.WayEmail}).Draw(m.t, "way")
	letter, found, err := m.post.Claim(m.T.Context(), w)
	if err != nil {
		m.t.Fatal(err)
	}
	if found {
		m.open = append(m.open, letter)
	}
}

func (m *model) send() {
	if len(m.open) == 0 {
		return
	}
	letter := m.open[0]
	m.open = m.open[1:]
	fate := rapid.SampledFrom([]notice.Fate{notice.Told, notice.Told, notice.Again, notice.Unknown, notice.Refused}).Draw(m.t, "fate")
	if fate == notice.Told || fate == notice.Unknown { // of what is unknown, the worst is true
		for _, l := range letter.Lines {
			m.shown[fmt.Sprint(l.Notice.ID, letter.Way, letter.Target)]++
		}
	}
	m.sent = append(m.sent, settling{letter, notice.Result{Fate: fate}})
}

func (m *model) settle() {
	if len(m.sent) == 0 {
		return
	}
	s := m.sent[0]
	m.sent = m.sent[1:]
	if err := m.post.Settle(m.T.Context(), s.letter, s.result); err != nil {
		m.t.Fatal(err)
	}
}

// kill forgets everything the process had in memory.
func (m *model) kill() {
	m.open, m.sent = nil, nil
	m.begin()
}

func (m *model) see() {
	m.follow()
	c := rapid.SampledFrom(m.talks).Draw(m.t, "talk")
	m.Update(func(tx *store.Tx) error {
		_, err := notice.See(tx, notices.Which{Agent: m.Ada.ID, ConversationID: c.ID}, switchboard.SeenRead)
		return err
	})
	m.replies[c.ID] = 0
}

func (m *model) wait() {
	m.clock.Advance(time.Duration(rapid.IntRange(1, 600).Draw(m.t, "seconds")) * time.Second)
}

// check: nobody was shown anything twice, and once all is followed every reply is counted once.
func (m *model) check() {
	for what, times := range m.shown {
		if times > 1 {
			m.t.Fatalf("%s was shown %d times", what, times)
		}
	}
	m.follow()
	counted := map[switchboard.ConversationID]int{}
	var unread int64
	m.View(func(tx *store.Tx) error {
		items, err := notices.In(tx.Tx).List(m.Ada.ID, notices.Spot{}, 1000)
		for _, n := range items {
			if n.SeenAt.IsZero() {
				counted[n.ConversationID] += n.Count
				unread++
			}
		}
		return err
	})
	for id, want := range m.replies {
		if counted[id] != want {
			m.t.Fatalf("%d replies counted, want %d", counted[id], want)
		}
	}
	if n := m.unread(m.Ada.ID); n != unread {
		m.t.Fatalf("the counter says %d, there are %d", n, unread)
	}
}

func TestNothingIsToldTwiceWhateverIsKilled(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		clock := timesource.NewManual(start)
		h := newHouseOn(t, clock, db.Config{DSN: filepath.Join(testkit.Folder(t), "care.db"), Now: clock.Now})
		defer h.Close()
		h.post.Log = slog.New(slog.DiscardHandler)
		h.browser(h.Ada.ID)
		h.prefers(h.Ada.ID, notice.Preferences{Ways: map[switchboard.NoticeEvent]map[switchboard.Way]notice.Timing{
			switchboard.NoticeReply: {switchboard.WayPush: {On: true}, switchboard.WayEmail: {On: true, After: 60}}}})
		m := &model{house: h, t: rt, talks: []switchboard.Conversation{h.led("mira"), h.led("noor")},
			replies: map[switchboard.ConversationID]int{}, shown: map[string]int{}}
		rt.Repeat(map[string]func(*rapid.T){
			"say": m.as((*model).say), "take": m.as((*model).take), "claim": m.as((*model).claim), "send": m.as((*model).send),
			"settle": m.as((*model).settle), "kill": m.as((*model).kill), "see": m.as((*model).see), "wait": m.as((*model).wait),
			"": m.as((*model).check),
		})
	})
}

func (m *model) as(step func(*model)) func(*rapid.T) {
	return func(t *rapid.T) { m.t = t; step(m) }
}
