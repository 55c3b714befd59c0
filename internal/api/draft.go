package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/guard"
	"switchboard/internal/store"
)

func draftRoutes(s *server) {
	f := s.floorOf()
	make := func(method, path, id, summary string, needs access.Permission) route {
		return route{ID: id, Method: method, Path: path, Tag: "draft", Needs: needs, Summary: summary,
			Codes: []switchboard.Code{switchboard.CodeStale, switchboard.CodeClosed, switchboard.CodeNoLead}}
	}
	register(s, make("POST", "/conversations/{id}/drafts", "create-draft", "Begin an answer", access.DraftWrite).
		withStatus(http.StatusCreated), f.createDraft)
	register(s, make("GET", "/conversations/{id}/drafts", "list-drafts", "All drafts of a conversation, oldest first",
		access.DraftWrite), f.listDrafts)
	register(s, make("GET", "/drafts/{id}", "get-draft", "A draft", access.DraftWrite), f.getDraft)
	register(s, make("PUT", "/drafts/{id}", "save-draft", "Change one's own draft", access.DraftWrite), f.saveDraft)
	register(s, make("DELETE", "/drafts/{id}", "drop-draft", "Give one's own draft up", access.DraftWrite).
		withStatus(http.StatusOK), f.dropDraft)
	register(s, make("POST", "/drafts/{id}/check", "check-draft", "What the guard would say now, without sending",
		access.DraftWrite), f.checkDraft)
	register(s, make("POST", "/drafts/{id}/send", "send-draft", "Send one's own draft", access.DraftSend).
		about("A ruling of hold or block is no error: it comes back with the draft. With take, the sender takes the "+
			"conversation from its queue first."), f.sendDraft)
	register(s, make("POST", "/drafts/{id}/approve", "approve-draft", "Approve exactly this text", access.DraftApprove).
		about("It is then sent in its author's name, if it still may be; else not_sent says why."), f.approveDraft)
	register(s, make("POST", "/drafts/{id}/return", "return-draft", "Give a text that waits back to its author", access.DraftApprove).
		about("It can be changed again; the reason stands in its ruling until then."), f.returnDraft)
	register(s, make("GET", "/drafts/held", "list-held-drafts", "Drafts that wait for approval, longest first",
		access.DraftApprove), f.heldDrafts)
}

func (r route) about(doc string) route { r.Doc = doc; return r }

// DraftText is what a draft says and where.
type DraftText struct {
	Parts   []switchboard.Part `json:"parts" minItems:"1" maxItems:"50" doc:"One post each, in order."`
	LegID   switchboard.LegID  `json:"leg_id,omitempty" doc:"The channel; left out, the one the customer used last."`
	ReplyTo string             `json:"reply_to,omitempty" maxLength:"1000" doc:"External id it answers; left out, the customer's last message on the channel."`
	To      string             `json:"to,omitempty" maxLength:"320" doc:"Who gets it, where the one who is answered asks for answers at another address: one of the addresses in the message's answer_choices. Left out where there are none."`
	SendAt  time.Time          `json:"send_at,omitzero" doc:"Not before; left out, at once."`
}

// CreateDraftIn begins a draft.
type CreateDraftIn struct {
	ConversationIn
	Body DraftText
}

// DraftIn names a draft.
type DraftIn struct {
	ID switchboard.DraftID `path:"id" doc:"The draft."`
}

// SaveDraftIn changes a draft.
type SaveDraftIn struct {
	DraftIn
	Body struct {
		DraftText
		Version int `json:"version" minimum:"1" doc:"The draft's version as you saw it."`
	}
}

// DraftOut is a draft as it is now.
type DraftOut = BodyOf[switchboard.Draft]

// maxPart bounds the text of a part, in bytes; networks allow far less.
const maxPart = 100_000

func (f floor) createDraft(ctx context.Context, in *CreateDraftIn) (out *DraftOut, err error) {
	if in.Body.Parts, err = f.attached(in.Body.Parts); err != nil {
		return nil, err
	}
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.DraftWrite, in.ID)
		if err != nil {
			return err
		}
		d := switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](tx.Now()), AuthorID: a.Agent, ConversationID: c.ID}
		if d, err = f.writeDraft(tx, c, d, in.Body); err != nil {
			return err
		}
		out = bodyOf(d)
		e := eventAbout(c, a, switchboard.EventDraftSaved)
		e.Subject = d.ID.String()
		return tx.Record(e)
	})
	return out, err
}

// writeDraft stores the next version of a draft under the present lead.
func (f floor) writeDraft(tx *store.Tx, c switchboard.Conversation, d switchboard.Draft, text DraftText) (switchboard.Draft, error) {
	if a := text.tooLong(); a != nil {
		return d, a
	}
	leg, err := legFor(tx, c, text.LegID)
	if err != nil {
		return d, err
	}
	if text.ReplyTo == "" {
		text.ReplyTo = leg.LastMessageKey
	} else if err := answers(tx, c, leg, text.ReplyTo); err != nil {
		return d, err
	}
	d.To = strings.TrimSpace(text.To)
	if d.WrittenAt.IsZero() || !sameWords(d.Parts, text.Parts) {
		d.WrittenAt = tx.Now()
	}
	d.LegID, d.ReplyTo, d.Parts, d.SendAt, d.Epoch = leg.ID, text.ReplyTo, text.Parts, text.SendAt.UTC(), c.Epoch
	d.State, d.Ruling, d.UpdatedAt = switchboard.DraftEditing, nil, tx.Now()
	d.Version++
	d.Hash = guard.Hash(d)
	if err := mayAttach(tx, d); err != nil {
		return d, err
	}
	if err := f.fits(tx, leg, d.Parts); err != nil {
		return d, err
	}
	return d, tx.SaveDraft(d)
}

// sameWords reports whether two drafts say the same, whatever the channel and the hour. What is attached is said too.
func sameWords(a, b []switchboard.Part) bool {
	return guard.Hash(switchboard.Draft{Parts: a}) == guard.Hash(switchboard.Draft{Parts: b})
}

func (t DraftText) tooLong() error {
	for _, part := range t.Parts {
		if len(part.Text) > maxPart {
			return switchboard.Refuse(switchboard.CodeTooLarge, "A part is longer than %d bytes.", maxPart).WithField("parts")
		}
	}
	return nil
}

// legFor is the named channel of a conversation, or the one the customer used last.
func legFor(tx *store.Tx, c switchboard.Conversation, id switchboard.LegID) (switchboard.Leg, error) {
	if !id.IsZero() {
		return legOf(tx, c.ID, id)
	}
	const recent = 50
	said, err := tx.LatestMessages(c.ID, store.Place{}, recent)
	if err != nil {
		return switchboard.Leg{}, err
	}
	for i := len(said) - 1; i >= 0; i-- {
		if said[i].Direction == switchboard.In && !said[i].LegID.IsZero() {
			return tx.Leg(said[i].LegID)
		}
	}
	return switchboard.Leg{}, switchboard.Refuse(switchboard.CodeInvalid, "It is not clear on which channel to answer.").
		WithField("leg_id").WithHint("Name one of the conversation's legs.")
}

// answers refuses to answer what is not of the conversation and channel.
func answers(tx *store.Tx, c switchboard.Conversation, leg switchboard.Leg, key string) error {
	account, err := tx.Account(leg.AccountID)
	if err != nil {
		return err
	}
	m, found, err := tx.MessageByKey(account.Realm, key)
	if err == nil && (!found || m.ConversationID != c.ID || m.LegID != leg.ID) {
		err = switchboard.Refuse(switchboard.CodeInvalid, "This is no message of the channel.").WithField("reply_to").
			WithHint("Answer a message of this conversation, or leave it out.")
	}
	return err
}

// draftFor reads a draft whose conversation the actor holds the permission for.
func draftFor(tx *store.Tx, a access.Actor, p access.Permission, id switchboard.DraftID) (switchboard.Draft, switchboard.Conversation, error) {
	d, err := tx.LockDraft(id)
	if err != nil {
		return d, switchboard.Conversation{}, err
	}
	c, err := mayOf(tx, a, p, d.ConversationID)
	return d, c, err
}

// ownDraft is draftFor for the author alone, in a state that can still change.
func ownDraft(tx *store.Tx, a access.Actor, id switchboard.DraftID, version int) (switchboard.Draft, switchboard.Conversation, error) {
	d, c, err := draftFor(tx, a, access.DraftWrite, id)
	switch {
	case err != nil:
	case d.AuthorID != a.Agent:
		err = switchboard.Refuse(switchboard.CodeForbidden, "Somebody else wrote this draft.").
			WithHint("Begin one of your own; the lead can take over your words.")
	case d.State != switchboard.DraftEditing && d.State != switchboard.DraftHeld:
		err = switchboard.Refuse(switchboard.CodeConflict, "This draft is %s already.", d.State).WithHint("Begin a new one.")
	case version != 0 && d.Version != version:
		err = switchboard.Refuse(switchboard.CodeStale, "The draft was changed since you looked at it.").
			WithField("version").WithHint("Read it again, then save.")
	}
	return d, c, err
}

func (f floor) saveDraft(ctx context.Context, in *SaveDraftIn) (out *DraftOut, err error) {
	if in.Body.Parts, err = f.attached(in.Body.Parts); err != nil {
		return nil, err
	}
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		d, c, err := ownDraft(tx, a, in.ID, in.Body.Version)
		if err != nil {
			return err
		}
		before := d.UpdatedAt
		if d, err = f.writeDraft(tx, c, d, in.Body.DraftText); err != nil {
			return err
		}
		out = bodyOf(d)
		if tx.Now().Sub(before) < savedEvery {
			return nil
		}
		e := eventAbout(c, a, switchboard.EventDraftSaved)
		e.Subject = d.ID.String()
		return tx.Record(e)
	})
	return out, err
}

// savedEvery bounds the journal rows of a draft that is saved as it is typed.
const savedEvery = 30 * time.Second

func (f floor) dropDraft(ctx context.Context, in *DraftIn) (out *DraftOut, err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		d, err := tx.Draft(in.ID)
		if err == nil && d.State == switchboard.DraftDropped && d.AuthorID == a.Agent { // the second click
			out = bodyOf(d)
			return nil
		}
		d, c, err := ownDraft(tx, a, in.ID, 0)
		if err != nil {
			return err
		}
		d.State, d.UpdatedAt = switchboard.DraftDropped, tx.Now()
		d.Version++
		out = bodyOf(d)
		e := eventAbout(c, a, switchboard.EventDraftSaved) // or another tab of its author shows it still
		e.Subject, e.Reason = d.ID.String(), string(switchboard.DraftDropped)
		if err := tx.Record(e); err != nil {
			return err
		}
		return tx.SaveDraft(d)
	})
	return out, err
}

func (f floor) getDraft(ctx context.Context, in *DraftIn) (out *DraftOut, err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		d, err := tx.Draft(in.ID)
		if err != nil {
			return err
		}
		out = bodyOf(d)
		_, err = mayOf(tx, a, access.DraftWrite, d.ConversationID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (f floor) listDrafts(ctx context.Context, in *ConversationIn) (out *PageOf[switchboard.Draft], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		if _, err := mayOf(tx, a, access.DraftWrite, in.ID); err != nil {
			return err
		}
		all, err := tx.Drafts(in.ID)
		out = allOf(all)
		return err
	})
	return out, err
}
