package ownership_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
)

func anyFacts(t *rapid.T) switchboard.Facts {
	sure := rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 1))
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"x", "facebook", "email", "de", "en", "hr", "gone", "\xff"}))
	f := switchboard.Facts{
		Network:    switchboard.NetworkKey(word.Draw(t, "network")),
		Account:    word.Draw(t, "account"),
		Purpose:    rapid.SampledFrom(append(switchboard.Purposes(), "", "?")).Draw(t, "purpose"),
		Visibility: switchboard.Visibility(rapid.SampledFrom([]string{"public", "private", ""}).Draw(t, "visibility")),
		Intent:     rapid.SampledFrom(append(switchboard.Intents(), "", "?")).Draw(t, "intent"),
		IntentSure: sure.Draw(t, "sure"),
		Topics:     rapid.SliceOfN(word, 0, 3).Draw(t, "topics"),
		Language:   word.Draw(t, "language"),
		Sentiment:  rapid.SampledFrom(append(switchboard.Sentiments(), "")).Draw(t, "sentiment"),
		Urgency:    rapid.SampledFrom(append(switchboard.Urgencies(), "")).Draw(t, "urgency"),
		Author: switchboard.AuthorFacts{
			Known: rapid.Bool().Draw(t, "known"), OpenConversation: rapid.Bool().Draw(t, "open"),
			LastDepartment: switchboard.DepartmentKey(word.Draw(t, "last")),
		},
		At: time.Unix(rapid.Int64().Draw(t, "at"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")),
	}
	others := append(switchboard.Intents(), "unheard_of")
	f.OtherIntents = rapid.MapOfN(rapid.SampledFrom(others), sure, 0, 4).Draw(t, "others")
	all := append(switchboard.Flags(), "unheard_of")
	f.Flags = rapid.MapOfN(rapid.SampledFrom(all), sure, 0, 4).Draw(t, "flags")
	return f
}

func TestEveryFactsValueHasAnOwner(t *testing.T) {
	t.Parallel()
	p := mustParse(t, hub)
	rapid.Check(t, func(t *rapid.T) {
		d := p.Decide(anyFacts(t))
		found := false
		for _, key := range p.Departments() {
			found = found || key == d.Department
		}
		if !found || d.Rule == "" || len(d.FactsHash) != 64 || !(d.Confidence >= 0 && d.Confidence <= 1) {
			t.Fatalf("got %+v", d)
		}
	})
}

func TestRecomputedFromWhatIsStored(t *testing.T) {
	t.Parallel()
	p := mustParse(t, hub)
	rapid.Check(t, func(t *rapid.T) {
		facts := anyFacts(t)
		first := p.Decide(facts)
		if diff := cmp.Diff(first, p.Decide(facts)); diff != "" {
			t.Fatalf("twice is not the same: %s", diff)
		}
		text, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		var stored switchboard.Decision
		if err := json.Unmarshal(text, &stored); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, stored); diff != "" {
			t.Fatalf("stored is not the same: %s", diff)
		}
		if diff := cmp.Diff(first, p.Decide(stored.Facts)); diff != "" {
			t.Fatalf("recomputed is not the same: %s", diff)
		}
		if got := ownership.FactsHash(stored.Facts); got != first.FactsHash {
			t.Fatalf("facts hash %s, was %s", got, first.FactsHash)
		}
	})
}

func TestDutiesNeverMoveTheOwner(t *testing.T) {
	t.Parallel()
	full := mustParse(t, hub)
	var bare []string
	for line := range strings.Lines(hub) {
		for _, duty := range []string{", helpers: [service, marketing]", ", helpers: [service]", ", helpers: [sales]",
			", informs: [service]", ", required_level: 1", ", required_level: 2", ", required_level: 3", ", required_level: 4",
			", deadline: 15m", ", deadline: 30m", ", deadline: 4h", ", deadline: 1d"} {
			line = strings.ReplaceAll(line, duty, "")
		}
		bare = append(bare, line)
	}
	without := mustParse(t, strings.Join(bare, ""))
	rapid.Check(t, func(t *rapid.T) {
		facts := anyFacts(t)
		a, b := full.Decide(facts), without.Decide(facts)
		if a.Department != b.Department || a.Rule != b.Rule || a.Quarantine != b.Quarantine {
			t.Fatalf("with duties %s by %s, without %s by %s", a.Department, a.Rule, b.Department, b.Rule)
		}
		if b.RequiredLevel != 0 || b.Deadline != 0 || b.Helpers != nil || b.Informs != nil {
			t.Fatalf("duties from nowhere: %+v", b)
		}
	})
}

func TestFollowersAreNoFact(t *testing.T) {
	t.Parallel()
	var visit func(t *testing.T, of reflect.Type, path string)
	visit = func(t *testing.T, of reflect.Type, path string) {
		if of.Kind() != reflect.Struct || of == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range of.NumField() {
			field := of.Field(i)
			name := strings.ToLower(field.Name + " " + string(field.Tag))
			for _, reach := range []string{"follower", "reach", "klout", "influence"} {
				if strings.Contains(name, reach) {
					t.Errorf("%s.%s tells how many people listen to somebody", path, field.Name)
				}
			}
			visit(t, field.Type, path+"."+field.Name)
		}
	}
	visit(t, reflect.TypeFor[switchboard.Facts](), "Facts")
	visit(t, reflect.TypeFor[document.When](), "When")
	loud, quiet := int64(5_000_000), int64(3)
	in := ownership.FactsInput{Message: switchboard.Message{Network: "x", Author: switchboard.Author{Followers: &loud}}}
	a := ownership.FactsFrom(in)
	in.Message.Author.Followers = &quiet
	if diff := cmp.Diff(a, ownership.FactsFrom(in)); diff != "" {
		t.Error(diff)
	}
}

func TestAlternativesAreTrue(t *testing.T) {
	t.Parallel()
	p := mustParse(t, hub)
	rapid.Check(t, func(t *rapid.T) {
		facts := anyFacts(t)
		d := p.Decide(facts)
		for _, a := range p.Alternatives(facts) {
			if a.Department == d.Department {
				t.Fatalf("%s is what was decided", a.Department)
			}
			changed := facts
			switch {
			case a.WouldWinIf == "it were flagged safety":
				changed.Flags = map[switchboard.Flag]float64{switchboard.FlagSafety: 1}
			case strings.HasPrefix(a.WouldWinIf, "intent "):
				changed.IntentSure = 1
			default:
				continue
			}
			if got := p.Decide(changed); got.Rule != a.Rule || got.Department != a.Department {
				t.Fatalf("%q is untrue: %s by %s", a.WouldWinIf, got.Department, got.Rule)
			}
		}
	})
}

// bigPolicy has n rules in its topics and carve-outs.
func bigPolicy(n int) string {
	var b strings.Builder
	b.WriteString("version: 1\nname: big\ndefault: {owner: service, deadline: 60m}\ncarve_out:\n")
	b.WriteString("  - {id: press, when: {flag: press}, owner: comms, required_level: 4}\ntopic:\n")
	intents, languages := switchboard.Intents(), []string{"de", "fr", "it", "pt"}
	for i := range n - 1 {
		fmt.Fprintf(&b, "  - {id: rule-%d, when: {intent: [%s, %s], language: %s, network: [email, x], min_confidence: 0.6}, "+
			"owner: team-%d, helpers: [helper-%d], deadline: %dm}\n", i, intents[i%16], intents[(i+5)%16], languages[i%4],
			i%20, i%7, 30+i)
	}
	return b.String()
}

func BenchmarkDecide200Rules(b *testing.B) {
	p := mustParse(b, bigPolicy(200))
	facts := switchboard.Facts{Network: "x", Account: "@northwind", Purpose: switchboard.PurposeInboundMention,
		Visibility: switchboard.Public, Intent: "billing", IntentSure: 0.82, Language: "en", Sentiment: "negative",
		Urgency: "normal", Flags: flags(switchboard.FlagComplaint, 0.8, switchboard.FlagNeedsAnswer, 0.9),
		Author: switchboard.AuthorFacts{Known: true}, At: time.Unix(1.8e9, 0), Model: "lexicon/1"}
	b.Run("default", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.Decide(facts)
		}
	})
	facts.Language = "fr"
	b.Run("many matches", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.Decide(facts)
		}
	})
	facts.Flags[switchboard.FlagPress] = 0.9
	facts.Intent = "other"
	b.Run("carve-out", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.Decide(facts)
		}
	})
}
