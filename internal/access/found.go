package access

import (
	"context"
	"errors"

	"switchboard"
	"switchboard/internal/store"
)

// Founding is the first person of an installation and whatever else is made with them.
type Founding struct {
	Visit string // the token of the browser's Visit
	First NewAgent
	// Also runs in the transaction that takes the first person in, and may run more than once.
	Also func(tx *store.Tx, first Actor) error
}

// Found takes the first administrator in and signs them in, all in one transaction, and ends set-up for good. Of several
// who found at once one does; the others are refused with conflict.
func (g *Gate) Found(ctx context.Context, f Founding) (in SignedIn, err error) {
	first := f.First
	first.Agent = Tidy(first.Agent)
	first.Agent.Role = switchboard.RoleAdmin
	if err := CheckAgent(first.Agent); err != nil {
		return in, err
	}
	hash, err := g.hash(ctx, first.Agent, first.Password)
	if err != nil {
		return in, err
	}
	session := newSession()
	err = g.DB.Update(ctx, func(tx *store.Tx) error {
		if anybody, err := tx.LockPeople(); err != nil || anybody {
			return orElse(err, alreadySetUp)
		}
		if _, err := visits(tx, f.Visit); err != nil {
			return err
		}
		if in, err = g.found(tx, first.Agent, hash, session); err != nil {
			return err
		}
		return f.Also(tx, in.Actor)
	})
	return in, err
}

func (g *Gate) found(tx *store.Tx, first switchboard.Agent, hash string, s freshSession) (in SignedIn, err error) {
	first.ID = switchboard.NewID[switchboard.AgentID](tx.Now())
	if err := tx.InsertAgent(first, hash); err != nil {
		return in, err
	}
	if in, err = g.openIn(tx, first.ID, s); err != nil {
		return in, err
	}
	return in, errors.Join(tx.EndLinks(PurposeSetup, switchboard.AgentID{}),
		Audit(tx, in.Actor, Act{Action: "setup.done", Subject: first.ID.String()}))
}
