package main

import (
	"testing"

	kept "switchboard/internal/store/learning"
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
