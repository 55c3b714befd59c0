package lint_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/lint"
)

func mustParse(t testing.TB, text string) *ownership.Policy {
	t.Helper()
	p, err := ownership.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return p
}

const head = "version: 1\nname: trial\ndefault: {owner: service}\n"

func kinds(list document.Findings, severities ...document.Severity) []string {
	out := []string{}
	for _, f := range list {
		if slices.Contains(severities, f.Severity) && f.Kind != lint.NoCarveOut {
			out = append(out, f.Kind+" "+f.Rule)
		}
	}
	return out
}

func TestRulesThatNeverDecide(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"topic: [{id: a, when: {intent: bug}, owner: x}, {id: b, when: {intent: bug, network: x}, owner: y}]":                                                                 "dead_rule b",
		"topic: [{id: a, when: {intent: bug, network: x}, owner: x}, {id: b, when: {intent: bug}, owner: y}]":                                                                 "",
		"topic: [{id: a, when: {intent: bug}, owner: x}, {id: b, when: {intent: bug, min_confidence: 0.5}, owner: y}]":                                                        "dead_rule b",
		"topic: [{id: a, when: {intent: bug, min_confidence: 0.6}, owner: x}, {id: b, when: {intent: bug, min_confidence: 0.5}, owner: y}]":                                   "",
		"topic: [{id: a, when: {intent: bug, min_confidence: 0.5}, owner: x}, {id: b, when: {intent: bug, min_confidence: 0.6}, owner: y}]":                                   "dead_rule b",
		"topic: [{id: a, when: {intent: bug}, owner: x}, {id: b, when: {intent: bug}, owner: y, helpers: [z]}]":                                                               "never_leads b",
		"topic: [{id: a, when: {intent: bug}, owner: x}, {id: b, when: {intent: bug}, helpers: [z]}]":                                                                         "",
		"topic: [{id: b, when: {intent: bug}, helpers: [z]}, {id: a, when: {intent: bug}, owner: x}]":                                                                         "",
		"topic: [{id: a, when: {known: true}, owner: x}, {id: b, when: {known: false}, owner: y}, {id: c, when: {intent: bug}, owner: z}]":                                    "dead_rule c",
		"topic: [{id: a, when: {sentiment: [negative, neutral]}, owner: x}, {id: b, when: {sentiment: positive}, owner: y}, {id: c, when: {language: de}, owner: z}]":         "dead_rule c",
		"topic: [{id: a, when: {any: [{intent: bug}, {flag: press}]}, owner: x}, {id: b, when: {flag: press, intent: billing}, owner: y}]":                                    "dead_rule b",
		"topic: [{id: a, when: {flag: [press, legal]}, owner: x}, {id: b, when: {flag: legal}, owner: y}]":                                                                    "dead_rule b",
		"topic: [{id: a, when: {expert: 'language == \"de\"'}, owner: x}, {id: b, when: {expert: 'language == \"de\"', intent: bug}, owner: y}]":                              "dead_rule b",
		"carve_out: [{id: a, when: {flag: press}, owner: x}]\ntopic: [{id: b, when: {flag: press}, owner: y}]":                                                                "dead_rule b",
		"topic: [{id: a, when: {intent: bug}, owner: x}]\nchannel: [{network: x, owner: y, also_answers: [bug]}, {network: z, owner: w}]":                                     "",
		"topic: [{id: a, when: {intent: bug, network: x}, owner: x}]\nchannel: [{network: x, owner: y, also_answers: [bug]}]":                                                 "dead_rule a",
		"topic: [{id: a, when: {intent: bug, network: x}, owner: x}]\nchannel: [{network: x, owner: y, also_answers: [bug]}, {id: r, network: x, purpose: review, owner: y}]": "",
		"topic: [{id: a, when: {network: x}, owner: x}]\nchannel: [{network: x, owner: y}]":                                                                                   "dead_rule channel-x",
		"outbound: {owner: y}": "",
		"channel: [{network: x, owner: y}, {id: r, network: x, purpose: outbound, owner: z}]\noutbound: {owner: y}":                                                                                          "",
		"topic: [{id: a, when: {purpose: outbound}, owner: x}]\noutbound: {owner: y}":                                                                                                                        "dead_rule outbound",
		"channel: [{network: x, owner: y}, {id: r, network: x, purpose: [inbound_mention, reply_to_us, campaign_comment, review, private_message], owner: z}]":                                               "",
		"channel: [{network: x, owner: y}, {id: r, network: x, purpose: [inbound_mention, reply_to_us, campaign_comment, review, private_message], owner: z}]\noutbound: {owner: y}":                         "dead_rule channel-x",
		"topic: [{id: a, when: {purpose: outbound, network: x, intent: bug}, owner: x}]\nchannel: [{network: x, owner: y, also_answers: [bug]}]":                                                             "dead_rule a",
		"topic: [{id: a, when: {purpose: outbound, network: x, intent: bug}, owner: x}]\nchannel: [{network: x, owner: y, also_answers: [bug]}]\noutbound: {owner: y}":                                       "",
		"guard: [{id: a, when: {flag: spam}}, {id: b, when: {flag: spam, network: x}}]":                                                                                                                      "dead_rule b",
		"calendars: {day: {zone: UTC, hours: {mon-fri: ['09:00-17:00']}}}\ntopic: [{id: a, when: {during: day, outside: day}, owner: x}]":                                                                    "dead_rule a",
		"calendars: {day: {zone: UTC, hours: {mon-fri: ['09:00-17:00']}}}\ntopic: [{id: a, when: {during: day}, owner: x}, {id: b, when: {outside: day}, owner: y}, {id: c, when: {intent: bug}, owner: z}]": "dead_rule c",
	} {
		got := strings.Join(kinds(lint.Check(t.Context(), mustParse(t, head+text+"\n"), lint.Company{}), document.Error, document.Warning), ", ")
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestOverlapsThatDependOnOrder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"topic: [{id: a, when: {network: x}, owner: x}, {id: b, when: {intent: bug}, owner: y}]":              "order_decides a",
		"topic: [{id: a, when: {network: x}, owner: x}, {id: b, when: {intent: bug}, owner: x}]":              "",
		"topic: [{id: a, when: {network: x, intent: bug}, owner: x}, {id: b, when: {intent: bug}, owner: y}]": "",
		"topic: [{id: a, when: {intent: billing}, owner: x}, {id: b, when: {intent: bug}, owner: y}]":         "",
	} {
		list := lint.Check(t.Context(), mustParse(t, head+text+"\n"), lint.Company{})
		if got := strings.Join(kinds(list, document.Note), ", "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
		for _, f := range list {
			if f.Kind == lint.OrderDecides && !strings.Contains(f.Text, "intent bug, network x") {
				t.Errorf("it does not say for what: %s", f)
			}
		}
	}
}

// smallPolicy is any policy over a few facts, so that all of them can be tried.
func smallPolicy(t *rapid.T) string {
	condition := func(label string) string {
		var parts []string
		for _, one := range []string{"intent: [bug, billing]", "intent: bug", "flag: press", "flag: [press, legal]", "network: x",
			"known: true", "known: false", "language: de", "purpose: outbound"} {
			if rapid.IntRange(0, 3).Draw(t, label) == 0 && !strings.Contains(strings.Join(parts, " "), strings.SplitN(one, ":", 2)[0]+":") {
				parts = append(parts, one)
			}
		}
		if len(parts) == 0 {
			parts = []string{"network: y"}
		}
		text := strings.Join(parts, ", ")
		if strings.Contains(text, "intent") || strings.Contains(text, "flag") {
			text += rapid.SampledFrom([]string{"", ", min_confidence: 0.3", ", min_confidence: 0.7"}).Draw(t, "least")
		}
		return text
	}
	var b strings.Builder
	b.WriteString(head)
	for _, stage := range []string{"carve_out", "topic"} {
		fmt.Fprintf(&b, "%s:\n", stage)
		for i := range rapid.IntRange(1, 4).Draw(t, stage) {
			fmt.Fprintf(&b, "  - {id: %s-%d, when: {%s}, owner: o%d}\n", stage, i, condition(stage), i)
		}
	}
	if rapid.Bool().Draw(t, "rows") {
		also, fine := rapid.SampledFrom([]string{"", ", also_answers: bug", ", also_answers: [bug, billing]"}).Draw(t, "also"),
			rapid.SampledFrom([]string{"outbound", "inbound_mention", "inbound_mention, outbound"}).Draw(t, "fine")
		fmt.Fprintf(&b, "channel:\n  - {id: row, network: [x, y], owner: r%s}\n"+
			"  - {id: fine, network: x, purpose: [%s], owner: r}\n", also, fine)
	}
	if rapid.Bool().Draw(t, "outbound") {
		b.WriteString("outbound: {owner: first}\n")
	}
	return b.String()
}

// everyFact is all facts that a small policy can tell apart.
func everyFact(each func(switchboard.Facts)) {
	sure := []float64{0.1, 0.5, 0.9}
	for _, intent := range []switchboard.Intent{"bug", "billing", "other"} {
		for _, intentSure := range sure {
			for _, press := range append([]float64{0}, sure...) {
				for _, legal := range append([]float64{0}, sure...) {
					for _, network := range []switchboard.NetworkKey{"x", "y", "z"} {
						everyPlace(func(f switchboard.Facts) {
							f.Intent, f.IntentSure, f.Network = intent, intentSure, network
							f.Flags = map[switchboard.Flag]float64{switchboard.FlagPress: press, switchboard.FlagLegal: legal}
							everyOther(f, each)
						})
					}
				}
			}
		}
	}
}

// everyOther is what else the intent may be.
func everyOther(f switchboard.Facts, each func(switchboard.Facts)) {
	each(f)
	other := map[switchboard.Intent]switchboard.Intent{"bug": "billing", "billing": "bug"}[f.Intent]
	for _, chance := range []float64{0.4, 0.8} {
		if other != "" && f.IntentSure+chance <= 1 {
			f.OtherIntents = map[switchboard.Intent]float64{other: chance}
			each(f)
		}
	}
}

// everyPlace is what of all facts is said neither by intent nor by flags nor by the network.
func everyPlace(each func(switchboard.Facts)) {
	for _, language := range []string{"de", "en"} {
		for _, known := range []bool{true, false} {
			for _, purpose := range []switchboard.Purpose{switchboard.PurposeInboundMention, switchboard.PurposeReview, switchboard.PurposeOutbound} {
				each(switchboard.Facts{Language: language, Purpose: purpose, Author: switchboard.AuthorFacts{Known: known}})
			}
		}
	}
}

// TestDeadIsWhatNoFactEverUses holds the linter to trying every fact there is: a rule is called dead exactly when no fact
// is decided by it.
func TestDeadIsWhatNoFactEverUses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := smallPolicy(t)
		p, err := ownership.Parse([]byte(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		used := map[string]bool{}
		everyFact(func(f switchboard.Facts) { used[p.Decide(f).Rule] = true })
		dead := map[string]bool{}
		for _, f := range lint.Check(context.Background(), p, lint.Company{}) {
			if f.Kind == lint.DeadRule {
				dead[f.Rule] = true
			}
		}
		doc := p.Document()
		for _, rule := range slices.Concat(doc.CarveOut, doc.Topic, doc.Rows()) {
			if used[rule.ID] == dead[rule.ID] {
				t.Fatalf("%s is used: %v, called dead: %v\n%s", rule.ID, used[rule.ID], dead[rule.ID], text)
			}
		}
	})
}

// bigPolicy has n rules that ask for several facts each.
func bigPolicy(n int) string {
	var b strings.Builder
	b.WriteString(head + "topic:\n")
	intents, flags := switchboard.Intents(), switchboard.Flags()
	for i := range n {
		fmt.Fprintf(&b, "  - {id: r%d, when: {intent: [%s, %s], flag: %s, network: n%d, language: [de, fr], min_confidence: 0.%d}, owner: d%d}\n",
			i, intents[i%16], intents[(i+5)%16], flags[i%12], i%20, 3+i%4, i%9)
	}
	return b.String()
}

func BenchmarkCheck200Rules(b *testing.B) {
	p := mustParse(b, bigPolicy(200))
	for b.Loop() {
		lint.Check(b.Context(), p, lint.Company{})
	}
}

// TestFactsThatNothingHasYet warns of rules that only tests and probes can use.
func TestFactsThatNothingHasYet(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]string{
		"topic: [{id: a, when: {segment: vip}, owner: sales}]":                                           "by the rule a: a segment.",
		"topic: [{id: a, when: {any: [{segment: vip}, {intent: bug}]}, owner: sales}]":                   "by the rule a: a segment.",
		"topic: [{id: a, when: {expert: 'author.segment == \"vip\"'}, owner: sales}]":                    "by the rule a: a segment.",
		"channel: [{id: a, network: x, purpose: campaign_comment, owner: sales}]":                        "by the rule a: the purpose campaign_comment.",
		"carve_out: [{id: a, when: {purpose: campaign_comment, segment: vip}, owner: sales}]":            "by the rule a: a segment, the purpose campaign_comment.",
		"topic: [{id: a, when: {segment: vip}, owner: sales}, {id: b, when: {segment: old}, owner: hr}]": "by the rules a, b: a segment.",
		"second_look: [{id: a, when: {segment: vip}, hold: 10m}]":                                        "by the rule a: a segment.",
		"topic: [{id: a, when: {purpose: [campaign_comment, reply_to_us], brand: x}, owner: sales}]":     "",
	} {
		var got string
		for _, f := range lint.Check(t.Context(), mustParse(t, head+rule+"\n"), lint.Company{}) {
			if f.Kind == lint.NeverLive && f.Severity == document.Warning {
				got += f.Text
			}
		}
		if !strings.HasSuffix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
}
