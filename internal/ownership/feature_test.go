package ownership_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/testkit/golden"
)

var update = flag.Bool("update", false, "write the golden files again")

// TestEveryCondition holds each key of when to matching what it says, not matching what it does not, and being told in
// plain words.
func TestEveryCondition(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		when     string
		yes, no  switchboard.Facts
		said     string
		sureness float64
	}{
		{"intent: [bug, outage]", switchboard.Facts{Intent: "outage", IntentSure: 0.7}, switchboard.Facts{Intent: "billing", IntentSure: 1},
			"intent outage (0.70)", 0.7},
		{"intent: bug, min_confidence: 0.5", switchboard.Facts{Intent: "bug", IntentSure: 0.5},
			switchboard.Facts{Intent: "bug", IntentSure: 0.49}, "intent bug (0.50)", 0.5},
		{"flag: legal", switchboard.Facts{Flags: flags(switchboard.FlagLegal, 0.3)},
			switchboard.Facts{Flags: flags(switchboard.FlagPress, 0.9)}, "flagged legal (0.30)", 0.3},
		{"flag: [legal, press]", switchboard.Facts{Flags: flags(switchboard.FlagLegal, 0.3, switchboard.FlagPress, 0.6)},
			switchboard.Facts{Flags: flags(switchboard.FlagSafety, 0.9)}, "flagged press (0.60)", 0.6},
		{"flag: legal, intent: bug", switchboard.Facts{Intent: "bug", IntentSure: 0.9, Flags: flags(switchboard.FlagLegal, 0.4)},
			switchboard.Facts{Intent: "bug", IntentSure: 0.9}, "intent bug (0.90), flagged legal (0.40)", 0.4},
		{"network: [x, email]", switchboard.Facts{Network: "email"}, switchboard.Facts{Network: "reddit"}, "on email", 1},
		{"purpose: review", switchboard.Facts{Purpose: "review"}, switchboard.Facts{Purpose: "reply_to_us"}, "purpose review", 1},
		{"visibility: private", switchboard.Facts{Visibility: "private"}, switchboard.Facts{Visibility: "public"}, "private", 1},
		{"language: [de, und]", switchboard.Facts{Language: "klingon"}, switchboard.Facts{Language: "en"}, "language und", 1},
		{"sentiment: negative", switchboard.Facts{Sentiment: "negative"}, switchboard.Facts{Sentiment: "sad"}, "sentiment negative", 1},
		{"urgency: [urgent, normal]", switchboard.Facts{}, switchboard.Facts{Urgency: "low"}, "urgency normal", 1},
		{"topic: [bikes, tents]", switchboard.Facts{Topics: []string{"tents", "boots"}}, switchboard.Facts{Topics: []string{"boots"}},
			"topic boots+tents", 1},
		{"segment: trade", switchboard.Facts{Author: switchboard.AuthorFacts{Segment: "trade"}}, switchboard.Facts{}, "segment trade", 1},
		{"account: ['@a']", switchboard.Facts{Account: "@a"}, switchboard.Facts{Account: "@A"}, "account @a", 1},
		{"brand: north", switchboard.Facts{Brand: "north"}, switchboard.Facts{}, "brand north", 1},
		{"known: true", switchboard.Facts{Author: switchboard.AuthorFacts{Known: true}}, switchboard.Facts{}, "known customer", 1},
		{"known: false", switchboard.Facts{}, switchboard.Facts{Author: switchboard.AuthorFacts{Known: true}}, "no known customer", 1},
		{"open_conversation: true", switchboard.Facts{Author: switchboard.AuthorFacts{OpenConversation: true}}, switchboard.Facts{},
			"open conversation", 1},
		{"opted_out: true", switchboard.Facts{Author: switchboard.AuthorFacts{OptedOut: true}}, switchboard.Facts{}, "opted out", 1},
	} {
		for _, stage := range []string{"carve_out", "topic"} {
			p := mustParse(t, head+stage+":\n  - {id: r, when: {"+tc.when+"}, owner: sales}\n")
			d := p.Decide(tc.yes)
			if d.Rule != "r" || d.Department != "sales" || d.Confidence != tc.sureness || d.Path[0].Why != tc.said {
				t.Errorf("%s in %s: %s by %s, %v sure, %+v", tc.when, stage, d.Department, d.Rule, d.Confidence, d.Path)
			}
			if d := p.Decide(tc.no); d.Rule != "default" {
				t.Errorf("%s in %s matches %+v", tc.when, stage, tc.no)
			}
		}
	}
}

func TestEveryDuty(t *testing.T) {
	t.Parallel()
	for duty, want := range map[string]string{
		"helpers: [a, b, a, service]":    "helpers r added: helpers a, b",
		"informs: a":                     "helpers r added: informs a",
		"required_level: 5":              "required_level r added: level 5",
		"deadline: 90m":                  "deadlines r added: first response within 1h30m",
		"deadline: 2d":                   "deadlines r added: first response within 48h",
		"deadline: 45s":                  "deadlines r added: first response within 45s",
		"helpers: a, informs: [b, c]":    "helpers r added: helpers a; informs b, c",
		"informs: [service], helpers: x": "helpers r added: helpers x",
	} {
		p := mustParse(t, head+"topic:\n  - {id: r, when: {intent: bug}, owner: service, "+duty+"}\n")
		path := ownership.ExplainPath(p.Decide(switchboard.Facts{Intent: "bug"}))
		if len(path) != 3 || !strings.HasPrefix(path[1], want) {
			t.Errorf("%s: %q", duty, path)
		}
	}
}

func TestDeadlinesReadAsWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"1s": time.Second, "15m": 15 * time.Minute, "1h30m": 90 * time.Minute,
		"2d": 48 * time.Hour, "90d": 90 * 24 * time.Hour} {
		p := mustParse(t, "version: 1\nname: a\ndefault: {owner: b, deadline: "+text+"}\n")
		if got := p.Decide(switchboard.Facts{}).Deadline.Duration(); got != want {
			t.Errorf("%s is %s", text, got)
		}
	}
}

// cases are messages worth explaining; the golden shows for each what a person reads.
var cases = []struct {
	name  string
	facts switchboard.Facts
}{
	{"an ordinary question", switchboard.Facts{Network: "x", Intent: "question", IntentSure: 0.6, Language: "en"}},
	{"a bill, sure", switchboard.Facts{Network: "email", Intent: "billing", IntentSure: 0.82}},
	{"a bill, unsure", switchboard.Facts{Network: "email", Intent: "billing", IntentSure: 0.41}},
	{"somebody is hurt and a paper asks", switchboard.Facts{Network: "x", Intent: "complaint", IntentSure: 0.5,
		Flags: flags(switchboard.FlagSafety, 0.7, switchboard.FlagPress, 0.6)}},
	{"a lawyer is named", switchboard.Facts{Network: "x", Flags: flags(switchboard.FlagLegal, 0.66)}},
	{"a gripe on facebook", switchboard.Facts{Network: "facebook", Intent: "complaint", IntentSure: 0.7}},
	{"a review on facebook", switchboard.Facts{Network: "facebook", Purpose: "review", Intent: "praise", IntentSure: 0.7}},
	{"a bill in an open conversation", switchboard.Facts{Network: "x", Intent: "billing", IntentSure: 0.9,
		Author: switchboard.AuthorFacts{Known: true, OpenConversation: true, LastDepartment: "service"}}},
	{"danger in an open conversation", switchboard.Facts{Network: "x", Flags: flags(switchboard.FlagSafety, 0.5),
		Author: switchboard.AuthorFacts{Known: true, OpenConversation: true, LastDepartment: "sales"}}},
	{"somebody wants to buy", switchboard.Facts{Network: "x", Intent: "purchase", IntentSure: 0.8,
		Flags: flags(switchboard.FlagSalesLead, 0.61)}},
	{"somebody may want to buy", switchboard.Facts{Network: "x", Flags: flags(switchboard.FlagSalesLead, 0.39)}},
	{"sure spam", switchboard.Facts{Network: "x", Flags: flags(switchboard.FlagSpam, 0.93)}},
	{"likely spam", switchboard.Facts{Network: "x", Flags: flags(switchboard.FlagSpam, 0.84)}},
	{"work wanted, in German", switchboard.Facts{Network: "x", Intent: "recruitment", IntentSure: 0.6, Language: "de"}},
	{"work wanted, in English", switchboard.Facts{Network: "x", Intent: "recruitment", IntentSure: 0.6, Language: "en"}},
	{"triage failed", switchboard.Facts{}},
}

func TestExplanationsAreStable(t *testing.T) {
	t.Parallel()
	base, err := ownership.DefaultPolicy()
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*ownership.Policy{"explain-default.txt": base, "explain-hub.txt": mustParse(t, hub)} {
		var b strings.Builder
		for _, c := range cases {
			d := p.Decide(c.facts)
			fmt.Fprintf(&b, "# %s\n%s\n", c.name, p.Explain(d))
			for _, line := range ownership.ExplainPath(d) {
				fmt.Fprintf(&b, "  %s\n", line)
			}
			for _, a := range p.Alternatives(c.facts) {
				fmt.Fprintf(&b, "  or %s (%s) if %s\n", a.Department, a.Rule, a.WouldWinIf)
			}
			b.WriteByte('\n')
		}
		golden.Check(t, "testdata/"+name, b.String(), *update)
	}
}

func TestAlternativesTellWhichFact(t *testing.T) {
	t.Parallel()
	p := mustParse(t, head+`topic:
  - {id: by-network, when: {network: [email, rss]}, owner: a}
  - {id: by-language, when: {language: [de, fr]}, owner: b}
  - {id: by-flag, when: {flag: [legal, press], min_confidence: 0.7}, owner: c}
  - {id: by-two, when: {network: email, language: it}, owner: d}
  - {id: again, when: {language: pt}, owner: b}
`)
	facts := switchboard.Facts{Network: "x", Language: "en", Flags: flags(switchboard.FlagPress, 0.5)}
	want := []switchboard.Alternative{
		{Department: "a", Rule: "by-network", WouldWinIf: "it came on email or rss"},
		{Department: "b", Rule: "by-language", WouldWinIf: "the language were de or fr"},
		{Department: "c", Rule: "by-flag", WouldWinIf: "flag press were at least 0.70 sure"},
	}
	if diff := cmp.Diff(want, p.Alternatives(facts)); diff != "" {
		t.Errorf("two facts away is no alternative, and each department is told once: %s", diff)
	}
	facts = switchboard.Facts{Network: "email", Language: "de", Flags: flags(switchboard.FlagPress, 0.9)}
	want = []switchboard.Alternative{
		{Department: "b", Rule: "by-language", WouldWinIf: "rule by-network did not apply"},
		{Department: "c", Rule: "by-flag", WouldWinIf: "no rule before it applied"},
		{Department: "service", Rule: "default", WouldWinIf: "no rule before it applied"},
	}
	if diff := cmp.Diff(want, p.Alternatives(facts)); diff != "" {
		t.Error(diff)
	}
}

func TestExplainADecisionOfAnotherPolicy(t *testing.T) {
	t.Parallel()
	d := mustParse(t, hub).Decide(switchboard.Facts{Flags: flags(switchboard.FlagPress, 0.8)})
	d.Path = nil // an old one whose path was not kept
	if got := mustParse(t, head).Explain(d); got != "Rule press: it matched → comms; else default would choose service." {
		t.Error(got)
	}
}

func TestAPolicyCannotBeChangedThroughWhatItGives(t *testing.T) {
	t.Parallel()
	p := mustParse(t, hub)
	p.Departments()[0] = "spoilt"
	p.Source()[0] = 'x'
	if p.Departments()[0] == "spoilt" || p.Source()[0] == 'x' {
		t.Error("a caller changed the policy for everybody")
	}
}

func TestHashOfFactsCoversEveryField(t *testing.T) {
	t.Parallel()
	base := switchboard.Facts{Network: "x", Language: "en"}
	seen := map[string]string{ownership.FactsHash(base): "nothing"}
	for name, change := range map[string]func(*switchboard.Facts){
		"network":    func(f *switchboard.Facts) { f.Network = "email" },
		"account":    func(f *switchboard.Facts) { f.Account = "@a" },
		"brand":      func(f *switchboard.Facts) { f.Brand = "@a" },
		"purpose":    func(f *switchboard.Facts) { f.Purpose = "review" },
		"visibility": func(f *switchboard.Facts) { f.Visibility = "private" },
		"intent":     func(f *switchboard.Facts) { f.Intent = "bug" },
		"sureness":   func(f *switchboard.Facts) { f.IntentSure = 1e-9 },
		"topics":     func(f *switchboard.Facts) { f.Topics = []string{"a\"b"} },
		"two topics": func(f *switchboard.Facts) { f.Topics = []string{"a", "b"} },
		"language":   func(f *switchboard.Facts) { f.Language = "de" },
		"sentiment":  func(f *switchboard.Facts) { f.Sentiment = "positive" },
		"urgency":    func(f *switchboard.Facts) { f.Urgency = "urgent" },
		"flags":      func(f *switchboard.Facts) { f.Flags = flags(switchboard.FlagSpam, 0.1) },
		"known":      func(f *switchboard.Facts) { f.Author.Known = true },
		"segment":    func(f *switchboard.Facts) { f.Author.Segment = "vip" },
		"matter":     func(f *switchboard.Facts) { f.Matter = "another" },
		"open":       func(f *switchboard.Facts) { f.Author.OpenConversation = true },
		"last":       func(f *switchboard.Facts) { f.Author.LastDepartment = "hr" },
		"opted out":  func(f *switchboard.Facts) { f.Author.OptedOut = true },
		"time":       func(f *switchboard.Facts) { f.At = time.Unix(1, 0) },
		"model":      func(f *switchboard.Facts) { f.Model = "lexicon/2" },
	} {
		facts := base
		change(&facts)
		hash := ownership.FactsHash(facts)
		if first, twice := seen[hash]; twice {
			t.Errorf("%s and %s have one hash", name, first)
		}
		seen[hash] = name
	}
}
