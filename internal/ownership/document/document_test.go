package document_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/ownership/document"
	"switchboard/internal/testkit/golden"
	"switchboard/policies"
)

var update = flag.Bool("update", false, "write the golden files again")

func listOf(t *testing.T, err error) (list document.Findings) {
	t.Helper()
	if !errors.As(err, &list) {
		t.Fatalf("read without a finding: %v", err)
	}
	return list
}

// TestEverythingWrongAtOnce reads a policy with one of each mistake of staff, hours and terms. The golden is what its
// author sees.
func TestEverythingWrongAtOnce(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/wrong.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = document.Read(text, document.Vocabulary{People: []string{"ana@example.org"}})
	list := listOf(t, err)
	var b strings.Builder
	for _, f := range list {
		fmt.Fprintf(&b, "%d:%d %s\n    %s\n    %s\n", f.Line, f.Column, f.Path, f.Text, f.Hint)
		if f.Hint == "" || f.Text == "" || f.Line < 1 || f.Column < 1 || f.Severity != document.Error || f.Kind != document.Unreadable {
			t.Errorf("no way out or no place: %+v", f)
		}
	}
	golden.Check(t, "testdata/wrong.txt", b.String(), *update)
}

func TestTerms(t *testing.T) {
	t.Parallel()
	doc, err := document.Read([]byte(`version: 1
name: terms
mode: lean
departments: {service: {hours: office, liaison: Ana@Example.org}, comms: }
teams: {tiger: {from: {service: 2, comms: 1}, two_hats_each: true}}
calendars: {office: {zone: Europe/Berlin, hours: {mon-wed: ["09:00-12:00"], fri: []}, holidays: [{date: 12-25, name: feast}]}}
lead: {keep_until_resolved: true, caseload_cap: 8, same_person_for: 400d, expert_budget: {comms: 60m/day, service: 5h/week}}
cover: {service: {chain: [comms, on_call, ana@example.org, managers, queue], after: 10m}}
spill: [{from: service, over: 0, to: tiger}]
rounds: ["08:30", "17:05"]
second_look: [{id: again, when: {sentiment: negative}, hold: 10m}]
outbound: {owner: comms, pause_for_customer_if: open_complaint, max_unasked_contacts: 0, within: 365d}
escalation: [{after: 0m, tell: lead}, {after: 1h, tell: managers}]
drift: [{network: linkedin, intent: [question, complaint], over: 0.3, propose: service}]
sign_off: [comms]
review_on: 2027-02-09
default: {owner: service}
`), document.Vocabulary{People: []string{"ana@example.org"}})
	if err != nil {
		t.Fatal(err)
	}
	none := 0
	want := document.Document{Version: 1, Name: "terms", Mode: document.Lean,
		Departments: []document.Department{{Key: "service", Hours: "office", Liaison: "ana@example.org", Line: 4}, {Key: "comms", Line: 4}},
		Teams:       []document.TeamOf{{Key: "tiger", From: []document.Share{{Department: "service", People: 2}, {Department: "comms", People: 1}}, TwoHats: true, Line: 5}},
		Default:     document.Rule{ID: "default", Owner: "service", Line: 17},
		Lead: document.Lead{KeepUntilResolved: true, CaseloadCap: 8, SamePersonFor: 400 * 24 * time.Hour,
			ExpertBudget: []document.Budget{{Department: "comms", PerDay: time.Hour},
				{Department: "service", PerWeek: 5 * time.Hour}}},
		Cover:      []document.Cover{{Department: "service", Chain: []string{"comms", "on_call", "ana@example.org", "managers", "queue"}, After: 10 * time.Minute, Line: 8}},
		Spill:      []document.Spill{{From: "service", To: "tiger", Line: 9}},
		Rounds:     []document.Clock{510, 1025},
		SecondLook: []document.SecondLook{{ID: "again", When: document.When{Sentiment: []switchboard.Sentiment{"negative"}}, Hold: 10 * time.Minute, Line: 11}},
		Outbound:   document.Outbound{Owner: "comms", PauseIf: "open_complaint", MaxUnasked: &none, UnaskedWithin: 365 * 24 * time.Hour, Line: 12},
		Escalation: []document.Escalation{{Tell: "lead", Line: 13}, {After: time.Hour, Tell: "managers", Line: 13}},
		Drift:      []document.Drift{{Network: "linkedin", Intent: []switchboard.Intent{"question", "complaint"}, Over: 0.3, Window: 14 * 24 * time.Hour, Propose: "service", Line: 14}},
		SignOff:    []switchboard.DepartmentKey{"comms"}, ReviewOn: time.Date(2027, 2, 9, 0, 0, 0, 0, time.UTC)}
	calendars := doc.Calendars
	doc.Calendars = nil
	if diff := cmp.Diff(want, doc); diff != "" {
		t.Error(diff)
	}
	doc.Calendars = calendars
	monday := time.Date(2026, 6, 8, 8, 0, 0, 0, time.UTC) // ten in Berlin
	if hours := doc.HoursOf("service"); hours == nil || !hours.Open(monday) || hours.Open(monday.Add(72*time.Hour)) || doc.HoursOf("comms") != nil {
		t.Error("hours are not those that were written")
	}
	if doc.Zone().String() != "Europe/Berlin" || doc.Rounds[1].String() != "17:05" {
		t.Errorf("zone %s, round %s", doc.Zone(), doc.Rounds[1])
	}
}

// TestTeamsThatAreStoredAlready reads a policy again whose teams its activation made departments of the company.
func TestTeamsThatAreStoredAlready(t *testing.T) {
	t.Parallel()
	source, _ := policies.Source("tiger-team")
	if _, err := document.Read(source, document.Vocabulary{Departments: []switchboard.DepartmentKey{"service", "tiger"}}); err != nil {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range policies.Names() {
		source, _ := policies.Source(name)
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		if _, err := document.Read(source, document.Vocabulary{}); err != nil {
			var refused *switchboard.Error
			if !errors.As(err, &refused) || refused.Hint == "" {
				t.Fatalf("no way out: %v", err)
			}
		}
	})
}
