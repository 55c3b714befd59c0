package api

import (
	"context"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

func customerRoutes(s *server) {
	f := s.floorOf()
	get := func(id, path, summary string) route {
		return route{ID: id, Method: http.MethodGet, Path: path, Tag: "customer", Needs: access.ConversationRead, Summary: summary}
	}
	register(s, get("get-customer", "/customers/{id}", "A customer, who they are known as, and their conversations"), f.customer)
	register(s, get("get-message", "/messages/{id}", "A message with what it said before, its verdict, and who saw it"), f.message)
	register(s, get("get-verdict", "/messages/{id}/verdict", "What triage found in a message"), f.verdict)
}

// CustomerIn names a customer.
type CustomerIn struct {
	ID switchboard.CustomerID `path:"id" doc:"The customer."`
}

// CustomerDetail is a customer with everything a reader may see of them.
type CustomerDetail struct {
	Customer      switchboard.Customer       `json:"customer"`
	Identities    []store.Known              `json:"identities" nullable:"false" doc:"Each with the basis on which it is believed to be them"`
	Conversations []switchboard.Conversation `json:"conversations" nullable:"false" doc:"The newest ones; list the view customer for more"`
}

// newestOf is how many conversations come with a customer.
const newestOf = 50

// customer is seen by whoever may read one of their conversations.
func (f floor) customer(ctx context.Context, in *CustomerIn) (out *BodyOf[CustomerDetail], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		q := store.Inbox{View: store.ViewCustomer, Customer: in.ID, Limit: newestOf, Visible: a.Visible()}
		seen, err := tx.Inbox(q)
		if err != nil {
			return err
		}
		if len(seen) == 0 {
			return switchboard.Refuse(switchboard.CodeNotFound, "There is no such customer, or you may not see them.")
		}
		d := CustomerDetail{Conversations: seen}
		if d.Customer, err = tx.Customer(in.ID); err != nil {
			return err
		}
		known, err := tx.CustomerIdentities(in.ID)
		d.Identities = append([]store.Known{}, known...)
		out = bodyOf(d)
		return err
	})
	return out, err
}

// MessageIn names a message.
type MessageIn struct {
	ID switchboard.MessageID `path:"id" doc:"The message."`
}

// MessageDetail is a message with everything known about it.
type MessageDetail struct {
	Message   switchboard.Message     `json:"message"`
	Verdict   *switchboard.Verdict    `json:"verdict,omitempty" doc:"What triage found; absent until it looked"`
	Revisions []store.Revision        `json:"revisions" nullable:"false" doc:"What it said before, oldest first"`
	Sightings []switchboard.AccountID `json:"sightings" nullable:"false" doc:"Accounts that saw it, the first first"`
	// Corrections stand beside the verdict, which is what the machine said.
	Corrections []switchboard.Correction `json:"corrections" nullable:"false" doc:"What people said was wrong with the verdict, oldest first; those of an earlier revision count no more"`
}

func (f floor) message(ctx context.Context, in *MessageIn) (out *BodyOf[MessageDetail], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		d := MessageDetail{Corrections: []switchboard.Correction{}, Revisions: []store.Revision{}, Sightings: []switchboard.AccountID{}}
		if d.Message, err = messageFor(tx, a, in.ID); err != nil {
			return err
		}
		verdict, found, err := tx.Verdict(in.ID)
		if err != nil {
			return err
		}
		if found {
			d.Verdict = &verdict
		}
		before, err := tx.Revisions(in.ID)
		if err != nil {
			return err
		}
		d.Revisions = append(d.Revisions, before...)
		said, err := evidence.In(tx.Tx).Corrections(in.ID)
		if err != nil {
			return err
		}
		d.Corrections = append(d.Corrections, said...)
		seen, err := tx.Sightings(in.ID)
		d.Sightings = append(d.Sightings, seen...)
		out = bodyOf(d)
		return err
	})
	return out, err
}

func (f floor) verdict(ctx context.Context, in *MessageIn) (out *BodyOf[switchboard.Verdict], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		if _, err := messageFor(tx, a, in.ID); err != nil {
			return err
		}
		verdict, found, err := tx.Verdict(in.ID)
		if err == nil && !found {
			err = switchboard.Refuse(switchboard.CodeNotFound, "Triage has not looked at this message.")
		}
		out = bodyOf(verdict)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// messageFor reads a message the actor may read: through its conversation, or, for context, through its account.
func messageFor(tx *store.Tx, a access.Actor, id switchboard.MessageID) (switchboard.Message, error) {
	m, err := tx.Message(id)
	if err != nil {
		return m, err
	}
	subject := access.Subject{Account: m.AccountID, Visibility: m.Visibility}
	if m.ConversationID.IsZero() {
		account, err := tx.Account(m.AccountID)
		if err != nil {
			return m, err
		}
		subject.Brand = account.BrandID
	} else {
		c, err := tx.Conversation(m.ConversationID)
		if err != nil {
			return m, err
		}
		subject = access.About(c)
		if m.Visibility == switchboard.Private {
			subject.Visibility = switchboard.Private
		}
	}
	return m, a.May(access.ConversationRead, subject)
}
