package ownership_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
)

// outcome is what of a decision the model says as well.
type outcome struct {
	Department      switchboard.DepartmentKey
	Rule            string
	Helpers         []switchboard.DepartmentKey
	Informs         []switchboard.DepartmentKey
	Level           int
	Deadline        time.Duration
	Quarantine      bool
	ChosenInThePath int
}

// expected decides in the plainest way: it asks every rule of the document one field after another, in the words of the
// package comment. The package itself goes other ways to be quick.
func expected(p *ownership.Policy, f switchboard.Facts) outcome {
	doc := p.Document()
	row := rowOf(doc, f)
	var out outcome
	out.Quarantine = slices.ContainsFunc(doc.Guard, func(r document.Rule) bool { return sureOf(r.When, f) >= r.When.MinConfidence })
	var matched []document.Rule
	for _, r := range doc.CarveOut {
		if sureOf(r.When, f) >= r.When.MinConfidence {
			matched = append(matched, r)
		}
	}
	for _, r := range doc.Topic {
		kept := row != nil && slices.Contains(row.AlsoAnswers, f.Intent)
		if !kept && sureOf(r.When, f) >= r.When.MinConfidence {
			matched = append(matched, r)
		}
	}
	if row != nil {
		matched = append(matched, *row)
	}
	chosen := append(slices.Clone(matched), doc.Default)[0]
	out.Department, out.Rule = chosen.Owner, chosen.ID
	if stays := continuityOf(p, matched, f); stays != "" {
		out.Department, out.Rule = f.Author.LastDepartment, stays
	}
	out.duties(matched, doc.Default)
	out.ChosenInThePath = 1
	if out.Quarantine {
		out.ChosenInThePath = 2
	}
	return out
}

// rowOf is the row of the channel table that holds, nil when none does: the network's for this very purpose, the owner of
// what we say first, the network's.
func rowOf(doc document.Document, f switchboard.Facts) *document.Rule {
	var whole *document.Rule
	for i, r := range doc.Channel {
		switch here := slices.Contains(r.When.Network, f.Network); {
		case here && slices.Contains(r.When.Purpose, f.Purpose):
			return &doc.Channel[i]
		case here && len(r.When.Purpose) == 0:
			whole = &doc.Channel[i]
		}
	}
	if doc.Outbound.Owner != "" && f.Purpose == "outbound" {
		return &document.Rule{ID: "outbound", Owner: doc.Outbound.Owner}
	}
	return whole
}

// continuityOf is the rule that keeps the conversation where it is, empty when it moves.
func continuityOf(p *ownership.Policy, matched []document.Rule, f switchboard.Facts) string {
	breaks := slices.ContainsFunc(matched, func(r document.Rule) bool { return r.BreaksContinuity })
	if !f.Author.OpenConversation || breaks || !slices.Contains(p.Departments(), f.Author.LastDepartment) {
		return ""
	}
	for _, r := range p.Document().Continuity {
		if sureOf(r.When, f) >= r.When.MinConfidence {
			return r.ID
		}
	}
	return ""
}

func (o *outcome) duties(matched []document.Rule, fallback document.Rule) {
	for _, r := range matched {
		o.Level = max(o.Level, r.RequiredLevel)
		if r.Deadline > 0 && (o.Deadline == 0 || r.Deadline < o.Deadline) {
			o.Deadline = r.Deadline
		}
		o.Helpers = joined(o.Helpers, r.Helpers, o.Department)
		o.Informs = joined(o.Informs, r.Informs, o.Department)
	}
	if o.Level == 0 {
		o.Level = fallback.RequiredLevel
	}
	if o.Deadline == 0 {
		o.Deadline = fallback.Deadline
	}
}

func joined(list, more []switchboard.DepartmentKey, not switchboard.DepartmentKey) []switchboard.DepartmentKey {
	for _, d := range more {
		if d != not && !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// sureOf is how sure the weakest fact is the condition rests on, below zero when it does not hold.
func sureOf(w document.When, f switchboard.Facts) float64 {
	one := func(asked int, holds bool) bool { return asked == 0 || holds }
	is := func(want *bool, got bool) bool { return want == nil || *want == got }
	if !one(len(w.Intent), slices.Contains(w.Intent, f.Intent)) ||
		!one(len(w.Network), slices.Contains(w.Network, f.Network)) ||
		!one(len(w.Purpose), slices.Contains(w.Purpose, f.Purpose)) ||
		!one(len(w.Visibility), slices.Contains(w.Visibility, f.Visibility)) ||
		!one(len(w.Language), slices.Contains(w.Language, f.Language)) ||
		!one(len(w.Sentiment), slices.Contains(w.Sentiment, f.Sentiment)) ||
		!one(len(w.Urgency), slices.Contains(w.Urgency, f.Urgency)) ||
		!one(len(w.Segment), slices.Contains(w.Segment, f.Author.Segment)) ||
		!one(len(w.Account), slices.Contains(w.Account, f.Account)) ||
		!one(len(w.Brand), slices.Contains(w.Brand, f.Brand)) ||
		!one(len(w.Topic), slices.ContainsFunc(f.Topics, func(t string) bool { return slices.Contains(w.Topic, t) })) ||
		!is(w.Known, f.Author.Known) || !is(w.OpenConversation, f.Author.OpenConversation) || !is(w.OptedOut, f.Author.OptedOut) {
		return -1
	}
	sure := 1.0
	if len(w.Intent) > 0 {
		sure = f.IntentSure
		for _, other := range slices.Compact(slices.Sorted(slices.Values(w.Intent))) {
			if other != f.Intent {
				sure = min(1, sure+f.OtherIntents[other])
			}
		}
	}
	if len(w.Flag) > 0 {
		best := 0.0
		for _, flag := range w.Flag {
			best = max(best, f.Flags[flag])
		}
		if best == 0 {
			return -1
		}
		sure = min(sure, best)
	}
	return sure
}

// few values of each field, so that random rules and random facts meet.
var few = map[string][]string{
	"intent": {"billing", "outage", "other"}, "other intent": {"billing", "outage", "other"}, "flag": {"safety", "press", "sales_lead"}, "network": {"x", "email"},
	"purpose": {"review", "inbound_mention", "outbound"}, "visibility": {"public", "private"}, "language": {"de", "en", "und"},
	"sentiment": {"negative", "neutral"}, "urgency": {"urgent", "normal"}, "topic": {"bikes", "tents"},
	"segment": {"vip", "trade"}, "account": {"@northwind", "@northwind_help"}, "brand": {"north", "south"},
	"known": {"true", "false"}, "open_conversation": {"true", "false"}, "opted_out": {"true", "false"},
	"department": {"service", "comms", "sales", "hr"},
}

func anyCondition(t *rapid.T) string {
	fields := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"intent", "flag", "flag", "intent", "network", "purpose",
		"visibility", "language", "sentiment", "urgency", "topic", "segment", "account", "brand", "known", "open_conversation",
		"opted_out"}), 1, 2, rapid.ID[string]).Draw(t, "fields")
	var parts []string
	for _, field := range fields {
		values := rapid.SliceOfNDistinct(rapid.SampledFrom(few[field]), 1, 2, rapid.ID[string]).Draw(t, field)
		if field == "known" || field == "open_conversation" || field == "opted_out" {
			values = values[:1]
			parts = append(parts, field+": "+values[0])
			continue
		}
		parts = append(parts, field+": ['"+strings.Join(values, "', '")+"']")
	}
	if slices.Contains(fields, "intent") || slices.Contains(fields, "flag") {
		parts = append(parts, "min_confidence: "+rapid.SampledFrom([]string{"0", "0.5", "0.8"}).Draw(t, "least"))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func anyDuties(t *rapid.T) string {
	department := rapid.SampledFrom(few["department"])
	some := rapid.SliceOfN(department, 1, 2)
	text := "owner: " + department.Draw(t, "owner")
	for _, key := range []string{"helpers", "informs"} {
		if rapid.Bool().Draw(t, "has "+key) {
			text += ", " + key + ": [" + strings.Join(some.Draw(t, key), ", ") + "]"
		}
	}
	if level := rapid.IntRange(0, 5).Draw(t, "level"); level > 0 {
		text += fmt.Sprintf(", required_level: %d", level)
	}
	if minutes := rapid.IntRange(0, 3).Draw(t, "deadline"); minutes > 0 {
		text += fmt.Sprintf(", deadline: %dm", minutes*20)
	}
	return text
}

// anyPolicy writes a random policy that parses.
func anyPolicy(t *rapid.T) string {
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\nname: drawn\ndefault: {%s}\n", anyDuties(t))
	b.WriteString("guard:\n  - {id: g, when: {flag: spam, min_confidence: 0.8}}\n")
	if rapid.Bool().Draw(t, "continuity") {
		fmt.Fprintf(&b, "continuity:\n  - {id: stay, when: %s}\n  - {id: stay-too, when: {open_conversation: true}}\n",
			anyCondition(t))
	}
	for _, stage := range []string{"carve_out", "topic"} {
		b.WriteString(stage + ":\n")
		for i := range rapid.IntRange(2, 4).Draw(t, stage) {
			fmt.Fprintf(&b, "  - {id: %s-%d, when: %s, breaks_continuity: %v, %s}\n", stage, i, anyCondition(t),
				rapid.Bool().Draw(t, "breaks"), anyDuties(t))
		}
	}
	if rapid.Bool().Draw(t, "channel") {
		fmt.Fprintf(&b, "channel:\n  - {id: row-x, network: x, also_answers: [%s], %s}\n"+
			"  - {id: row-reviews, network: [x, email], purpose: [review%s], %s}\n",
			rapid.SampledFrom(few["intent"]).Draw(t, "also"), anyDuties(t),
			rapid.SampledFrom([]string{"", ", outbound"}).Draw(t, "fine"), anyDuties(t))
	}
	if rapid.Bool().Draw(t, "outbound") {
		fmt.Fprintf(&b, "outbound: {owner: %s}\n", rapid.SampledFrom(few["department"]).Draw(t, "first"))
	}
	return b.String()
}

func fewFacts(t *rapid.T) switchboard.Facts {
	pick := func(field string) string { return rapid.SampledFrom(few[field]).Draw(t, field) }
	sure := rapid.SampledFrom([]float64{0, 0.5, 0.79, 0.8, 1})
	others := map[switchboard.Intent]float64{switchboard.Intent(pick("other intent")): rapid.SampledFrom([]float64{0, 0.29, 0.3}).Draw(t, "other")}
	return switchboard.Facts{OtherIntents: others, Network: switchboard.NetworkKey(pick("network")), Account: pick("account"), Brand: pick("brand"),
		Purpose: switchboard.Purpose(pick("purpose")), Visibility: switchboard.Visibility(pick("visibility")),
		Intent: switchboard.Intent(pick("intent")), IntentSure: sure.Draw(t, "sure"),
		Topics: rapid.SliceOfN(rapid.SampledFrom(few["topic"]), 0, 2).Draw(t, "topics"), Language: pick("language"),
		Sentiment: switchboard.Sentiment(pick("sentiment")), Urgency: switchboard.Urgency(pick("urgency")),
		Flags: flags(switchboard.Flag(pick("flag")), sure.Draw(t, "flag"), switchboard.FlagSpam, sure.Draw(t, "spam")),
		Author: switchboard.AuthorFacts{Known: rapid.Bool().Draw(t, "known"), Segment: pick("segment"),
			OpenConversation: rapid.Bool().Draw(t, "open"), OptedOut: rapid.Bool().Draw(t, "out"),
			LastDepartment: switchboard.DepartmentKey(pick("department"))}}
}

func TestDecidesAsThePlainReading(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := anyPolicy(t)
		p, err := ownership.Parse([]byte(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		for range 8 {
			facts := ownership.Canonical(fewFacts(t))
			d := p.Decide(facts)
			got := outcome{d.Department, d.Rule, d.Helpers, d.Informs, d.RequiredLevel, d.Deadline.Duration(), d.Quarantine, 0}
			for _, step := range d.Path {
				if step.Outcome == ownership.Chosen {
					got.ChosenInThePath++
				}
			}
			if diff := cmp.Diff(expected(p, facts), got); diff != "" {
				t.Fatalf("(-plain +decided): %s\n%s\n%+v\n%s", diff, text, facts, strings.Join(ownership.ExplainPath(d), "\n"))
			}
		}
	})
}

func TestAlternativesOfAnyPolicy(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, err := ownership.Parse([]byte(anyPolicy(t)))
		if err != nil {
			t.Fatal(err)
		}
		facts := fewFacts(t)
		d := p.Decide(facts)
		seen := []switchboard.DepartmentKey{d.Department}
		for _, a := range p.Alternatives(facts) {
			if slices.Contains(seen, a.Department) || !slices.Contains(p.Departments(), a.Department) || a.WouldWinIf == "" {
				t.Fatalf("%+v beside %v", a, seen)
			}
			seen = append(seen, a.Department)
		}
		if text := p.Explain(d); !strings.Contains(text, string(d.Department)) || !strings.HasSuffix(text, ".") {
			t.Fatalf("explained as %q", text)
		}
	})
}

// without is the text of a policy with the line of one rule taken out.
func without(text, rule string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, "{id: "+rule+",") && (rule != document.OutboundID || !strings.HasPrefix(line, "outbound:")) {
			b.WriteString(line)
		}
	}
	return b.String()
}

func TestWhatItSaysWouldFollowDoesFollow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := anyPolicy(t)
		p, err := ownership.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		facts := fewFacts(t)
		d := p.Decide(facts)
		if d.Rule == "default" {
			return
		}
		other, err := ownership.Parse([]byte(without(text, d.Rule)))
		if err != nil {
			t.Fatal(err)
		}
		then := other.Decide(facts)
		if last := d.Facts.Author.LastDepartment; !slices.Contains(other.Departments(), last) {
			return // only the rule taken out made it a department at all
		}
		if want := "; else " + then.Rule + " would choose " + string(then.Department); !strings.Contains(p.Explain(d), want) {
			t.Fatalf("%s\nbut without %s it is %s by %s:\n%s", p.Explain(d), d.Rule, then.Department, then.Rule, text)
		}
		for _, a := range p.Alternatives(facts) {
			if a.WouldWinIf == "rule "+d.Rule+" did not apply" && (a.Rule != then.Rule || a.Department != then.Department) {
				t.Fatalf("%+v, but it is %s by %s", a, then.Department, then.Rule)
			}
		}
	})
}
