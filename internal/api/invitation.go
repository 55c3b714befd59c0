package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

func invitationRoutes(s *server) {
	const tag = "invitations"
	bad := []switchboard.Code{switchboard.CodeUnauthorized}
	register(s, route{ID: "invite-agent", Method: http.MethodPost, Path: "/agents/{id}/invitation", Tag: tag,
		Needs: access.AgentManage, Status: http.StatusCreated, Summary: "Make a link with which somebody chooses their own password",
		Doc: "It works once, within 7 days, and ends the ones before it. It is shown this once."}, s.invite)
	register(s, route{ID: "read-invitation", Method: http.MethodPost, Path: "/invitations/read", Tag: tag, Open: true,
		Summary: "Who an invitation is for", Doc: "It does not spend the link.", Codes: bad}, s.readInvitation)
	register(s, route{ID: "accept-invitation", Method: http.MethodPost, Path: "/invitations/accept", Tag: tag, Open: true,
		Status: http.StatusCreated, Summary: "Choose one's own password and sign in",
		Doc: "A link that ran out, was used, was guessed or is none is refused in the same words. A password that is too weak " +
			"leaves it good.", Codes: bad}, s.acceptInvitation)
}

// NewInvitation is an invitation that was just made.
type NewInvitation struct {
	Token     string    `json:"token" doc:"It is shown this once"`
	Link      string    `json:"link" doc:"Address to send them; it begins with / when nobody has said where this installation is reached"`
	ExpiresAt time.Time `json:"expires_at"`
}

func (s *server) invite(ctx context.Context, in *AgentInput) (*BodyOf[NewInvitation], error) {
	link, err := s.Access.Invite(ctx, actorOf(ctx), in.ID)
	return bodyOf(NewInvitation{Token: link.Token, Link: s.linkTo("invitation", link.Token), ExpiresAt: link.Until}), err
}

type invitationInput struct {
	Body struct {
		Token string `json:"token" maxLength:"1024" doc:"What stands behind the # of the link"`
	}
}

// InvitationView is an invitation as whoever holds its link sees it.
type InvitationView struct {
	Name      string    `json:"name" doc:"Who is invited"`
	Email     string    `json:"email" doc:"They will sign in with it"`
	Company   string    `json:"company" doc:"Who invites"`
	ExpiresAt time.Time `json:"expires_at"`
}

func (s *server) readInvitation(ctx context.Context, in *invitationInput) (*BodyOf[InvitationView], error) {
	i, err := s.Access.ReadInvitation(ctx, in.Body.Token, callOf(ctx).from)
	if err != nil {
		return nil, err
	}
	v := InvitationView{Name: i.Agent.Name, Email: i.Agent.Email, ExpiresAt: i.Link.ExpiresAt}
	err = s.view(ctx, func(tx *store.Tx) (err error) {
		v.Company, err = companyName(tx)
		return err
	})
	return bodyOf(v), err
}

type acceptInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"1024" doc:"What stands behind the # of the link"`
		Password string `json:"password" maxLength:"1024" doc:"At least 10 characters; a few unrelated words make a good one"`
	}
}

func (s *server) acceptInvitation(ctx context.Context, in *acceptInput) (*signInOutput, error) {
	opened, err := s.Access.AcceptInvitation(ctx, in.Body.Token, in.Body.Password, callOf(ctx).from)
	if err != nil {
		return nil, err
	}
	return s.comeIn(ctx, opened)
}
