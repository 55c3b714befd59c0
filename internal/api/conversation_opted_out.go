package api

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

// OptedOutIn says what a customer asked for in a conversation.
type OptedOutIn struct {
	ConversationIn
	Body struct {
		OptedOut bool `json:"opted_out" doc:"They asked not to be written to unasked. False: they took it back."`
	}
}

// optOut records it for the customer, wherever they are spoken to. It moves nothing of the conversation.
func (f floor) optOut(ctx context.Context, in *OptedOutIn) (out *ConversationOut, err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationWork, in.ID)
		if err != nil {
			return err
		}
		out = bodyOf(c)
		e := eventAbout(c, a, switchboard.EventOptedOut)
		since := time.Time{}
		if e.Reason = "off"; in.Body.OptedOut {
			e.Reason, since = "on", tx.Now()
		}
		changed, err := tx.SetOptedOut(c.CustomerID, since)
		if err != nil || !changed {
			return err
		}
		return tx.Record(e)
	})
	return out, err
}
