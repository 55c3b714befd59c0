package exam_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
	"switchboard/policies"
)

const trial = `version: 1
name: trial
departments: {service: {hours: day}, sales: {}, comms: {}}
calendars:
  day: {zone: Europe/Berlin, hours: {mon-fri: ["09:00-17:00"]}}
topic:
  - {id: buyers, when: {flag: sales_lead}, owner: sales, required_level: 2, approver: comms, deadline: 30m, helpers: [service], informs: [comms]}
second_look: [{id: again, when: {sentiment: negative}, hold: 10m}]
cover: {service: {chain: [sales]}}
default: {owner: service, deadline: 1h}
tests:
`

func run(t *testing.T, tests string) exam.Tested {
	t.Helper()
	p, err := ownership.Parse([]byte(trial + tests))
	if err != nil {
		t.Fatal(err)
	}
	return exam.Run(p)
}

// TestEveryExpectation holds each thing a test may expect to passing when it is so and failing, in words, when it is not.
func TestEveryExpectation(t *testing.T) {
	t.Parallel()
	for expect, wrong := range map[string]string{
		"owner: sales": "", "owner: service": "owner is sales, expected service",
		"rule: buyers": "", "rule: default": "rule is buyers, expected default",
		"required_level: 2": "", "required_level: 0": "required level is 2, expected 0",
		"approver: comms": "", "approver: sales": "approver is comms, expected sales",
		"deadline: 30m": "", "deadline: 1h": "deadline is 30m0s, expected 1h0m0s",
		"helpers: [service]": "", "helpers: []": "helpers are service, expected nobody",
		"informs: comms": "", "informs: [comms, service]": "informs are comms, expected comms, service",
		"quarantine: false": "", "quarantine: true": "quarantine is false, expected true",
		"cover: none": "", "cover: queue": "cover is none, expected queue",
		"second_look: 10m": "", "second_look: 0m": "second look is 10m0s, expected 0s",
	} {
		report := run(t, "  - {given: {flag: sales_lead, sentiment: negative}, expect: {"+expect+"}}\n")
		got := strings.Join(report.Results[0].Wrong, "; ")
		if got != wrong || report.Results[0].Passed != (wrong == "") || report.Passed+report.Failed != 1 {
			t.Errorf("%s: %q, want %q", expect, got, wrong)
		}
	}
}

func TestSameAsAbove(t *testing.T) {
	t.Parallel()
	report := run(t, `  - {name: evening, given: {intent: billing, now: Tue 18:00, author: {followers: 3}}, expect: {owner: service, cover: sales}}
  - {same_as_above_with: {author: {followers: 900000}}, expect: {unchanged: true}}
  - {same_as_above_with: {flag: sales_lead}, expect: {unchanged: true}}
  - {same_as_above_with: {now: Tue 10:00}, expect: {owner: sales, cover: none}}
  - {given: {}, expect: {rule: default}}
`)
	var failed []string
	for _, r := range report.Results {
		if !r.Passed {
			failed = append(failed, r.Name)
		}
	}
	if !slices.Equal(failed, []string{"test 3"}) || !strings.Contains(report.Results[2].Wrong[0], "owner changed from service to sales") {
		t.Errorf("failed %v: %v", failed, report.Results[2].Wrong)
	}
	if got := report.Uncovered(); !slices.Equal(got, []string{"again"}) {
		t.Errorf("uncovered %v", got)
	}
}

// TestDifferAgreesWithALook compares policies message by message with the plainest way to do it.
func TestDifferAgreesWithALook(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SampledFrom(policies.Names())
		a, err := ownership.Shipped(names.Draw(t, "old"))
		if err != nil {
			t.Fatal(err)
		}
		b, err := ownership.Shipped(names.Draw(t, "new"))
		if err != nil {
			t.Fatal(err)
		}
		differ := exam.Differ{Old: a, New: b, Keep: 5}
		elsewhere := 0
		for i := range rapid.IntRange(0, 30).Draw(t, "messages") {
			f := switchboard.Facts{Intent: rapid.SampledFrom(switchboard.Intents()).Draw(t, "intent"), IntentSure: 0.9,
				Network: rapid.SampledFrom([]switchboard.NetworkKey{"x", "facebook", "linkedin"}).Draw(t, "network"),
				Flags:   map[switchboard.Flag]float64{rapid.SampledFrom(switchboard.Flags()).Draw(t, "flag"): 0.9},
				At:      time.Date(2026, 6, 9, i%24, 0, 0, 0, time.UTC)}
			differ.Add(exam.Said{Facts: f, Author: strconv.Itoa(i), Matter: strconv.Itoa(i)})
			if a.Decide(f).Department != b.Decide(f).Department {
				elsewhere++
			}
		}
		got := differ.Result()
		flows := 0
		for _, f := range got.Flows {
			flows += f.Messages
		}
		if got.Elsewhere != elsewhere || flows != elsewhere || len(got.Moved) > 5 || len(got.Moved) < min(5, elsewhere) {
			t.Fatalf("%d elsewhere by %d flows, %d told; want %d", got.Elsewhere, flows, len(got.Moved), elsewhere)
		}
		for i, m := range got.Moved[:min(5, elsewhere)] {
			if m.Before.Owner == m.After.Owner {
				t.Fatalf("place %d keeps its owner", i)
			}
		}
	})
}

func TestReplayKeepsMattersOpen(t *testing.T) {
	t.Parallel()
	p, err := ownership.Shipped("hub-and-spoke")
	if err != nil {
		t.Fatal(err)
	}
	replay := exam.Replay{Policy: p}
	say := func(author, matter string, intent switchboard.Intent) switchboard.DepartmentKey {
		return replay.Add(exam.Said{Facts: switchboard.Facts{Network: "x", Intent: intent, IntentSure: 1}, Author: author, Matter: matter}).Department
	}
	if got := say("ann", "1", switchboard.IntentRecruitment); got != "hr" {
		t.Fatalf("the first goes to %s", got)
	}
	if got := say("ann", "1", switchboard.IntentBilling); got != "hr" {
		t.Errorf("the matter went to %s while it was open", got)
	}
	if got := say("ann", "2", switchboard.IntentBilling); got != "service" {
		t.Errorf("another matter went to %s", got)
	}
	if tally := replay.Tally(); tally.Messages != 3 || tally.Owners["hr"] != 2 || tally.Rules["same-department"] != 1 {
		t.Errorf("tally %+v", tally)
	}
}
