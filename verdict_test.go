package switchboard_test

import (
	"testing"

	"switchboard"
)

func TestSays(t *testing.T) {
	t.Parallel()
	v := switchboard.Verdict{Heads: map[switchboard.Head]switchboard.Finding{
		"legal":     {Label: switchboard.Yes, Confidence: 0.8},
		"spam":      {Label: switchboard.No, Confidence: 0.9},
		"press":     {Label: "YES", Confidence: 0.7},
		"sentiment": {Label: "negative", Confidence: 0.6},
	}}
	for flag, want := range map[switchboard.Flag]float64{"legal": 0.8, "spam": 0, "press": 0, "safety": 0, "sentiment": 0} {
		if got := v.Says(flag); got != want {
			t.Errorf("%s: %v, want %v", flag, got, want)
		}
	}
}

func TestAFailedTriageSaysNothing(t *testing.T) {
	t.Parallel()
	for _, flag := range switchboard.Flags() {
		if got := (switchboard.Verdict{}).Says(flag); got != 0 {
			t.Errorf("%s: %v from no verdict", flag, got)
		}
	}
}

func TestFlagsAndHeadsHaveNoNameInCommon(t *testing.T) {
	t.Parallel()
	// A verdict keeps flags and heads in one map.
	for _, head := range []switchboard.Head{switchboard.HeadSentiment, switchboard.HeadIntent, switchboard.HeadUrgency} {
		if switchboard.OneOf(switchboard.Flag(head), switchboard.Flags()) {
			t.Errorf("%s is a flag and a head", head)
		}
	}
}

func TestOnlyClosedIsNoWork(t *testing.T) {
	t.Parallel()
	for _, stance := range closed["Stance"] {
		c := switchboard.Conversation{Stance: switchboard.Stance(stance)}
		if got, want := c.Open(), stance != "closed"; got != want {
			t.Errorf("%s: open is %v", stance, got)
		}
	}
}
