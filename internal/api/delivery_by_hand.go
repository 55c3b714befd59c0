package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/capture"
	"switchboard/internal/flow"
	"switchboard/internal/store"
)

func byHandRoutes(s *server) {
	f := s.floorOf()
	const tag = "delivery"
	codes := []switchboard.Code{switchboard.CodeStale, switchboard.CodeMustExplain}
	register(s, route{ID: "list-deliveries-by-hand", Method: http.MethodGet, Path: "/deliveries/by-hand", Tag: tag,
		Needs: access.DraftWrite, Summary: "Answers that wait for somebody to post them, longest first",
		Doc: "With what to post and where. One's own are those of conversations one leads."}, f.listByHand)
	register(s, route{ID: "record-posted", Method: http.MethodPost, Path: "/deliveries/{id}/posted", Tag: tag,
		Needs: access.DraftSend, Summary: "Say that you posted it by hand", Codes: codes,
		Doc: "For the lead, or whoever may manage others' work. The answer joins the timeline and the customer has the ball, " +
			"as if it had been sent from here. Saying it twice changes nothing."}, f.posted)
	register(s, route{ID: "record-not-posted", Method: http.MethodPost, Path: "/deliveries/{id}/not-posted", Tag: tag,
		Needs: access.DraftSend, Summary: "Say that you will not post it", Codes: codes,
		Doc: "It is given up, and its text comes back as a draft."}, f.notPosted)
}

// ByHand is an answer that waits for somebody to post it.
type ByHand struct {
	Delivery     switchboard.Delivery     `json:"delivery"`
	Conversation switchboard.Conversation `json:"conversation"`
	AuthorID     switchboard.AgentID      `json:"author_id" doc:"Who wrote it"`
	Text         string                   `json:"text" doc:"What to post"`
	Open         string                   `json:"open,omitempty" doc:"Where it answers: the address of the customer's post; absent when it has none"`
	Answers      string                   `json:"answers,omitempty" doc:"The beginning of what it answers"`
	Stale        bool                     `json:"stale,omitempty" doc:"The lead has changed since it was prepared: it is not to be posted any more"`
}

// byHandOf adds what a person needs to post a delivery.
func byHandOf(tx *store.Tx, c switchboard.Conversation, d switchboard.Delivery) (out ByHand, err error) {
	draft, err := tx.Draft(d.DraftID)
	if err != nil {
		return out, err
	}
	account, err := tx.Account(d.AccountID)
	if err != nil {
		return out, err
	}
	out = ByHand{Delivery: d, Conversation: c, AuthorID: draft.AuthorID, Text: draft.Parts[d.Part].Text, Stale: c.Epoch != draft.Epoch}
	m, found, err := tx.MessageByKey(account.Realm, draft.ReplyTo)
	if found {
		out.Open, out.Answers = m.URL, flow.Preview(m.Content)
	}
	return out, err
}

// waitingByHand fills in what waits to be posted in a conversation.
func waitingByHand(tx *store.Tx, d *ConversationDetail) error {
	waiting, err := tx.ByHandOf(d.Conversation.ID)
	if err != nil {
		return err
	}
	for _, one := range waiting {
		item, err := byHandOf(tx, d.Conversation, one)
		if err != nil {
			return err
		}
		d.ByHand = append(d.ByHand, item)
	}
	return nil
}

// ListByHandIn asks for a page of what waits to be posted.
type ListByHandIn struct {
	PageInput
	Mine bool `query:"mine" doc:"Only of conversations one leads"`
}

// maxByHandPages bounds how far one request looks for what the reader may see.
const maxByHandPages = 5

func (f floor) listByHand(ctx context.Context, in *ListByHandIn) (out *PageOf[ByHand], err error) {
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		out = allOf[ByHand](nil)
		l := byHandList{tx: tx, actor: a, mine: in.Mine, limit: in.Limit, out: &out.Body, after: after}
		return l.fill()
	})
	return out, err
}

// byHandList is one page under way.
type byHandList struct {
	tx    *store.Tx
	actor access.Actor
	mine  bool
	limit int
	after store.Place
	out   *Page[ByHand]
}

func (l *byHandList) fill() error {
	for range maxByHandPages {
		page, err := l.tx.ByHand(l.after, l.limit)
		if err != nil {
			return err
		}
		for _, d := range page {
			l.after = store.After(d.StartedAt, d.ID)
			if err := l.add(d); err != nil {
				return err
			}
			if len(l.out.Items) == l.limit {
				l.out.Next = l.after.String()
				return nil
			}
		}
		if len(page) < l.limit {
			return nil
		}
	}
	l.out.Next = l.after.String()
	return nil
}

// add takes a delivery onto the page, if the reader may see its conversation.
func (l *byHandList) add(d switchboard.Delivery) error {
	c, err := mayOf(l.tx, l.actor, access.ConversationRead, d.ConversationID)
	if switchboard.IsCode(err, switchboard.CodeNotFound) {
		return nil
	}
	if err != nil || l.mine && c.Lead != l.actor.Agent {
		return err
	}
	item, err := byHandOf(l.tx, c, d)
	if err == nil {
		l.out.Items = append(l.out.Items, item)
	}
	return err
}

// PostedIn is a person's word that they posted an answer by hand.
type PostedIn struct {
	ID   switchboard.DeliveryID `path:"id" doc:"The delivery."`
	Body struct {
		URL      string    `json:"url,omitempty" maxLength:"2000" doc:"Address of what was posted."`
		PostedAt time.Time `json:"posted_at,omitzero" doc:"When; left out, now."`
		Text     string    `json:"text,omitempty" maxLength:"100000" doc:"What stands there, if it is not what was prepared."`
		Stands   bool      `json:"stands,omitempty" doc:"The lead has changed since it was prepared; you have looked, and it stands there."`
	}
}

// ByHandRecorded is a delivery after somebody's word about it.
type ByHandRecorded struct {
	Delivery     switchboard.Delivery     `json:"delivery"`
	Conversation switchboard.Conversation `json:"conversation"`
	Draft        *switchboard.Draft       `json:"draft,omitempty" doc:"The text that came back, when it was not posted"`
}

func (f floor) posted(ctx context.Context, in *PostedIn) (out *BodyOf[ByHandRecorded], err error) {
	err = f.recording(ctx, in.ID, func(tx *store.Tx, a access.Actor, d switchboard.Delivery) (*switchboard.Draft, error) {
		word := flow.Word{At: in.Body.PostedAt, Said: in.Body.Text, Stands: in.Body.Stands}
		if err := f.address(tx, d, in.Body.URL, &word); err != nil {
			return nil, err
		}
		return nil, f.out.Posted(tx, d.ID, a.Agent, word)
	}, &out)
	return out, err
}

// address reads where an answer was posted. On a network that no connector reads the address names the post.
func (f floor) address(tx *store.Tx, d switchboard.Delivery, address string, word *flow.Word) error {
	if address == "" {
		return nil
	}
	link, err := capture.Parse(address)
	if err != nil {
		return err
	}
	account, err := tx.Account(d.AccountID)
	if err != nil {
		return err
	}
	word.URL = link.URL
	if account.State != switchboard.AccountByHand || !link.Post {
		return nil
	}
	if link.Network != account.Network {
		return switchboard.Refuse(switchboard.CodeInvalid, "This address is of another network than the conversation.").WithField("url").
			WithHint("Copy the address of the answer you posted, or leave it out.")
	}
	word.ExternalID = link.ID
	return nil
}

// NotPostedIn is a person's word that an answer will not be posted.
type NotPostedIn struct {
	ID   switchboard.DeliveryID `path:"id" doc:"The delivery."`
	Body struct {
		Reason string `json:"reason" maxLength:"500" doc:"Why not."`
	}
}

func (f floor) notPosted(ctx context.Context, in *NotPostedIn) (out *BodyOf[ByHandRecorded], err error) {
	err = f.recording(ctx, in.ID, func(tx *store.Tx, a access.Actor, d switchboard.Delivery) (*switchboard.Draft, error) {
		draft, found, err := f.out.NotPosted(tx, d.ID, a.Agent, in.Body.Reason)
		if err != nil || !found {
			return nil, err
		}
		return &draft, nil
	}, &out)
	return out, err
}

// recording lets the lead, or whoever may manage others' work, say what became of an answer that waited for them.
func (f floor) recording(ctx context.Context, id switchboard.DeliveryID,
	say func(*store.Tx, access.Actor, switchboard.Delivery) (*switchboard.Draft, error), out **BodyOf[ByHandRecorded]) error {
	return f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		d, err := tx.Delivery(id)
		if err != nil {
			return err
		}
		c, err := mayOf(tx, a, access.DraftSend, d.ConversationID)
		if err != nil {
			return err
		}
		if err := mayRecord(tx, a, c, d); err != nil {
			return err
		}
		recorded := ByHandRecorded{}
		if recorded.Draft, err = say(tx, a, d); err != nil {
			return err
		}
		if recorded.Delivery, err = tx.Delivery(id); err != nil {
			return err
		}
		recorded.Conversation, err = tx.Conversation(recorded.Delivery.ConversationID)
		*out = bodyOf(recorded)
		return err
	})
}

// mayRecord refuses whoever neither leads, nor manages others' work, nor wrote the answer: its author may have posted it
// before the lead changed.
func mayRecord(tx *store.Tx, a access.Actor, c switchboard.Conversation, d switchboard.Delivery) error {
	if c.Lead == a.Agent || a.Has(access.ConversationManage) {
		return nil
	}
	draft, err := tx.Draft(d.DraftID)
	if err != nil || draft.AuthorID == a.Agent {
		return err
	}
	return switchboard.Refuse(switchboard.CodeForbidden, "Only the lead says what became of an answer.").
		WithHint("Ask whoever leads the conversation to record it.")
}
