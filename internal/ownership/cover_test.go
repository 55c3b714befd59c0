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
)

const staffed = `version: 1
name: staffed
departments:
  service: {hours: wide}
  comms: {hours: office}
  sales: {hours: office}
  desk: {}
calendars:
  wide: {zone: Europe/Berlin, hours: {mon-fri: ["08:00-20:00"]}}
  office: {zone: Europe/Berlin, hours: {mon-fri: ["09:00-17:00"]}, holidays: [{date: 2026-06-09}]}
carve_out:
  - {id: press, when: {flag: press}, owner: comms}
  - {id: desk, when: {flag: legal}, owner: desk}
topic:
  - {id: buyers, when: {flag: sales_lead}, owner: sales}
default: {owner: service, deadline: 1h}
cover:
  service: {chain: [on_call, ana@example.org], after: 20m}
  comms: {chain: [sales, service, on_call]}
spill:
  - {from: sales, over: 3, to: comms}
`

func berlin(t testing.TB, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestCover(t *testing.T) {
	t.Parallel()
	p := mustParse(t, staffed)
	press := flags(switchboard.FlagPress, 1.0)
	buyer := flags(switchboard.FlagSalesLead, 1.0)
	for name, tc := range map[string]struct {
		flags   map[switchboard.Flag]float64
		at      string // Berlin
		waiting int    // with sales
		want    *switchboard.Cover
		says    string
	}{
		"open, unless nobody takes it": {nil, "2026-06-10 10:00", 0,
			&switchboard.Cover{Cause: switchboard.CoverUnled, Chain: []string{"on_call", "ana@example.org"}, After: 1200},
			"unless somebody takes it within 20m, whoever is on call stands in"},
		"closed": {nil, "2026-06-10 21:00", 0,
			&switchboard.Cover{Cause: switchboard.CoverClosed, Chain: []string{"on_call", "ana@example.org"}, After: 1200,
				Until: berlin(t, "2026-06-11 08:00").UTC()}, "service is back Thu 08:00; whoever is on call stands in"},
		"open and nobody named": {buyer, "2026-06-10 10:00", 0, nil, ""},
		"closed and nobody named": {buyer, "2026-06-10 18:00", 0, &switchboard.Cover{Cause: switchboard.CoverClosed, Chain: []string{"queue"},
			Until: berlin(t, "2026-06-11 09:00").UTC()}, "it waits until then"},
		"those of the chain that are closed are passed over": {press, "2026-06-10 18:00", 0, &switchboard.Cover{Cause: switchboard.CoverClosed,
			Chain: []string{"service", "on_call"}, Takes: "service", Until: berlin(t, "2026-06-11 09:00").UTC()}, "service stands in"},
		"a holiday": {press, "2026-06-09 10:00", 0, &switchboard.Cover{Cause: switchboard.CoverClosed,
			Chain: []string{"service", "on_call"}, Takes: "service", Until: berlin(t, "2026-06-10 09:00").UTC()}, "comms is back Wed 09:00"},
		"no hours, never closed":        {flags(switchboard.FlagLegal, 1.0), "2026-06-13 03:00", 0, nil, ""},
		"as much waits as may":          {buyer, "2026-06-10 10:00", 3, nil, ""},
		"more waits than may":           {buyer, "2026-06-10 10:00", 4, &switchboard.Cover{Cause: switchboard.CoverBacklog, Chain: []string{"comms"}, Takes: "comms"}, "more than 3 wait, so comms takes it"},
		"relief is closed itself":       {buyer, "2026-06-10 18:00", 4, &switchboard.Cover{Cause: switchboard.CoverClosed, Chain: []string{"queue"}, Until: berlin(t, "2026-06-11 09:00").UTC()}, "waits"},
		"the morning clocks go nowhere": {nil, "2026-06-11 08:00", 0, &switchboard.Cover{Cause: switchboard.CoverUnled, Chain: []string{"on_call", "ana@example.org"}, After: 1200}, ""},
	} {
		d := p.Decide(switchboard.Facts{Flags: tc.flags, At: berlin(t, tc.at), Waiting: map[switchboard.DepartmentKey]int{"sales": tc.waiting}})
		if diff := cmp.Diff(tc.want, d.Cover); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if said := p.Explain(d); !strings.Contains(said, tc.says) {
			t.Errorf("%s: %q says nothing of %q", name, said, tc.says)
		}
		if tc.want != nil && tc.want.Takes != "" && d.Takes() != tc.want.Takes || d.Cover == nil && d.Takes() != d.Department {
			t.Errorf("%s: %s takes it", name, d.Takes())
		}
	}
	if d := p.Decide(switchboard.Facts{}); d.Cover == nil || d.Cover.Cause != switchboard.CoverUnled {
		t.Errorf("without a time somebody is taken to be there, got %+v", d.Cover)
	}
}

// TestCoverMovesNothingElse holds cover to changing who takes a message and nothing else of the decision.
func TestCoverMovesNothingElse(t *testing.T) {
	t.Parallel()
	monday := berlin(t, "2026-06-08 00:00")
	with, without := mustParse(t, staffed), mustParse(t, staffed[:strings.Index(staffed, "cover:")])
	rapid.Check(t, func(t *rapid.T) {
		f := anyFacts(t)
		f.At = monday.Add(time.Duration(rapid.IntRange(0, 7*24).Draw(t, "hour")) * time.Hour)
		f.Waiting = map[switchboard.DepartmentKey]int{"sales": rapid.IntRange(0, 6).Draw(t, "waiting")}
		a, b := with.Decide(f), without.Decide(f)
		if a.Department != b.Department || a.Rule != b.Rule || a.Deadline != b.Deadline || a.RequiredLevel != b.RequiredLevel {
			t.Fatalf("cover moved more than who stands in:\n%+v\n%+v", a, b)
		}
	})
}

func TestSharedOwnership(t *testing.T) {
	t.Parallel()
	p := mustParse(t, "version: 1\nname: shared\ndefault: {owner: desk}\ntopic: [{id: both, when: {intent: question}, owner: [service, marketing, sales]}]\n")
	led := map[switchboard.DepartmentKey]int{}
	for i := range 3000 {
		f := switchboard.Facts{Intent: "question", IntentSure: 1, Matter: fmt.Sprint("matter ", i)}
		d := p.Decide(f)
		led[d.Department]++
		others := slices.DeleteFunc(slices.Clone(d.Shared), func(k switchboard.DepartmentKey) bool { return k == d.Department })
		if len(d.Shared) != 3 || !cmp.Equal(d.Helpers, others) {
			t.Fatalf("%s leads, %v own it, %v help", d.Department, d.Shared, d.Helpers)
		}
		if again := p.Decide(d.Facts); again.Department != d.Department {
			t.Fatalf("the same facts went to %s and to %s", d.Department, again.Department)
		}
		f.Sentiment, f.At, f.Model = switchboard.SentimentNegative, time.Unix(int64(i), 0), "read again"
		if later := p.Decide(f); later.Department != d.Department {
			t.Fatalf("what was learned of a matter moved it from %s to %s", d.Department, later.Department)
		}
		f.Intent = "complaint"
		for _, other := range p.Alternatives(f) {
			if other.Rule == "both" && other.Department != d.Department {
				t.Fatalf("%s is named, %s would lead", other.Department, d.Department)
			}
		}
	}
	for _, key := range []switchboard.DepartmentKey{"service", "marketing", "sales"} {
		if led[key] < 850 || led[key] > 1150 {
			t.Errorf("%s leads %d of 3000", key, led[key])
		}
	}
	if got := p.Departments(); len(got) != 4 {
		t.Errorf("departments %v", got)
	}
}

func TestRoundsAndSecondLooks(t *testing.T) {
	t.Parallel()
	p := mustParse(t, `version: 1
name: rounds
mode: solo
hours: day
calendars: {day: {zone: Europe/Berlin, hours: {mon-sun: ["08:00-18:00"]}}}
rounds: ["08:30", "12:30"]
carve_out: [{id: fire, when: {flag: safety}, owner: me, deadline: 15m}]
default: {owner: me, deadline: 1h}
second_look:
  - {id: cross, when: {sentiment: negative}, hold: 10m}
  - {id: very-cross, when: {sentiment: negative, urgency: urgent}, hold: 20m}
`)
	for _, tc := range []struct {
		at, round string
		facts     switchboard.Facts
		deadline  time.Duration
		look      time.Duration
	}{
		{"2026-06-09 10:00", "2026-06-09 12:30", switchboard.Facts{}, 3*time.Hour + 30*time.Minute, 0},
		{"2026-06-09 12:30", "2026-06-09 12:30", switchboard.Facts{}, time.Hour, 0},
		{"2026-06-09 12:31", "2026-06-10 08:30", switchboard.Facts{Sentiment: "negative"}, 20*time.Hour + 59*time.Minute, 10 * time.Minute},
		{"2026-06-09 12:31", "2026-06-10 08:30", switchboard.Facts{Sentiment: "negative", Urgency: "urgent"}, 20*time.Hour + 59*time.Minute, 20 * time.Minute},
		{"2026-03-28 23:00", "2026-03-29 08:30", switchboard.Facts{}, 9*time.Hour + 30*time.Minute, 0}, // an hour is left out that night
		{"2026-06-09 10:00", "2026-06-09 12:30", switchboard.Facts{Flags: flags(switchboard.FlagSafety, 1.0)}, 15 * time.Minute, 0},
	} {
		tc.facts.At = berlin(t, tc.at)
		d := p.Decide(tc.facts)
		if !d.Round.Equal(berlin(t, tc.round)) || d.Deadline.Duration() != tc.deadline || d.SecondLook.Duration() != tc.look {
			t.Errorf("%s: round %s, within %s, look %s", tc.at, d.Round, d.Deadline.Duration(), d.SecondLook.Duration())
		}
	}
}

// TestRoundsAreKeptByWhoIsThere lets no round begin while those whose queue it goes to are away: neither on days they do not
// work, nor on holidays, nor at hours of a day that are none of theirs.
func TestRoundsAreKeptByWhoIsThere(t *testing.T) {
	t.Parallel()
	const rules = `version: 1
name: rounds
departments: {me: {hours: day}, night: {hours: dark}, desk: {hours: ever}}
hours: day
calendars:
  day: {zone: Europe/Berlin, hours: {mon-fri: ["08:00-18:00"], sat: ["09:00-12:00"]}, holidays: [{date: 2026-06-08}]}
  dark: {zone: Europe/Berlin, hours: {mon-sun: ["23:00-02:00"]}}
  ever: {zone: Europe/Berlin, hours: {mon-sun: ["00:00-24:00"]}}
rounds: ["08:30", "12:30"]
topic: [{id: jobs, when: {intent: recruitment}, owner: desk}, {id: late, when: {intent: outage}, owner: night}]
default: {owner: me, deadline: 1h}
`
	alone, relieved := mustParse(t, rules), mustParse(t, rules+"cover: {me: {chain: [desk]}}\n")
	for name, tc := range map[string]struct {
		policy    *ownership.Policy
		intent    switchboard.Intent
		at, round string
		deadline  time.Duration
	}{
		"a Saturday evening, before a holiday":      {alone, "question", "2026-06-06 21:00", "2026-06-09 08:30", 60*time.Hour + 30*time.Minute},
		"too early on a Saturday":                   {alone, "question", "2026-06-13 08:00", "2026-06-15 08:30", 49*time.Hour + 30*time.Minute},
		"somebody who is always there":              {alone, "recruitment", "2026-06-06 21:00", "2026-06-07 08:30", 12*time.Hour + 30*time.Minute},
		"the queue of who stands in":                {relieved, "question", "2026-06-06 21:00", "2026-06-07 08:30", 12*time.Hour + 30*time.Minute},
		"hours into which no round of a year falls": {alone, "outage", "2026-06-06 21:00", "", time.Hour},
	} {
		d := tc.policy.Decide(switchboard.Facts{Intent: tc.intent, IntentSure: 1, At: berlin(t, tc.at)})
		var round time.Time
		if tc.round != "" {
			round = berlin(t, tc.round)
		}
		if !d.Round.Equal(round) || d.Deadline.Duration() != tc.deadline {
			t.Errorf("%s: round %s, within %s", name, d.Round, d.Deadline.Duration())
		}
		if c := d.Cover; c != nil && c.Takes == "" && !d.Round.IsZero() && d.Round.Before(c.Until) {
			t.Errorf("%s: a round at %s, and nobody is there before %s", name, d.Round, c.Until)
		}
	}
}

func TestHoursAlternativesAndExperts(t *testing.T) {
	t.Parallel()
	p := mustParse(t, `version: 1
name: conditions
calendars: {day: {zone: Europe/Berlin, hours: {mon-fri: ["09:00-17:00"]}}}
topic:
  - {id: at-night, when: {outside: day, intent: billing}, owner: night}
  - {id: by-day, when: {during: day, intent: billing}, owner: day}
  - {id: either, when: {any: [{intent: purchase}, {flag: sales_lead, network: x}], min_confidence: 0.6}, owner: sales}
  - {id: clever, when: {expert: 'topics.exists(t, t == "price") && author.known'}, owner: expert}
  - {id: also, when: {topic: price}, helpers: [product]}
default: {owner: service}
`)
	for name, tc := range map[string]struct {
		facts      switchboard.Facts
		rule, says string
	}{
		"by day":                 {switchboard.Facts{Intent: "billing", IntentSure: 1, At: berlin(t, "2026-06-09 10:00")}, "by-day", "in hours of day"},
		"at night":               {switchboard.Facts{Intent: "billing", IntentSure: 1, At: berlin(t, "2026-06-09 20:00")}, "at-night", "outside hours of day"},
		"no time is in no hours": {switchboard.Facts{Intent: "billing", IntentSure: 1}, "default", ""},
		"the first way":          {switchboard.Facts{Intent: "purchase", IntentSure: 0.7}, "either", "intent purchase (0.70)"},
		"the second way":         {switchboard.Facts{Intent: "purchase", IntentSure: 0.1, Network: "x", Flags: flags(switchboard.FlagSalesLead, 0.8)}, "either", "intent purchase (0.10)"},
		"half of the second":     {switchboard.Facts{Network: "y", Flags: flags(switchboard.FlagSalesLead, 0.8)}, "default", ""},
		"an expert":              {switchboard.Facts{Topics: []string{"price"}, Author: switchboard.AuthorFacts{Known: true}}, "clever", "an expert's condition"},
		"an expert says no":      {switchboard.Facts{Topics: []string{"price"}}, "default", ""},
	} {
		d := p.Decide(tc.facts)
		if d.Rule != tc.rule || !strings.Contains(p.Explain(d), tc.says) {
			t.Errorf("%s: %s, %s", name, d.Rule, p.Explain(d))
		}
		if slices.Contains(tc.facts.Topics, "price") != slices.Contains(d.Helpers, "product") {
			t.Errorf("%s: helped by %v", name, d.Helpers)
		}
	}
}

func TestWhatAPolicyNames(t *testing.T) {
	t.Parallel()
	p := mustParse(t, staffed)
	if got := p.Owners(); !cmp.Equal(got, []switchboard.DepartmentKey{"comms", "desk", "sales", "service"}) {
		t.Errorf("owners %v", got)
	}
	if got := p.AsksWaiting(); !cmp.Equal(got, []switchboard.DepartmentKey{"sales"}) {
		t.Errorf("looks at the queues of %v", got)
	}
	if _, err := ownership.Shipped("nobody-led"); !switchboard.IsCode(err, switchboard.CodeNotFound) {
		t.Errorf("a policy that is not there: %v", err)
	}
	approved := mustParse(t, "version: 1\nname: a\ndefault: {owner: service, required_level: 4, approver: comms, deputy: ana@example.org}\n")
	if d := approved.Decide(switchboard.Facts{}); d.Approver != "comms" || d.Deputy != "ana@example.org" || d.RequiredLevel != 4 {
		t.Errorf("asked of %q, else of %q, at %d", d.Approver, d.Deputy, d.RequiredLevel)
	}
}
