package api

import (
	"context"
	"net/http"
	"slices"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/govern"
	"switchboard/internal/rota"
	"switchboard/internal/store"
)

func agentRoutes(s *server) {
	const tag = "agents"
	register(s, route{ID: "list-agents", Method: http.MethodGet, Path: "/agents", Tag: tag, Needs: access.AgentRead,
		Summary: "Everybody who works here", Doc: "The oldest first; one page holds them all."}, s.listAgents)
	register(s, route{ID: "read-agent", Method: http.MethodGet, Path: "/agents/{id}", Tag: tag, Needs: access.AgentRead,
		Summary: "One person, with their limits"}, s.readAgent)
	register(s, route{ID: "create-agent", Method: http.MethodPost, Path: "/agents", Tag: tag, Needs: access.AgentManage,
		Status: http.StatusCreated, Summary: "Take somebody in",
		Doc: "Nobody can give a role or a reach that they do not have themselves."}, s.createAgent)
	register(s, route{ID: "update-agent", Method: http.MethodPut, Path: "/agents/{id}", Tag: tag, Needs: access.AgentManage,
		Summary: "Change somebody, or switch them off",
		Doc: "It replaces everything that can be said of them: what is left out is emptied. Who is disabled is signed out " +
			"everywhere. Who is disabled or becomes a viewer is offered nothing, and what they led goes back to its queue. The last " +
			"administrator stays. " + onlyConfirmed,
		Codes: []switchboard.Code{switchboard.CodeStale, switchboard.CodeUnstaffed}}, s.updateAgent)
	register(s, route{ID: "set-password", Method: http.MethodPut, Path: "/agents/{id}/password", Tag: tag,
		Needs: access.AgentManage, Summary: "Set somebody's password", Doc: "Ends their sessions."}, s.setPassword)
	register(s, route{ID: "set-presence", Method: http.MethodPut, Path: "/me/presence", Tag: tag, Needs: access.ConversationWork,
		Summary: "Say whether one takes work now",
		Doc:     "Who comes is offered what waits; what was offered to somebody who goes is offered to others."}, s.setPresence)
}

// AgentBody is what can be said of a person.
type AgentBody struct {
	Name        string                      `json:"name" minLength:"1" maxLength:"200"`
	Email       string                      `json:"email" maxLength:"254" doc:"Signs in with it; compared in lower case"`
	Role        switchboard.Role            `json:"role" enum:"admin,manager,agent,viewer"`
	Departments []switchboard.DepartmentKey `json:"departments,omitempty" maxItems:"100" doc:"Keys of departments"`
	Skills      []string                    `json:"skills,omitempty" maxItems:"100"`
	Languages   []string                    `json:"languages,omitempty" maxItems:"100" doc:"ISO 639-1"`
	Freedom     *int                        `json:"freedom,omitempty" minimum:"0" maximum:"5" doc:"0 drafts only … 5 crisis voice; absent for 2"`
	Cap         int                         `json:"cap,omitempty" minimum:"0" maximum:"1000" doc:"Conversations led or offered at once; 0 or absent for 8"`
	Deputy      switchboard.AgentID         `json:"deputy,omitempty" doc:"Who covers for them"`
	Disabled    bool                        `json:"disabled,omitempty" doc:"May not sign in and gets no work"`
	Scope       ScopeBody                   `json:"scope,omitempty" doc:"Limits within brands and accounts"`
}

// ScopeBody limits somebody to brands and accounts. An empty list is no limit in that dimension.
type ScopeBody struct {
	Brands   []switchboard.BrandID   `json:"brands,omitempty" maxItems:"1000"`
	Accounts []switchboard.AccountID `json:"accounts,omitempty" maxItems:"1000"`
}

func (b ScopeBody) limits() store.AgentScope {
	var limits store.AgentScope
	if len(b.Brands) > 0 {
		limits.Brands = b.Brands
	}
	if len(b.Accounts) > 0 {
		limits.Accounts = b.Accounts
	}
	return limits
}

// onto writes the body over an agent.
func (b AgentBody) onto(a switchboard.Agent) switchboard.Agent {
	a.Name, a.Email, a.Role, a.Departments = b.Name, b.Email, b.Role, b.Departments
	a.Skills, a.Languages, a.Freedom, a.Cap = b.Skills, b.Languages, access.DefaultFreedom, b.Cap
	if b.Freedom != nil {
		a.Freedom = *b.Freedom
	}
	a.Deputy, a.Disabled = b.Deputy, b.Disabled
	return access.Tidy(a)
}

// AgentView is a person with their limits.
type AgentView struct {
	switchboard.Agent
	Scope ScopeBody `json:"scope" doc:"Limits within brands and accounts; absent lists are no limit"`
}

func viewAgent(tx *store.Tx, id switchboard.AgentID) (v AgentView, err error) {
	if v.Agent, err = tx.Agent(id); err != nil {
		return v, err
	}
	limits, err := tx.AgentScope(id)
	v.Scope = ScopeBody{Brands: limits.Brands, Accounts: limits.Accounts}
	return v, err
}

// tag names what can be changed about a person.
func (v AgentView) tag() string {
	a := v.Agent
	return stateTag([]any{a.Name, a.Email, a.Role, a.Departments, a.Skills, a.Languages, a.Freedom, a.Cap, a.Deputy, a.Disabled,
		v.Scope})
}

// ListedAgent is a person among their colleagues.
type ListedAgent struct {
	switchboard.Agent
	SpeaksFor []switchboard.DepartmentKey `json:"speaks_for,omitempty" doc:"Departments whose liaison they are in the policy in force: whom to ask there first"`
}

func (s *server) listAgents(ctx context.Context, _ *struct{}) (out *PageOf[ListedAgent], err error) {
	var speakers map[string][]switchboard.DepartmentKey
	if s.Out.Policy != nil {
		speakers = govern.Speakers(s.Out.Policy())
	}
	err = s.view(ctx, func(tx *store.Tx) error {
		agents, err := tx.Agents()
		if err != nil {
			return err
		}
		listed := make([]ListedAgent, len(agents))
		for i, a := range agents {
			listed[i] = ListedAgent{Agent: a, SpeaksFor: speakers[a.Email]}
		}
		out = allOf(listed)
		return nil
	})
	return out, err
}

// AgentInput names a person.
type AgentInput struct {
	ID switchboard.AgentID `path:"id" doc:"The person"`
}

func (s *server) readAgent(ctx context.Context, in *AgentInput) (out *Tagged[AgentView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		v, err := viewAgent(tx, in.ID)
		out = &Tagged[AgentView]{ETag: v.tag(), Body: v}
		return err
	})
	return out, err
}

// NewAgentBody is somebody to take in.
type NewAgentBody struct {
	AgentBody
	Password string `json:"password,omitempty" maxLength:"1024" doc:"To sign in with; without one they cannot yet"`
}

func (s *server) createAgent(ctx context.Context, in *struct{ Body NewAgentBody }) (*BodyOf[AgentView], error) {
	b := in.Body
	err := s.view(ctx, func(tx *store.Tx) error { return s.notAMailbox(tx, b.Email) })
	if err != nil {
		return nil, err
	}
	agent, err := s.Access.CreateAgent(ctx, actorOf(ctx), access.NewAgent{Agent: b.onto(switchboard.Agent{}),
		Limits: b.Scope.limits(), Password: b.Password})
	return bodyOf(AgentView{Agent: agent, Scope: b.Scope}), err
}

type updateAgentInput struct {
	AgentInput
	MatchInput
	Body struct {
		ConfirmedBody
		AgentBody
	}
}

func (s *server) updateAgent(ctx context.Context, in *updateAgentInput) (out *Tagged[AgentView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		before, err := viewAgent(tx, in.ID)
		if err != nil {
			return err
		}
		if err := in.check(before.tag()); err != nil {
			return err
		}
		after := in.Body.onto(before.Agent)
		if err := s.Access.CheckDepartments(tx, joined(before.Agent, after)); err != nil {
			return err
		}
		if err := mayChange(tx, actor, before.Agent, after, in.Body.Scope.limits()); err != nil {
			return err
		}
		if !in.Body.Confirmed {
			if err := unlessCovered(tx, rota.Change{Agent: in.ID, After: &after}); err != nil {
				return err
			}
		}
		if err := s.writeAgent(tx, before.Agent, after, in.Body.Scope.limits()); err != nil {
			return err
		}
		if err := access.Audit(tx, actor, access.Act{Action: "agent.update", Subject: in.ID.String(),
			Detail: agentChange(before.Agent, after)}); err != nil {
			return err
		}
		v, err := viewAgent(tx, in.ID)
		out = &Tagged[AgentView]{ETag: v.tag(), Body: v}
		return err
	})
	return out, err
}

// joined lists the departments somebody comes to.
func joined(before, after switchboard.Agent) []switchboard.DepartmentKey {
	return slices.DeleteFunc(slices.Clone(after.Departments), func(d switchboard.DepartmentKey) bool {
		return slices.Contains(before.Departments, d)
	})
}

// mayChange refuses what cannot be, what the actor may not do, and what would lock everybody out.
func mayChange(tx *store.Tx, actor access.Actor, before, after switchboard.Agent, limits store.AgentScope) error {
	if err := actor.MayAdminister(before.Role); err != nil {
		return err
	}
	if err := access.CheckAgent(after); err != nil {
		return err
	}
	if err := actor.MayGrant(after, limits); err != nil {
		return err
	}
	if before.Role != switchboard.RoleAdmin || before.Disabled || after.Role == switchboard.RoleAdmin && !after.Disabled {
		return nil
	}
	agents, err := tx.Agents()
	if err != nil {
		return err
	}
	for _, other := range agents {
		if other.ID != before.ID && other.Role == switchboard.RoleAdmin && !other.Disabled {
			return nil
		}
	}
	return switchboard.Refuse(switchboard.CodeConflict, "This is the last administrator.").
		WithHint("Make somebody else an administrator first.")
}

func (s *server) writeAgent(tx *store.Tx, before, after switchboard.Agent, limits store.AgentScope) error {
	if err := addressFree(tx, after); err != nil {
		return err
	}
	if after.Email != before.Email {
		if err := s.notAMailbox(tx, after.Email); err != nil {
			return err
		}
	}
	if before.Works() && !after.Works() {
		if err := s.Desk.Leave(tx, after.ID); err != nil {
			return err
		}
	}
	if after.Disabled && !before.Disabled {
		if _, err := tx.DeleteSessions(after.ID, switchboard.SessionID{}); err != nil {
			return err
		}
	}
	if err := tx.UpdateAgent(after); err != nil {
		return err
	}
	return tx.SetAgentScope(after.ID, limits)
}

// addressFree refuses the address of somebody else.
func addressFree(tx *store.Tx, a switchboard.Agent) error {
	other, taken, err := tx.AgentByEmail(a.Email)
	if err == nil && taken && other.ID != a.ID {
		err = switchboard.Refuse(switchboard.CodeConflict, "Somebody with this address works here already.").WithField("email")
	}
	return err
}

// agentChange says in closed values what was done to somebody.
func agentChange(before, after switchboard.Agent) string {
	switch {
	case !before.Disabled && after.Disabled:
		return "disabled"
	case before.Disabled && !after.Disabled:
		return "enabled"
	case before.Role != after.Role:
		return "role " + string(before.Role) + " to " + string(after.Role)
	}
	return ""
}

type setPasswordInput struct {
	AgentInput
	Body struct {
		Password string `json:"password" maxLength:"1024" doc:"At least 10 characters"`
	}
}

func (s *server) setPassword(ctx context.Context, in *setPasswordInput) (*struct{}, error) {
	var agent switchboard.Agent
	err := s.view(ctx, func(tx *store.Tx) (err error) {
		agent, err = tx.Agent(in.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return nil, s.Access.SetPassword(ctx, actorOf(ctx), agent, in.Body.Password)
}

// PresenceBody is whether somebody takes work.
type PresenceBody struct {
	Presence switchboard.Presence `json:"presence" enum:"here,paused,away"`
}

func (s *server) setPresence(ctx context.Context, in *struct{ Body PresenceBody }) (out *BodyOf[switchboard.Agent], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := s.Desk.SetPresence(tx, actor.Agent, in.Body.Presence); err != nil {
			return err
		}
		agent, err := tx.Agent(actor.Agent)
		out = bodyOf(agent)
		return err
	})
	return out, err
}
