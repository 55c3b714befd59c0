package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

func tokenRoutes(s *server) {
	const tag = "tokens"
	register(s, route{ID: "list-my-tokens", Method: http.MethodGet, Path: "/me/tokens", Tag: tag, Needs: access.TokenManage,
		Summary: "One's own API tokens", Doc: "Also those that are no longer good. Never the tokens themselves."}, s.listMyTokens)
	register(s, route{ID: "create-token", Method: http.MethodPost, Path: "/me/tokens", Tag: tag, Person: true,
		Needs: access.TokenManage, Status: http.StatusCreated, Summary: "Issue an API token",
		Doc: "The token is shown this once. It never holds more than its person does."}, s.createToken)
	register(s, route{ID: "revoke-my-token", Method: http.MethodDelete, Path: "/me/tokens/{id}", Tag: tag,
		Needs: access.TokenManage, Summary: "End one of one's own tokens"}, s.revokeMyToken)
	register(s, route{ID: "list-agent-tokens", Method: http.MethodGet, Path: "/agents/{id}/tokens", Tag: tag,
		Needs: access.AgentManage, Summary: "Somebody's API tokens"}, s.listAgentTokens)
	register(s, route{ID: "revoke-agent-token", Method: http.MethodDelete, Path: "/agents/{id}/tokens/{token}", Tag: tag,
		Needs: access.AgentManage, Summary: "End somebody's token"}, s.revokeAgentToken)
}

func (s *server) tokensOf(ctx context.Context, id switchboard.AgentID) (out *PageOf[store.Token], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		tokens, err := tx.Tokens(id)
		out = allOf(tokens)
		return err
	})
	return out, err
}

func (s *server) listMyTokens(ctx context.Context, _ *struct{}) (*PageOf[store.Token], error) {
	return s.tokensOf(ctx, actorOf(ctx).Agent)
}

func (s *server) listAgentTokens(ctx context.Context, in *AgentInput) (*PageOf[store.Token], error) {
	actor := actorOf(ctx)
	err := s.view(ctx, func(tx *store.Tx) error {
		agent, err := tx.Agent(in.ID)
		if err != nil {
			return err
		}
		return actor.MayAdminister(agent.Role)
	})
	if err != nil {
		return nil, err
	}
	return s.tokensOf(ctx, in.ID)
}

// TokenBody asks for a token.
type TokenBody struct {
	Name        string              `json:"name" minLength:"1" maxLength:"200" doc:"What it is for"`
	Permissions []access.Permission `json:"permissions,omitempty" maxItems:"100" doc:"What it may do; absent for all its person may"`
	ExpiresAt   *time.Time          `json:"expires_at,omitempty" doc:"When it ends by itself; absent for never"`
}

// NewToken is a token that was just issued.
type NewToken struct {
	store.Token
	Secret string `json:"secret" doc:"The token; it is shown this once"`
}

func (s *server) createToken(ctx context.Context, in *struct{ Body TokenBody }) (*BodyOf[NewToken], error) {
	ask := access.NewToken{Name: in.Body.Name, Permissions: in.Body.Permissions}
	if in.Body.ExpiresAt != nil {
		ask.Expires = in.Body.ExpiresAt.UTC()
	}
	secret, token, err := s.Access.IssueToken(ctx, actorOf(ctx), ask)
	return bodyOf(NewToken{Token: token, Secret: secret}), err
}

type tokenInput struct {
	ID switchboard.TokenID `path:"id" doc:"The token's id"`
}

func (s *server) revokeMyToken(ctx context.Context, in *tokenInput) (*struct{}, error) {
	actor := actorOf(ctx)
	return nil, s.Access.RevokeToken(ctx, actor, actor.Agent, in.ID)
}

type agentTokenInput struct {
	AgentInput
	Token switchboard.TokenID `path:"token" doc:"The token's id"`
}

func (s *server) revokeAgentToken(ctx context.Context, in *agentTokenInput) (*struct{}, error) {
	return nil, s.Access.RevokeToken(ctx, actorOf(ctx), in.ID, in.Token)
}
