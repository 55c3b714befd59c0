package govern_test

import (
	"slices"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/calendar"
	"switchboard/internal/govern"
	"switchboard/internal/oncall"
	"switchboard/internal/ownership/document"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/testkit"
)

const closedAtNight = `version: 1
name: night
calendars: {office: {zone: UTC, hours: {mon-fri: ["09:00-17:00"]}}}
hours: office
default: {owner: service}
carve_out: [{id: fire, when: {flag: [safety, legal, press]}, owner: service}]
cover: {service: {chain: [on_call]}}
`

func opened(t *testing.T) *app.App {
	t.Helper()
	a := testkit.NewSite(testkit.Folder(t), "").Open(t)
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func vocabulary(t *testing.T, a *app.App) document.Vocabulary {
	t.Helper()
	return testkit.Read(t, a.DB, govern.Vocabulary)
}

func kindsOf(list document.Findings) (kinds []string) {
	for _, f := range list {
		kinds = append(kinds, f.Kind)
	}
	return kinds
}

// TestWhatWasProvenIsHeldAgainstThoseHere proves a text once and holds it against a company that changes: somebody is put on
// call, and a person the text names leaves.
func TestWhatWasProvenIsHeldAgainstThoseHere(t *testing.T) {
	t.Parallel()
	a := opened(t)
	bo, ana := testkit.Person(1, 3, "service"), testkit.Person(2, 3, "service")
	testkit.AddAgents(t, a.DB, bo, ana)
	text := strings.Replace(closedAtNight, "chain: [on_call]", "chain: [on_call], after: 20m", 1) +
		"lead: {same_person_for: 1d}\ndepartments: {service: {liaison: " + ana.Email + "}}\n"
	proven, err := govern.Prove(t.Context(), text, vocabulary(t, a))
	if err != nil {
		t.Fatal(err)
	}
	check := func() govern.Checked { return testkit.Read(t, a.DB, proven.Check) }
	if c := check(); !c.Readable() || !slices.Contains(kindsOf(c.Findings), "nobody_on_call") {
		t.Errorf("nobody is on call: %v", c.Findings)
	}
	always := calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon-sun": {"00:00-24:00"}}}
	plan := oncall.Default()
	plan.Shifts = []oncall.Shift{{Agent: bo.ID, Calendar: always}}
	testkit.Update(t, a.DB, func(tx *store.Tx) error { return notices.In(tx.Tx).SaveOnCall("service", plan) })
	if c := check(); slices.Contains(kindsOf(c.Findings), "nobody_on_call") {
		t.Errorf("somebody is on call: %v", c.Findings)
	}
	ana.Disabled = true
	testkit.Update(t, a.DB, func(tx *store.Tx) error { return tx.UpdateAgent(ana) })
	if c := check(); c.Readable() || !strings.Contains(c.Findings.Error(), ana.Email) {
		t.Errorf("the liaison has left: %v", c.Findings)
	}
}

// TestWhoOnlyLooksOnStaffsNothing: people who may read alone lead nothing, approve nothing and are on call for nothing,
// whatever freedom they have. They may agree for their department.
func TestWhoOnlyLooksOnStaffsNothing(t *testing.T) {
	t.Parallel()
	a := opened(t)
	looks := testkit.Person(1, 5, "service", "comms")
	looks.Role = switchboard.RoleViewer
	testkit.AddAgents(t, a.DB, looks)
	plan := oncall.Default()
	plan.Shifts = []oncall.Shift{{Agent: looks.ID, Calendar: calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon-sun": {"00:00-24:00"}}}}}
	testkit.Update(t, a.DB, func(tx *store.Tx) error { return notices.In(tx.Tx).SaveOnCall("service", plan) })
	text := closedAtNight + "topic: [{id: law, when: {flag: legal}, owner: comms, required_level: 4}]\nsign_off: [comms]\n"
	proven, err := govern.Prove(t.Context(), text, vocabulary(t, a))
	if err != nil {
		t.Fatal(err)
	}
	kinds := kindsOf(testkit.Read(t, a.DB, proven.Check).Findings)
	for kind, want := range map[string]bool{"nobody": true, "no_approver": true, "nobody_on_call": true, "nobody_signs": false} {
		if slices.Contains(kinds, kind) != want {
			t.Errorf("%s: want %v, in %v", kind, want, kinds)
		}
	}
	err = a.DB.View(t.Context(), func(tx *store.Tx) error {
		_, _, err := govern.Ready(tx, store.PolicyDraft{Source: text, Why: "a", Objective: "b"}, proven, govern.Activator{})
		return err
	})
	if !switchboard.IsCode(err, switchboard.CodeBadPolicy) {
		t.Errorf("it may lead: %v", err)
	}
}

// TestAnotherTextThanWasProvenCannotLead hands over a proof of one text with another.
func TestAnotherTextThanWasProvenCannotLead(t *testing.T) {
	t.Parallel()
	a := opened(t)
	proven, err := govern.Prove(t.Context(), closedAtNight, vocabulary(t, a))
	if err != nil {
		t.Fatal(err)
	}
	draft := store.PolicyDraft{Source: closedAtNight + "# more\n", Why: "a", Objective: "b"}
	err = a.DB.View(t.Context(), func(tx *store.Tx) error {
		_, _, err := govern.Ready(tx, draft, proven, govern.Activator{})
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "another") {
		t.Errorf("got %v", err)
	}
}
