package api

import (
	"context"
	"net/http"
	"slices"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

func sessionRoutes(s *server) {
	const tag = "session"
	register(s, route{ID: "sign-in", Method: http.MethodPost, Path: "/session", Tag: tag, Open: true, Status: http.StatusCreated,
		Summary: "Sign in with address and password",
		Doc:     "Sets the session cookie. Unknown addresses are answered like wrong passwords.",
		Codes:   []switchboard.Code{switchboard.CodeUnauthorized}}, s.signIn)
	register(s, route{ID: "read-me", Method: http.MethodGet, Path: "/me", Tag: tag, SignedIn: true,
		Summary: "Who is asking, and what they may do"}, s.readMe)
	register(s, route{ID: "sign-out", Method: http.MethodDelete, Path: "/session", Tag: tag, Person: true,
		Summary: "Sign out"}, s.signOut)
	register(s, route{ID: "list-sessions", Method: http.MethodGet, Path: "/me/sessions", Tag: tag, Person: true,
		Summary: "Where one is signed in"}, s.listSessions)
	register(s, route{ID: "sign-out-everywhere", Method: http.MethodDelete, Path: "/me/sessions", Tag: tag, Person: true,
		Status: http.StatusOK, Summary: "Sign out everywhere", Doc: "Ends every session of one's own, this one too."},
		s.signOutEverywhere)
	register(s, route{ID: "change-password", Method: http.MethodPut, Path: "/me/password", Tag: tag, Person: true,
		Summary: "Change one's own password", Doc: "Ends one's other sessions."}, s.changePassword)
}

// SignInBody is an address and a password.
type SignInBody struct {
	Email    string `json:"email" maxLength:"254" doc:"Address of the person"`
	Password string `json:"password" maxLength:"1024" doc:"Their password"`
}

// Me is who asks and what they may do.
type Me struct {
	Agent       switchboard.Agent     `json:"agent"`
	Unnamed     bool                  `json:"unnamed,omitempty" doc:"They looked around the sample company without saying who they are: name and address stand for nobody"`
	Kind        switchboard.ActorKind `json:"kind" enum:"agent,token" doc:"Signed in as a person, or with a token"`
	Permissions []access.Permission   `json:"permissions" nullable:"false" doc:"What they may do"`
	Scope       MyScope               `json:"scope" doc:"To what it applies"`
}

// MyScope is to what somebody's permissions apply. A list that is absent is no limit.
type MyScope struct {
	Departments []switchboard.DepartmentKey `json:"departments,omitempty"`
	Brands      []switchboard.BrandID       `json:"brands,omitempty"`
	Accounts    []switchboard.AccountID     `json:"accounts,omitempty"`
	Unlimited   bool                        `json:"unlimited" doc:"Every department, brand and account"`
	Private     bool                        `json:"private" doc:"Private conversations too"`
}

func meOf(a access.Actor, agent switchboard.Agent) Me {
	scope := a.Scope
	return Me{Agent: agent, Unnamed: agent.Name == nobodyName || agent.Email == nobodyEmail, Kind: a.Kind, Permissions: append([]access.Permission{}, a.Permissions...),
		Scope: MyScope{Departments: scope.Departments, Brands: scope.Brands, Accounts: scope.Accounts, Private: scope.Private,
			Unlimited: scope.Departments == nil && scope.Brands == nil && scope.Accounts == nil}}
}

type signInOutput struct {
	SetCookie string `header:"Set-Cookie" doc:"The session"`
	Body      Me
}

func (s *server) signIn(ctx context.Context, in *struct{ Body SignInBody }) (*signInOutput, error) {
	opened, err := s.Access.SignIn(ctx, access.Attempt{Email: in.Body.Email, Password: in.Body.Password, From: callOf(ctx).from})
	if err != nil {
		return nil, err
	}
	return s.comeIn(ctx, opened)
}

// comeIn answers somebody who has just signed in. Whoever comes for the first time is here; from then on they say so
// themselves.
func (s *server) comeIn(ctx context.Context, opened access.SignedIn) (*signInOutput, error) {
	c := callOf(ctx)
	c.actor = opened.Actor
	err := s.update(ctx, func(tx *store.Tx) error {
		never, err := tx.NeverArrived(opened.Agent.ID)
		if err != nil || !never || !slices.Contains(opened.Actor.Permissions, access.ConversationWork) {
			return err
		}
		opened.Agent.Presence = switchboard.Here
		return s.Desk.SetPresence(tx, opened.Agent.ID, switchboard.Here)
	})
	if err != nil { // they are signed in all the same, and can say it themselves
		s.Log.ErrorContext(ctx, "somebody who came for the first time could not be marked as here", "request", c.id, "error", err)
	}
	return &signInOutput{SetCookie: s.cookie.set(opened.Token, s.Access.Absolute), Body: meOf(opened.Actor, opened.Agent)}, nil
}

func (s *server) readMe(ctx context.Context, _ *struct{}) (out *BodyOf[Me], err error) {
	actor := actorOf(ctx)
	err = s.view(ctx, func(tx *store.Tx) error {
		agent, err := tx.Agent(actor.Agent)
		out = bodyOf(meOf(actor, agent))
		return err
	})
	return out, err
}

type signOutOutput struct {
	SetCookie string `header:"Set-Cookie" doc:"Takes the session back"`
}

func (s *server) signOut(ctx context.Context, _ *struct{}) (*signOutOutput, error) {
	return &signOutOutput{SetCookie: s.cookie.set("", 0)}, s.Access.SignOut(ctx, actorOf(ctx))
}

// MySession is one place where somebody is signed in.
type MySession struct {
	store.Session
	Present bool `json:"present" doc:"It is the one that asks"`
}

func (s *server) listSessions(ctx context.Context, _ *struct{}) (out *PageOf[MySession], err error) {
	actor := actorOf(ctx)
	err = s.view(ctx, func(tx *store.Tx) error {
		sessions, err := tx.Sessions(actor.Agent)
		var list []MySession
		for _, one := range sessions {
			if one.ExpiresAt.After(tx.Now()) {
				list = append(list, MySession{Session: one, Present: one.ID == actor.Session})
			}
		}
		out = allOf(list)
		return err
	})
	return out, err
}

// Ended says how many sessions were ended.
type Ended struct {
	Ended int64 `json:"ended"`
}

type endedOutput struct {
	SetCookie string `header:"Set-Cookie" doc:"Takes the session back"`
	Body      Ended
}

func (s *server) signOutEverywhere(ctx context.Context, _ *struct{}) (*endedOutput, error) {
	ended, err := s.Access.SignOutEverywhere(ctx, actorOf(ctx))
	return &endedOutput{SetCookie: s.cookie.set("", 0), Body: Ended{Ended: ended}}, err
}

// PasswordBody changes a password.
type PasswordBody struct {
	Present string `json:"present" maxLength:"1024" doc:"The present password"`
	Chosen  string `json:"chosen" maxLength:"1024" doc:"The new one: at least 10 characters; a few unrelated words make a good one"`
}

func (s *server) changePassword(ctx context.Context, in *struct{ Body PasswordBody }) (*struct{}, error) {
	return nil, s.Access.ChangePassword(ctx, actorOf(ctx), in.Body.Present, in.Body.Chosen)
}
