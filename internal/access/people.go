package access

import (
	"context"
	"errors"
	"net/mail"
	"strings"
	"unicode/utf8"

	"switchboard"
	"switchboard/internal/password"
	"switchboard/internal/store"
)

// Act is one line of the audit trail. Detail holds closed values and ids, never secrets or message text.
type Act struct {
	Action  string
	Subject string
	Detail  string
}

// Audit notes what an actor did to the installation, in the transaction that does it.
func Audit(tx *store.Tx, a Actor, act Act) error {
	return tx.InsertAudit(store.AuditEntry{ID: switchboard.NewID[switchboard.RequestID](tx.Now()), At: tx.Now(),
		ActorKind: a.Kind, Actor: a.Agent, Action: act.Action, Subject: act.Subject, Detail: act.Detail})
}

// MayAdminister refuses to administer somebody of a role the actor does not outrank.
func (a Actor) MayAdminister(role switchboard.Role) error {
	if err := a.Needs(AgentManage); err != nil {
		return err
	}
	if a.Kind != switchboard.ActorSystem && !Outranks(a.Role, role) {
		return switchboard.Refuse(switchboard.CodeForbidden, "You may not administer people of the role %s.", string(role)).
			WithHint("Ask an administrator.")
	}
	return nil
}

// MayGrant refuses to give somebody a role or a reach the actor does not have, or a way in to one: whoever can sign in as
// somebody can do what they can. A token that may do less than its person gives less as well.
func (a Actor) MayGrant(agent switchboard.Agent, limits store.AgentScope) error {
	if err := a.MayAdminister(agent.Role); err != nil {
		return err
	}
	for _, p := range RolePermissions(agent.Role) {
		if !a.Has(p) {
			return switchboard.Refuse(switchboard.CodeForbidden, "That would allow more than you may do yourself.").WithField("role").
				WithHint("Use a session, or a token that may do all of this.")
		}
	}
	if !ScopeOf(agent, limits).Within(a.Scope) {
		return switchboard.Refuse(switchboard.CodeForbidden, "That would reach further than you do yourself.").
			WithField("scope").WithHint("Limit it to your own brands and accounts.")
	}
	return nil
}

// What holds for an agent of whom nothing else was said.
const (
	DefaultFreedom = 2 // may answer what is harmless without approval
	DefaultCap     = 8 // conversations led or offered at once
)

// NewAgent is somebody to take in. An empty password means that they cannot sign in with one yet.
type NewAgent struct {
	Agent    switchboard.Agent
	Limits   store.AgentScope
	Password string
	// NewDepartments are meant: those that do not exist yet are made.
	NewDepartments bool
}

// CreateAgent takes somebody in, by whoever the actor is; commands act as System. The ID is given here. Errors name the
// field: invalid for what cannot be and for a department that does not exist, conflict for an address that is taken, forbidden for a role above the actor's own.
func (g *Gate) CreateAgent(ctx context.Context, by Actor, n NewAgent) (switchboard.Agent, error) {
	n.Agent = Tidy(n.Agent)
	if err := CheckAgent(n.Agent); err != nil {
		return n.Agent, err
	}
	if err := by.MayGrant(n.Agent, n.Limits); err != nil {
		return n.Agent, err
	}
	hash := ""
	if n.Password != "" {
		var err error
		if hash, err = g.hash(ctx, n.Agent, n.Password); err != nil {
			return n.Agent, err
		}
	}
	err := g.DB.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.LockPeople(); err != nil { // of somebody who is taken in and a set-up, one comes first
			return err
		}
		if !n.NewDepartments {
			if err := g.CheckDepartments(tx, n.Agent.Departments); err != nil {
				return err
			}
		}
		n.Agent.ID = switchboard.NewID[switchboard.AgentID](tx.Now())
		if err := n.insert(tx, by, hash); err != nil {
			return err
		}
		return tx.EndLinks(PurposeSetup, switchboard.AgentID{})
	})
	return n.Agent, err
}

func (n NewAgent) insert(tx *store.Tx, by Actor, hash string) error {
	if err := tx.InsertAgent(n.Agent, hash); err != nil {
		return err
	}
	if err := tx.SetAgentScope(n.Agent.ID, n.Limits); err != nil {
		return err
	}
	return Audit(tx, by, Act{Action: "agent.create", Subject: n.Agent.ID.String(), Detail: string(n.Agent.Role)})
}

// TakeIn takes somebody in who chooses a password later, in the caller's transaction. It refuses like CreateAgent.
func TakeIn(tx *store.Tx, by Actor, a switchboard.Agent) (switchboard.Agent, error) {
	n := NewAgent{Agent: Tidy(a)}
	if err := CheckAgent(n.Agent); err != nil {
		return n.Agent, err
	}
	if err := by.MayGrant(n.Agent, n.Limits); err != nil {
		return n.Agent, err
	}
	n.Agent.ID = switchboard.NewID[switchboard.AgentID](tx.Now())
	return n.Agent, n.insert(tx, by, "")
}

// Tidy fills in what an agent needs and brings the address into the form it is compared in.
func Tidy(a switchboard.Agent) switchboard.Agent {
	a.Name, a.Email = strings.TrimSpace(a.Name), strings.ToLower(strings.TrimSpace(a.Email))
	if a.Cap == 0 {
		a.Cap = DefaultCap
	}
	if a.Presence == "" {
		a.Presence = switchboard.Away
	}
	return a
}

// CheckAgent refuses what no agent can be, naming the field.
func CheckAgent(a switchboard.Agent) error {
	invalid := func(field, text string) error {
		return switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField(field)
	}
	address, err := mail.ParseAddress(a.Email)
	switch {
	case a.Name == "" || utf8.RuneCountInString(a.Name) > 200:
		return invalid("name", "A name of at most 200 characters is needed.")
	case err != nil || address.Address != a.Email || len(a.Email) > 254:
		return invalid("email", "This is not an email address.")
	case !switchboard.OneOf(a.Role, Roles()):
		return invalid("role", "A role must be admin, manager, agent or viewer.")
	case a.Freedom < 0 || a.Freedom > 5:
		return invalid("freedom", "Freedom goes from 0 to 5.")
	case a.Cap < 1 || a.Cap > 1000:
		return invalid("cap", "A cap goes from 1 to 1,000.")
	}
	for _, d := range a.Departments {
		if !IsKey(string(d)) {
			return invalid("departments", "A department's key is small letters, digits, dashes and underscores.")
		}
	}
	return nil
}

// IsKey reports whether a text can be the key of a department or brand: 1 to 64 small letters, digits, dashes and
// underscores, beginning with a letter or digit.
func IsKey(s string) bool {
	if s == "" || len(s) > 64 || s[0] == '-' || s[0] == '_' {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return true
}

func (g *Gate) hash(ctx context.Context, a switchboard.Agent, chosen string) (string, error) {
	if err := password.Check(chosen, a.Name, a.Email); err != nil {
		return "", switchboard.Refuse(switchboard.CodeInvalid, "%s.", sentence(err)).WithField("password")
	}
	hash, err := g.Hasher.Hash(ctx, chosen)
	if errors.Is(err, password.ErrBusy) {
		return "", busy(err)
	}
	return hash, err
}

func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}

// ChangePassword sets the actor's own password, given the present one, and ends their other sessions.
func (g *Gate) ChangePassword(ctx context.Context, a Actor, present, chosen string) error {
	tried, wait := g.byAddress.begin(a.Agent.String(), g.Time.Elapsed())
	if wait > 0 {
		return switchboard.Refuse(switchboard.CodeRateLimited, "There were too many attempts.").
			WithHint("Wait a moment, then try again.").WithCause(TooSoon{Wait: wait})
	}
	agent, stored, err := g.stored(ctx, a.Agent)
	if err != nil {
		return err
	}
	if err := g.verify(ctx, stored, present); err != nil {
		if switchboard.IsCode(err, switchboard.CodeUnauthorized) {
			return switchboard.Refuse(switchboard.CodeInvalid, "This is not your present password.").WithField("present")
		}
		return err
	}
	g.byAddress.undo(tried)
	return g.replacePassword(ctx, a, agent, chosen)
}

func (g *Gate) stored(ctx context.Context, id switchboard.AgentID) (agent switchboard.Agent, hash string, err error) {
	err = g.DB.View(ctx, func(tx *store.Tx) error {
		if agent, err = tx.Agent(id); err != nil {
			return err
		}
		hash, err = tx.Password(id)
		return err
	})
	return agent, hash, err
}

// SetPassword sets somebody's password and ends their sessions but the actor's own. It is refused like what MayGrant refuses.
func (g *Gate) SetPassword(ctx context.Context, by Actor, agent switchboard.Agent, chosen string) error {
	err := g.DB.View(ctx, func(tx *store.Tx) error { return mayLetIn(tx, by, agent) })
	if err != nil {
		return err
	}
	return g.replacePassword(ctx, by, agent, chosen)
}

func (g *Gate) replacePassword(ctx context.Context, by Actor, agent switchboard.Agent, chosen string) error {
	hash, err := g.hash(ctx, agent, chosen)
	if err != nil {
		return err
	}
	return g.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.SetPassword(agent.ID, hash); err != nil {
			return err
		}
		if _, err := tx.DeleteSessions(agent.ID, by.Session); err != nil {
			return err
		}
		return Audit(tx, by, Act{Action: "password.change", Subject: agent.ID.String()})
	})
}
