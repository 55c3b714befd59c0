package access

import (
	"slices"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/store"
)

// table says who holds what: A admin, M manager, W agent, V viewer.
const table = `
conversation.read    A M W V
conversation.work    A M W
conversation.manage  A M
draft.write          A M W
draft.send           A M W
draft.approve        A M W
company.read         A M W V
brand.manage         A
department.manage    A M
account.read         A M W V
account.manage       A
agent.read           A M W V
agent.manage         A M
policy.read          A M W V
policy.activate      A M
quarantine.manage    A M
webhook.manage       A
token.manage         A M W V
audit.read           A M
journal.read         A M
focus.read           A M
installation.read    A M
installation.manage  A
`

func TestRoles(t *testing.T) {
	t.Parallel()
	letters := map[string]switchboard.Role{"A": switchboard.RoleAdmin, "M": switchboard.RoleManager, "W": switchboard.RoleAgent,
		"V": switchboard.RoleViewer}
	var named []Permission
	for line := range strings.Lines(strings.TrimSpace(table)) {
		fields := strings.Fields(line)
		p := Permission(fields[0])
		named = append(named, p)
		for letter, role := range letters {
			want := slices.Contains(fields[1:], letter)
			if got := slices.Contains(RolePermissions(role), p); got != want {
				t.Errorf("%s holds %s: %v, want %v", role, p, got, want)
			}
		}
	}
	if !slices.Equal(named, Permissions()) {
		t.Errorf("the table names\n%v\nthe list has\n%v", named, Permissions())
	}
	if RolePermissions("owner") != nil {
		t.Error("an unknown role may do something")
	}
}

func TestOutranks(t *testing.T) {
	t.Parallel()
	roles := append(Roles(), "owner")
	for i, a := range roles {
		for j, b := range roles {
			want := a == switchboard.RoleAdmin || i < j && j < len(Roles()) && i < len(Roles())
			if got := Outranks(a, b); got != want {
				t.Errorf("%s over %s: %v, want %v", a, b, got, want)
			}
		}
	}
}

func TestMay(t *testing.T) {
	t.Parallel()
	me, other := switchboard.AgentID{1}, switchboard.AgentID{2}
	brand, account := switchboard.BrandID{3}, switchboard.AccountID{4}
	agent := switchboard.Agent{ID: me, Role: switchboard.RoleAgent, Departments: []switchboard.DepartmentKey{"service"}}
	viewer, manager, gone := agent, agent, agent
	viewer.Role, manager.Role, gone.Disabled = switchboard.RoleViewer, switchboard.RoleManager, true
	limits := store.AgentScope{Brands: []switchboard.BrandID{brand}}
	in := Subject{Department: "service", Brand: brand, Account: account, Visibility: switchboard.Public, Lead: other, Whole: true}
	with := func(change func(*Subject)) Subject { s := in; change(&s); return s }
	cases := []struct {
		name  string
		actor Actor
		p     Permission
		about Subject
		want  switchboard.Code
	}{
		{"own department", For(agent, limits), ConversationWork, in, ""},
		{"other department", For(agent, limits), ConversationWork, with(func(s *Subject) { s.Department = "press" }), switchboard.CodeNotFound},
		{"other brand", For(agent, limits), ConversationRead, with(func(s *Subject) { s.Brand = switchboard.BrandID{9} }), switchboard.CodeNotFound},
		{"no department yet", For(agent, limits), ConversationRead, with(func(s *Subject) { s.Department = "" }), switchboard.CodeNotFound},
		{"leads it", For(agent, limits), ConversationRead, with(func(s *Subject) { s.Department, s.Lead = "press", me }), ""},
		{"helps", For(agent, limits), ConversationRead, with(func(s *Subject) { s.Department, s.Helpers = "press", []switchboard.AgentID{me} }), ""},
		{"is asked", For(agent, limits), ConversationRead, with(func(s *Subject) { s.Brand, s.OfferedTo = switchboard.BrandID{}, []switchboard.AgentID{me} }), ""},
		{"private", For(agent, limits), ConversationRead, with(func(s *Subject) { s.Visibility = switchboard.Private }), ""},
		{"viewer, private", For(viewer, limits), ConversationRead, with(func(s *Subject) { s.Visibility = switchboard.Private }), switchboard.CodeNotFound},
		{"viewer works", For(viewer, limits), ConversationWork, in, switchboard.CodeForbidden},
		{"manager, any department", For(manager, limits), ConversationManage, with(func(s *Subject) { s.Department = "press" }), ""},
		{"manager, other brand", For(manager, limits), ConversationManage, with(func(s *Subject) { s.Brand = switchboard.BrandID{9} }), switchboard.CodeNotFound},
		{"disabled", For(gone, limits), ConversationRead, in, switchboard.CodeForbidden},
		{"nobody", Actor{}, ConversationRead, with(func(s *Subject) { s.Lead = switchboard.AgentID{} }), switchboard.CodeForbidden},
		{"the installation", System(), InstallationManage, Subject{}, ""},
		{"an account of the brand", For(agent, limits), AccountRead, Subject{Brand: brand, Account: account}, ""},
		{"an account of another", For(agent, limits), AccountRead, Subject{Brand: switchboard.BrandID{9}, Account: account}, switchboard.CodeNotFound},
	}
	for _, c := range cases {
		refused(t, c.name, c.actor.May(c.p, c.about), c.want)
	}
}

func TestGranting(t *testing.T) {
	t.Parallel()
	brand := switchboard.BrandID{3}
	here := store.AgentScope{Brands: []switchboard.BrandID{brand}}
	both := store.AgentScope{Brands: []switchboard.BrandID{brand, {4}}}
	manager := For(switchboard.Agent{ID: switchboard.AgentID{1}, Role: switchboard.RoleManager}, here)
	admin := For(switchboard.Agent{ID: switchboard.AgentID{2}, Role: switchboard.RoleAdmin}, store.AgentScope{})
	cases := []struct {
		name   string
		actor  Actor
		role   switchboard.Role
		limits store.AgentScope
		want   switchboard.Code
	}{
		{"within", manager, switchboard.RoleAgent, here, ""},
		{"further", manager, switchboard.RoleAgent, both, switchboard.CodeForbidden},
		{"without limit", manager, switchboard.RoleAgent, store.AgentScope{}, switchboard.CodeForbidden},
		{"a peer", manager, switchboard.RoleManager, here, switchboard.CodeForbidden},
		{"an administrator does", admin, switchboard.RoleAdmin, store.AgentScope{}, ""},
		{"an agent does not", For(switchboard.Agent{Role: switchboard.RoleAgent}, here), switchboard.RoleViewer, here, switchboard.CodeForbidden},
		{"the installation", System(), switchboard.RoleAdmin, store.AgentScope{}, ""},
	}
	for _, c := range cases {
		refused(t, c.name, c.actor.MayGrant(switchboard.Agent{Role: c.role}, c.limits), c.want)
	}
}

func TestCheckAgent(t *testing.T) {
	t.Parallel()
	good := switchboard.Agent{Name: "Ida", Email: "ida@care.example", Role: switchboard.RoleAgent, Cap: 3,
		Departments: []switchboard.DepartmentKey{"front-desk_2"}}
	if err := CheckAgent(good); err != nil {
		t.Error(err)
	}
	for field, spoil := range map[string]func(*switchboard.Agent){
		"name":        func(a *switchboard.Agent) { a.Name = "" },
		"email":       func(a *switchboard.Agent) { a.Email = "Ida <ida@care.example>" },
		"role":        func(a *switchboard.Agent) { a.Role = "boss" },
		"freedom":     func(a *switchboard.Agent) { a.Freedom = 6 },
		"cap":         func(a *switchboard.Agent) { a.Cap = 0 },
		"departments": func(a *switchboard.Agent) { a.Departments = []switchboard.DepartmentKey{"-x"} },
	} {
		bad := good
		spoil(&bad)
		var own *switchboard.Error
		if err := CheckAgent(bad); !asError(err, &own) || own.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
