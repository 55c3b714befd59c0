package api

import (
	"testing"

	"switchboard"
	"switchboard/internal/store"
)

func TestHowPeopleGetIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.signIn(agent)
	id := w.people[agent].ID.String()
	w.run(
		scenario{Name: "nobody's business", request: ask(agent, "GET", "/agents/access", ""), Status: 403},
		scenario{Name: "a manager", request: ask(manager, "GET", "/agents/access", ""), Status: 200,
			Has: []string{`"roles":["agent","viewer"]`, `{"id":"` + id + `","may_change":true,"password":true,"signed_in":true,"seen_at":"2026-05-04T09:00:00Z"}`,
				`{"id":"` + w.people[admin].ID.String() + `","may_change":false`}, Not: []string{"invited_until"}},
		scenario{Name: "an administrator", request: ask(admin, "GET", "/agents/access", ""), Status: 200,
			Has: []string{`"roles":["admin","manager","agent","viewer"]`}, Not: []string{`"may_change":false`}},
		scenario{Name: "invited", request: ask(manager, "POST", "/agents/"+id+"/invitation", ""), Status: 201},
		scenario{Name: "their link", request: ask(manager, "GET", "/agents/access", ""), Status: 200,
			Has: []string{`"invited_until":"2026-05-11T09:00:00Z"`}},
		scenario{Name: "not an administrator's sessions", request: ask(manager, "DELETE", "/agents/"+w.people[admin].ID.String()+"/sessions", ""), Status: 403},
		scenario{Name: "signed in", request: request{Method: "GET", Path: base + "/me", Cookie: cookie}, Status: 200},
		scenario{Name: "end them", request: ask(manager, "DELETE", "/agents/"+id+"/sessions", ""), Status: 200, Has: []string{`{"ended":1}`}},
		scenario{Name: "signed out", request: request{Method: "GET", Path: base + "/me", Cookie: cookie}, Status: 401},
		scenario{Name: "none left", request: ask(manager, "DELETE", "/agents/"+id+"/sessions", ""), Status: 200, Has: []string{`{"ended":0}`}},
		scenario{Name: "audit", request: ask(admin, "GET", "/audit?limit=50", ""), Status: 200, Has: []string{`"action":"session.end_all"`, id}},
	)
}

// TestWhoLeavesLetsGo: whoever is switched off, or only looks on from now on, leads, is asked and helps nowhere any more;
// nothing is left unowned and unqueued.
func TestWhoLeavesLetsGo(t *testing.T) {
	t.Parallel()
	for name, becomes := range map[string]any1{"disabled": {"role": "agent", "disabled": true}, "a viewer": {"role": "viewer"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			letsGo(t, becomes)
		})
	}
}

func letsGo(t *testing.T, becomes any1) {
	s := newTold(t)
	led, asked, helped, given := s.hear("mira", "my kettle leaks"), s.hear("noor", "where is my lid?"), s.hear("otis", "it sings"),
		s.hear("pia", "it hums")
	act := func(as switchboard.Role, c switchboard.Conversation, path string, body any) {
		t.Helper()
		s.ask(as, "POST", "/conversations/"+c.ID.String()+"/"+path, body, 200, nil)
	}
	transfer := any1{"epoch": 1, "to": s.people[anna].ID, "briefing": "She waits for a lid.", "reason": "skill"}
	act(anna, led, "take", nil)
	act(chief, asked, "take", nil)
	act(chief, asked, "transfer", transfer)
	act(chief, helped, "take", nil)
	s.ask(chief, "PUT", "/conversations/"+helped.ID.String()+"/helpers/"+s.people[anna].ID.String(), nil, 200, nil)
	act(anna, given, "take", nil)
	transfer["to"] = s.people[chief].ID
	act(anna, given, "transfer", transfer)
	becomes["name"], becomes["email"], becomes["departments"] = "Anna", "anna@care.example", []string{"service"}
	s.ask(chief, "PUT", "/agents/"+s.people[anna].ID.String(), becomes, 200, nil)

	for _, c := range []switchboard.Conversation{s.stored(led.ID), s.stored(given.ID)} {
		if c.Stance != switchboard.StanceQueued || !c.Lead.IsZero() || c.LastLead != s.people[anna].ID || c.Transfer != nil {
			t.Errorf("what was led: %+v", c)
		}
	}
	if c := s.stored(asked.ID); c.Transfer != nil || c.Lead != s.people[chief].ID || c.Stance != switchboard.StanceLed {
		t.Errorf("what was asked for: %+v", c)
	}
	if c := s.stored(helped.ID); len(c.Helpers) != 0 || c.Lead != s.people[chief].ID {
		t.Errorf("what was helped with: %+v", c)
	}
	s.view(func(tx *store.Tx) error {
		a, err := tx.Agent(s.people[anna].ID)
		if a.Load != 0 || a.Presence != switchboard.Away {
			t.Errorf("%+v", a)
		}
		return err
	})
}
