package access

import (
	"context"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

// Invite makes the link with which somebody who was taken in chooses their own password. Earlier ones for them end. The
// actor must be allowed to administer them; who is disabled is not invited.
func (g *Gate) Invite(ctx context.Context, by Actor, whom switchboard.AgentID) (link Link, err error) {
	link.Token = seal.NewToken()
	digest := seal.HashToken(link.Token)
	err = g.DB.Update(ctx, func(tx *store.Tx) error {
		agent, err := tx.Agent(whom)
		if err != nil {
			return err
		}
		if err := mayLetIn(tx, by, agent); err != nil {
			return err
		}
		if agent.Disabled {
			return switchboard.Refuse(switchboard.CodeConflict, "%s is locked out.", agent.Name).
				WithHint("Let them in again first, then invite them.")
		}
		l := store.Link{ID: switchboard.NewID[switchboard.LinkID](tx.Now()), Purpose: PurposeInvitation, AgentID: whom,
			CreatedAt: tx.Now(), CreatedBy: by.Agent, ExpiresAt: tx.Now().Add(InvitationLasts)}
		link.Until = l.ExpiresAt
		if err := tx.InsertLink(l, digest[:]); err != nil {
			return err
		}
		return Audit(tx, by, Act{Action: "invitation.create", Subject: whom.String()})
	})
	return link, err
}

// mayLetIn refuses to give a way in to an account that reaches further than the actor.
func mayLetIn(tx *store.Tx, by Actor, agent switchboard.Agent) error {
	limits, err := tx.AgentScope(agent.ID)
	if err != nil {
		return err
	}
	return by.MayGrant(agent, limits)
}

// Invitation is an invitation as whoever holds its link may see it.
type Invitation struct {
	Agent switchboard.Agent
	Link  store.Link
}

// ReadInvitation looks at an invitation without spending it. It refuses like AcceptInvitation.
func (g *Gate) ReadInvitation(ctx context.Context, token, from string) (i Invitation, err error) {
	tried, err := g.mayTry(from)
	if err != nil {
		return i, err
	}
	err = g.DB.View(ctx, func(tx *store.Tx) error {
		i, err = invited(tx, token)
		return err
	})
	if err == nil {
		g.byOrigin.undo(tried)
	}
	return i, err
}

// invited finds who an invitation is for; one of somebody disabled is as good as none.
func invited(tx *store.Tx, token string) (i Invitation, err error) {
	digest, found := seal.HashToken(strings.TrimSpace(token)), false
	if i.Link, found, err = tx.LinkByDigest(PurposeInvitation, digest[:]); err != nil || !found {
		return i, orElse(err, linkRefused)
	}
	if i.Agent, err = tx.Agent(i.Link.AgentID); err == nil && i.Agent.Disabled {
		err = linkRefused()
	}
	return i, err
}

// AcceptInvitation spends an invitation: it sets the password its owner chose, ends their other sessions and signs them
// in. Whatever is wrong with the token is refused with unauthorized; a password that is too weak leaves it good.
func (g *Gate) AcceptInvitation(ctx context.Context, token, chosen, from string) (in SignedIn, err error) {
	i, err := g.ReadInvitation(ctx, token, from)
	if err != nil {
		return in, err
	}
	hash, err := g.hash(ctx, i.Agent, chosen)
	if err != nil {
		return in, err
	}
	session := newSession()
	err = g.DB.Update(ctx, func(tx *store.Tx) error {
		again, err := invited(tx, token)
		if err != nil {
			return err
		}
		if used, err := tx.UseLink(again.Link.ID, nil, time.Time{}); err != nil || !used {
			return orElse(err, linkRefused)
		}
		if err := tx.SetPassword(again.Agent.ID, hash); err != nil {
			return err
		}
		if _, err := tx.DeleteSessions(again.Agent.ID, switchboard.SessionID{}); err != nil {
			return err
		}
		if in, err = g.openIn(tx, again.Agent.ID, session); err != nil {
			return err
		}
		return Audit(tx, in.Actor, Act{Action: "invitation.accept", Subject: again.Agent.ID.String()})
	})
	return in, err
}
