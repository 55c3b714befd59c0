package api

import (
	"context"
	"net/http"
	"slices"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/flow"
	"switchboard/internal/store"
)

func amendmentRoutes(s *server) {
	f := s.floorOf()
	register(s, route{ID: "amend-message", Method: http.MethodPost, Path: "/messages/{id}/amendments", Tag: "amendment",
		Needs: access.DraftSend, Summary: "Edit or delete a post of ours, or hide a customer's",
		Doc: "For the lead; whoever may manage others' work may delete and hide too. It is done on the network as soon as " +
			"the account can, and shows in the timeline then.",
		Codes: []switchboard.Code{switchboard.CodeStale, switchboard.CodeUnsupported, switchboard.CodeNotConnected,
			switchboard.CodeNoLead, switchboard.CodeMustExplain, switchboard.CodeHeld, switchboard.CodeBlocked,
			switchboard.CodeReconciling}}.withStatus(http.StatusCreated), f.amend)
	register(s, route{ID: "list-amendments", Method: http.MethodGet, Path: "/conversations/{id}/amendments", Tag: "amendment",
		Needs: access.ConversationRead, Summary: "Amendments of a conversation's messages, the newest message first"}, f.amendments)
	register(s, route{ID: "get-amendment", Method: http.MethodGet, Path: "/amendments/{id}", Tag: "amendment",
		Needs: access.ConversationRead, Summary: "An amendment"}, f.amendment)
	register(s, route{ID: "drop-amendment", Method: http.MethodDelete, Path: "/amendments/{id}", Tag: "amendment",
		Needs: access.DraftSend, Summary: "Give up an amendment that waits",
		Doc: "It may be on its way to the network already: what the network does all the same shows in the timeline."}.withStatus(http.StatusOK), f.dropAmendment)
}

// AmendIn says what is to change about a message.
type AmendIn struct {
	ID   switchboard.MessageID `path:"id" doc:"The message."`
	Body struct {
		Kind     switchboard.AmendmentKind `json:"kind" enum:"edit,delete,hide,show" doc:"What is to be done."`
		Text     string                    `json:"text,omitempty" maxLength:"100000" doc:"The new text of an edit."`
		Reason   string                    `json:"reason,omitempty" maxLength:"500" doc:"Why; needed to delete and to hide. The customer does not see it."`
		Revision int                       `json:"revision" minimum:"1" doc:"The message's revision as you saw it."`
	}
}

// AmendmentIn names an amendment.
type AmendmentIn struct {
	ID switchboard.AmendmentID `path:"id" doc:"The amendment."`
}

// maxAmendments bounds the amendments of a conversation that are listed.
const maxAmendments = 200

func (f floor) amend(ctx context.Context, in *AmendIn) (out *BodyOf[switchboard.Amendment], err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		m, err := messageFor(tx, a, in.ID)
		if err != nil {
			return err
		}
		if _, err := mayOf(tx, a, access.DraftSend, m.ConversationID); err != nil {
			return err
		}
		asked := switchboard.Amendment{MessageID: in.ID, Kind: in.Body.Kind, Text: in.Body.Text, Reason: in.Body.Reason}
		asked, err = f.amending.Ask(tx, asked, in.Body.Revision, asker(a))
		out = bodyOf(asked)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func asker(a access.Actor) flow.Asker {
	return flow.Asker{Agent: a.Agent, Manages: a.Has(access.ConversationManage)}
}

func (f floor) dropAmendment(ctx context.Context, in *AmendmentIn) (out *BodyOf[switchboard.Amendment], err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		asked, err := tx.Amendment(in.ID)
		if err != nil {
			return err
		}
		if _, err := messageFor(tx, a, asked.MessageID); err != nil {
			return err
		}
		asked, err = f.amending.Drop(tx, in.ID, asker(a))
		out = bodyOf(asked)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (f floor) amendments(ctx context.Context, in *ConversationIn) (out *PageOf[switchboard.Amendment], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationRead, in.ID)
		if err != nil {
			return err
		}
		all, err := tx.ConversationAmendments(in.ID, maxAmendments)
		out = allOf(slices.DeleteFunc(all, func(m switchboard.Amendment) bool { return !readable(a, c, m.Visibility) }))
		return err
	})
	return out, err
}

func (f floor) amendment(ctx context.Context, in *AmendmentIn) (out *BodyOf[switchboard.Amendment], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		asked, err := tx.Amendment(in.ID)
		if err != nil {
			return err
		}
		out = bodyOf(asked)
		_, err = messageFor(tx, a, asked.MessageID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
