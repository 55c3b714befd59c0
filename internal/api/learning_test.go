package api

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/learning"
	"switchboard/internal/store"
	kept "switchboard/internal/store/learning"
	"switchboard/internal/triage/layer"
)

// learned stores versions as learning does, the first of which was refused, and puts the last into force.
func (s *shop) learned(rulings ...layer.Ruling) {
	s.t.Helper()
	s.update(func(tx *store.Tx) error {
		for _, ruling := range rulings {
			weights := []byte("weights")
			if ruling != layer.Better {
				weights = nil
			}
			number, err := kept.In(tx.Tx).AddLayer(kept.Layer{Ruling: ruling, Base: "tone/1", MadeAt: tx.Now(), Messages: 50,
				Measures: []layer.Measure{{Head: "sentiment", Held: 40, Shipped: 31, Before: 31, After: 36, Taught: true}}}, weights)
			if err != nil {
				return err
			}
			if ruling == layer.Better {
				if err := kept.In(tx.Tx).Use(number); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func TestWhatWasLearnedIsSeenByAllAndTakenBackByManagers(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.api.Models = func() string { return "tone/1" }
	var state LearningView
	s.ask(anna, "GET", "/learning", nil, 200, &state)
	if !state.Enabled || state.InForce != nil || state.Learning || state.Soon != learning.Soon {
		t.Errorf("before anything was learned: %+v", state)
	}
	s.learned(layer.Worse, layer.Better, layer.Better)
	s.ask(anna, "GET", "/learning", nil, 200, &state)
	if state.InForce == nil || state.InForce.Number != 3 || state.Previous != 2 || state.Idle || state.InForce.Measures[0].After != 36 {
		t.Fatalf("%+v", state)
	}
	var page Page[kept.Layer]
	s.ask(anna, "GET", "/learning/layers?limit=2", nil, 200, &page)
	if len(page.Items) != 2 || page.Items[0].Number != 3 || page.Next == "" {
		t.Fatalf("%+v", page)
	}
	s.ask(anna, "GET", "/learning/layers?limit=2&after="+page.Next, nil, 200, &page)
	if len(page.Items) != 1 || page.Items[0].Usable || page.Items[0].Networks == nil {
		t.Errorf("%+v", page)
	}
	back := any1{"number": 2, "instead_of": 3}
	for _, change := range []struct{ method, path string }{{"POST", "/learning/use"}, {"POST", "/learning/run"}, {"PUT", "/learning/enabled"}} {
		body := map[string]any1{"/learning/use": back, "/learning/enabled": {"enabled": false}}[change.path]
		s.refused(anna, change.method, change.path, body, switchboard.CodeForbidden)
	}
	s.refused(chief, "POST", "/learning/use", any1{"number": 2, "instead_of": 1}, switchboard.CodeStale)
	s.refused(chief, "POST", "/learning/use", any1{"number": 1, "instead_of": 3}, switchboard.CodeConflict)
	s.ask(chief, "POST", "/learning/use", back, 200, &state)
	if state.InForce.Number != 2 || state.Previous != 0 {
		t.Errorf("taken back: %+v", state)
	}
	s.audited("learning.use", "instead of layer/3")
	s.ask(chief, "POST", "/learning/run", nil, 200, &state)
	if !state.Learning {
		t.Errorf("asked to learn: %+v", state)
	}
	s.ask(chief, "PUT", "/learning/enabled", any1{"enabled": false}, 200, &state)
	if state.Enabled || state.Learning {
		t.Errorf("switched off: %+v", state)
	}
	s.refused(chief, "POST", "/learning/run", nil, switchboard.CodeConflict)
}

// TestACorrectionIsLearnedFromInItsTime lets one be made and looks when it is learned from.
func TestACorrectionIsLearnedFromInItsTime(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night.")
	s.ask(anna, "POST", at(c, "/corrections/fact"), fact(c, "sentiment", "negative"), 201, nil)
	var state LearningView
	s.ask(anna, "GET", "/learning", nil, 200, &state)
	if state.Waiting != 1 || state.Again != 0 || state.NextAt == nil || state.NextAt.Before(s.clock.Now()) || state.NextAt.After(s.clock.Now().Add(24*time.Hour)) {
		t.Errorf("%+v", state)
	}
}
