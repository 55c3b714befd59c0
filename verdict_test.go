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

// A slight doubt is a finding, but marks nothing in lists and rings nobody's bell.
func TestMarks(t *testing.T) {
	t.Parallel()
	for flag, from := range map[switchboard.Flag]float64{"safety": 0.05, "legal": 0.3, "press": 0.3, "brand_threat": 0.3,
		"complaint": 0.01, "spam": 0.01} {
		says := func(label string, sure float64) switchboard.Verdict {
			return switchboard.Verdict{Heads: map[switchboard.Head]switchboard.Finding{switchboard.Head(flag): {Label: label, Confidence: sure}}}
		}
		if !says(switchboard.Yes, from).Marks(flag) || from > 0.01 && says(switchboard.Yes, from-0.01).Marks(flag) {
			t.Errorf("%s does not mark from %v on", flag, from)
		}
		if says(switchboard.No, 0.99).Marks(flag) || (switchboard.Verdict{}).Marks(flag) {
			t.Errorf("%s marks what does not hold", flag)
		}
	}
}

func TestOnlyThanks(t *testing.T) {
	t.Parallel()
	kind := func(change func(heads map[switchboard.Head]switchboard.Finding)) switchboard.Verdict {
		heads := map[switchboard.Head]switchboard.Finding{
			switchboard.HeadIntent:    {Label: string(switchboard.IntentPraise), Confidence: 0.6},
			switchboard.HeadSentiment: {Label: string(switchboard.SentimentPositive), Confidence: 0.7},
			switchboard.HeadUrgency:   {Label: string(switchboard.UrgencyLow), Confidence: 0.5}}
		for _, f := range switchboard.Flags() {
			heads[switchboard.Head(f)] = switchboard.Finding{Label: switchboard.No, Confidence: 0.9}
		}
		change(heads)
		return switchboard.Verdict{Heads: heads}
	}
	says := func(h switchboard.Head, label string) func(map[switchboard.Head]switchboard.Finding) {
		return func(heads map[switchboard.Head]switchboard.Finding) {
			heads[h] = switchboard.Finding{Label: label, Confidence: 0.7}
		}
	}
	for name, c := range map[string]struct {
		verdict switchboard.Verdict
		want    bool
	}{
		"kind words":              {kind(says(switchboard.HeadUrgency, string(switchboard.UrgencyNormal))), true},
		"kind words that name us": {kind(says(switchboard.Head(switchboard.FlagAboutUs), switchboard.Yes)), true},
		"another intent":          {kind(says(switchboard.HeadIntent, string(switchboard.IntentBilling))), false},
		"bitter praise":           {kind(says(switchboard.HeadSentiment, string(switchboard.SentimentNegative))), false},
		"urgent":                  {kind(says(switchboard.HeadUrgency, string(switchboard.UrgencyUrgent))), false},
		"nothing was found":       {switchboard.Verdict{}, false},
	} {
		if got := switchboard.OnlyThanks(switchboard.Content{}, c.verdict); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for _, head := range []switchboard.Head{"intent", "sentiment", "urgency", "complaint", "about_us"} {
		outside := kind(func(heads map[switchboard.Head]switchboard.Finding) {
			found := heads[head]
			found.By = switchboard.ReaderOutside
			heads[head] = found
		})
		if switchboard.OnlyThanks(switchboard.Content{}, outside) {
			t.Errorf("%s, read outside, makes it a message that needs no answer", head)
		}
	}
	for _, f := range switchboard.Flags() {
		if f != switchboard.FlagAboutUs && switchboard.OnlyThanks(switchboard.Content{}, kind(says(switchboard.Head(f), switchboard.Yes))) {
			t.Errorf("thanks that raise %s need no answer", f)
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
