package api

import (
	"context"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/notice"
)

// withMailbox is a network whose accounts are read at addresses.
func withMailbox(o *Options, addresses *[]string) {
	withNetworks(o)
	spec := o.Networks.(shelf)["notes"]
	spec.Addresses = func(map[string]string) []string { return *addresses }
	o.Networks.(shelf)["notes"] = spec
	o.Notices.TestMail = func(context.Context, switchboard.Agent) notice.Result { return notice.Result{Fate: notice.Told} }
}

// Whoever has their address in a connected mailbox is not told there: it would come back as what a customer says. Whoever
// connects it is warned, and nobody is given such an address.
func TestNobodyIsToldInAConnectedMailbox(t *testing.T) {
	t.Parallel()
	addresses := []string{"manager@care.example", "help@care.example"}
	w := newWorld(t, func(o *Options) { withMailbox(o, &addresses) })
	brand := w.account("x", "@old", switchboard.AccountHistory).BrandID.String()
	ready := scenario{Name: "before", request: ask(manager, "GET", "/me/notice-preferences", ""), Status: 200, Has: []string{`"email_ready":true`}, Not: []string{"email_trouble"}}
	w.run(ready, scenario{Name: "tried", request: ask(admin, "POST", "/accounts/check",
		`{"network":"notes","config":{"server":"https://notes.example","token":"fine"}}`), Status: 200,
		Has: []string{`"warnings":[{`, "Pat manager works here under manager@care.example", "an address of their own"}})
	made := read[AccountView](t, w.want(scenario{Name: "connected", request: ask(admin, "POST", "/accounts", newAccount("notes", brand, `,"check":true`)),
		Status: 201, Has: []string{`"warnings":[{`, "Pat manager"}}))
	tag := w.do(ask(admin, "GET", "/agents/"+w.people[agent].ID.String(), "")).Header().Get("ETag")
	moved := ask(admin, "PUT", "/agents/"+w.people[agent].ID.String(), `{"name":"Pat","email":"HELP@care.example","role":"agent"}`)
	moved.Headers = map[string]string{"If-Match": tag}
	same := ask(admin, "PUT", "/agents/"+w.people[manager].ID.String(), `{"name":"Pat manages","email":"manager@care.example","role":"manager"}`)
	same.Headers = map[string]string{"If-Match": w.do(ask(admin, "GET", "/agents/"+w.people[manager].ID.String(), "")).Header().Get("ETag")}
	w.run(
		scenario{Name: "shown", request: ask(viewer, "GET", "/accounts/"+made.ID.String(), ""), Status: 200, Has: []string{"Pat manager"}},
		scenario{Name: "no way by mail", request: ask(manager, "GET", "/me/notice-preferences", ""), Status: 200,
			Has: []string{`"email_ready":false`, `"email_trouble":"Your address leads into @desk`}},
		scenario{Name: "others are told", request: ask(admin, "GET", "/me/notice-preferences", ""), Status: 200, Has: []string{`"email_ready":true`}},
		scenario{Name: "somebody new", request: ask(admin, "POST", "/agents", `{"name":"Nia","email":" Help@care.example ","role":"agent"}`),
			Status: 409, Has: []string{`"field":"email"`, "@desk", "an address of their own"}},
		scenario{Name: "moved there", request: moved, Status: 409, Has: []string{`"field":"email"`}},
		scenario{Name: "who is there already can be changed", request: same, Status: 200, Has: []string{"Pat manages"}},
	)
	test := ask(admin, "POST", "/installation/test-mail", "")
	w.run(scenario{Name: "a test elsewhere", request: test, Status: 200})
	addresses = append(addresses, "admin@care.example")
	w.run(scenario{Name: "a test there", request: test, Status: 409, Has: []string{"an address of your own", "by push"}})
	pause := ask(admin, "PUT", "/accounts/"+made.ID.String()+"/state", `{"state":"paused"}`)
	w.run(scenario{Name: "paused", request: pause, Status: 200}, scenario{Name: "a pause ends some day", request: ask(manager, "GET", "/me/notice-preferences", ""),
		Status: 200, Has: []string{`"email_ready":false`}})
}

// Only what is connected counts: of history nobody reads the mailbox.
func TestWhichAddressesLeadHere(t *testing.T) {
	t.Parallel()
	spec := connector.Spec{Addresses: func(c map[string]string) []string { return []string{c["address"]} }}
	specs := func(key switchboard.NetworkKey) (connector.Spec, error) {
		if key == "gone" {
			return connector.Spec{}, switchboard.Refuse(switchboard.CodeUnsupported, "gone")
		}
		return map[switchboard.NetworkKey]connector.Spec{"email": spec}[key], nil
	}
	for state, want := range map[switchboard.AccountState]bool{switchboard.AccountLive: true, switchboard.AccountListen: true,
		switchboard.AccountPaused: true, switchboard.AccountHistory: false, switchboard.AccountByHand: false} {
		account := switchboard.Account{Network: "email", State: state, Config: map[string]string{"address": "care@brand.example"}}
		for _, network := range []switchboard.NetworkKey{"email", "notes", "gone"} {
			account.Network = network
			if _, got := connector.Receiving([]switchboard.Account{account}, specs, " Care@Brand.example"); got != (want && network == "email") {
				t.Errorf("%s on %s: %v", state, network, got)
			}
		}
	}
}

// What a network tells of itself when a connection is tried is kept among the settings.
func TestWhatTheNetworkTellsIsKept(t *testing.T) {
	t.Parallel()
	told := "1"
	w := newWorld(t, withNetworks, func(o *Options) {
		o.Networks = shelf{"notes": notes("notes", func(connector.Env) (connector.Self, error) {
			return connector.Self{Handle: "@desk", Settings: map[string]string{"largest": told}}, nil
		})}
	})
	brand := w.account("x", "@old", switchboard.AccountHistory).BrandID.String()
	made := read[AccountView](t, w.want(scenario{Name: "connected", request: ask(admin, "POST", "/accounts", newAccount("notes", brand, `,"check":true`)),
		Status: 201, Has: []string{`"largest":"1"`}}))
	told = "2"
	path := "/accounts/" + made.ID.String()
	change := ask(admin, "PUT", path, `{"brand_id":"`+brand+`","config":{"server":"https://notes.example"},"check":true}`)
	change.Headers = map[string]string{"If-Match": w.do(ask(admin, "GET", path, "")).Header().Get("ETag")}
	w.run(scenario{Name: "tried again", request: change, Status: 200, Has: []string{`"largest":"2"`}})
}
