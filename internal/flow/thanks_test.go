package flow_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/conversation"
	"switchboard/internal/line"
	"switchboard/internal/store"
	"switchboard/internal/triage"
)

const kindWords = "Great, thank you so much!"

// thankful is a scene whose messages are really read.
func thankful(t *testing.T) *scene {
	t.Helper()
	s := newScene(t)
	s.in.Triage = triage.Shipped()
	s.line = line.New(s.in, line.Settings{Node: s.app.Node, Time: s.site.Clock, Log: s.app.Log, Workers: 1})
	return s
}

// quiet asks that nothing rings and nothing waits for the matter.
func (s *scene) quiet(id string) {
	s.Helper()
	c := s.talk(id)
	if !c.WaitingSince.IsZero() || !c.DueAt.IsZero() || c.Offer != nil || c.Ball == switchboard.BallUs {
		s.Errorf("%s: %+v", id, c)
	}
	if timers := s.timers(); len(timers) > 0 {
		s.Errorf("%s: timers %+v", id, timers)
	}
}

func TestThanksForAnAnswerStartNoClock(t *testing.T) {
	t.Parallel()
	s := thankful(t)
	s.hears(s.item("q", "@kettles the lamp flickers whenever it rains. Is it a known problem?"))
	s.takes("q", s.ada)
	s.hears(ours(s.item("a", "It is the plug."), "q"))
	decided := s.talk("q").DecisionID
	s.hears(reply(s.item("t", kindWords), "a"))
	s.quiet("q")
	c := s.talk("t")
	if c.ID != s.talk("q").ID || c.Lead != s.ada.ID || c.MessageCount != 3 || c.Preview != kindWords || c.DecisionID != decided {
		t.Errorf("the thanks stand in %+v", c)
	}
	s.hears(reply(s.item("more", "Where do I get a new plug?"), "t"))
	if c := s.talk("q"); c.Ball != switchboard.BallUs || !c.WaitingSince.Equal(s.message("more").PublishedAt) {
		t.Errorf("a question after it: %+v", c)
	}
}

func TestThanksLeaveTheDeadlineOfWhatWaits(t *testing.T) {
	t.Parallel()
	s := thankful(t)
	s.hears(s.item("q", "@kettles my kettle leaks, what now?"))
	before := s.talk("q")
	s.hears(reply(s.item("t", "Thank you so much!"), "q"))
	after := s.talk("q")
	if before.WaitingSince.IsZero() || !after.WaitingSince.Equal(before.WaitingSince) || !after.DueAt.Equal(before.DueAt) ||
		after.Department != before.Department || after.DecisionID != before.DecisionID {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
}

// What customers add to their thanks may ask for something in words triage does not know. Then somebody has to look.
func TestOnlyKindWordsAreThanks(t *testing.T) {
	t.Parallel()
	read := triage.Shipped()
	for text, want := range map[string]bool{
		"Thank you!":                                                         true,
		"@kettles thank you so much!":                                        true,
		"Great service, thanks! ❤️":                                          true,
		"Vielen Dank!":                                                       true,
		"Merci beaucoup !":                                                   true,
		"¡Muchas gracias!":                                                   true,
		"Thank you! It still does not work though.":                          false,
		"Vielen Dank, aber der Router blinkt immer noch.":                    false,
		"Perfect, please go ahead with the refund. Thank you!":               false,
		"Super, danke! Meine neue Adresse ist Hauptstr. 5, 10115 Berlin.":    false,
		"Wow great service, three weeks without internet, thank you so much": false,
		"Lovely, Tuesday at 10 suits me well. Thank you!":                    false,
		"Danke, Dienstag um 10 passt mir gut.":                               false,
		"Dry again and no flicker. Thank you!":                               false,
		"Thank you, 4711":                                                    false,
		"とても助かりました。さっそく注文します。ありがとうございました!": false,
	} {
		content := switchboard.Content{Text: text}
		v := read.Classify(triage.Input{Text: text})
		if got := switchboard.OnlyThanks(content, v); got != want {
			t.Errorf("%q: %v, %d heads: %+v %+v", text, got, len(v.Heads), v.Heads[switchboard.HeadIntent], v.Heads[switchboard.HeadSentiment])
		}
		content.Attachments = []switchboard.Attachment{{Name: "damage.jpg"}}
		if switchboard.OnlyThanks(content, v) {
			t.Errorf("%q with a picture", text)
		}
	}
}

func TestPraiseThatBeginsAConversationIsForSomebodyToSee(t *testing.T) {
	t.Parallel()
	s := thankful(t)
	s.hears(s.item("t", "@kettles just back from our first trip, it was lovely. Thank you!"))
	c := s.talk("t")
	if !c.Open() || c.DueAt.IsZero() || c.Ball != switchboard.BallUs || c.Intent != switchboard.IntentPraise {
		t.Errorf("it stands as %+v", c)
	}
}

func TestThanksReopenOnlyWhatAskedSomething(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		said, then string
		open       bool
	}{
		"a statement":                   {"It is the plug, dry it.", kindWords, false},
		"a question":                    {"Shall I send another?", kindWords, true},
		"a question of another script":  {"左ですか？", kindWords, true},
		"a statement, and they ask":     {"It is the plug, dry it.", "Thank you! Where do I get a new one?", true},
		"a statement, and they are mad": {"It is the plug, dry it.", "It still flickers, this is ridiculous.", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := thankful(t)
			s.hears(s.item("q", "@kettles the lamp flickers. Is it a known problem?"))
			s.takes("q", s.ada)
			s.hears(ours(s.item("a", c.said), "q"))
			s.closes("q", s.ada)
			s.hears(reply(s.item("t", c.then), "a"))
			if got := s.talk("q"); got.Open() != c.open || got.MessageCount != 3 || got.Reopened > 0 != c.open {
				t.Errorf("%+v", got)
			}
			if !c.open {
				s.quiet("q")
			}
		})
	}
}

func TestThanksEndNoPause(t *testing.T) {
	t.Parallel()
	s := thankful(t)
	s.hears(s.item("q", "@kettles when does my refund come?"))
	s.takes("q", s.ada)
	s.hears(ours(s.item("a", "This afternoon. I will look and tell you."), "q"))
	until := s.site.Clock.Now().Add(5 * time.Hour)
	s.does("q", conversation.Snoozed{By: conversation.Person(s.ada.ID), Until: until, Reason: "promised to look", Epoch: s.talk("q").Epoch})
	s.hears(reply(s.item("t", "Wonderful, thank you!"), "a"))
	if c := s.talk("q"); !c.SnoozedUntil.Equal(until) {
		t.Errorf("it was put aside until %s: %+v", until, c)
	}
}

// What was thanks and is edited to ask for something waits from then on, once.
func TestThanksEditedIntoAQuestionWait(t *testing.T) {
	t.Parallel()
	s := thankful(t)
	s.hears(s.item("q", "@kettles the lamp flickers. Is it a known problem?"))
	s.takes("q", s.ada)
	s.hears(ours(s.item("a", "It is the plug."), "q"))
	thanks := reply(s.item("t", kindWords), "a")
	s.hears(thanks)
	s.hears(editedAgain(thanks, "Thank you!", 1))
	s.quiet("q")
	s.hears(editedAgain(thanks, "Dry again. Thank you! Where do I get a new plug?", 2))
	c := s.talk("q")
	if c.Ball != switchboard.BallUs || c.WaitingSince.IsZero() {
		t.Errorf("%+v", c)
	}
	s.hears(editedAgain(thanks, "Thank you! Where do I get a new plug, please?", 3))
	addressed := 0
	for _, e := range s.events("q") {
		if e.Kind == conversation.EventAddressed {
			addressed++
		}
	}
	if addressed != 1 {
		t.Errorf("the journal says %d times that it speaks to us now", addressed)
	}
}

func editedAgain(item connector.Item, text string, nth int) connector.Item {
	item.Change, item.Content.Text = connector.Edited, text
	item.EditedAt = item.Published.Add(time.Duration(nth) * time.Second)
	return item
}

func (s *scene) events(id string) (events []switchboard.Event) {
	s.Helper()
	c := s.talk(id)
	err := s.app.DB.View(s.Context(), func(tx *store.Tx) (err error) {
		events, err = tx.ConversationEvents(c.ID, 1000)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return events
}
