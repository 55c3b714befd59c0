package storetest

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
	"switchboard/internal/store/learning"
	"switchboard/internal/triage/layer"
)

func learned(w *World) learning.Layer {
	return learning.Layer{Ruling: layer.Better, Base: "tone/1", MadeAt: w.Start, AskedBy: w.Ada.ID, Took: 70 * time.Millisecond,
		Messages: 50, Networks: []string{"mastodon"}, Measures: []layer.Measure{{Head: "sentiment", Held: 40, Before: 31, After: 36}}}
}

func (w *World) fillLearning(tx *store.Tx) error {
	tables := learning.In(tx.Tx)
	return all(
		func() error { return second(tables.AddLayer(learned(w), []byte{0, 1, 254})) },
		func() error { return tables.Use(1) },
		func() error { return tables.Choose(0, w.Bo.ID) },
		func() error {
			return tables.Save(learning.State{Enabled: true, LookedAt: w.Start, AskedAt: w.Start, AskedBy: w.Ada.ID,
				TriedAt: w.Start, Outcome: learning.Taken})
		},
	)
}

// add stores a version and reads it back.
func (w *World) add(l learning.Layer, weights []byte) learning.Layer {
	return write(w, func(tx *store.Tx) (learning.Layer, error) {
		number, err := learning.In(tx.Tx).AddLayer(l, weights)
		if err != nil {
			return l, err
		}
		return learning.In(tx.Tx).Layer(number)
	})
}

func layers(t *testing.T, w *World) {
	first := learned(w)
	kept := w.add(first, []byte{0, 1, 254})
	first.Number, first.Usable = 1, true
	same(t, "a version", kept, first)
	refused := learned(w)
	refused.Ruling, refused.AskedBy, refused.Networks, refused.Measures = layer.Worse, switchboard.AgentID{}, []string{}, []layer.Measure{}
	kept = w.add(refused, nil)
	refused.Number = 2
	same(t, "a refused one", kept, refused)
	third := w.add(learned(w), []byte("third"))
	list := func(below, limit int) []learning.Layer {
		return read(w, func(tx *store.Tx) ([]learning.Layer, error) { return learning.In(tx.Tx).Layers(below, limit) })
	}
	same(t, "first page", list(0, 2), []learning.Layer{third, refused})
	same(t, "second page", list(2, 2), []learning.Layer{first})
	w.Refused(switchboard.CodeNotFound, func(tx *store.Tx) error { return second(learning.In(tx.Tx).Layer(9)) })
	state := func() learning.State {
		return read(w, func(tx *store.Tx) (learning.State, error) { return learning.In(tx.Tx).State() })
	}
	same(t, "before anything was said", state(), learning.State{Enabled: true})
	choose := func(number int, by switchboard.AgentID) {
		w.Update(func(tx *store.Tx) error { return learning.In(tx.Tx).Choose(number, by) })
	}
	before := func(number int, base string) int {
		return read(w, func(tx *store.Tx) (int, error) { return learning.In(tx.Tx).Before(number, base) })
	}
	for _, number := range []int{1, 3} {
		w.Update(func(tx *store.Tx) error { return learning.In(tx.Tx).Use(number) })
	}
	same(t, "before the third", []int{before(3, "tone/1"), before(3, "tone/2")}, []int{1, 0})
	choose(1, switchboard.AgentID{})
	choose(3, switchboard.AgentID{})
	ended := read(w, func(tx *store.Tx) (learning.Layer, error) { return learning.In(tx.Tx).Layer(1) })
	if !ended.TakenBack || !ended.EndedBy.IsZero() || ended.EndedAt.IsZero() {
		t.Errorf("taken back on the command line: %+v", ended)
	}
	same(t, "before the third, when that was taken back", before(3, "tone/1"), 0)
	choose(0, w.Ada.ID)
	back := read(w, func(tx *store.Tx) (learning.Layer, error) { return learning.In(tx.Tx).Layer(3) })
	if back.EndedBy != w.Ada.ID || !back.TakenBack || back.EndedAt.IsZero() || state().InForce != 0 {
		t.Errorf("taken back: %+v", back)
	}
	choose(3, w.Ada.ID)
	inForce := read(w, func(tx *store.Tx) (string, error) {
		l, weights, err := learning.In(tx.Tx).InForce()
		if !l.EndedAt.IsZero() {
			t.Error("what is in force has ended")
		}
		return string(weights), err
	})
	same(t, "in force", inForce, "third")
	for range learning.KeptWeights + 2 {
		w.add(learned(w), []byte("more"))
	}
	if old := list(4, 3); !old[0].Usable || old[2].Usable {
		t.Error("the weights of the one in force are gone, or those far back are kept")
	}
	said := learning.State{InForce: 3, LookedAt: w.Start, AskedAt: w.Start, AskedBy: w.Bo.ID, TriedAt: w.Start, Outcome: learning.Refused}
	w.Update(func(tx *store.Tx) error { return learning.In(tx.Tx).Save(said) })
	same(t, "where it stands", write(w, func(tx *store.Tx) (learning.State, error) { return learning.In(tx.Tx).LockState() }), said)
}

// said has somebody correct one finding of a message.
func (w *World) said(talk Talk, message switchboard.MessageID, head switchboard.Head, at time.Duration) {
	w.Update(func(tx *store.Tx) error {
		return evidence.In(tx.Tx).AddCorrection(switchboard.Correction{ID: id[switchboard.CorrectionID](w), Kind: switchboard.CorrectFact,
			ConversationID: talk.ID, MessageID: message, Revision: 1, DecisionID: id[switchboard.DecisionID](w), Head: head,
			Said: "question", Truth: "complaint", Department: Service, By: w.Ada.ID, At: w.Start.Add(at)})
	})
}

// material is what there is to learn from: words about messages as they stand, and what people let stand.
func material(t *testing.T, w *World) {
	talk := w.Talk("mira", nil)
	var ids []switchboard.MessageID
	for i, key := range []string{"m1", "m2", "m3"} {
		m := w.Says(talk, key, "It whistles.", time.Duration(i)*time.Minute)
		w.arrive(m)
		ids = append(ids, m.ID)
		w.said(talk, m.ID, switchboard.HeadIntent, time.Duration(i)*time.Minute)
	}
	for _, head := range []switchboard.Head{switchboard.HeadOfTopic("parcel"), switchboard.HeadLanguage} {
		w.said(talk, ids[2], head, time.Hour) // what a layer does not learn
	}
	facts := func(after learning.Place, without switchboard.NetworkKey) []learning.Said {
		return read(w, func(tx *store.Tx) ([]learning.Said, error) { return learning.In(tx.Tx).Facts(after, without, 2) })
	}
	newest := facts(learning.Place{}, "")
	if len(newest) != 2 || newest[0].ID != ids[2] || newest[0].Truth != "complaint" || newest[0].By != w.Ada.ID ||
		newest[0].Content.Text != "It whistles." || newest[0].Network != "practice" {
		t.Fatalf("%+v", newest)
	}
	if last := facts(learning.PlaceOf(newest[1]), ""); len(last) != 1 || last[0].ID != ids[0] {
		t.Errorf("%+v", last)
	}
	same(t, "without their network", facts(learning.Place{}, "practice"), nil)
	count := func(since time.Duration, most int) int {
		return read(w, func(tx *store.Tx) (int, error) { return learning.In(tx.Tx).NewFacts(w.Start.Add(since), "", most) })
	}
	same(t, "of their network", read(w, func(tx *store.Tx) (int, error) {
		return learning.In(tx.Tx).NewFacts(w.Start.Add(-1), "practice", 9)
	}), 0)
	same(t, "how many are new", []int{count(-1, 9), count(-1, 2), count(0, 9)}, []int{3, 2, 2})
	same(t, "how many are not", read(w, func(tx *store.Tx) ([]int, error) {
		tables := learning.In(tx.Tx)
		one, err := tables.OldFacts(w.Start, "", 9)
		if err != nil {
			return nil, err
		}
		few, err := tables.OldFacts(w.Start.Add(time.Hour), "", 2)
		return []int{one, few}, err
	}), []int{1, 2})
	decision := id[switchboard.DecisionID](w)
	w.Update(func(tx *store.Tx) error {
		return tx.InsertDecision(store.DecisionRow{ID: decision, ConversationID: talk.ID, MessageID: ids[2]})
	})
	finished := func(after learning.Place) []learning.Finished {
		return read(w, func(tx *store.Tx) ([]learning.Finished, error) { return learning.In(tx.Tx).Finished(after, "", 2) })
	}
	same(t, "while it is open", finished(learning.Place{}), nil)
	w.Change(&talk, func(c *switchboard.Conversation) {
		c.Stance, c.LastLead, c.DecisionID, c.QueuedAt, c.ClosedAt = switchboard.StanceClosed, w.Bo.ID, decision, time.Time{}, w.Start
	})
	over := finished(learning.Place{})
	if len(over) != 1 || over[0].ID != ids[2] || over[0].By != w.Bo.ID {
		t.Fatalf("%+v", over)
	}
	same(t, "behind it", finished(learning.PlaceAfter(over[0])), nil)
	began := func(without switchboard.NetworkKey) []learning.Finished {
		return read(w, func(tx *store.Tx) ([]learning.Finished, error) { return learning.In(tx.Tx).Began(over, without) })
	}
	same(t, "what it began with where nothing came after", began(""), over)
	same(t, "without its network", len(began("practice")), 0)
	earlier := over[0]
	w.Update(func(tx *store.Tx) error {
		row := store.DecisionRow{ID: switchboard.NewID[switchboard.DecisionID](w.Start.Add(-time.Hour)), ConversationID: talk.ID, MessageID: ids[0]}
		return tx.InsertDecision(row)
	})
	ours := w.Says(talk, "ours", "How may we help?", -2*time.Hour)
	ours.Direction = switchboard.Out
	w.Update(func(tx *store.Tx) error {
		if _, err := tx.InsertMessage(ours); err != nil {
			return err
		}
		row := store.DecisionRow{ID: switchboard.NewID[switchboard.DecisionID](w.Start.Add(-2 * time.Hour)), ConversationID: talk.ID, MessageID: ours.ID}
		return tx.InsertDecision(row)
	})
	if first := began(""); len(first) != 1 || first[0].ID != ids[0] || first[0].By != earlier.By || first[0].Conversation != talk.ID {
		t.Errorf("what it began with: %+v", first)
	}
	w.Update(func(tx *store.Tx) error { return tx.BlankMessage(ids[2], w.Start) })
	same(t, "what was removed", len(facts(learning.Place{}, ""))+len(finished(learning.Place{})), 2)
}
