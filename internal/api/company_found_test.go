package api

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/ownership"
	"switchboard/internal/setup"
	"switchboard/internal/store"
)

// unsaid is a world somebody administers in which nobody has said what the company is.
func unsaid(t *testing.T, change ...func(*Options)) *world {
	t.Helper()
	w := newWorld(t, change...)
	w.update(func(tx *store.Tx) error {
		_, err := tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](tx.Now()), Key: mainBrand, Name: "Main brand"})
		return err
	})
	return w
}

// TestACompanyIsFoundedBySomebodySignedIn: after the sample, or on the command line, the same answers give the same company.
func TestACompanyIsFoundedBySomebodySignedIn(t *testing.T) {
	t.Parallel()
	changed := ""
	w := unsaid(t, func(o *Options) { o.PolicyChanged = func(p *ownership.Policy) { changed = p.Name() } })
	post := func(path, body string, as switchboard.Role) request {
		return request{Method: "POST", Path: "/api/v1" + path, Body: body, As: as}
	}
	answers := strings.Replace(kettles, `"people":[`, `"people":[{"name":"Pat","email":"agent@care.example","departments":["Product"]},`, 1)
	for _, path := range []string{"/company", "/company/proposal"} {
		w.want(scenario{Name: "not for managers: " + path, request: post(path, `{"answers":`+answers+`}`, switchboard.RoleManager), Status: 403,
			Has: []string{"installation.manage"}})
	}
	p := read[setup.Proposal](t, w.want(scenario{Name: "proposal", request: post("/company/proposal", `{"answers":`+answers+`}`, switchboard.RoleAdmin),
		Status: 200, Has: []string{`"model":"service_leads"`}}))
	w.want(scenario{Name: "another proposal", request: post("/company", `{"policy_hash":"abc","answers":`+answers+`}`, switchboard.RoleAdmin),
		Status: 409, Has: []string{`"code":"stale"`}})
	body := `{"policy_hash":"` + p.PolicyHash + `","answers":` + answers + `}`
	w.want(scenario{Name: "found", request: post("/company", body, switchboard.RoleAdmin), Status: 201,
		Has: []string{`"presence":"here"`, `"freedom":5`, `"departments":["service","communications"]`, `"email":"bo@kettles.example"`},
		Not: []string{`"email":"agent@care.example"`}})
	get := func(path string) request {
		return request{Method: "GET", Path: "/api/v1" + path, As: switchboard.RoleAdmin}
	}
	w.run(
		scenario{Name: "company", request: get("/company"), Status: 200, Has: []string{`"name":"Kettles & Daughters"`, `"answers":{"company":`}},
		scenario{Name: "objectives", request: get("/objectives"), Status: 200, Has: []string{`"kind":"resolution"`, `"rank":1`}},
		scenario{Name: "policy", request: get("/policies/active"), Status: 200, Has: []string{`"name":"service-leads"`}},
		scenario{Name: "audit", request: get("/audit"), Status: 200, Has: []string{"company.found", "policy.activate", "agent.create"}},
		scenario{Name: "who worked here already", request: get("/agents/" + w.people[switchboard.RoleAgent].ID.String()), Status: 200,
			Has: []string{`"departments":["product","service"]`, `"role":"agent"`}},
		scenario{Name: "again", request: post("/company", body, switchboard.RoleAdmin), Status: 409, Has: []string{"said what it is already"}},
	)
	if changed != "service-leads" {
		t.Errorf("policy %q", changed)
	}
}

// TestWhoeverFoundsSaysWhoTheyAre: after the sample company their name and address may stand for nobody.
func TestWhoeverFoundsSaysWhoTheyAre(t *testing.T) {
	t.Parallel()
	w := unsaid(t)
	w.update(func(tx *store.Tx) error {
		me, err := tx.Agent(w.people[switchboard.RoleAdmin].ID)
		if err != nil {
			return err
		}
		me.Name, me.Email = nobodyName, nobodyEmail
		return tx.UpdateAgent(me)
	})
	whoami := request{Method: "GET", Path: "/api/v1/me", As: switchboard.RoleAdmin}
	found := func(who string) request {
		return request{Method: "POST", Path: "/api/v1/company", Body: `{` + who + `"answers":` + kettles + `}`, As: switchboard.RoleAdmin}
	}
	w.run(
		scenario{Name: "nobody yet", request: whoami, Status: 200, Has: []string{`"name":"You"`, `"unnamed":true`}},
		scenario{Name: "no address", request: found(`"email":"nowhere",`), Status: 422, Has: []string{`"field":"email"`}},
		scenario{Name: "somebody else's", request: found(`"email":"agent@care.example",`), Status: 409, Has: []string{`"field":"email"`}},
		scenario{Name: "nothing was made", request: request{Method: "GET", Path: "/api/v1/company", As: switchboard.RoleAdmin}, Status: 200,
			Not: []string{"charter"}},
		scenario{Name: "found", request: found(`"name":" Odile Marchant ","email":"odile@kettles.example",`), Status: 201,
			Has: []string{`"name":"Odile Marchant"`, `"email":"odile@kettles.example"`, `"freedom":5`}, Not: []string{"unnamed"}},
		scenario{Name: "who it is", request: whoami, Status: 200, Has: []string{`"name":"Odile Marchant"`}, Not: []string{"unnamed"}},
	)
}

// TestWhatWasKeptIsNotMadeAgain: departments of the sample company that were kept are those the answers name.
func TestWhatWasKeptIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	w := unsaid(t)
	w.update(func(tx *store.Tx) error {
		return tx.SaveDepartment(switchboard.Department{Key: "comms", Name: "Communications"})
	})
	post := func(path, body string) request {
		return request{Method: "POST", Path: "/api/v1" + path, Body: body, As: switchboard.RoleAdmin}
	}
	p := read[setup.Proposal](t, w.want(scenario{Name: "proposal", request: post("/company/proposal", `{"answers":`+kettles+`}`), Status: 200,
		Has: []string{`"key":"comms"`}, Not: []string{`"key":"communications"`}}))
	w.run(
		scenario{Name: "found", request: post("/company", `{"policy_hash":"`+p.PolicyHash+`","answers":`+kettles+`}`), Status: 201,
			Has: []string{`"departments":["service","comms"]`}},
		scenario{Name: "departments", request: request{Method: "GET", Path: "/api/v1/departments", As: switchboard.RoleAdmin}, Status: 200,
			Has: []string{`"key":"comms"`}, Not: []string{`"key":"communications"`}},
	)
}

// TestWhoeverFoundsHasAnAddressOfTheirOwn: what they are told would come back as a customer's mail from a mailbox.
func TestWhoeverFoundsHasAnAddressOfTheirOwn(t *testing.T) {
	t.Parallel()
	addresses := []string{"care@kettles.example"}
	w := unsaid(t, func(o *Options) { withMailbox(o, &addresses) })
	brand := w.account("x", "@old", switchboard.AccountHistory).BrandID.String()
	w.want(scenario{Name: "connected", request: ask(switchboard.RoleAdmin, "POST", "/accounts", newAccount("notes", brand, `,"check":true`)), Status: 201})
	w.want(scenario{Name: "a mailbox", request: request{Method: "POST", Path: "/api/v1/company",
		Body: `{"email":"care@kettles.example","answers":` + kettles + `}`, As: switchboard.RoleAdmin}, Status: 409,
		Has: []string{`"field":"email"`, "which customers write to"}})
}

// TestFoundingACompanyIsAllOrNothing: a refusal in the middle leaves nothing, and of two at once one does.
func TestFoundingACompanyIsAllOrNothing(t *testing.T) {
	t.Parallel()
	w := unsaid(t)
	long := strings.Replace(kettles, "bo@kettles.example", strings.Repeat("b", 243)+"@kettles.example", 1)
	found := func(answers string) request {
		return request{Method: "POST", Path: "/api/v1/company", Body: `{"answers":` + answers + `}`, As: switchboard.RoleAdmin}
	}
	if got := w.do(found(long)); got.Code != http.StatusUnprocessableEntity {
		t.Fatalf("an address nobody has: %d %s", got.Code, got.Body)
	}
	w.want(scenario{Name: "nothing", request: request{Method: "GET", Path: "/api/v1/company", As: switchboard.RoleAdmin}, Status: 200,
		Not: []string{"charter", "hours"}})
	var group sync.WaitGroup
	codes := make([]int, 4)
	for i := range codes {
		group.Go(func() { codes[i] = w.do(found(kettles)).Code })
	}
	group.Wait()
	made := 0
	for _, code := range codes {
		switch code {
		case http.StatusCreated:
			made++
		case http.StatusConflict:
		default:
			t.Errorf("codes %v", codes)
		}
	}
	if made != 1 {
		t.Errorf("codes %v", codes)
	}
}

func TestNoCompanyBesideTheSample(t *testing.T) {
	t.Parallel()
	w := unsaid(t)
	w.update(func(tx *store.Tx) error {
		return tx.MarkSample(store.Sample{Seed: 7, Generation: "g", ToldAt: tx.Now(), Newcomer: w.people[switchboard.RoleAdmin].ID})
	})
	w.want(scenario{Name: "beside the sample", request: request{Method: "POST", Path: "/api/v1/company", Body: `{"answers":` + kettles + `}`,
		As: switchboard.RoleAdmin}, Status: 409, Has: []string{"sample company is still here", "Leave it first"}})
}

// TestWhoeverComesFirstIsHere: only the first time, and only those who can work.
func TestWhoeverComesFirstIsHere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := func(role switchboard.Role, presence string) *http.Cookie {
		t.Helper()
		if err := w.gate.SetPassword(t.Context(), access.System(), w.people[role], secret); err != nil {
			t.Fatal(err)
		}
		got := w.want(scenario{Name: "sign in as " + string(role), request: request{Method: "POST", Path: "/api/v1/session", Headers: sameOrigin,
			Body: `{"email":"` + string(role) + `@care.example","password":"` + secret + `"}`}, Status: 201,
			Has: []string{`"presence":"` + presence + `"`}})
		return got.Result().Cookies()[0]
	}
	cookie := in(switchboard.RoleAgent, "here")
	w.clock.Advance(time.Second)
	w.want(scenario{Name: "goes", request: request{Method: "PUT", Path: "/api/v1/me/presence", Headers: sameOrigin, Cookie: cookie,
		Body: `{"presence":"away"}`}, Status: 200})
	w.clock.Advance(time.Second)
	in(switchboard.RoleAgent, "away")
	in(switchboard.RoleViewer, "away")
}
