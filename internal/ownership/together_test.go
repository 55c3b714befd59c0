package ownership_test

import (
	"testing"

	"switchboard"
)

// TestIntentsAreAsSureAsTogether: a rule that names several intents is as sure as all of them, if the likeliest is one.
func TestIntentsAreAsSureAsTogether(t *testing.T) {
	t.Parallel()
	p := mustParse(t, `
version: 1
name: goods
departments: [product, service]
topic:
  - {id: product, when: {intent: [bug, feedback, feature_request], min_confidence: 0.5}, owner: product}
default: {owner: service}
`)
	type chances = map[switchboard.Intent]float64
	for name, tc := range map[string]struct {
		facts switchboard.Facts
		want  string
		sure  float64
	}{
		"one alone is not sure enough": {switchboard.Facts{Intent: "bug", IntentSure: 0.3}, "default", 1},
		"all together are": {switchboard.Facts{Intent: "bug", IntentSure: 0.3, OtherIntents: chances{"feedback": 0.15, "feature_request": 0.1, "praise": 0.2}},
			"product", 0.55},
		"tenths add up": {switchboard.Facts{Intent: "bug", IntentSure: 0.2, OtherIntents: chances{"feedback": 0.1, "feature_request": 0.2}}, "product", 0.5},
		"what the rule does not name brings nothing": {switchboard.Facts{Intent: "bug", IntentSure: 0.3, OtherIntents: chances{"praise": 0.6}}, "default", 1},
		"the likeliest has to be one of them": {switchboard.Facts{Intent: "praise", IntentSure: 0.3, OtherIntents: chances{"bug": 0.3, "feedback": 0.3}},
			"default", 1},
		"no more than certain":     {switchboard.Facts{Intent: "bug", IntentSure: 0.9, OtherIntents: chances{"feedback": 0.9}}, "product", 1},
		"it is no other of itself": {switchboard.Facts{Intent: "bug", IntentSure: 0.3, OtherIntents: chances{"bug": 0.4}}, "default", 1},
	} {
		if d := p.Decide(tc.facts); d.Rule != tc.want || d.Rule != "default" && d.Confidence != tc.sure {
			t.Errorf("%s: %s decides with %v, want %s with %v", name, d.Rule, d.Confidence, tc.want, tc.sure)
		}
	}
}
