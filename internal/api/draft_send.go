package api

import (
	"context"
	"errors"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/notice"
	"switchboard/internal/store"
)

// RulingOut is what the guard says.
type RulingOut = BodyOf[switchboard.Ruling]

func (f floor) checkDraft(ctx context.Context, in *DraftIn) (out *RulingOut, err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		d, err := tx.Draft(in.ID)
		if err != nil {
			return err
		}
		if _, err := mayOf(tx, a, access.DraftWrite, d.ConversationID); err != nil {
			return err
		}
		ruling, err := f.out.Check(tx, in.ID)
		out = bodyOf(ruling)
		return err
	})
	return out, err
}

// SendDraftIn sends a draft.
type SendDraftIn struct {
	DraftIn
	Body struct {
		Version int  `json:"version" minimum:"1" doc:"The draft's version as you saw it."`
		Take    bool `json:"take,omitempty" doc:"Take the conversation from its queue first. What is offered to you, or lies in a department that takes work itself, is taken by answering it."`
	}
}

// Sent is a draft with what became of it.
type Sent struct {
	Outcome      switchboard.RulingOutcome `json:"outcome" enum:"allow,hold,block" doc:"allow: it is on its way; hold: it waits for approval; block: nothing was sent, see the draft's ruling"`
	Draft        switchboard.Draft         `json:"draft" doc:"With its ruling"`
	Deliveries   []switchboard.Delivery    `json:"deliveries" nullable:"false" doc:"One for each part, when it is let out"`
	Conversation switchboard.Conversation  `json:"conversation"`
	NotSent      *Refused                  `json:"not_sent,omitempty" doc:"Why an approved draft was not sent on"`
}

func (f floor) sendDraft(ctx context.Context, in *SendDraftIn) (out *BodyOf[Sent], err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		d, c, err := draftFor(tx, a, access.DraftSend, in.ID)
		if err != nil {
			return err
		}
		version := in.Body.Version
		takes, err := answeringTakes(tx, c, a.Agent)
		if err != nil {
			return err
		}
		if (takes || in.Body.Take) && c.Lead != a.Agent {
			if version, err = f.takeFor(tx, a, d, version); err != nil {
				return f.whoHasIt(tx, a, c.ID, err)
			}
		}
		if d, err = f.out.Send(tx, d.ID, version, a.Agent); err != nil {
			return err
		}
		sent, err := sentOf(tx, d)
		if err != nil {
			return err
		}
		out = bodyOf(sent)
		if sent.Outcome == switchboard.RulingBlock {
			return nil
		}
		return notice.Answered(tx, sent.Conversation)
	})
	return out, err
}

// takeFor takes the conversation for the author of a draft that was written before anybody led, and carries the draft
// over to the new lead. It returns the draft's new version.
func (f floor) takeFor(tx *store.Tx, a access.Actor, d switchboard.Draft, version int) (int, error) {
	before, err := tx.Conversation(d.ConversationID)
	if err != nil {
		return 0, err
	}
	d, _, err = ownDraft(tx, a, d.ID, version)
	if err != nil {
		return 0, err
	}
	c, err := f.desk.Act(tx, d.ConversationID, takenBy(a, ""))
	if err != nil || d.Epoch != before.Epoch {
		return version, err
	}
	d.Epoch, d.UpdatedAt = c.Epoch, tx.Now()
	d.Version++
	return d.Version, tx.SaveDraft(d)
}

func sentOf(tx *store.Tx, d switchboard.Draft) (s Sent, err error) {
	s.Draft, s.Deliveries = d, []switchboard.Delivery{}
	all, err := tx.DraftDeliveries(d.ID)
	if err != nil {
		return s, err
	}
	s.Deliveries = append(s.Deliveries, all...)
	switch {
	case len(all) > 0:
		s.Outcome = switchboard.RulingAllow
	case d.Ruling != nil:
		s.Outcome = d.Ruling.Outcome
	}
	s.Conversation, err = tx.Conversation(d.ConversationID)
	return s, err
}

// ApproveIn approves one exact text.
type ApproveIn struct {
	DraftIn
	Body struct {
		Hash string `json:"hash" maxLength:"64" doc:"Of the draft as you saw it."`
	}
}

func (f floor) approveDraft(ctx context.Context, in *ApproveIn) (out *BodyOf[Sent], err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		d, c, err := draftFor(tx, a, access.DraftApprove, in.ID)
		if err != nil {
			return err
		}
		if err := f.approve(tx, a, d, in.Body.Hash); err != nil {
			return err
		}
		e := eventAbout(c, a, switchboard.EventDraftApproved)
		e.Subject, e.Agent = d.ID.String(), d.AuthorID
		if err := tx.Record(e); err != nil {
			return err
		}
		sent, err := f.sendOn(tx, d)
		out = bodyOf(sent)
		return err
	})
	return out, err
}

// approve stores an approval of exactly the text that was seen.
func (f floor) approve(tx *store.Tx, a access.Actor, d switchboard.Draft, hash string) error {
	if err := waits(d, hash); err != nil {
		return err
	}
	if d.AuthorID == a.Agent && !f.out.Solo() {
		return switchboard.Refuse(switchboard.CodeForbidden, "Nobody approves their own text.").
			WithHint("Ask a colleague of the level it needs.")
	}
	approver, err := tx.Agent(a.Agent)
	if err != nil {
		return err
	}
	if d.Ruling != nil && approver.Freedom < d.Ruling.Level {
		return switchboard.Refuse(switchboard.CodeForbidden, "It takes somebody of level %d; yours is %d.", d.Ruling.Level,
			approver.Freedom).WithHint("Ask somebody of that level.")
	}
	return tx.AddApproval(store.Approval{DraftID: d.ID, Hash: hash, By: a.Agent, Freedom: approver.Freedom, At: tx.Now()})
}

// sendOn sends an approved draft in its author's name. What keeps it from going out does not undo the approval.
func (f floor) sendOn(tx *store.Tx, d switchboard.Draft) (Sent, error) {
	after, err := f.out.Send(tx, d.ID, d.Version, d.AuthorID)
	var refused *switchboard.Error
	if err != nil && !errors.As(err, &refused) {
		return Sent{}, err
	}
	if refused != nil {
		after = d
	}
	sent, err := sentOf(tx, after)
	if refused != nil {
		sent.NotSent = refusedBy(refused)
	}
	return sent, err
}

// HeldDraft is a draft that waits, with its conversation.
type HeldDraft struct {
	Draft        switchboard.Draft        `json:"draft"`
	Conversation switchboard.Conversation `json:"conversation"`
}

// maxHeldPages bounds how far one request looks for drafts the reader may see.
const maxHeldPages = 5

func (f floor) heldDrafts(ctx context.Context, in *PageInput) (out *PageOf[HeldDraft], err error) {
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		out = allOf[HeldDraft](nil)
		for range maxHeldPages {
			page, err := tx.HeldDrafts(after, in.Limit)
			if err != nil {
				return err
			}
			for _, d := range page {
				after = store.After(d.UpdatedAt, d.ID)
				c, err := mayOf(tx, a, access.DraftApprove, d.ConversationID)
				if switchboard.IsCode(err, switchboard.CodeNotFound) {
					continue
				}
				if err != nil {
					return err
				}
				out.Body.Items = append(out.Body.Items, HeldDraft{d, c})
				if len(out.Body.Items) == in.Limit {
					out.Body.Next = after.String()
					return nil
				}
			}
			if len(page) < in.Limit {
				return nil
			}
		}
		out.Body.Next = after.String()
		return nil
	})
	return out, err
}
