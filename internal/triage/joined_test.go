package triage

import (
	"maps"
	"math"
	"testing"

	"switchboard"
	"switchboard/internal/triage/linear"
)

func TestWhatTheListsFoundCountsForAPart(t *testing.T) {
	t.Parallel()
	found := linear.Finding{Label: "bug", Probability: 0.4, All: []float64{0.4, 0.35, 0.25}}
	labels := []string{"bug", "billing", "other"}
	words := []switchboard.Span{{Start: 0, End: 4}}
	for _, c := range []struct {
		name   string
		listed switchboard.Finding
		want   string
	}{
		{"they tip the scale", switchboard.Finding{Label: "billing", Confidence: 0.8, Evidence: words}, "billing"},
		{"they do not outweigh it", switchboard.Finding{Label: "other", Confidence: 0.4, Evidence: words}, "bug"},
		{"a guess without a word counts for nothing", switchboard.Finding{Label: "billing", Confidence: 0.8}, "bug"},
		{"nor does what the model does not know", switchboard.Finding{Label: "praise", Confidence: 0.8, Evidence: words}, "bug"},
	} {
		got := joined(found, labels, c.listed)
		var sum float64
		for _, p := range got.All {
			sum += p
		}
		if got.Label != c.want || math.Abs(sum-1) > 1e-9 || got.Probability > 0.6 {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if found.All[1] != 0.35 {
		t.Error("the model's finding was changed")
	}
}

// Two that read in different ways and agree are as sure as the surer of them; of danger words alone are a part of a proof.
func TestTwoWhoAgreeAreSurer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		flag                    switchboard.Flag
		model, lists, low, high float64
	}{
		{switchboard.FlagSpam, 0.6, 0.8, 0.8, 0.8},
		{switchboard.FlagComplaint, 0.9, 0.6, 0.9, 0.9},
		{switchboard.FlagSafety, 0.05, 0.7, 0.2, 0.3},
		{switchboard.FlagPress, 0.5, 0.7, 0.55, 0.65},
	} {
		if got := agreed(switchboard.Head(c.flag), c.model, c.lists); got < c.low || got > c.high {
			t.Errorf("%s: %.2f and %.2f give %.2f", c.flag, c.model, c.lists, got)
		}
	}
	const spam = "10,000 followers for 9 dollars, link in my profile http://x.example"
	lists, both := Baseline().Classify(Input{Text: spam}), Shipped().Classify(Input{Text: spam})
	if said := both.Says(switchboard.FlagSpam); said == 0 || said < lists.Says(switchboard.FlagSpam) {
		t.Errorf("the lists %.2f, both %.2f", lists.Says(switchboard.FlagSpam), said)
	}
}

// What else it may be is said where it is worth saying, and never more surely than what was found.
func TestWhatElseItMayBe(t *testing.T) {
	t.Parallel()
	found := linear.Finding{Label: "bug", Probability: 0.5, All: []float64{0.5, 0.3, 0.16, 0.04}}
	labels := []string{"bug", "billing", "other", "praise"}
	if got, want := others(found, labels, 1), map[string]float64{"billing": 0.3, "other": 0.16}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := others(found, labels, 0.3), map[string]float64{"billing": 0.09}; !maps.Equal(got, want) {
		t.Errorf("of a part got %v, want %v", got, want)
	}
	if got := others(linear.Finding{Label: "bug", All: []float64{1, 0, 0, 0}}, labels, 1); got != nil {
		t.Errorf("of a certain finding got %v", got)
	}
}

// TestPlainWordsOfWhatMayNotBeMissedAreEnough: where the models hear nothing, the lists' word says yes, and is not sure.
func TestPlainWordsOfWhatMayNotBeMissedAreEnough(t *testing.T) {
	t.Parallel()
	found := Shipped().Classify(Input{Text: "I am going to sue you"}).Heads[switchboard.Head(switchboard.FlagLegal)]
	if found.Label != switchboard.Yes || found.Confidence >= 0.5 || len(found.Evidence) == 0 {
		t.Errorf("somebody who goes to law is read as %+v", found)
	}
}
