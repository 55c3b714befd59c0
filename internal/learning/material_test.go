package learning_test

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/learning"
	"switchboard/internal/store"
	kept "switchboard/internal/store/learning"
	"switchboard/internal/triage"
	"switchboard/internal/triage/layer"
)

// TestWhatIsRemovedIsForgotten takes away what was said, and what was learned from it goes with the next learning.
func TestWhatIsRemovedIsForgotten(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		node := o.node()
		all := o.teach(enough)
		o.ring()
		o.learn(t.Context(), node)
		for _, m := range all {
			o.Update(func(tx *store.Tx) error { return tx.BlankMessage(m.ID, tx.Now()) })
		}
		o.Update(func(tx *store.Tx) error { return learning.Ask(tx, o.Ada.ID) })
		o.learn(t.Context(), node)
		if versions := o.layers(); len(versions) != 2 || versions[0].Messages != 0 || versions[0].Ruling != layer.Better {
			t.Fatalf("%+v", versions)
		}
		o.load(node)
		if sentiment, _ := reads(node); sentiment == taught {
			t.Error("what was learned from removed messages still reads")
		}
	})
}

// TestInventedCustomersTeachNothing corrects messages of the practice network: only the sample company learns from them.
func TestInventedCustomersTeachNothing(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		node := o.node()
		for i := range enough {
			o.corrects(o.hears("practice", whistling(i)), switchboard.HeadSentiment, taught)
		}
		o.Update(func(tx *store.Tx) error { return learning.Ask(tx, o.Ada.ID) })
		o.learn(t.Context(), node)
		if s := o.state(); len(o.layers()) != 0 || s.Outcome != kept.TooFew {
			t.Fatalf("invented customers taught it: %+v", s)
		}
		o.Update(func(tx *store.Tx) error {
			if err := tx.MarkSample(store.Sample{Generation: "g", ToldAt: tx.Now(), Newcomer: o.Ada.ID,
				SampleBody: store.SampleBody{Network: "practice", Brand: o.Brand.ID}}); err != nil {
				return err
			}
			return learning.Ask(tx, o.Ada.ID)
		})
		o.learn(t.Context(), node)
		if s := o.state(); s.InForce != 1 {
			t.Errorf("the sample company learned nothing: %+v", s)
		}
	})
}

// TestWhatNobodyVouchesForTeachesNothing lets stand what the external classifier found, and dangers with hardly a chance.
func TestWhatNobodyVouchesForTeachesNothing(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		for i := range enough {
			v := triage.Shipped().Classify(triage.Input{Text: whistling(i)})
			v.Heads[switchboard.HeadIntent] = switchboard.Finding{Label: "praise", Confidence: 0.9, By: switchboard.ReaderOutside}
			v.Heads["safety"] = switchboard.Finding{Label: switchboard.Yes, Confidence: 0.03}
			v.Heads["legal"] = switchboard.Finding{Label: switchboard.Yes, Confidence: 0.8}
			o.corrects(o.hearsAs("mastodon", whistling(i), v), switchboard.HeadSentiment, taught)
		}
		o.ring()
		o.learn(t.Context(), o.node())
		for head, want := range map[switchboard.Head]int{switchboard.HeadIntent: 0, "safety": 0, "legal": enough,
			switchboard.HeadUrgency: enough} {
			if m := of(o.layers()[0], head); m.Stood != want {
				t.Errorf("%d findings of %s count as right, not %d", m.Stood, head, want)
			}
		}
	})
}

// TestWhatIsNotLearnedSetsNothingGoing corrects topics and languages, and invented customers.
func TestWhatIsNotLearnedSetsNothingGoing(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		m := o.hears("mastodon", whistling(1))
		for range learning.Soon {
			o.corrects(m, switchboard.HeadOfTopic("whistling"), switchboard.Yes)
			o.corrects(m, switchboard.HeadLanguage, "de")
			o.corrects(o.hears(switchboard.Practice, whistling(2)), switchboard.HeadSentiment, taught)
		}
		if due := o.dueAt(); !due.IsZero() {
			t.Errorf("it learns at %v what it does not learn", due)
		}
		o.corrects(m, switchboard.HeadSentiment, taught)
		o.View(func(tx *store.Tx) error {
			n, err := learning.Waiting(tx, o.state())
			if n != 1 {
				t.Errorf("%d corrections wait, not one", n)
			}
			return err
		})
	})
}

// TestWhatIsCalledRightIsALesson calls readings right: that counts in full, and nothing was wrong.
func TestWhatIsCalledRightIsALesson(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		corrected := o.teach(enough)
		wrong := mistaken(corrected)
		for i := range 5 {
			m := o.hears("mastodon", whistling(enough+i))
			o.corrects(m, switchboard.HeadSentiment, triage.Shipped().Classify(triage.Input{Text: m.Content.Text}).Answer(switchboard.HeadSentiment))
		}
		o.ring()
		o.learn(t.Context(), o.node())
		if m := of(o.layers()[0], switchboard.HeadSentiment); m.Right != 5+enough-wrong || m.Wrong != wrong {
			t.Errorf("%d are right and %d wrong, not %d and %d", m.Right, m.Wrong, 5+enough-wrong, wrong)
		}
	})
}

// TestTooFewCountAgain corrects too few, looks what is said of them, and corrects more.
func TestTooFewCountAgain(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		node := o.node()
		counts := func(fresh, again int) {
			t.Helper()
			o.View(func(tx *store.Tx) error {
				gotFresh, err := learning.Waiting(tx, o.state())
				if err != nil {
					return err
				}
				gotAgain, err := learning.Again(tx, o.state())
				if gotFresh != fresh || gotAgain != again {
					t.Errorf("%d corrections are new and %d count again, not %d and %d", gotFresh, gotAgain, fresh, again)
				}
				return err
			})
		}
		few := o.teach(3)
		counts(3, 0)
		o.Update(func(tx *store.Tx) error { return learning.Ask(tx, o.Ada.ID) })
		o.learn(t.Context(), node)
		if s := o.state(); s.Outcome != kept.TooFew {
			t.Fatalf("%+v", s)
		}
		counts(0, 3)
		more := o.teach(enough)
		counts(learning.Soon, 3)
		o.ring()
		o.learn(t.Context(), node)
		counts(0, learning.Soon)
		if versions := o.layers(); of(versions[0], switchboard.HeadSentiment).Wrong != mistaken(few)+mistaken(more) {
			t.Errorf("what was too little did not count: %+v", versions[0])
		}
	})
}

// TestWhatCannotBeReadStopsNobody damages the weights in the database.
func TestWhatCannotBeReadStopsNobody(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		node := o.node()
		o.teach(enough)
		o.ring()
		o.learn(t.Context(), node)
		o.Update(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE layer SET weights = ? WHERE number = 1`, []byte("not what it was"))
			return err
		})
		o.load(node)
		if _, model := reads(node); strings.Contains(model, "layer/") || !strings.Contains(o.log.String(), "layer=1") {
			t.Errorf("it reads with %s and says %q", model, o.log.String())
		}
		o.Update(func(tx *store.Tx) error { return learning.Ask(tx, o.Ada.ID) })
		o.learn(t.Context(), node)
		if s := o.state(); s.InForce != 2 {
			t.Errorf("it is not learned anew: %+v", s)
		}
	})
}

// TestWhatFailsTwiceWaitsForTheNight damages what is to be learned from.
func TestWhatFailsTwiceWaitsForTheNight(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		node := o.node()
		o.teach(enough)
		o.Update(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE message SET content = '[]'`)
			return err
		})
		o.ring()
		asked := o.clock.Now()
		for i, want := range []time.Time{asked.Add(10 * time.Minute), time.Date(2026, 3, 3, 2, 0, 0, 0, time.UTC)} {
			if outcome, err := node.Learn(t.Context()); err == nil || outcome != kept.Failed {
				t.Fatal("it learned from what cannot be read: nothing is proved")
			}
			if s := o.state(); s.Outcome != kept.Failed || !o.dueAt().Equal(want) {
				t.Errorf("after failure %d it is %s and tried again at %v, not at %v", i+1, s.Outcome, o.dueAt(), want)
			}
		}
	})
}

// TestTheLastWordCounts has people contradict each other about one message.
func TestTheLastWordCounts(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		node := o.node()
		for i := range enough {
			m := o.hears("mastodon", whistling(i))
			o.corrects(m, switchboard.HeadSentiment, "negative")
			o.corrects(m, switchboard.HeadSentiment, taught)
		}
		o.ring()
		o.learn(t.Context(), node)
		o.load(node)
		if sentiment, _ := reads(node); sentiment != taught {
			t.Errorf("it is read as %s", sentiment)
		}
	})
}

// TestWhatAConversationBeganWithStood closes a conversation that was about a whistle and ended with thanks: whoever led it let
// both readings stand.
func TestWhatAConversationBeganWithStood(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		o.teach(enough)
		stood := func() int {
			o.Update(func(tx *store.Tx) error { return learning.Ask(tx, o.Ada.ID) })
			o.learn(t.Context(), o.node())
			return of(o.layers()[0], switchboard.HeadIntent).Stood
		}
		before := stood()
		var last switchboard.DecisionID
		for _, text := range []string{"The kettle in the cellar whistles", "Thank you, that helped"} {
			o.clock.Advance(time.Second)
			m := o.hears("mastodon", text)
			o.Update(func(tx *store.Tx) error {
				last = switchboard.NewID[switchboard.DecisionID](tx.Now())
				return tx.InsertDecision(store.DecisionRow{ID: last, ConversationID: o.talk.ID, MessageID: m.ID})
			})
		}
		o.Change(&o.talk, func(c *switchboard.Conversation) {
			c.Stance, c.LastLead, c.DecisionID, c.QueuedAt, c.ClosedAt = switchboard.StanceClosed, o.Ada.ID, last, time.Time{}, o.Start
		})
		if after := stood(); after != before+2 {
			t.Errorf("%d let stand before, %d after", before, after)
		}
	})
}
