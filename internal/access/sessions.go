package access

import (
	"context"

	"switchboard"
	"switchboard/internal/store"
)

// EndSessions signs somebody out everywhere, for an actor who may let them in, and returns how many sessions that
// ended.
func (g *Gate) EndSessions(ctx context.Context, by Actor, whom switchboard.AgentID) (ended int64, err error) {
	err = g.DB.Update(ctx, func(tx *store.Tx) error {
		agent, err := tx.Agent(whom)
		if err != nil {
			return err
		}
		if err := mayLetIn(tx, by, agent); err != nil {
			return err
		}
		if ended, err = tx.DeleteSessions(whom, by.Session); err != nil {
			return err
		}
		return Audit(tx, by, Act{Action: "session.end_all", Subject: whom.String()})
	})
	return ended, err
}
