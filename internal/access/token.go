package access

import (
	"context"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

// TokenPrefix is how every API token begins, so that one that leaked is recognised.
const TokenPrefix = "swb_"

// maxToken bounds what is hashed of a credential somebody sent.
const maxToken = 200

// NewToken asks for an API token. No permissions mean all the agent has, now and later; a zero Expires means never.
type NewToken struct {
	Name        string
	Permissions []Permission
	Expires     time.Time
}

// IssueToken makes a token for the actor's own agent. The secret is returned this once and stored nowhere. A token is
// never issued more than its issuer holds.
func (g *Gate) IssueToken(ctx context.Context, a Actor, ask NewToken) (secret string, token store.Token, err error) {
	if err := a.checkToken(ask, g.Time.Now()); err != nil {
		return "", token, err
	}
	secret = TokenPrefix + seal.NewToken()
	digest := seal.HashToken(secret)
	err = g.DB.Update(ctx, func(tx *store.Tx) error {
		token = store.Token{ID: switchboard.NewID[switchboard.TokenID](tx.Now()), AgentID: a.Agent,
			Name: strings.TrimSpace(ask.Name), Permissions: a.grant(ask.Permissions), CreatedAt: tx.Now(), ExpiresAt: ask.Expires}
		if err := tx.InsertToken(token, digest[:]); err != nil {
			return err
		}
		return Audit(tx, a, Act{Action: "token.create", Subject: token.ID.String(),
			Detail: strings.Join(token.Permissions, " ")})
	})
	return secret, token, err
}

func (a Actor) checkToken(ask NewToken, now time.Time) error {
	if err := a.Needs(TokenManage); err != nil {
		return err
	}
	name := strings.TrimSpace(ask.Name)
	if name == "" || len(name) > 200 {
		return switchboard.Refuse(switchboard.CodeInvalid, "A token needs a name of at most 200 bytes.").WithField("name").
			WithHint("Say what it is for, so that it can be ended when that is over.")
	}
	if !ask.Expires.IsZero() && !ask.Expires.After(now) {
		return switchboard.Refuse(switchboard.CodeInvalid, "The token would have expired already.").WithField("expires_at")
	}
	for _, p := range ask.Permissions {
		if !switchboard.OneOf(p, Permissions()) {
			return switchboard.Refuse(switchboard.CodeInvalid, "There is no permission of that name.").
				WithField("permissions")
		}
		if !a.Has(p) {
			return switchboard.Refuse(switchboard.CodeForbidden, "You cannot give away %s: you do not have it.", string(p)).
				WithField("permissions")
		}
	}
	return nil
}

// grant is what is stored: nothing, meaning all, only for a person who asked for no limit. A token issued by a token
// stays within it.
func (a Actor) grant(asked []Permission) []string {
	if len(asked) == 0 && a.Kind != switchboard.ActorToken {
		return nil
	}
	if len(asked) == 0 {
		asked = a.Permissions
	}
	out := make([]string, 0, len(asked))
	for _, p := range asked {
		out = append(out, string(p))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ByToken finds the actor of an API token. It refuses with code unauthorized.
func (g *Gate) ByToken(ctx context.Context, secret string) (actor Actor, err error) {
	if !strings.HasPrefix(secret, TokenPrefix) || len(secret) > maxToken {
		return Actor{}, badToken()
	}
	digest := seal.HashToken(secret)
	var token store.Token
	err = g.DB.View(ctx, func(tx *store.Tx) error {
		found := false
		if token, found, err = tx.TokenByDigest(digest[:]); err != nil {
			return err
		}
		if !found {
			return badToken()
		}
		actor, err = load(tx, token.AgentID)
		return err
	})
	if err != nil {
		return Actor{}, err
	}
	if token.NeedsTouch(g.Time.Now()) {
		err = g.DB.Update(ctx, func(tx *store.Tx) error { return tx.TouchToken(token.ID) })
	}
	return actor.limited(token), err
}

func badToken() error {
	return switchboard.Refuse(switchboard.CodeUnauthorized, "This token is not accepted.").
		WithHint("It may have expired or been revoked; issue a new one.")
}

// limited is the actor a token makes: never more than its agent may do now.
func (a Actor) limited(k store.Token) Actor {
	a.Kind, a.Token = switchboard.ActorToken, k.ID
	if len(k.Permissions) > 0 {
		a.Permissions = slices.DeleteFunc(slices.Clone(a.Permissions), func(p Permission) bool {
			return !slices.Contains(k.Permissions, string(p))
		})
	}
	return a
}

// RevokeToken ends one of the actor's own tokens; somebody else's takes the permission to administer agents. A token
// that is not there, or may not be seen, is not_found.
func (g *Gate) RevokeToken(ctx context.Context, a Actor, owner switchboard.AgentID, id switchboard.TokenID) error {
	return g.DB.Update(ctx, func(tx *store.Tx) error {
		if err := a.mayRevoke(tx, owner); err != nil {
			return err
		}
		tokens, err := tx.Tokens(owner)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(tokens, func(k store.Token) bool { return k.ID == id }) {
			return switchboard.Refuse(switchboard.CodeNotFound, "There is no such token, or you may not see it.")
		}
		if _, err := tx.RevokeToken(id); err != nil {
			return err
		}
		return Audit(tx, a, Act{Action: "token.revoke", Subject: id.String(), Detail: owner.String()})
	})
}

func (a Actor) mayRevoke(tx *store.Tx, owner switchboard.AgentID) error {
	if owner == a.Agent {
		return a.Needs(TokenManage)
	}
	other, err := tx.Agent(owner)
	if err != nil {
		return err
	}
	return a.MayAdminister(other.Role)
}
