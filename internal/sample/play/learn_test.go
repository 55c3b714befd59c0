package play_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/learning"
	"switchboard/internal/sample"
	"switchboard/internal/sample/play"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
	kept "switchboard/internal/store/learning"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
	"switchboard/internal/triage"
	"switchboard/internal/triage/layer"
)

// Its people corrected what was read wrongly, and triage learned from that what reads better, and refused what does not.
func TestItsPeopleTaughtTriage(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h home) {
		const calm = "@ferrywell the tail light flickers since the last service. What can I do?"
		mood := func() (string, string) {
			v := h.Reader.Classify(triage.Input{Text: calm})
			return v.Answer(switchboard.HeadSentiment), v.Model
		}
		before, _ := mood()
		h.begin()
		h.corrected()
		h.learned()
		if after, model := mood(); before != "negative" || after != "neutral" || !strings.Contains(model, "layer/") {
			t.Errorf("a calm word about a fault was read as %s, and is read as %s by %s", before, after, model)
		}
		if err := h.SampleCompany().Leave(t.Context(), h.newcomer, false, false); err != nil {
			t.Fatal(err)
		}
		if after, model := mood(); after != before || strings.Contains(model, "layer/") {
			t.Errorf("afterwards it is read as %s by %s", after, model)
		}
	})
}

// corrected asks whether a believable number of people said a believable number of things.
func (h home) corrected() {
	h.t.Helper()
	said, people := 0, map[switchboard.AgentID]bool{}
	for _, c := range testkit.AllConversations(h.t, h.DB) {
		facts := testkit.Read(h.t, h.DB, func(tx *store.Tx) (map[switchboard.MessageID][]switchboard.Correction, error) {
			said, err := tx.ConversationMessages(c.ID, store.Place{}, 100)
			if err != nil {
				return nil, err
			}
			var ids []switchboard.MessageID
			for _, m := range said {
				ids = append(ids, m.ID)
			}
			return evidence.In(tx.Tx).Counting(ids)
		})
		for _, of := range facts {
			for _, one := range of {
				if one.Said == one.Truth || one.By.IsZero() || one.By == h.newcomer {
					h.t.Errorf("%s: %+v", c.CustomerName, one)
				}
				said, people[one.By] = said+1, true
			}
		}
	}
	if said < 30 || said > 60 || len(people) < 4 {
		h.t.Errorf("%d people said %d things", len(people), said)
	}
}

func (h home) state() kept.State {
	h.t.Helper()
	return testkit.Read(h.t, h.DB, func(tx *store.Tx) (kept.State, error) { return kept.In(tx.Tx).State() })
}

// learned asks whether what was learned stands as the product leaves it, and reads the messages of today.
func (h home) learned() {
	h.t.Helper()
	versions := testkit.Read(h.t, h.DB, func(tx *store.Tx) ([]kept.Layer, error) { return kept.In(tx.Tx).Layers(0, 50) })
	rulings, gain := map[layer.Ruling]int{}, 0
	for _, v := range versions {
		rulings[v.Ruling]++
		for _, m := range v.Measures {
			if v.Ruling == layer.Better {
				gain += m.After - m.Before
			}
		}
	}
	state := h.state()
	if rulings[layer.Better] == 0 || rulings[layer.NotBetter] == 0 || gain == 0 || state.InForce == 0 {
		h.t.Errorf("%+v; %d more are read rightly, version %d is in force", rulings, gain, state.InForce)
	}
	due := testkit.Read(h.t, h.DB, func(tx *store.Tx) (time.Time, error) { return tx.TimerAt(learning.Timer, [16]byte{}) })
	if !state.AskedAt.IsZero() || !due.After(h.Time.Now()) {
		h.t.Errorf("it is still to be learned since %v, at %v", state.AskedAt, due)
	}
	c := h.by("Opal Dunmere")
	m := testkit.Read(h.t, h.DB, func(tx *store.Tx) ([]switchboard.Message, error) { return tx.LatestMessages(c.ID, store.Place{}, 1) })
	v := testkit.Read(h.t, h.DB, func(tx *store.Tx) (switchboard.Verdict, error) {
		v, _, err := tx.Verdict(m[0].ID)
		return v, err
	})
	if want := fmt.Sprint(" ", learning.Name(state.InForce)); !strings.HasSuffix(v.Model, want) {
		h.t.Errorf("the last message was read by %s, not by%s", v.Model, want)
	}
}

// Learned again from all that was said, by whoever learns in the product, the figures are those of the story.
func TestTheFiguresAreReal(t *testing.T) {
	t.Parallel()
	h := settle(t, "")
	h.begin()
	testkit.Update(t, h.DB, func(tx *store.Tx) error { return learning.Ask(tx, h.newcomer) })
	if _, err := h.Learner.Learn(t.Context()); err != nil {
		t.Fatal(err)
	}
	versions := testkit.Read(t, h.DB, func(tx *store.Tx) ([]kept.Layer, error) { return kept.In(tx.Tx).Layers(0, 50) })
	last := versions[0]
	if last.AskedBy != h.newcomer || last.Messages < versions[1].Messages {
		t.Fatalf("%+v", last)
	}
	for i, m := range last.Measures {
		story := versions[1].Measures[i]
		if m.Head != story.Head || m.Held < story.Held || m.Wrong < story.Wrong {
			t.Errorf("the product counts %+v, the story %+v", m, story)
		}
	}
}

// Whatever the hour at which it begins, when the night comes in the story, something was learned before the present.
func TestSomethingIsLearnedAtAnyHour(t *testing.T) {
	t.Parallel()
	for _, hour := range []time.Duration{5, 11, 14, 21} {
		h := settle(t, "")
		h.Time.(*timesource.Manual).Jump(hour * time.Hour)
		h.begin()
		if state := h.state(); state.InForce == 0 {
			t.Errorf("%d hours later: %+v", hour, state)
		}
	}
}

// What triage reads rightly nobody corrects, and only what a customer said: else a story would teach it nonsense.
func TestOnlyLeadsCorrect(t *testing.T) {
	t.Parallel()
	company, err := sample.New(play.Seed, time.Date(2026, 3, 6, 15, 7, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range company.Matters {
		for _, s := range m.Then {
			for head, truth := range s.Corrects {
				if err := switchboard.CheckFact(head, truth); err != nil || s.Says != "" {
					t.Errorf("%s: %s is %s: %v", m.ID, head, truth, err)
				}
			}
		}
	}
}
