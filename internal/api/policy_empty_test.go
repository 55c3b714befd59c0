package api

import (
	"fmt"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/store"
)

// TestADepartmentWithoutPeopleIsSignedFor activates a policy that asks a department for its agreement which then has nobody
// any more: a manager cannot go on, an administrator can, and their reason is kept.
func TestADepartmentWithoutPeopleIsSignedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.update(func(tx *store.Tx) error {
		return tx.SaveDepartment(switchboard.Department{Key: "repairs", Name: "Repairs"})
	})
	text := strings.Replace(signedPolicy, "sign_off: [service]", "sign_off: [repairs]", 1)
	lead := func(source string, reasons ...string) string {
		accepted := []string{`{"kind":"nobody","rule":"bugs","reason":"Fay begins on Monday"}`}
		for _, reason := range reasons {
			accepted = append(accepted, `{"kind":"nobody_signs","rule":"sign_off-repairs","reason":"`+reason+`"}`)
		}
		return `{"source":` + quoted(t, source) + `,"why":"a","objective":"b","accepted":[` + strings.Join(accepted, ",") + `]}`
	}
	const reason = "Repairs has moved to a partner"
	next := strings.Replace(text, "sign_off: [repairs]\n", "", 1)
	w.run(
		scenario{Name: "it is said", request: ask(viewer, "POST", "/policies/validate", `{"source":`+quoted(t, text)+`}`), Status: 200,
			Has: []string{`"kind":"nobody_signs"`, `"rule":"sign_off-repairs"`, "let an administrator"}},
		scenario{Name: "without a reason", request: ask(admin, "POST", "/policies", lead(text)), Status: 422, Has: []string{"repairs has to agree"}},
		scenario{Name: "a manager cannot", request: ask(manager, "POST", "/policies", lead(text, reason)), Status: 409, Has: []string{"let an administrator"}},
	)
	cookie := w.signIn(admin)
	asAdmin := func(body string) request {
		return request{Method: "POST", Path: base + "/policies", Body: body, Cookie: cookie, Headers: sameOrigin}
	}
	w.run(
		scenario{Name: "an administrator signs", request: asAdmin(lead(text, reason)), Status: 201, Has: []string{`"signed_by"`, `"reason":"` + reason + `"`}},
		scenario{Name: "what is in force asks for it too", request: asAdmin(lead(next)), Status: 422, Has: []string{"what replaces the policy in force"}},
		scenario{Name: "and can be replaced", request: asAdmin(lead(next, reason)), Status: 201, Has: []string{`"reason":"` + reason + `"`}},
		scenario{Name: "the audit knows", request: ask(admin, "GET", "/audit", ""), Status: 200, Has: []string{"policy.sign_for", reason}},
	)
}

// TestASmallTextThatAsksForTooMuch is answered with what was not proven, to everybody who may read policies.
func TestASmallTextThatAsksForTooMuch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	topics, others := make([]string, 40), make([]string, 90)
	for i := range topics {
		topics[i] = fmt.Sprintf("t%d", i)
	}
	for i := range others {
		others[i] = fmt.Sprintf("{topic: [a%d, b%d, c%d, d%d], flag: [press, legal]}", i, i, i, i)
	}
	hostile := "version: 1\nname: hostile\ndefault: {owner: service}\ntopic:\n  - {id: wide, when: {topic: [" + strings.Join(topics, ", ") + "], any: [" +
		strings.Join(others, ", ") + "]}, owner: service}\n"
	w.run(scenario{Name: "too entangled", request: ask(viewer, "POST", "/policies/validate", `{"source":`+quoted(t, hostile)+`}`), Status: 200,
		Has: []string{`"kind":"too_entangled"`, "the rule wide is ever used"}})
}
