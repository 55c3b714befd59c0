package ownership_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/policies"
)

const hub = `
version: 1
name: hub
departments: [service, marketing, comms, sales, finance, hr]
guard:
  - {id: junk, when: {flag: spam, min_confidence: 0.9}}
continuity:
  - {id: stay, when: {open_conversation: true}}
carve_out:
  - {id: hurt, when: {flag: safety}, owner: service, deadline: 15m, required_level: 2, breaks_continuity: true}
  - {id: press, when: {flag: [press, brand_threat]}, owner: comms, informs: [service], required_level: 4, deadline: 30m}
topic:
  - {id: billing, when: {intent: billing, min_confidence: 0.6}, owner: finance, helpers: [service], deadline: 4h}
  - {id: german-jobs, when: {intent: recruitment, language: [de], known: false}, owner: hr}
  - {id: gripes, when: {intent: [complaint, outage]}, owner: service, helpers: [service, marketing], required_level: 1}
channel:
  - {network: facebook, owner: marketing, also_answers: [complaint], helpers: [sales]}
  - {network: facebook, purpose: review, owner: service}
default: {owner: marketing, required_level: 3, deadline: 1d}
`

func flags(list ...any) map[switchboard.Flag]float64 {
	out := map[switchboard.Flag]float64{}
	for i := 0; i < len(list); i += 2 {
		out[list[i].(switchboard.Flag)] = list[i+1].(float64)
	}
	return out
}

func TestDecide(t *testing.T) {
	t.Parallel()
	p := mustParse(t, hub)
	type departments = []switchboard.DepartmentKey
	open := switchboard.AuthorFacts{OpenConversation: true, LastDepartment: "hr"}
	for name, tc := range map[string]struct {
		facts            switchboard.Facts
		owner            switchboard.DepartmentKey
		rule             string
		helpers, informs departments
		level            int
		deadline         time.Duration
	}{
		"nothing known": {switchboard.Facts{}, "marketing", "default", nil, nil, 3, 24 * time.Hour},
		"by topic": {switchboard.Facts{Intent: "billing", IntentSure: 0.82}, "finance", "billing",
			departments{"service"}, nil, 3, 4 * time.Hour},
		"topic not sure enough": {switchboard.Facts{Intent: "billing", IntentSure: 0.41}, "marketing", "default", nil, nil,
			3, 24 * time.Hour},
		"carve-out before topic, duties of both": {
			switchboard.Facts{Intent: "billing", IntentSure: 0.9, Flags: flags(switchboard.FlagPress, 0.8)}, "comms", "press",
			departments{"service"}, departments{"service"}, 4, 30 * time.Minute},
		"first carve-out": {switchboard.Facts{Flags: flags(switchboard.FlagPress, 0.8, switchboard.FlagSafety, 0.3)},
			"service", "hurt", nil, nil, 4, 15 * time.Minute},
		"all fields must hold": {switchboard.Facts{Intent: "recruitment", IntentSure: 1, Language: "en"},
			"marketing", "default", nil, nil, 3, 24 * time.Hour},
		"all fields hold": {switchboard.Facts{Intent: "recruitment", IntentSure: 1, Language: "de"}, "hr", "german-jobs",
			nil, nil, 3, 24 * time.Hour},
		"owner is no helper of itself": {switchboard.Facts{Network: "x", Intent: "complaint", IntentSure: 0.5}, "service",
			"gripes", departments{"marketing"}, nil, 1, 24 * time.Hour},
		"the channel's owner answers it": {switchboard.Facts{Network: "facebook", Intent: "complaint", IntentSure: 0.5},
			"marketing", "channel-facebook", departments{"sales"}, nil, 3, 24 * time.Hour},
		"purpose beats the whole network": {switchboard.Facts{Network: "facebook", Purpose: switchboard.PurposeReview},
			"service", "channel-facebook-review", nil, nil, 3, 24 * time.Hour},
		"topic before channel": {switchboard.Facts{Network: "facebook", Intent: "outage", IntentSure: 0.5}, "service",
			"gripes", departments{"marketing", "sales"}, nil, 1, 24 * time.Hour},
		"continuity": {switchboard.Facts{Intent: "billing", IntentSure: 0.9, Author: open}, "hr", "stay",
			departments{"service"}, nil, 3, 4 * time.Hour},
		"continuity broken": {switchboard.Facts{Flags: flags(switchboard.FlagSafety, 0.4), Author: open}, "service", "hurt",
			nil, nil, 2, 15 * time.Minute},
		"continuity not broken by press": {switchboard.Facts{Flags: flags(switchboard.FlagPress, 0.4), Author: open}, "hr",
			"stay", nil, departments{"service"}, 4, 30 * time.Minute},
		"department that is no more": {
			switchboard.Facts{Author: switchboard.AuthorFacts{OpenConversation: true, LastDepartment: "gone"}},
			"marketing", "default", nil, nil, 3, 24 * time.Hour},
	} {
		d := p.Decide(tc.facts)
		got := []any{d.Department, d.Rule, d.Helpers, d.Informs, d.RequiredLevel, d.Deadline.Duration()}
		want := []any{tc.owner, tc.rule, tc.helpers, tc.informs, tc.level, tc.deadline}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s\n%s", name, diff, strings.Join(ownership.ExplainPath(d), "\n"))
		}
	}
}

func TestQuarantineStillHasAnOwner(t *testing.T) {
	t.Parallel()
	p := mustParse(t, hub)
	d := p.Decide(switchboard.Facts{Flags: flags(switchboard.FlagSpam, 0.95)})
	if !d.Quarantine || d.Department != "marketing" || d.Path[0].Stage != switchboard.StageGuard {
		t.Errorf("got %+v", d)
	}
	if !strings.HasSuffix(p.Explain(d), "held in quarantine as spam.") {
		t.Error(p.Explain(d))
	}
	if d := p.Decide(switchboard.Facts{Flags: flags(switchboard.FlagSpam, 0.7)}); d.Quarantine {
		t.Error("quarantined below the minimum confidence")
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	p := mustParse(t, hub)
	for _, tc := range []struct {
		facts switchboard.Facts
		want  string
	}{
		{switchboard.Facts{Intent: "billing", IntentSure: 0.82},
			"Rule billing: intent billing (0.82) → finance; else default would choose marketing."},
		{switchboard.Facts{Intent: "billing", IntentSure: 0.41},
			"No rule matched → marketing by default; billing was skipped, intent billing (0.41) is less sure than 0.60."},
		{switchboard.Facts{Intent: "recruitment", Language: "de", IntentSure: 0.5, Network: "facebook"},
			"Rule german-jobs: intent recruitment (0.50), language de, no known customer → hr; " +
				"else channel-facebook would choose marketing."},
		{switchboard.Facts{Network: "facebook", Intent: "complaint", IntentSure: 0.5},
			"Rule channel-facebook: on facebook → marketing; gripes was skipped, marketing answers complaint on facebook " +
				"itself; else gripes would choose service."},
	} {
		if got := p.Explain(p.Decide(tc.facts)); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
	path := ownership.ExplainPath(p.Decide(switchboard.Facts{Flags: flags(switchboard.FlagPress, 0.8)}))
	want := []string{
		"carve_out press chosen: flagged press (0.80)",
		"helpers press added: informs service",
		"required_level press added: level 4",
		"deadlines press added: first response within 30m",
		"decided: comms (press), policy hub",
	}
	if diff := cmp.Diff(want, path); diff != "" {
		t.Error(diff)
	}
}

func TestAlternatives(t *testing.T) {
	t.Parallel()
	p := mustParse(t, hub)
	got := p.Alternatives(switchboard.Facts{Intent: "billing", IntentSure: 0.41})
	want := []switchboard.Alternative{
		{Department: "service", Rule: "hurt", WouldWinIf: "it were flagged safety"},
		{Department: "comms", Rule: "press", WouldWinIf: "it were flagged press or brand_threat"},
		{Department: "finance", Rule: "billing", WouldWinIf: "intent billing were at least 0.60 sure"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = p.Alternatives(switchboard.Facts{Network: "facebook", Flags: flags(switchboard.FlagPress, 0.8)})
	want = []switchboard.Alternative{
		{Department: "marketing", Rule: "channel-facebook", WouldWinIf: "rule press did not apply"},
		{Department: "service", Rule: "hurt", WouldWinIf: "it were flagged safety"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	open := switchboard.Facts{Author: switchboard.AuthorFacts{OpenConversation: true, LastDepartment: "hr"}}
	for _, a := range p.Alternatives(open) {
		if a.Rule == "press" {
			t.Errorf("press does not break continuity, so %q is untrue", a.WouldWinIf)
		}
	}
}

func TestConfidenceOfADecision(t *testing.T) {
	t.Parallel()
	p := mustParse(t, hub)
	for want, facts := range map[float64]switchboard.Facts{
		0.75: {Intent: "billing", IntentSure: 0.75},
		0.5:  {Intent: "billing", IntentSure: 0.5}, // the default, as unsure as the skipped rule was sure
		1:    {Network: "facebook"},
	} {
		if got := p.Decide(facts).Confidence; math.Abs(got-want) > 1e-9 {
			t.Errorf("confidence %v, want %v", got, want)
		}
	}
}

func TestDefaultPolicy(t *testing.T) {
	t.Parallel()
	p, err := ownership.DefaultPolicy()
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		facts    switchboard.Facts
		owner    switchboard.DepartmentKey
		level    int
		deadline time.Duration
		helpers  int
	}{
		"anything":   {switchboard.Facts{}, "service", 0, time.Hour, 0},
		"press":      {switchboard.Facts{Flags: flags(switchboard.FlagPress, 0.6)}, "comms", 4, 30 * time.Minute, 0},
		"legal":      {switchboard.Facts{Flags: flags(switchboard.FlagLegal, 0.6)}, "comms", 4, 30 * time.Minute, 0},
		"safety":     {switchboard.Facts{Flags: flags(switchboard.FlagSafety, 0.5, switchboard.FlagPress, 0.9)}, "service", 4, 15 * time.Minute, 0},
		"sales lead": {switchboard.Facts{Flags: flags(switchboard.FlagSalesLead, 0.7)}, "service", 0, time.Hour, 1},
	} {
		d := p.Decide(tc.facts)
		if d.Department != tc.owner || d.RequiredLevel != tc.level || d.Deadline.Duration() != tc.deadline || len(d.Helpers) != tc.helpers {
			t.Errorf("%s: got %s level %d deadline %s helpers %v", name, d.Department, d.RequiredLevel, d.Deadline.Duration(), d.Helpers)
		}
	}
	if got := p.Departments(); !cmp.Equal(got, []switchboard.DepartmentKey{"comms", "sales", "service"}) {
		t.Errorf("departments %v", got)
	}
	if source, _ := policies.Source(policies.Default); !cmp.Equal(source, p.Source()) {
		t.Error("the source is another one")
	}
}
