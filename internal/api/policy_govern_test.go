package api

import (
	"encoding/json"
	"testing"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

const signedPolicy = `version: 1
name: signed
default: {owner: service, deadline: 2h}
carve_out:
  - {id: care, when: {flag: [safety, legal, press]}, owner: service}
topic:
  - {id: bugs, when: {intent: bug}, owner: repairs}
sign_off: [service]
`

func quoted(t *testing.T, text string) string {
	t.Helper()
	out, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestADraftUntilItLeads goes the whole way of a draft: saved, changed by two at once, asked about, signed, changed again,
// signed again, in force.
func TestADraftUntilItLeads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.update(func(tx *store.Tx) error {
		return tx.SaveDepartment(switchboard.Department{Key: "repairs", Name: "Repairs"})
	})
	const at = "/policy-drafts/next"
	save := func(source string, version string) request {
		return ask(manager, "PUT", at, `{"source":`+quoted(t, source)+`,"why":"bugs are mended by others","objective":"mended sooner","version":`+version+`}`)
	}
	cookie := w.signIn(agent)
	sign := func(hash string) request {
		return request{Method: "POST", Path: base + at + "/sign", Body: `{"department":"service","hash":"` + hash + `"}`, Cookie: cookie,
			Headers: sameOrigin}
	}
	p, err := ownership.Parse([]byte(signedPolicy))
	if err != nil {
		t.Fatal(err)
	}
	w.run(
		scenario{Name: "none yet", request: ask(viewer, "GET", "/policy-drafts", ""), Status: 200, Has: []string{`"items":[]`}},
		scenario{Name: "not there", request: ask(viewer, "GET", at, ""), Status: 404},
		scenario{Name: "an agent may not", request: ask(agent, "PUT", at, `{"source":"x","version":0}`), Status: 403},
		scenario{Name: "a name that is none", request: ask(manager, "PUT", "/policy-drafts/Next%20One", `{"source":"x","version":0}`), Status: 422},
		scenario{Name: "what cannot be read yet is kept", request: save("version: [", "0"), Status: 200, Has: []string{`"version":1`, `"sign_off":[]`}},
		scenario{Name: "made again", request: save(signedPolicy, "0"), Status: 409, Has: []string{`"code":"stale"`}},
		scenario{Name: "changed", request: save(signedPolicy, "1"), Status: 200, Has: []string{`"version":2`, `"department":"service"`}, Not: []string{`"signed_at"`}},
		scenario{Name: "changed from what it was", request: save(signedPolicy, "1"), Status: 409, Has: []string{`"code":"stale"`}},
		scenario{Name: "everybody may read it", request: ask(viewer, "GET", at, ""), Status: 200, Has: []string{"mended sooner"}},
		scenario{Name: "ask a department that is not there", request: ask(manager, "POST", at+"/ask", `{"department":"moon"}`), Status: 404},
		scenario{Name: "ask", request: ask(manager, "POST", at+"/ask", `{"department":"service"}`), Status: 200, Has: []string{`"asked_at"`}},
	)
	lead := func(source string) request {
		return ask(manager, "POST", "/policies", `{"source":`+quoted(t, source)+`,"draft":"next","draft_version":2,"why":"bugs are mended by others","objective":"mended sooner","accepted":[`+
			`{"kind":"nobody","rule":"bugs","reason":"Fay begins on Monday"}]}`)
	}
	w.run(
		scenario{Name: "not agreed yet", request: lead(signedPolicy), Status: 409, Has: []string{"service has not agreed to this text yet"}},
		scenario{Name: "another text", request: sign("abc"), Status: 409, Has: []string{`"code":"stale"`}},
		scenario{Name: "signed", request: sign(p.Hash()), Status: 200, Has: []string{`"signed_at"`, p.Hash()}},
		scenario{Name: "what was signed is this text", request: lead(signedPolicy + "\n# and more\n"), Status: 409, Has: []string{"has not agreed"}},
		scenario{Name: "in force", request: lead(signedPolicy), Status: 201, Has: []string{`"signed_by"`, "Fay begins on Monday", `"objective":"mended sooner"`}},
		scenario{Name: "the draft is gone", request: ask(viewer, "GET", at, ""), Status: 404},
		scenario{Name: "what replaces it has to be agreed to as well", request: ask(manager, "POST", "/policies", `{"source":"`+smallPolicy+`","why":"a","objective":"b"`+smallAccepted+`}`),
			Status: 409, Has: []string{"service has not agreed"}},
		scenario{Name: "drop what is not there", request: ask(manager, "DELETE", at, ""), Status: 404},
	)
}

func TestPolicyComparisons(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(
		scenario{Name: "those that come with it", request: ask(viewer, "GET", "/policies/shipped", ""), Status: 200,
			Has: []string{`"name":"tiger-team"`, "A few people of five departments work as one team."}},
		scenario{Name: "no history", request: ask(viewer, "POST", "/policies/diff", `{"source":"`+smallPolicy+`"}`), Status: 200,
			Has: []string{`"messages":0`, `"flows":[]`, `"moved":[]`, `"after":{}`}},
		scenario{Name: "a text that is none", request: ask(viewer, "POST", "/policies/diff", `{"source":"version: ["}`), Status: 422, Has: []string{"bad_policy"}},
		scenario{Name: "too far back", request: ask(viewer, "POST", "/policies/diff", `{"source":"x","days":4000}`), Status: 422},
		scenario{Name: "what if somebody wrote this", request: ask(viewer, "POST", "/policies/explain",
			`{"facts":{"network":"x"},"text":"I was charged twice, please refund me","models":true,"source":"`+smallPolicy+`"}`), Status: 200,
			Has: []string{`"intent":"billing"`, `"department":"front_desk"`, `"now":{"policy":"service-led"`, `"policy":"solo"`, `"language":"en"`}},
		scenario{Name: "what is given stands", request: ask(viewer, "POST", "/policies/explain",
			`{"facts":{"intent":"praise","intent_confidence":1},"text":"I was charged twice, please refund me"}`), Status: 200, Has: []string{`"intent":"praise"`}},
	)
}

// TestComparedWithWhatWasSaid compares policies over messages that really went down the line.
func TestComparedWithWhatWasSaid(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	id := s.hear("dana", "the kettle drips").ID
	got := s.want(scenario{Name: "compare", request: ask(viewer, "POST", "/policies/diff", `{"source":"`+smallPolicy+`"}`), Status: 200,
		Has: []string{`"elsewhere":1`, `"to":"front_desk"`, `"left_out":0`, id.String()}})
	compared := read[Compared](t, got)
	if compared.Messages != 1 || compared.After["default"] != 1 || compared.Moves["default"] != 1 || len(compared.Moved) != 1 || compared.Previews[compared.Moved[0].Message.String()] != "the kettle drips" {
		t.Errorf("got %+v", compared)
	}
}

// TestWhatFollowsIsComparedToo counts what a customer goes on to say while what the other policy sends elsewhere is open.
func TestWhatFollowsIsComparedToo(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.hear("dana", "the kettle drips")
	s.hear("dana", "and it is loud")
	const goesOn = "continuity: [{id: same, when: {open_conversation: true}}]\n"
	const service = "version: 1\nname: a\ndepartments: [service, front_desk]\ndefault: {owner: service}\n" + goesOn
	const known = service + "topic: [{id: strangers, when: {known: false}, owner: front_desk}]\n"
	var compared Compared
	s.ask(viewer, "POST", "/policies/diff", any1{"source": known, "against": service}, 200, &compared)
	if compared.Messages != 2 || compared.Elsewhere != 2 || compared.After["same"] != 1 {
		t.Errorf("%d of %d elsewhere: %+v", compared.Elsewhere, compared.Messages, compared.After)
	}
}

// TestTheAgendaOfTheNextLook collects what people said came to the wrong department, and what was left.
func TestTheAgendaOfTheNextLook(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.led()
	var why Why
	s.ask(anna, "GET", at(c, "/decision"), nil, 200, &why)
	s.ask(anna, "POST", at(c, "/corrections/owner"), any1{"decision_id": why.Decision.ID, "should_own": "sales", "why": "they want to buy"}, 201, nil)
	var agenda Agenda
	s.ask(anna, "GET", "/policies/agenda", nil, 200, &agenda)
	if len(agenda.Disputes) != 1 || agenda.Disputes[0].ShouldOwn != "sales" || agenda.Disputes[0].Times != 1 ||
		agenda.Disputes[0].Latest[0].Why != "they want to buy" || agenda.Points != 1 || agenda.Due || agenda.Number != 1 {
		t.Errorf("agenda %+v", agenda)
	}
}

const tigers = `version: 1
name: tigers
mode: lean
default: {owner: service}
carve_out:
  - {id: care, when: {flag: [safety, legal, press]}, owner: service}
lead: {keep_until_resolved: true, caseload_cap: 2, same_person_for: 30d}
review_on: 2026-05-01
`

// TestAPolicySaysHowPeopleWork activates a policy with terms: nobody is asked to accept, nobody holds more than two, nothing
// is handed over for want of skill, and its review is due.
func TestAPolicySaysHowPeopleWork(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	other := s.colleague(petra, "service", 4)
	s.ask(manager, "POST", "/policies", any1{"source": tigers, "why": "help comes to the lead", "objective": "nobody is passed on"}, 201, nil)
	var terms DepartmentTerms
	s.ask(manager, "GET", "/departments/service/terms", nil, 200, &terms)
	if now := terms.InForce; now.Accept != roster.AtOnce || now.Most != 2 || !now.KeepLead || now.StickyHours != 720 || terms.Terms != (roster.Terms{}) {
		t.Errorf("terms %+v", terms)
	}
	c := s.led()
	refused := s.refused(anna, "POST", at(c, "/transfer"), any1{"to": other.ID, "briefing": "Dora wants to know how to fasten the lid again.", "reason": "skill", "epoch": c.Epoch}, switchboard.CodeConflict)
	if refused.Hint == "" {
		t.Error("no way out")
	}
	s.ask(anna, "POST", at(c, "/transfer"), any1{"to": other.ID, "briefing": "Dora wants to know how to fasten the lid; I told her nothing yet.", "reason": "shift", "epoch": c.Epoch}, 200, nil)
	var agenda Agenda
	s.ask(manager, "GET", "/policies/agenda", nil, 200, &agenda)
	if !agenda.Due || agenda.ReviewOn == nil {
		t.Errorf("the review is not due: %+v", agenda)
	}
}
