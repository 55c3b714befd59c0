package access

import (
	"slices"

	"switchboard"
	"switchboard/internal/store"
)

// Scope is to what an actor's permissions apply. A nil list is no limit in that dimension, an empty one allows nothing.
type Scope struct {
	Departments []switchboard.DepartmentKey
	Brands      []switchboard.BrandID
	Accounts    []switchboard.AccountID
	Private     bool // private conversations too
}

// Within reports whether nothing is in the scope that is not in the outer one.
func (s Scope) Within(outer Scope) bool {
	return subset(s.Departments, outer.Departments) && subset(s.Brands, outer.Brands) &&
		subset(s.Accounts, outer.Accounts) && (outer.Private || !s.Private)
}

func subset[T comparable](inner, outer []T) bool {
	if outer == nil {
		return true
	}
	if inner == nil {
		return false
	}
	return !slices.ContainsFunc(inner, func(v T) bool { return !slices.Contains(outer, v) })
}

// Actor is whoever asks for something. The zero Actor may do nothing.
type Actor struct {
	Agent       switchboard.AgentID // the person, or for whom the token acts; zero for the installation itself
	Name        string
	Kind        switchboard.ActorKind // agent, token or system
	Role        switchboard.Role      // of the person
	Session     switchboard.SessionID // zero unless signed in with a browser
	Token       switchboard.TokenID   // zero unless a token was shown
	Permissions []Permission
	Scope       Scope
}

// System is the installation acting for itself: everything, everywhere.
func System() Actor {
	return Actor{Name: "switchboard", Kind: switchboard.ActorSystem, Permissions: Permissions(), Scope: Scope{Private: true}}
}

// For is the actor an agent is, with the limits that are set for them. Agents and viewers are limited to their
// departments; viewers see nothing private.
func For(a switchboard.Agent, limits store.AgentScope) Actor {
	actor := Actor{Agent: a.ID, Name: a.Name, Kind: switchboard.ActorAgent, Role: a.Role,
		Permissions: RolePermissions(a.Role), Scope: ScopeOf(a, limits)}
	if a.Disabled {
		actor.Permissions = nil
	}
	return actor
}

// ScopeOf is the scope an agent's role, departments and limits give.
func ScopeOf(a switchboard.Agent, limits store.AgentScope) Scope {
	scope := Scope{Brands: limits.Brands, Accounts: limits.Accounts, Private: a.Role != switchboard.RoleViewer}
	if a.Role != switchboard.RoleAdmin && a.Role != switchboard.RoleManager {
		scope.Departments = append([]switchboard.DepartmentKey{}, a.Departments...)
	}
	return scope
}

// Has reports whether the actor holds the permission at all, wherever it applies.
func (a Actor) Has(p Permission) bool { return slices.Contains(a.Permissions, p) }

// Subject is what a permission is asked about. A zero dimension does not apply, unless Whole says that all do.
type Subject struct {
	Department switchboard.DepartmentKey
	Brand      switchboard.BrandID
	Account    switchboard.AccountID
	Visibility switchboard.Visibility
	Lead       switchboard.AgentID
	Helpers    []switchboard.AgentID
	OfferedTo  []switchboard.AgentID // whom it is offered to, also by transfer
	Whole      bool
}

// About is the subject a conversation is.
func About(c switchboard.Conversation) Subject {
	s := Subject{Department: c.Department, Brand: c.BrandID, Account: c.AccountID, Visibility: c.Visibility, Lead: c.Lead,
		Helpers: c.Helpers, Whole: true}
	if c.Offer != nil {
		s.OfferedTo = append(s.OfferedTo, c.Offer.To)
	}
	if c.Transfer != nil {
		s.OfferedTo = append(s.OfferedTo, c.Transfer.To)
	}
	return s
}

// AboutAccount is the subject an account is.
func AboutAccount(a switchboard.Account) Subject { return Subject{Brand: a.BrandID, Account: a.ID} }

// May refuses with code forbidden what the actor may do nowhere, and with code not_found what lies outside their scope:
// whoever may not see a thing is not told that it exists.
func (a Actor) May(p Permission, about Subject) error {
	if !a.Has(p) {
		return refuse(p)
	}
	if !a.reaches(about) {
		return switchboard.Refuse(switchboard.CodeNotFound, "There is no such thing, or you may not see it.").
			WithHint("Ask somebody who administers this installation to let you in.")
	}
	return nil
}

// Needs refuses with code forbidden when the actor does not hold the permission.
func (a Actor) Needs(p Permission) error {
	if !a.Has(p) {
		return refuse(p)
	}
	return nil
}

func refuse(p Permission) error {
	return switchboard.Refuse(switchboard.CodeForbidden, "You may not do that: it takes the permission %s.", string(p)).
		WithHint("Ask somebody who administers this installation.")
}

// reaches reports whether the subject lies in the scope. Own work always does.
func (a Actor) reaches(s Subject) bool { return a.holds(s) || a.Scope.covers(s) }

func (a Actor) holds(s Subject) bool {
	if a.Agent.IsZero() {
		return false
	}
	return s.Lead == a.Agent || slices.Contains(s.Helpers, a.Agent) || slices.Contains(s.OfferedTo, a.Agent)
}

func (s Scope) covers(about Subject) bool {
	return within(about.Department, s.Departments, about.Whole) && within(about.Brand, s.Brands, about.Whole) &&
		within(about.Account, s.Accounts, about.Whole) && (s.Private || about.Visibility != switchboard.Private)
}

func within[T comparable](value T, limit []T, whole bool) bool {
	var zero T
	return limit == nil || value == zero && !whole || slices.Contains(limit, value)
}

// Visible narrows a list of conversations to what May allows one by one.
func (a Actor) Visible() store.Visible {
	return store.Visible{Departments: a.Scope.Departments, Brands: a.Scope.Brands, Accounts: a.Scope.Accounts,
		Self: a.Agent, Private: a.Scope.Private}
}
