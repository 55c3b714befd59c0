package ownership_test

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/testkit/golden"
)

// asking has a rule for every fact a rule can rest on, alone in its policy so that nothing comes before it.
var asking = []string{
	"{intent: complaint}", "{intent: [delivery, complaint, billing], min_confidence: 0.9}", "{flag: press}", "{network: x}", "{purpose: review}", "{visibility: public}", "{language: de}",
	"{sentiment: negative}", "{urgency: urgent}", "{segment: gold}", "{account: \"@ferrywell\"}", "{brand: ferry}",
	"{topic: battery}", "{known: true}", "{known: false}", "{open_conversation: true}", "{open_conversation: false}",
	"{opted_out: true}", "{opted_out: false}", "{during: day}", "{outside: night}",
	"{expert: 'topics.exists(t, t == \"battery\")'}", "{intent: complaint, visibility: public}",
	"{any: [{flag: legal}, {flag: press, network: x}]}",
}

// The console puts these clauses into words for people: web/src/why/because.test.ts reads this very file.
func TestWhatARuleRestsOnIsSaidInClausesThatStay(t *testing.T) {
	t.Parallel()
	facts := switchboard.Facts{Network: "x", Account: "@ferrywell", Brand: "ferry", Purpose: "review", Visibility: "public",
		Language: "de", Intent: "complaint", IntentSure: 0.8, Sentiment: "negative", Urgency: "urgent",
		OtherIntents: map[switchboard.Intent]float64{"billing": 0.15},
		Flags:        flags(switchboard.FlagPress, 0.7), Topics: []string{"battery"}}
	var b strings.Builder
	for _, when := range asking {
		p := mustParse(t, "version: 1\nname: one\ndepartments: [service, comms]\n"+
			"calendars:\n  day: {zone: UTC, hours: {mon-sun: [\"00:00-24:00\"]}}\n  night: {zone: UTC, hours: {mon: [\"00:00-01:00\"]}}\n"+
			"topic:\n  - {id: asked, when: "+when+", owner: comms}\ndefault: {owner: service}\n")
		f := facts
		f.At = time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
		f.Author = switchboard.AuthorFacts{Segment: "gold", Known: !strings.Contains(when, "known: false"),
			OptedOut: strings.Contains(when, "opted_out: true"), OpenConversation: strings.Contains(when, "open_conversation: true")}
		d := p.Decide(f)
		if d.Rule != "asked" {
			t.Fatalf("%s did not decide, %s did", when, d.Rule)
		}
		for _, step := range d.Path {
			if step.Outcome == ownership.Chosen {
				b.WriteString(step.Why + "\n")
			}
		}
	}
	golden.Check(t, "testdata/because.txt", b.String(), *update)
}
