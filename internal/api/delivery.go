package api

import (
	"context"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/outbox"
	"switchboard/internal/store"
)

func deliveryRoutes(s *server) {
	f := s.floorOf()
	register(s, route{ID: "list-deliveries", Method: http.MethodGet, Path: "/conversations/{id}/deliveries", Tag: "delivery",
		Needs: access.ConversationRead, Summary: "Sends of a conversation, newest first"}, f.listDeliveries)
	register(s, route{ID: "settle-delivery", Method: http.MethodPost, Path: "/deliveries/{id}/settle", Tag: "delivery",
		Needs: access.ConversationWork, Summary: "Say what became of a send of unknown fate",
		Doc:   "For the lead, or whoever may manage others' work, after a look at the network.",
		Codes: []switchboard.Code{switchboard.CodeMustExplain}}, f.settle)
}

func (f floor) listDeliveries(ctx context.Context, in *ConversationIn) (out *PageOf[switchboard.Delivery], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		if _, err := mayOf(tx, a, access.ConversationRead, in.ID); err != nil {
			return err
		}
		all, err := tx.ConversationDeliveries(in.ID, maxDeliveries)
		out = allOf(all)
		return err
	})
	return out, err
}

// SettleIn is a named person's word about a send.
type SettleIn struct {
	ID   switchboard.DeliveryID `path:"id" doc:"The delivery."`
	Body struct {
		Sent       bool   `json:"sent" doc:"It stands on the network."`
		ExternalID string `json:"external_id,omitempty" maxLength:"1000" doc:"Its id there, when known."`
		URL        string `json:"url,omitempty" maxLength:"2000" doc:"Its address there, when known."`
		Again      bool   `json:"again,omitempty" doc:"It does not stand: try again. Else it is dropped."`
		Reason     string `json:"reason,omitempty" maxLength:"500" doc:"What you saw, when it does not stand."`
	}
}

func (in SettleIn) what(by switchboard.AgentID) outbox.What {
	if in.Body.Sent {
		return outbox.SettledSent{By: by, ExternalID: in.Body.ExternalID, URL: in.Body.URL}
	}
	return outbox.SettledNotSent{By: by, Again: in.Body.Again, Reason: in.Body.Reason}
}

func (f floor) settle(ctx context.Context, in *SettleIn) (out *BodyOf[switchboard.Delivery], err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		d, err := tx.Delivery(in.ID)
		if err != nil {
			return err
		}
		c, err := mayOf(tx, a, access.ConversationWork, d.ConversationID)
		if err != nil {
			return err
		}
		if c.Lead != a.Agent {
			if err := a.Needs(access.ConversationManage); err != nil {
				return err
			}
		}
		if err := f.out.Apply(tx, d.ID, in.what(a.Agent)); err != nil {
			return err
		}
		d, err = tx.Delivery(d.ID)
		out = bodyOf(d)
		return err
	})
	return out, err
}
