package play

import (
	"context"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
)

// Thinking is how long invented colleagues leave a question of the newcomer's open.
const Thinking = 10 * time.Second

// What they say, so that nobody takes them for people.
const (
	tookOver = "Sample company: this colleague is invented and took over by itself after a moment."
	approved = "Sample company: this colleague is invented and approved the answer by itself after a moment."
)

// Asks reports whether an event may ask something of an invented colleague.
func Asks(e switchboard.Event) bool {
	return e.Kind == switchboard.EventTransferAsked || e.Kind == switchboard.EventDraftHeld
}

// Oblige lets invented colleagues accept what was handed over to them and approve what waits for their level, if it has
// waited for Thinking. They do nothing else by themselves. Without the sample company it does nothing.
func (c Company) Oblige(ctx context.Context) error {
	return c.DB.Update(ctx, func(tx *store.Tx) error {
		mark, found, err := tx.Sample()
		if err != nil || !found {
			return err
		}
		if err := c.takeOver(tx, mark.Agents); err != nil {
			return err
		}
		return c.sayYes(tx, mark.Agents)
	})
}

// atOnce bounds what one look does.
const atOnce = 200

func (c Company) takeOver(tx *store.Tx, colleagues []switchboard.AgentID) error {
	open, err := tx.Inbox(store.Inbox{View: store.ViewAll, Limit: atOnce, Visible: store.Visible{Private: true}})
	if err != nil {
		return err
	}
	for _, one := range open {
		asked := one.Transfer
		if asked == nil || !slices.Contains(colleagues, asked.To) || tx.Now().Before(asked.At.Add(Thinking)) {
			continue
		}
		after, err := c.Out.Desk.Act(tx, one.ID, conversation.TransferAccepted{By: asked.To})
		if refused(err) {
			continue
		}
		if err != nil {
			return err
		}
		if err := note(tx, after, asked.To, tookOver); err != nil {
			return err
		}
	}
	return nil
}

func (c Company) sayYes(tx *store.Tx, colleagues []switchboard.AgentID) error {
	held, err := tx.HeldDrafts(store.Place{}, atOnce)
	if err != nil {
		return err
	}
	for _, d := range held {
		if tx.Now().Before(d.UpdatedAt.Add(Thinking)) {
			continue
		}
		who, found, err := approver(tx, d, colleagues, func(a switchboard.Agent) bool { return a.Presence != switchboard.Away })
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if err := c.yes(tx, d, who); err != nil {
			return err
		}
	}
	return nil
}

// yes leaves alone what may not be sent any more.
func (c Company) yes(tx *store.Tx, d switchboard.Draft, who switchboard.Agent) error {
	matter, err := tx.Conversation(d.ConversationID)
	if err != nil || matter.Lead != d.AuthorID || matter.Epoch != d.Epoch {
		return err
	}
	if err := approve(tx, c.Out, d, who); err != nil {
		if refused(err) {
			return nil
		}
		return err
	}
	return note(tx, matter, who.ID, approved)
}

// refused reports what is no fault: the world has moved on, and one matter holds up no other.
func refused(err error) bool {
	return err != nil && switchboard.CodeOf(err) != switchboard.CodeInternal
}
