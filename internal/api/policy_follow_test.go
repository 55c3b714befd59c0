package api

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

const plainPolicy = `version: 1
name: plain
default: {owner: service}
carve_out:
  - {id: care, when: {flag: [safety, legal, press]}, owner: service}
`

// lead puts a policy into force, whatever it lacks.
func (s *shop) lead(source string) {
	s.t.Helper()
	p, err := ownership.Parse([]byte(source))
	if err != nil {
		s.t.Fatal(err)
	}
	s.update(func(tx *store.Tx) error { return tx.InsertPolicy(govern.Version(p, tx.Now())) })
}

// TestAWayOfWorkingGoesWithItsPolicy lets a policy that says how people work be followed by one that does not: what was said
// holds no longer, what the department said for itself does, and the comparison and the history tell it.
func TestAWayOfWorkingGoesWithItsPolicy(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	own := roster.Terms{Accept: roster.Ask, Most: 7, CoverSeconds: 120}
	s.ask(manager, "PUT", "/departments/service/terms", own, 200, nil)
	terms := func() (now DepartmentTerms) {
		s.ask(manager, "GET", "/departments/service/terms", nil, 200, &now)
		return now
	}
	s.ask(manager, "POST", "/policies", any1{"source": tigers, "why": "help comes to the lead", "objective": "nobody is passed on"}, 201, nil)
	if now := terms(); now.Terms != own || now.InForce != (roster.Terms{Accept: roster.AtOnce, Most: 2, KeepLead: true, StickyHours: 720, CoverSeconds: 120}) {
		t.Errorf("while it leads: %+v", now)
	}
	var would Compared
	s.ask(manager, "POST", "/policies/diff", any1{"source": plainPolicy}, 200, &would)
	if len(would.Working) != 5 || would.Working[0].What != "mode" || would.Working[0].Before != "lean" || would.Working[0].After != "team" {
		t.Errorf("the comparison says %+v", would.Working)
	}
	for _, next := range []string{plainPolicy, plainPolicy + "mode: team\n"} {
		s.ask(manager, "POST", "/policies", any1{"source": next, "why": "there are more of us", "objective": "everybody is asked"}, 201, nil)
		if now := terms(); now.Terms != own || now.InForce != own || now.Policy != (roster.Terms{}) {
			t.Errorf("afterwards: %+v", now)
		}
	}
	var first, second Page[Activation]
	s.ask(manager, "GET", "/policies?limit=2", nil, 200, &first)
	s.ask(manager, "GET", "/policies?limit=2&after="+first.Next, nil, 200, &second)
	if len(first.Items) != 2 || len(second.Items) != 2 || second.Next != "" || first.Items[0].Number != 4 || second.Items[0].Number != 2 {
		t.Fatalf("pages %+v and %+v", first, second)
	}
	if a := first.Items; len(a[0].Working) != 0 || len(a[1].Working) != 5 || a[0].Source != "" || len(second.Items[0].Working) != 0 {
		t.Errorf("history %+v", a)
	}
	var one store.PolicyVersion
	s.ask(manager, "GET", "/policies/"+second.Items[0].ID.String(), nil, 200, &one)
	if one.Source != tigers || one.Number != 2 {
		t.Errorf("one policy %+v", one)
	}
	s.refused(manager, "GET", "/policies/"+switchboard.NewID[switchboard.PolicyID](s.clock.Now()).String(), nil, switchboard.CodeNotFound)
}

// TestTheLiaisonThereIsSigns lets a draft name another liaison: the one by the policy in force signs all the same, as long as
// they are there.
func TestTheLiaisonThereIsSigns(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	named := func(who switchboard.Agent) string {
		return plainPolicy + "departments: {service: {liaison: " + who.Email + "}}\nsign_off: [service]\n"
	}
	intruder := s.colleague(petra, "service", 4)
	s.lead(named(s.people[agent]))
	next := named(intruder)
	s.ask(manager, "PUT", "/policy-drafts/next", any1{"source": next, "version": 0}, 200, nil)
	p, err := ownership.Parse([]byte(next))
	if err != nil {
		t.Fatal(err)
	}
	sign := func(who switchboard.Role, status int) {
		t.Helper()
		got := s.do(request{Method: "POST", Path: base + "/policy-drafts/next/sign", Body: `{"department":"service","hash":"` + p.Hash() + `"}`,
			Cookie: s.signIn(who), Headers: sameOrigin})
		if got.Code != status {
			t.Errorf("%s: %d %s", who, got.Code, got.Body)
		}
	}
	sign(petra, 403)
	sign(agent, 200)
	gone := s.people[agent]
	s.update(func(tx *store.Tx) error {
		now, err := tx.Agent(gone.ID)
		if err != nil {
			return err
		}
		now.Departments = nil
		return tx.UpdateAgent(now)
	})
	sign(petra, 200)
}

// TestActivationTakesOnlyTheDraftItCameFrom keeps a draft that was changed meanwhile.
func TestActivationTakesOnlyTheDraftItCameFrom(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	save := func(source string, version int) {
		s.ask(manager, "PUT", "/policy-drafts/next", any1{"source": source, "version": version}, 200, nil)
	}
	lead := func(source string, version int) {
		s.ask(manager, "POST", "/policies", any1{"source": source, "draft": "next", "draft_version": version, "why": "a", "objective": "b"}, 201, nil)
	}
	there := func(status int) {
		t.Helper()
		s.ask(manager, "GET", "/policy-drafts/next", nil, status, nil)
	}
	save(plainPolicy, 0)
	save(plainPolicy+"# and more\n", 1)
	lead(plainPolicy, 1)
	there(200)
	lead(plainPolicy, 2)
	there(200)
	lead(plainPolicy+"# and more\n", 1)
	there(200)
	lead(plainPolicy+"# and more\n", 2)
	there(404)
}

// TestComparingShowsWhatOneMaySee leaves out the messages of accounts somebody may not see, and says how many.
func TestComparingShowsWhatOneMaySee(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	id := s.hear("dana", "the kettle drips").ID
	s.limited(viewer, store.AgentScope{Accounts: []switchboard.AccountID{{1}}})
	got := s.want(scenario{Name: "limited", request: ask(viewer, "POST", "/policies/diff", `{"source":"`+smallPolicy+`"}`), Status: 200,
		Has: []string{`"elsewhere":1`, `"moved":[]`, `"left_out":1`, `"previews":{}`}, Not: []string{id.String(), "@kettles"}})
	if compared := read[Compared](t, got); len(compared.Flows) != 1 {
		t.Errorf("got %+v", compared)
	}
}

// TestHistoryCountsWhatPeopleSay decides past messages anew by what they were really about.
func TestHistoryCountsWhatPeopleSay(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles at night.")
	const bugs = plainPolicy + "topic: [{id: bugs, when: {intent: bug}, owner: comms}]\n"
	moved := func(want int) {
		t.Helper()
		var compared Compared
		s.ask(manager, "POST", "/policies/diff", any1{"source": bugs, "against": plainPolicy}, 200, &compared)
		if compared.Messages != 1 || compared.Elsewhere != want || compared.After["bugs"] != want {
			t.Errorf("got %+v", compared)
		}
	}
	moved(0)
	wrong := fact(c, "intent", "bug")
	var would struct {
		Policy string `json:"policy_hash"`
	}
	s.ask(anna, "POST", at(c, "/corrections/consider"), wrong, 200, &would)
	wrong["redecide"], wrong["policy_hash"] = false, would.Policy
	s.ask(anna, "POST", at(c, "/corrections/fact"), wrong, 201, nil)
	moved(1)
}

// TestTheAgendaBeginsWithTheNewest tells the newest disputes of a pair, and the drafts that are open.
func TestTheAgendaBeginsWithTheNewest(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.led()
	var why Why
	s.ask(anna, "GET", at(c, "/decision"), nil, 200, &why)
	for _, reason := range []string{"first", "second", "third", "fourth"} {
		s.clock.Advance(time.Minute)
		s.ask(anna, "POST", at(c, "/corrections/owner"), any1{"decision_id": why.Decision.ID, "should_own": "sales", "why": reason}, 201, nil)
	}
	for _, name := range []string{"b", "a"} {
		s.clock.Advance(time.Minute)
		s.ask(manager, "PUT", "/policy-drafts/"+name, any1{"source": plainPolicy, "why": "because of " + name, "objective": "calm", "version": 0}, 200, nil)
	}
	var agenda Agenda
	s.ask(anna, "GET", "/policies/agenda", nil, 200, &agenda)
	var told []string
	for _, l := range agenda.Disputes[0].Latest {
		told = append(told, l.Why)
	}
	if got := strings.Join(told, " "); got != "fourth third second" || agenda.Disputes[0].Times != 4 {
		t.Errorf("told %s of %d", got, agenda.Disputes[0].Times)
	}
	if p := agenda.Proposals; len(p) != 2 || p[0].Name != "a" || p[0].Why != "because of a" || p[1].Name != "b" || agenda.Points != 3 {
		t.Errorf("proposals %+v of %d points", p, agenda.Points)
	}
}
