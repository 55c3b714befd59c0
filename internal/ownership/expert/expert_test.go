package expert_test

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/ownership/expert"
)

var facts = switchboard.Facts{Network: "x", Account: "@acme", Purpose: switchboard.PurposeReview, Intent: switchboard.IntentBilling,
	IntentSure: 0.8, Topics: []string{"boots", "tents"}, Language: "de", Sentiment: switchboard.SentimentNegative,
	Flags:  map[switchboard.Flag]float64{switchboard.FlagPress: 0.6},
	Author: switchboard.AuthorFacts{Known: true, Segment: "trade"}, At: time.Date(2026, 6, 13, 21, 0, 0, 0, time.UTC)}

func TestHolds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`intent == "billing" && intent_confidence > 0.5`:      true,
		`"press" in flags && flags["press"] > 0.7`:            false,
		`flags["safety"] > 0.1`:                               false, // it is not set: the look fails
		`topics.exists(t, t.startsWith("tent"))`:              true,
		`at.getDayOfWeek("Europe/Berlin") == 6`:               true,
		`author.known && !author.opted_out`:                   true,
		`author.segment == "trade" || language == "fr"`:       true,
		`network == "x" && account == "@acme" && brand == ""`: true,
		`purpose == "review" && visibility == ""`:             true,
		`sentiment == "negative" && urgency == ""`:            true,
		`author.open_conversation`:                            false,
		`[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, a + b + c > 0)))`: false, // too dear
	} {
		c, err := expert.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := c.Holds(&facts); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	always, err := expert.Parse("at.getFullYear() < 1971")
	if err != nil || !always.Holds(&switchboard.Facts{}) {
		t.Errorf("facts without a time: %v", err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"intent = 1":        "letter 8",
		"followers > 10000": "undeclared reference",
		"intent > 3":        "no matching overload",
		"language":          "not yes or no",
		"":                  "wrong at letter",
	} {
		_, err := expert.Parse(text)
		if err == nil || switchboard.CodeOf(err) != switchboard.CodeBadPolicy || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`intent == "billing" && flags["press"] > 0.5`)
	f.Add(`topics.exists(t, t == "x")`)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		if c, err := expert.Parse(text); err == nil {
			c.Holds(&facts)
		}
	})
}
