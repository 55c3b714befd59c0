package main

import (
	"testing"

	kept "switchboard/internal/store/learning"
	"switchboard/internal/triage/layer"
)

// TestEachOutcomeHasItsSentence also asks for that of a learning that was not this node's turn.
func TestEachOutcomeHasItsSentence(t *testing.T) {
	t.Parallel()
	said := map[string]kept.Outcome{}
	for _, outcome := range []kept.Outcome{kept.NotTried, kept.Taken, kept.Refused, kept.TooFew} {
		sentence := learnedSentence(outcome)
		if other, twice := said[sentence]; twice {
			t.Errorf("%q and %q are both told as %q", outcome, other, sentence)
		}
		said[sentence] = outcome
	}
}

func TestAVersionTakenBackByNobodyIsNotCalledReplaced(t *testing.T) {
	t.Parallel()
	l := kept.Layer{Ruling: layer.Better, Usable: true}
	for want, l := range map[string]listedLayer{
		"in force":   {l, true},
		"replaced":   {l, false},
		"taken back": {kept.Layer{Ruling: layer.Better, Usable: true, TakenBack: true}, false},
		"not better": {kept.Layer{Ruling: layer.NotBetter}, false},
	} {
		if got := l.standing(); got != want {
			t.Errorf("%+v is listed as %s, not %s", l, got, want)
		}
	}
}
