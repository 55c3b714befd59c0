package api

import (
	"slices"
	"testing"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
)

const spokenPolicy = `version: 1
name: spoken
departments: {service: {liaison: agent@care.example}, repairs: }
default: {owner: service}
carve_out:
  - {id: care, when: {flag: [safety, legal, press]}, owner: service}
sign_off: [service]
`

// TestWhatIsDoneToADraftIsTold follows a draft through the journal: who has it before them reads it again, and the liaison
// is named to whoever raises notices.
func TestWhatIsDoneToADraftIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.update(func(tx *store.Tx) error {
		return tx.SaveDepartment(switchboard.Department{Key: "repairs", Name: "Repairs"})
	})
	p, err := ownership.Parse([]byte(spokenPolicy))
	if err != nil {
		t.Fatal(err)
	}
	const at = "/policy-drafts/next"
	save := ask(manager, "PUT", at, `{"source":`+quoted(t, spokenPolicy)+`,"version":0}`)
	w.run(
		scenario{Name: "saved", request: save, Status: 200},
		scenario{Name: "made again", request: save, Status: 409},
		scenario{Name: "asked", request: ask(manager, "POST", at+"/ask", `{"department":"service"}`), Status: 200},
		scenario{Name: "without a liaison", request: ask(manager, "POST", at+"/ask", `{"department":"repairs"}`), Status: 200},
		scenario{Name: "signed", request: request{Method: "POST", Path: base + at + "/sign", Body: `{"department":"service","hash":"` + p.Hash() + `"}`,
			Cookie: w.signIn(agent), Headers: sameOrigin}, Status: 200},
		scenario{Name: "in force", request: ask(manager, "POST", "/policies", `{"source":`+quoted(t, spokenPolicy)+
			`,"draft":"next","draft_version":1,"why":"a","objective":"b","accepted":[{"kind":"nobody","rule":"","reason":"soon"}]}`), Status: 201},
		scenario{Name: "another", request: ask(manager, "PUT", "/policy-drafts/other", `{"source":"version: [","version":0}`), Status: 200},
		scenario{Name: "asked about what cannot be read", request: ask(manager, "POST", "/policy-drafts/other/ask", `{"department":"service"}`), Status: 200},
		scenario{Name: "removed", request: ask(manager, "DELETE", "/policy-drafts/other", ""), Status: 204},
	)
	type told struct {
		Kind    switchboard.EventKind
		Subject string
		To      switchboard.DepartmentKey
		Agent   switchboard.AgentID
	}
	liaison := w.people[agent].ID
	want := []told{
		{switchboard.EventPolicyDraftSaved, "next", "", switchboard.AgentID{}},
		{switchboard.EventPolicyDraftAsked, "next", "service", liaison},
		{switchboard.EventPolicyDraftAsked, "next", "repairs", switchboard.AgentID{}},
		{switchboard.EventPolicyDraftSigned, "next", "service", liaison},
		{switchboard.EventPolicyDraftDropped, "next", "", switchboard.AgentID{}},
		{switchboard.EventPolicyDraftSaved, "other", "", switchboard.AgentID{}},
		{switchboard.EventPolicyDraftAsked, "other", "service", switchboard.AgentID{}},
		{switchboard.EventPolicyDraftDropped, "other", "", switchboard.AgentID{}},
	}
	var got []told
	w.update(func(tx *store.Tx) error {
		events, err := tx.Events(0, 1000)
		for _, e := range events {
			if _, about := map[switchboard.EventKind]bool{switchboard.EventPolicyDraftSaved: true, switchboard.EventPolicyDraftAsked: true,
				switchboard.EventPolicyDraftSigned: true, switchboard.EventPolicyDraftDropped: true}[e.Kind]; about {
				got = append(got, told{e.Kind, e.Subject, e.To, e.Agent})
				if e.Actor.IsZero() {
					t.Errorf("nobody did %+v", e)
				}
			}
		}
		return err
	})
	if !slices.Equal(got, want) {
		t.Errorf("told %+v\nwant %+v", got, want)
	}
}

// TestColleaguesAreListedWithWhomTheySpeakFor reads the list of those who can be asked for help.
func TestColleaguesAreListedWithWhomTheySpeakFor(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var err error
	if s.policy, err = ownership.Parse([]byte(spokenPolicy)); err != nil {
		t.Fatal(err)
	}
	var all Page[ListedAgent]
	s.ask(viewer, "GET", "/agents", nil, 200, &all)
	for _, a := range all.Items {
		var want []switchboard.DepartmentKey
		if a.ID == s.people[agent].ID {
			want = []switchboard.DepartmentKey{"service"}
		}
		if !slices.Equal(a.SpeaksFor, want) {
			t.Errorf("%s speaks for %v, want %v", a.Name, a.SpeaksFor, want)
		}
	}
	if len(all.Items) < 2 {
		t.Errorf("listed %d", len(all.Items))
	}
}
