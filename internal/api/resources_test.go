package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/connector"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
)

const admin, manager, agent, viewer = switchboard.RoleAdmin, switchboard.RoleManager, switchboard.RoleAgent, switchboard.RoleViewer

func ask(as switchboard.Role, method, path, body string) request {
	return request{Method: method, Path: base + path, Body: body, As: as}
}

func TestAgents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := func(name, role string) string {
		w.clock.Advance(time.Millisecond) // the trail is in the order of time
		return `{"name":"` + name + `","email":"` + strings.ToLower(name) + `@care.example","role":"` + role + `","departments":["press"]}`
	}
	w.run(
		scenario{Name: "list", request: ask(viewer, "GET", "/agents", ""), Status: 200, Has: []string{"Pat admin", `"role":"viewer"`},
			Not: []string{"password", "argon2"}},
		scenario{Name: "create", request: ask(manager, "POST", "/agents", body("Nia", "agent")), Status: 201,
			Has: []string{`"email":"nia@care.example"`, fmt.Sprintf(`"freedom":%d,"cap":%d`, access.DefaultFreedom, access.DefaultCap), `"presence":"away"`}},
		scenario{Name: "drafts only", request: ask(manager, "POST", "/agents", `{"name":"Ole","email":"ole@care.example","role":"agent","freedom":0}`),
			Status: 201, Has: []string{`"freedom":0`}},
		scenario{Name: "address taken", request: ask(manager, "POST", "/agents", body("Nia", "agent")), Status: 409, Has: []string{`"field":"email"`}},
		scenario{Name: "above oneself", request: ask(manager, "POST", "/agents", body("Eve", "admin")), Status: 403},
		scenario{Name: "beside oneself", request: ask(manager, "POST", "/agents", body("Eve", "manager")), Status: 403},
		scenario{Name: "no such role", request: ask(manager, "POST", "/agents", body("Eve", "owner")), Status: 422, Has: []string{`"field":"role"`}},
		scenario{Name: "no such department", request: ask(manager, "POST", "/agents", strings.Replace(body("Eve", "agent"), "press", "servise", 1)),
			Status: 422, Has: []string{`"field":"departments"`, "There is no department servise.", "Did you mean service?"}},
		scenario{Name: "moved to no department", request: ask(admin, "PUT", "/agents/"+w.people[viewer].ID.String(),
			`{"name":"Pat","email":"viewer@care.example","role":"viewer","departments":["service","pres"]}`),
			Status: 422, Has: []string{`"field":"departments"`, "Did you mean press?"}},
		scenario{Name: "and none was made", request: ask(admin, "GET", "/departments", ""), Status: 200, Not: []string{"servise", `"pres"`}},
		scenario{Name: "no address", request: ask(admin, "POST", "/agents", `{"name":"A","email":"nowhere","role":"agent"}`), Status: 422,
			Has: []string{`"field":"email"`}},
		scenario{Name: "weak password", request: ask(admin, "POST", "/agents",
			`{"name":"A","email":"a@care.example","role":"agent","password":"password1"}`), Status: 422, Has: []string{`"field":"password"`}},
		scenario{Name: "audit", request: ask(admin, "GET", "/audit?limit=1", ""), Status: 200,
			Has: []string{`"action":"agent.create"`, w.people[manager].ID.String(), `"actor_kind":"token"`, `"next"`}},
	)
}

func TestChangingAnAgent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.signIn(agent)
	path := "/agents/" + w.people[agent].ID.String()
	tag := w.do(ask(manager, "GET", path, "")).Header().Get("ETag")
	change := ask(manager, "PUT", path, `{"name":"Pat Other","email":"agent@care.example","role":"agent","disabled":true}`)
	change.Headers = map[string]string{"If-Match": tag}
	w.run(
		scenario{Name: "stale", request: request{Method: "PUT", Path: base + path, Body: change.Body, As: manager,
			Headers: map[string]string{"If-Match": `"other"`}}, Status: 409, Has: []string{`"code":"stale"`}},
		scenario{Name: "disable", request: change, Status: 200, Has: []string{`"disabled":true`, "Pat Other"}},
		scenario{Name: "signed out", request: request{Method: "GET", Path: base + "/me", Cookie: cookie}, Status: 401},
		scenario{Name: "token ended", request: ask(agent, "GET", "/me", ""), Status: 401},
		scenario{Name: "again with the old tag", request: change, Status: 409},
		scenario{Name: "manager over admin", request: ask(manager, "PUT", "/agents/"+w.people[admin].ID.String(),
			`{"name":"X","email":"x@care.example","role":"viewer"}`), Status: 403},
		scenario{Name: "address of somebody else", request: ask(admin, "PUT", path,
			`{"name":"X","email":"viewer@care.example","role":"agent"}`), Status: 409, Has: []string{`"field":"email"`}},
		scenario{Name: "last administrator", request: ask(admin, "PUT", "/agents/"+w.people[admin].ID.String(),
			`{"name":"X","email":"admin@care.example","role":"agent"}`), Status: 409, Has: []string{"last administrator"}},
		scenario{Name: "unknown", request: ask(admin, "GET", "/agents/agt_06ez4dsyg1r019eract7226910", ""), Status: 404},
	)
}

func TestSettingAPasswordAndPresence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.signIn(viewer)
	w.run(
		scenario{Name: "manager sets an agent's", request: ask(manager, "PUT", "/agents/"+w.people[viewer].ID.String()+"/password",
			`{"password":"seven quiet otters"}`), Status: 204},
		scenario{Name: "ended", request: request{Method: "GET", Path: base + "/me", Cookie: cookie}, Status: 401},
		scenario{Name: "works", request: request{Method: "POST", Path: base + "/session",
			Body: `{"email":"VIEWER@care.example","password":"seven quiet otters"}`}, Status: 201},
		scenario{Name: "not an admin's", request: ask(manager, "PUT", "/agents/"+w.people[admin].ID.String()+"/password",
			`{"password":"seven quiet otters"}`), Status: 403},
		scenario{Name: "here", request: ask(agent, "PUT", "/me/presence", `{"presence":"here"}`), Status: 200, Has: []string{`"presence":"here"`}},
		scenario{Name: "nowhere", request: ask(agent, "PUT", "/me/presence", `{"presence":"lost"}`), Status: 422},
	)
}

func TestDepartmentsAndBrands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(
		scenario{Name: "add", request: ask(manager, "PUT", "/departments/press", `{"name":"Press office","pull":true}`), Status: 200},
		scenario{Name: "list", request: ask(viewer, "GET", "/departments", ""), Status: 200,
			Has: []string{`"name":"Press office","pull":true`, `"key":"service"`}},
		scenario{Name: "key", request: ask(manager, "PUT", "/departments/Pr%20ess", `{"name":"x"}`), Status: 422, Has: []string{`"field":"key"`}},
		scenario{Name: "brand", request: ask(admin, "POST", "/brands", `{"key":"kettles","name":"Kettles"}`), Status: 201, Has: []string{"brd_"}},
		scenario{Name: "twice", request: ask(admin, "POST", "/brands", `{"key":"kettles","name":"Other"}`), Status: 409},
		scenario{Name: "brands", request: ask(viewer, "GET", "/brands", ""), Status: 200, Has: []string{"Kettles"}, Not: []string{"Other"}},
	)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	person := func(method, path, body string) request {
		return request{Method: method, Path: base + path, Body: body, Cookie: nil, Headers: sameOrigin}
	}
	cookie := w.signIn(agent)
	mine := func(method, path, body string) request {
		r := person(method, path, body)
		r.Cookie = cookie
		return r
	}
	got := w.want(scenario{Name: "issue", request: mine("POST", "/me/tokens",
		`{"name":"reports","permissions":["conversation.read"],"expires_at":"2026-05-05T00:00:00Z"}`), Status: 201, Has: []string{`"secret":"swb_`}})
	made := read[NewToken](t, got)
	with := func(path string) request {
		return request{Method: "GET", Path: base + path, Headers: map[string]string{"Authorization": "Bearer " + made.Secret}}
	}
	w.run(
		scenario{Name: "it works", request: with("/me"), Status: 200, Has: []string{`"kind":"token"`, `"permissions":["conversation.read"]`}},
		scenario{Name: "within its permissions", request: with("/agents"), Status: 403},
		scenario{Name: "list", request: mine("GET", "/me/tokens", ""), Status: 200, Has: []string{"reports"}, Not: []string{made.Secret, "swb_"}},
		scenario{Name: "more than one has", request: mine("POST", "/me/tokens", `{"name":"x","permissions":["audit.read"]}`), Status: 403},
		scenario{Name: "no such permission", request: mine("POST", "/me/tokens", `{"name":"x","permissions":["fly"]}`), Status: 422},
		scenario{Name: "over already", request: mine("POST", "/me/tokens", `{"name":"x","expires_at":"2020-01-01T00:00:00Z"}`), Status: 422},
		scenario{Name: "others do not see it", request: ask(viewer, "DELETE", "/me/tokens/"+made.ID.String(), ""), Status: 404},
		scenario{Name: "a manager does", request: ask(manager, "GET", "/agents/"+w.people[agent].ID.String()+"/tokens", ""), Status: 200,
			Has: []string{"reports"}},
		scenario{Name: "but not an admin's", request: ask(manager, "GET", "/agents/"+w.people[admin].ID.String()+"/tokens", ""), Status: 403},
		scenario{Name: "revoke", request: mine("DELETE", "/me/tokens/"+made.ID.String(), ""), Status: 204},
		scenario{Name: "gone", request: with("/me"), Status: 401},
	)
	made = read[NewToken](t, w.do(mine("POST", "/me/tokens", `{"name":"short","expires_at":"2026-05-05T00:00:00Z"}`)))
	w.clock.Advance(24 * time.Hour)
	w.want(scenario{Name: "expired", request: with("/me"), Status: 401})
}

const smallPolicy = "version: 1\\nname: small\\ndepartments: [front_desk]\\ndefault: {owner: front_desk}\\n"

const smallAccepted = `,"accepted":[{"kind":"no_carve_out","rule":"default","reason":"a trial"},{"kind":"nobody","rule":"default","reason":"nobody is hired yet"}]`

func TestPolicies(t *testing.T) {
	t.Parallel()
	var told []string
	w := newWorld(t, func(o *Options) { o.PolicyChanged = func(p *ownership.Policy) { told = append(told, p.Name()) } })
	activate := func(source, extra string) request {
		return ask(manager, "POST", "/policies", `{"source":"`+source+`","why":"fewer desks","objective":"answer sooner"`+extra+`}`)
	}
	w.run(
		scenario{Name: "the one it comes with", request: ask(viewer, "GET", "/policies/active", ""), Status: 200, Has: []string{`"built_in":true`, `"source"`}},
		scenario{Name: "bad", request: ask(viewer, "POST", "/policies/validate", `{"source":"policy: [\n"}`), Status: 200,
			Has: []string{`"valid":false`, `"line":`}},
		scenario{Name: "good", request: ask(viewer, "POST", "/policies/validate", `{"source":"`+smallPolicy+`"}`), Status: 200,
			Has: []string{`"valid":true`, "front_desk", `"kind":"no_carve_out"`, `"severity":"warning"`, `"passed":0`}},
		scenario{Name: "activate a bad one", request: activate("policy: [", ""), Status: 422, Has: []string{`"code":"bad_policy"`}},
		scenario{Name: "without a reason", request: ask(manager, "POST", "/policies", `{"source":"`+smallPolicy+`","why":" ","objective":"x"}`),
			Status: 422, Has: []string{`"code":"must_explain"`}},
		scenario{Name: "based on another", request: activate(smallPolicy, `,"replaces":"abc"`), Status: 409, Has: []string{`"code":"stale"`}},
	)
	w.run(scenario{Name: "a warning without a reason to leave it", request: activate(smallPolicy, ""), Status: 422,
		Has: []string{`"code":"must_explain"`, "No rule says what happens when somebody may be hurt", "and 3 more"}})
	if len(told) != 0 {
		t.Errorf("told of %v before anything was activated", told)
	}
	w.run(
		scenario{Name: "activate", request: activate(smallPolicy, smallAccepted), Status: 201,
			Has: []string{`"name":"small"`, "fewer desks", `"number":1`, "nobody is hired yet"}},
		scenario{Name: "in force", request: ask(viewer, "GET", "/policies/active", ""), Status: 200, Has: []string{`"name":"small"`, `"built_in":false`}},
		scenario{Name: "versions", request: ask(viewer, "GET", "/policies", ""), Status: 200, Has: []string{w.people[manager].ID.String()}},
		scenario{Name: "departments are made", request: ask(viewer, "GET", "/departments", ""), Status: 200, Has: []string{"front_desk"}},
		scenario{Name: "explain", request: ask(viewer, "POST", "/policies/explain", `{"facts":{"network":"practice","intent":"billing"}}`),
			Status: 200, Has: []string{`"department":"front_desk"`, `"path"`, `"alternatives"`, `"sentence"`}},
		scenario{Name: "a slip in a fact", request: ask(viewer, "POST", "/policies/explain", `{"facts":{"intent":"biling"}}`), Status: 422,
			Has: []string{`"code":"invalid"`, "Did you mean billing?"}},
		scenario{Name: "reach is no fact", request: ask(viewer, "POST", "/policies/explain", `{"facts":{"followers":100000}}`), Status: 422,
			Has: []string{`"code":"unknown_field"`}},
	)
	if strings.Join(told, " ") != "small" {
		t.Errorf("told of %v", told)
	}
	w.update(func(tx *store.Tx) error {
		events, err := tx.Events(0, 100)
		if n := len(events); err == nil && (n == 0 || events[n-1].Kind != switchboard.EventPolicyActivated) {
			t.Errorf("journal %+v", events)
		}
		return err
	})
}

func TestQuarantineAndGaps(t *testing.T) {
	t.Parallel()
	var driven []switchboard.QuarantineID
	w := newWorld(t, func(o *Options) {
		o.Redrive = func(_ context.Context, id switchboard.QuarantineID) error {
			if driven = append(driven, id); len(driven) > 1 {
				return errors.New("broken")
			}
			return nil
		}
	})
	account := w.account("practice", "kettles", switchboard.AccountLive)
	var ids []string
	w.update(func(tx *store.Tx) error {
		ids = nil
		for n := range 3 {
			q := store.Quarantined{ID: switchboard.NewID[switchboard.QuarantineID](tx.Now()), AccountID: account.ID, Network: "practice",
				Lane: "poll", Code: "invalid", Field: "text", Reason: "The message says nothing.", Payload: []byte("odd words"),
				Digest: []byte{byte(n)}, ReceivedAt: tx.Now().Add(time.Duration(n) * time.Second)}
			if _, err := tx.InsertQuarantine(q); err != nil {
				return err
			}
			ids = append(ids, q.ID.String())
		}
		_, err := tx.OpenGap(store.Gap{AccountID: account.ID, Lane: "stream", From: "7", To: "9", Reason: "down"})
		return err
	})
	first := w.want(scenario{Name: "page", request: ask(manager, "GET", "/quarantine?limit=2", ""), Status: 200,
		Has: []string{ids[0], ids[1]}, Not: []string{ids[2], "b2RkIHdvcmRz"}})
	next := read[Page[QuarantineItem]](t, first).Next
	w.run(
		scenario{Name: "next page", request: ask(manager, "GET", "/quarantine?limit=2&after="+next, ""), Status: 200, Has: []string{ids[2]},
			Not: []string{ids[1], `"next"`}},
		scenario{Name: "one", request: ask(manager, "GET", "/quarantine/"+ids[0], ""), Status: 200, Has: []string{"b2RkIHdvcmRz"}},
		scenario{Name: "dismiss", request: ask(manager, "POST", "/quarantine/"+ids[0]+"/dismiss", ""), Status: 204},
		scenario{Name: "twice", request: ask(manager, "POST", "/quarantine/"+ids[0]+"/dismiss", ""), Status: 409},
		scenario{Name: "again", request: ask(manager, "POST", "/quarantine/"+ids[1]+"/redrive", ""), Status: 200, Has: []string{ids[1]}},
		scenario{Name: "again in vain", request: ask(manager, "POST", "/quarantine/"+ids[2]+"/redrive", ""), Status: 500},
		scenario{Name: "what is dismissed stays so", request: ask(manager, "POST", "/quarantine/"+ids[0]+"/redrive", ""), Status: 409},
		scenario{Name: "gaps", request: ask(viewer, "GET", "/gaps", ""), Status: 200, Has: []string{`"from":"7"`}},
		scenario{Name: "filled ones", request: ask(viewer, "GET", "/gaps?state=filled", ""), Status: 200, Not: []string{`"from"`}},
	)
	if len(driven) != 2 {
		t.Errorf("driven %v", driven)
	}
	limited := w.limited(manager, store.AgentScope{Accounts: []switchboard.AccountID{{1}}})
	w.run(
		scenario{Name: "out of scope", request: ask(limited, "GET", "/quarantine/"+ids[2], ""), Status: 404},
		scenario{Name: "gaps out of scope", request: ask(limited, "GET", "/gaps", ""), Status: 200, Not: []string{`"from"`}},
		scenario{Name: "accounts out of scope", request: ask(limited, "GET", "/accounts", ""), Status: 200, Not: []string{"kettles"}},
	)
}

// limited sets the limits of the person of a role.
func (w *world) limited(role switchboard.Role, limits store.AgentScope) switchboard.Role {
	w.t.Helper()
	w.update(func(tx *store.Tx) error { return tx.SetAgentScope(w.people[role].ID, limits) })
	return role
}

// account adds an account and its brand.
func (w *world) account(network switchboard.NetworkKey, handle string, state switchboard.AccountState) (a switchboard.Account) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		brand, err := tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](tx.Now()), Key: "kettles", Name: "Kettles"})
		if err != nil {
			return err
		}
		a = switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](tx.Now()), Network: network, Realm: switchboard.Realm(network),
			Handle: handle, Name: handle, BrandID: brand.ID, Voice: switchboard.VoiceCorporate, State: state, CreatedAt: tx.Now()}
		_, err = tx.InsertAccount(a)
		return err
	})
	return a
}

func TestInstallation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	reconcile := func(as switchboard.Role, incarnation string) request {
		return ask(as, "POST", "/installation/reconcile", `{"incarnation":"`+incarnation+`","note":"compared with the network"}`)
	}
	w.run(
		scenario{Name: "read", request: ask(viewer, "GET", "/installation", ""), Status: 200, Has: []string{`"incarnation":"first"`, `"reconciled":true`}},
		scenario{Name: "nothing to do", request: reconcile(admin, "first"), Status: 409},
	)
	w.update(func(tx *store.Tx) error { return tx.MarkRestored("second", tx.Now().Add(-time.Hour)) })
	w.run(
		scenario{Name: "restored", request: ask(viewer, "GET", "/installation", ""), Status: 200, Has: []string{`"reconciled":false`, "backup_at"}},
		scenario{Name: "another one", request: reconcile(admin, "first"), Status: 409, Has: []string{`"code":"stale"`}},
		scenario{Name: "not by a manager", request: reconcile(manager, "second"), Status: 403},
		scenario{Name: "reconcile", request: reconcile(admin, "second"), Status: 200, Has: []string{`"reconciled":true`}},
		scenario{Name: "on record", request: ask(admin, "GET", "/audit", ""), Status: 200, Has: []string{"installation.reconcile"}},
	)
}

func TestCounters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	lead := w.people[agent].ID
	w.update(func(tx *store.Tx) error {
		led := switchboard.Conversation{ID: switchboard.ConversationID{1}, Stance: switchboard.StanceLed, Department: "press", Lead: lead}
		return tx.Count(switchboard.Conversation{}, led)
	})
	w.run(
		scenario{Name: "everything", request: ask(manager, "GET", "/counters", ""), Status: 200, Has: []string{`"all":{"open":1}`}},
		scenario{Name: "own work", request: ask(agent, "GET", "/counters", ""), Status: 200, Has: []string{`"mine":{"led":1}`, `"service":{}`},
			Not: []string{`"all"`, "press"}},
		scenario{Name: "not all of it", request: ask(viewer, "GET", "/counters", ""), Status: 200, Not: []string{`"all"`, "departments"}},
	)
}

func TestAuditPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, key := range []string{"one", "two", "three"} {
		w.do(ask(admin, "PUT", "/departments/"+key, `{"name":"x"}`))
	}
	seen := map[string]bool{}
	after, pages := "", 0
	for {
		got := w.want(scenario{Name: "page", request: ask(admin, "GET", "/audit?limit=2&after="+after, ""), Status: 200})
		page := read[Page[store.AuditEntry]](t, got)
		for _, e := range page.Items {
			if seen[e.ID.String()] {
				t.Errorf("%s twice", e.ID)
			}
			seen[e.ID.String()] = true
		}
		if pages++; page.Next == "" || pages > 20 {
			break
		}
		after = page.Next
	}
	if len(seen) < 3+8 || pages < 5 { // four people and their tokens
		t.Errorf("%d entries on %d pages", len(seen), pages)
	}
}

// notes is a small network for tests of accounts.
func notes(key switchboard.NetworkKey, check func(connector.Env) (connector.Self, error)) connector.Spec {
	return connector.Spec{Key: key, Name: "Notes", Summary: "Notes on a board.", RealmKind: connector.RealmServer,
		Realm: func(c map[string]string) switchboard.Realm { return switchboard.Realm(string(key) + ":" + c["server"]) },
		Config: []connector.Field{
			{Name: "server", Label: "Server", Kind: connector.FieldURL, Required: true, Help: "Its address.", Example: "https://notes.example"},
			{Name: "token", Label: "Token", Kind: connector.FieldSecret, Secret: true, Required: true, Help: "Issued there.", Example: "t"},
		},
		Open: func(_ context.Context, env connector.Env) (connector.Conn, error) { return board{env, check}, nil }}
}

type board struct {
	env   connector.Env
	check func(connector.Env) (connector.Self, error)
}

func (b board) Check(context.Context) (connector.Self, error) { return b.check(b.env) }
func (board) Close() error                                    { return nil }

// shelf is a few networks.
type shelf map[switchboard.NetworkKey]connector.Spec

func (s shelf) Get(key switchboard.NetworkKey) (connector.Spec, error) {
	if spec, ok := s[key]; ok {
		return spec, nil
	}
	return connector.Spec{}, switchboard.Refuse(switchboard.CodeUnsupported, "There is no such network.").WithField("network")
}

func (s shelf) All() (all []connector.Spec) {
	for _, spec := range s {
		all = append(all, spec)
	}
	return all
}

func withNetworks(o *Options) {
	check := func(env connector.Env) (connector.Self, error) {
		if env.Secrets["token"] == "wrong" {
			return connector.Self{}, connector.Fail(connector.ClassAuth, "401", errors.New("token wrong refused"))
		}
		return connector.Self{Handle: "@desk", Name: "The desk"}, nil
	}
	o.Networks = shelf{"notes": notes("notes", check), "practice": notes("practice", check)}
	o.Connect = func(config, secrets map[string]string) connector.Env {
		return connector.Env{Config: config, Secrets: secrets}
	}
}

func newAccount(network, brand, rest string) string {
	return `{"network":"` + network + `","brand_id":"` + brand + `","config":{"server":"https://notes.example/","token":"hush-9"}` + rest + `}`
}

func TestConnectingAnAccount(t *testing.T) {
	t.Parallel()
	var told []switchboard.AccountID
	w := newWorld(t, withNetworks, func(o *Options) {
		o.AccountChanged = func(id switchboard.AccountID) { told = append(told, id) }
	})
	brand := w.account("x", "@old", switchboard.AccountHistory).BrandID.String()
	got := w.want(scenario{Name: "create", request: ask(admin, "POST", "/accounts", newAccount("notes", brand, `,"check":true`)), Status: 201,
		Has: []string{`"handle":"@desk"`, `"realm":"notes:https://notes.example"`, `"state":"listen"`, `"has_secrets":true`}, Not: []string{"hush-9"}})
	made := read[AccountView](t, got)
	if len(told) != 1 || told[0] != made.ID {
		t.Errorf("told of %v", told)
	}
	path := "/accounts/" + made.ID.String()
	w.run(
		scenario{Name: "networks", request: ask(viewer, "GET", "/networks", ""), Status: 200, Has: []string{`"name":"token"`, `"secret":true`}},
		scenario{Name: "network", request: ask(viewer, "GET", "/networks/notes", ""), Status: 200, Has: []string{"Notes on a board."}},
		scenario{Name: "no network", request: ask(viewer, "GET", "/networks/smoke", ""), Status: 404},
		scenario{Name: "list", request: ask(viewer, "GET", "/accounts", ""), Status: 200, Has: []string{"@desk", "@old"}, Not: []string{"hush-9"}},
		scenario{Name: "read", request: ask(viewer, "GET", path, ""), Status: 200, Not: []string{"hush-9"}},
		scenario{Name: "twice", request: ask(admin, "POST", "/accounts", newAccount("notes", brand, `,"handle":"desk"`)), Status: 409},
		scenario{Name: "no handle", request: ask(admin, "POST", "/accounts", newAccount("notes", brand, ``)), Status: 422, Has: []string{`"field":"handle"`}},
		scenario{Name: "no brand", request: ask(admin, "POST", "/accounts",
			newAccount("notes", "brd_06ez4dsyg1r019eract7226910", `,"handle":"b"`)), Status: 422, Has: []string{`"field":"brand_id"`}},
		scenario{Name: "bad settings", request: ask(admin, "POST", "/accounts", `{"network":"notes","brand_id":"`+brand+
			`","handle":"b","config":{"server":"nowhere","tokken":"hush-9"}}`), Status: 422,
			Has: []string{`"field":"config.server"`, `"field":"config.token"`, `"field":"config.tokken"`}, Not: []string{"hush-9"}},
		scenario{Name: "cannot answer", request: ask(admin, "POST", "/accounts", newAccount("notes", brand, `,"handle":"b","state":"live"`)),
			Status: 422, Has: []string{`"code":"unsupported"`}},
		scenario{Name: "unknown network", request: ask(admin, "POST", "/accounts", newAccount("smoke", brand, `,"handle":"b"`)), Status: 422,
			Has: []string{`"code":"unsupported"`}},
		scenario{Name: "check alone", request: ask(admin, "POST", "/accounts/check",
			`{"network":"notes","config":{"server":"https://notes.example","token":"fine"}}`), Status: 200, Has: []string{"The desk"}},
		scenario{Name: "not accepted", request: ask(admin, "POST", "/accounts/check",
			`{"network":"notes","config":{"server":"https://notes.example","token":"wrong"}}`), Status: 409,
			Has: []string{`"code":"not_connected"`, "credentials"}, Not: []string{"wrong"}},
	)
	w.update(func(tx *store.Tx) error {
		sealed, err := tx.AccountSecrets(made.ID)
		if err != nil {
			return err
		}
		if strings.Contains(string(sealed), "hush") {
			t.Error("a secret is stored as it is")
		}
		if _, err := OpenSecrets(w.api.Ring, switchboard.AccountID{9}, sealed); err == nil {
			t.Error("secrets open for another account")
		}
		opened, err := OpenSecrets(w.api.Ring, made.ID, sealed)
		if opened["token"] != "hush-9" {
			t.Errorf("secrets %v", opened)
		}
		return err
	})
	if strings.Contains(w.log.String(), "hush-9") {
		t.Error("a secret is in the log")
	}
}

func TestChangingAnAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withNetworks)
	brand := w.account("x", "@old", switchboard.AccountHistory).BrandID.String()
	made := read[AccountView](t, w.do(ask(admin, "POST", "/accounts", newAccount("notes", brand, `,"handle":"@desk"`))))
	path := "/accounts/" + made.ID.String()
	update := func(rest string) request {
		return ask(admin, "PUT", path, `{"name":"Front desk","brand_id":"`+brand+`"`+rest+`}`)
	}
	stale := update("")
	stale.Headers = map[string]string{"If-Match": `"0"`}
	w.run(
		scenario{Name: "stale", request: stale, Status: 409, Has: []string{`"code":"stale"`}},
		scenario{Name: "name", request: update(""), Status: 200, Has: []string{"Front desk", "notes.example", `"has_secrets":true`}},
		scenario{Name: "another server", request: update(`,"config":{"server":"https://other.example"}`), Status: 409, Has: []string{"another account"}},
		scenario{Name: "secret stays", request: update(`,"config":{"server":"https://notes.example"}`), Status: 200},
		scenario{Name: "bad secret", request: update(`,"config":{"server":"https://notes.example","token":"wrong"},"check":true`), Status: 409},
		scenario{Name: "new secret", request: update(`,"config":{"server":"https://notes.example","token":"hush-10"},"check":true`), Status: 200},
		scenario{Name: "pause", request: ask(admin, "PUT", path+"/state", `{"state":"paused"}`), Status: 200, Has: []string{`"state":"paused"`}},
		scenario{Name: "listen", request: ask(admin, "PUT", path+"/state", `{"state":"listen"}`), Status: 200},
		scenario{Name: "live", request: ask(admin, "PUT", path+"/state", `{"state":"live"}`), Status: 422, Has: []string{`"code":"unsupported"`}},
		scenario{Name: "broken is not for people", request: ask(admin, "PUT", path+"/state", `{"state":"broken"}`), Status: 422},
		scenario{Name: "on record", request: ask(admin, "GET", "/audit", ""), Status: 200,
			Has: []string{"account.create", "account.update", "account.state"}, Not: []string{"hush"}},
	)
	w.update(func(tx *store.Tx) error {
		sealed, err := tx.AccountSecrets(made.ID)
		if err != nil {
			return err
		}
		opened, err := OpenSecrets(w.api.Ring, made.ID, sealed)
		if opened["token"] != "hush-10" {
			t.Errorf("secrets %v", opened)
		}
		return err
	})
}

func TestClaimingHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withNetworks)
	old := w.account("notes", "@desk", switchboard.AccountHistory)
	w.run(
		scenario{Name: "history has no state to set", request: ask(admin, "PUT", "/accounts/"+old.ID.String()+"/state", `{"state":"listen"}`),
			Status: 409, Has: []string{`"code":"not_connected"`}},
		scenario{Name: "claim", request: ask(admin, "POST", "/accounts", newAccount("notes", old.BrandID.String(), `,"handle":"Desk"`)), Status: 201,
			Has: []string{old.ID.String(), `"state":"listen"`}},
		scenario{Name: "one account", request: ask(admin, "GET", "/accounts", ""), Status: 200, Has: []string{old.ID.String()}, Not: []string{`"history"`}},
		scenario{Name: "on record", request: ask(admin, "GET", "/audit", ""), Status: 200, Has: []string{"account.claim"}},
	)
}

func TestPracticeStaysApart(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		there   switchboard.NetworkKey
		state   switchboard.AccountState
		adding  string
		allowed bool
		refused string // with these words; empty when it is let
	}{
		{"practice beside real", "notes", switchboard.AccountLive, "practice", false, "practice-beside-real"},
		{"real beside practice", "practice", switchboard.AccountPaused, "notes", false, "End practice first"},
		{"practice beside history", "notes", switchboard.AccountHistory, "practice", false, ""},
		{"practice beside practice", "practice", switchboard.AccountLive, "practice", false, ""},
		{"when allowed", "notes", switchboard.AccountLive, "practice", true, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, withNetworks, func(o *Options) { o.AllowPracticeBesideReal = c.allowed })
			brand := w.account(c.there, "@there", c.state).BrandID.String()
			want := scenario{Name: c.name, request: ask(admin, "POST", "/accounts", newAccount(c.adding, brand, `,"handle":"@new"`)), Status: http.StatusCreated}
			if c.refused != "" {
				want.Status, want.Has = http.StatusConflict, []string{c.refused}
			}
			w.want(want)
		})
	}
}

func TestLimitsHoldForAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withNetworks)
	here := w.account("notes", "@here", switchboard.AccountHistory)
	w.limited(admin, store.AgentScope{Brands: []switchboard.BrandID{{7}}})
	w.run(
		scenario{Name: "list", request: ask(admin, "GET", "/accounts", ""), Status: 200, Not: []string{"@here"}},
		scenario{Name: "read", request: ask(admin, "GET", "/accounts/"+here.ID.String(), ""), Status: 404},
		scenario{Name: "create", request: ask(admin, "POST", "/accounts", newAccount("notes", here.BrandID.String(), `,"handle":"@b"`)), Status: 404},
		scenario{Name: "grant beyond oneself", request: ask(admin, "POST", "/agents", `{"name":"A","email":"a@care.example","role":"agent"}`),
			Status: 403, Has: []string{"further"}},
	)
}
