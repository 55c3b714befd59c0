package flow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/guard"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// limits puts a policy in force for what is sent.
func (s *scene) limits(outbound string) {
	s.Helper()
	p, err := ownership.Parse([]byte("version: 1\nname: trial\ndefault: {owner: service}\n" + outbound + "\n"))
	if err != nil {
		s.Fatal(err)
	}
	s.in.Out.Policy = func() *ownership.Policy { return p }
}

// overheard is a word about us that was said to somebody else.
func (s *scene) overheard(id, text string) connector.Item {
	item := s.item(id, text)
	item.Overheard = true
	return item
}

// writes answers a message, by hand and at once; it wants the rules that keep it from going out, none when it goes.
func (s *scene) writes(id, post string, rules ...string) switchboard.Ruling {
	s.Helper()
	d, ruling := s.prepares(id, "We heard of it.", s.ada)
	var got []string
	for _, r := range ruling.Reasons {
		got = append(got, r.Rule)
	}
	if !slices.Equal(got, rules) || (len(rules) == 0) != (ruling.Outcome == switchboard.RulingAllow) {
		s.Fatalf("%s: %s, %+v, want %q", id, ruling.Outcome, ruling.Reasons, rules)
	}
	if len(rules) == 0 && post != "" {
		if err := s.posts(d, s.ada, flow.Word{ExternalID: post}); err != nil {
			s.Fatal(err)
		}
	}
	return ruling
}

func TestAnswersToWhoDidNotAsk(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.limits("outbound: {max_unasked_contacts: 1, within: 30d}")
		s.hears(s.overheard("o1", "Their kettle hums."), s.overheard("o2", "It still hums."))
		s.takes("o1", s.ada)
		s.takes("o2", s.ada)
		if !s.message("o1").Overheard {
			s.Fatal("it was overheard")
		}
		first, _ := s.prepares("o1", "We heard of it.", s.ada)
		s.writes("o2", "", guard.RuleUnasked) // the first is on its way
		if err := s.posts(first, s.ada, flow.Word{ExternalID: "a1"}); err != nil {
			s.Fatal(err)
		}
		s.writes("o1", "", guard.RuleUnasked)
		s.writes("o2", "", guard.RuleUnasked)
		s.hears(reply(s.overheard("r0", "Look, they wrote."), "o1"))
		s.writes("o1", "", guard.RuleUnasked) // said to somebody else
		s.hears(reply(s.item("r1", "You did? Then help me."), "a1"))
		s.writes("r1", "a2")
		s.writes("r1", "a3")
		s.writes("o2", "a4") // who has answered us was not written to unasked
		s.writes("o2", "", guard.RuleUnasked)
		s.site.Clock.Advance(30 * 24 * time.Hour)
		s.writes("o2", "a5")
		s.writes("o2", "", guard.RuleUnasked)
		s.limits("")
		s.writes("o2", "a6")
	})
}

// TestWordsOfOursElsewhereCount counts what our people wrote in the network's own app.
func TestWordsOfOursElsewhereCount(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.limits("outbound: {max_unasked_contacts: 1}")
		s.hears(s.overheard("o1", "Their kettle hums."))
		s.takes("o1", s.ada)
		s.hears(ours(s.item("a1", "We heard of it."), "o1"))
		s.writes("o1", "", guard.RuleUnasked)
		s.hears(reply(s.overheard("r1", "You did?"), "a1")) // found by a word, and it answers us
		s.writes("r1", "a2")
	})
}

func TestWhoNeverAskedIsNeverWrittenTo(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.limits("outbound: {max_unasked_contacts: 0}")
		s.hears(s.overheard("o1", "Their kettle hums."), s.item("m1", "Does it have to hum?"))
		s.takes("o1", s.ada)
		s.takes("m1", s.ada)
		s.writes("o1", "", guard.RuleUnasked)
		s.writes("m1", "a1")
		said := s.overheard("o1", "Their kettle hums.") // another account of ours is named in it
		said.Overheard = false
		s.hears(said)
		s.writes("o1", "a2")
	})
}

func TestNothingUnaskedWhileTheyComplain(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.limits("outbound: {pause_for_customer_if: open_complaint}")
		s.hears(s.overheard("o1", "my complaint stands here as well"), s.overheard("o2", "their kettle hums"), s.item("q1", "is there a blue one"))
		for _, id := range []string{"o1", "o2", "q1"} {
			s.takes(id, s.ada)
		}
		s.writes("o2", "a1") // neither a question nor what was only overheard pauses it
		s.limits("outbound: {pause_for_customer_if: open_conversation}")
		s.writes("o2", "", guard.RulePaused)
		s.limits("outbound: {pause_for_customer_if: open_complaint}")
		s.hears(s.item("c1", "my complaint is old"))
		s.takes("c1", s.bo)
		s.pausedFor("o2", "c1")
		s.writes("q1", "a2") // they asked
		s.closes("c1", s.bo)
		s.writes("o2", "a3")
	})
}

// pausedFor wants an answer paused for another conversation, while it is written and when it is sent.
func (s *scene) pausedFor(id, other string) {
	s.Helper()
	want := s.talk(other)
	ruling := s.writes(id, "", guard.RulePaused)
	for _, r := range append(ruling.Reasons, s.checks(id).Reasons...) {
		if r.ConversationID != want.ID || !strings.Contains(r.Text, s.bo.Name) || !strings.Contains(strings.ToLower(r.Text), string(want.Department)) {
			s.Errorf("%+v, want %s of %s", r, want.ID, want.Department)
		}
	}
}

// checks is what the guard says of the newest draft in a conversation.
func (s *scene) checks(id string) (ruling switchboard.Ruling) {
	s.Helper()
	c := s.talk(id)
	err := s.app.DB.View(s.Context(), func(tx *store.Tx) error {
		drafts, err := tx.Drafts(c.ID)
		if err != nil {
			return err
		}
		ruling, err = s.in.Out.Check(tx, drafts[len(drafts)-1].ID)
		return err
	})
	if err != nil || len(ruling.Reasons) == 0 {
		s.Fatalf("%+v, %v", ruling, err)
	}
	return ruling
}

// TestWhoWantsNoContact writes nothing unasked to somebody who asked for that, whatever the policy allows, answers what they
// ask, and lets a policy know of it.
func TestWhoWantsNoContact(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.leads(strings.Replace(firsts, "outbound:", "topic: [{id: apart, when: {opted_out: true}, owner: comms}]\noutbound:", 1))
		s.hears(s.overheard("o1", "Their kettle hums."), s.overheard("o2", "It still hums."))
		s.takes("o1", s.ada)
		s.takes("o2", s.ada)
		outs := func(since time.Time) {
			testkit.Update(s, s.app.DB, func(tx *store.Tx) error {
				_, err := tx.SetOptedOut(s.talk("o1").CustomerID, since)
				return err
			})
		}
		outs(s.site.Clock.Now())
		s.writes("o1", "", guard.RuleUnasked)
		s.writes("o2", "", guard.RuleUnasked) // wherever they are spoken of
		s.closes("o1", s.ada)
		s.closes("o2", s.ada)
		s.hears(s.item("m1", "Does it have to hum?"))
		s.wants("m1", "comms", "m1 inbound_mention: comms by apart")
		s.takes("m1", s.ada)
		s.writes("m1", "a1")
		s.hears(s.overheard("o3", "Mine hums, too."))
		s.takes("o3", s.ada)
		s.writes("o3", "", guard.RuleUnasked)
		outs(time.Time{})
		s.writes("o3", "a2")
	})
}
