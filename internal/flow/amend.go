package flow

import (
	"context"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/guard"
	"switchboard/internal/intake"
	"switchboard/internal/outbox"
	"switchboard/internal/store"
)

// Amending is the way of a change to what stands on a network: person → guard → connector.Editor, Deleter or Hider →
// intake, which takes in what we changed as if the network had shown it.
type Amending struct {
	In Inbound
}

// Asker is who asks for an amendment.
type Asker struct {
	Agent   switchboard.AgentID
	Manages bool // may act on others' conversations
}

// own is the lane of what we changed ourselves.
const own connector.Lane = "own"

// Ask checks what somebody wants to change and queues it. revision is that of the message as they saw it.
func (w Amending) Ask(tx *store.Tx, a switchboard.Amendment, revision int, by Asker) (switchboard.Amendment, error) {
	m, err := tx.Message(a.MessageID)
	if err != nil {
		return a, err
	}
	a.By = by.Agent
	c, err := tx.LockConversation(m.ConversationID)
	if err != nil {
		return a, err
	}
	for _, check := range []func() error{
		func() error { return w.reconciled(tx) },
		func() error { return amendable(a, m, revision) },
		func() error { return mayAmend(c, a, by) },
		func() error { return w.able(tx, &a, m) },
		func() error { return w.rule(tx, c, m, a) },
	} {
		if err := check(); err != nil {
			return a, err
		}
	}
	a.ID, a.ConversationID, a.CreatedAt = switchboard.NewID[switchboard.AmendmentID](tx.Now()), c.ID, tx.Now()
	a.Visibility, a.State = m.Visibility, switchboard.AmendmentWaiting
	if err := tx.InsertAmendment(a); err != nil {
		return a, err
	}
	tx.AfterCommit(func() { w.In.Out.ring(a.AccountID) })
	return a, tx.Record(about(c, outbox.AmendmentEvent(a, switchboard.EventAmendmentAsked)))
}

func (w Amending) reconciled(tx *store.Tx) error {
	restored, err := tx.Reconciling()
	if err != nil || !restored {
		return err
	}
	return stillRestored()
}

// amendable refuses what cannot be changed in this way, whoever asks.
func amendable(a switchboard.Amendment, m switchboard.Message, revision int) error {
	ours := a.Kind == switchboard.AmendEdit || a.Kind == switchboard.AmendDelete
	switch {
	case ours && m.Direction != switchboard.Out:
		return switchboard.Refuse(switchboard.CodeInvalid, "Only a post of our own can be edited or deleted.").WithField("kind").
			WithHint("Hide it, if the network can, or report it there.")
	case !ours && (m.Direction != switchboard.In || m.Visibility != switchboard.Public):
		return switchboard.Refuse(switchboard.CodeInvalid, "Only what somebody else said in public can be hidden.").WithField("kind")
	case !m.DeletedAt.IsZero():
		return switchboard.Refuse(switchboard.CodeConflict, "This does not stand on its network any more.")
	case m.Revision != revision:
		return switchboard.Refuse(switchboard.CodeStale, "The message was changed since you looked at it.").WithField("revision").
			WithHint("Read it again, then decide.")
	case a.Kind == switchboard.AmendEdit && strings.TrimSpace(a.Text) == m.Content.Text:
		return switchboard.Refuse(switchboard.CodeInvalid, "That is what it says already.").WithField("text")
	case a.Kind != switchboard.AmendEdit && a.Kind != switchboard.AmendShow && strings.TrimSpace(a.Reason) == "":
		return switchboard.Refuse(switchboard.CodeMustExplain, "A reason is missing.").WithField("reason").
			WithHint("Say in a few words why; the customer does not see it.")
	}
	var unnamed switchboard.DeliveryID // what a message of ours goes by until its network's id is known
	if err := unnamed.UnmarshalText([]byte(m.ExternalID)); err == nil {
		return switchboard.Refuse(switchboard.CodeUnsupported, "Its id on the network is not known here.").
			WithHint("Change it in the network's own app.")
	}
	return nil
}

// mayAmend lets the lead change what was said; when nobody leads, the last lead. Whoever manages others' work may take
// down and hide, but not speak in a lead's place.
func mayAmend(c switchboard.Conversation, a switchboard.Amendment, by Asker) error {
	lead := c.Lead
	if !c.Open() {
		lead = c.LastLead
	}
	speaks := a.Kind == switchboard.AmendEdit && !lead.IsZero()
	switch {
	case lead == by.Agent && !lead.IsZero(), by.Manages && !speaks:
		return nil
	case lead.IsZero():
		return switchboard.Refuse(switchboard.CodeNoLead, "Nobody leads this conversation.").WithHint("Take it first.")
	}
	return switchboard.Refuse(switchboard.CodeForbidden, "Only the lead changes what was said to the customer.").
		WithHint("Ask " + lead.String() + ", or for a transfer.")
}

// able finds the account through which it is done and refuses what its network cannot do.
func (w Amending) able(tx *store.Tx, a *switchboard.Amendment, m switchboard.Message) error {
	a.AccountID = m.AccountID
	if m.Direction == switchboard.In {
		leg, err := tx.Leg(m.LegID)
		if err != nil {
			return err
		}
		a.AccountID = leg.AccountID
	}
	account, err := tx.Account(a.AccountID)
	if err != nil {
		return err
	}
	if spec, known := w.In.Out.Spec(account.Network); !known || !spec.Can(capability(a.Kind)) {
		return switchboard.Refuse(switchboard.CodeUnsupported, "This network gives no way to %s a post.", a.Kind).
			WithHint("Use the network's own app, if it can do it there.")
	}
	if account.State != switchboard.AccountLive {
		return switchboard.Refuse(switchboard.CodeNotConnected, "This account is %s: it cannot change anything now.", account.State).
			WithHint("Its page says what to do about it.")
	}
	return nil
}

func capability(kind switchboard.AmendmentKind) connector.Capability {
	switch kind {
	case switchboard.AmendEdit:
		return connector.EditPost
	case switchboard.AmendDelete:
		return connector.DeletePost
	}
	return connector.HidePost
}

// rule lets the guard look at the new text of a post as at any other text.
func (w Amending) rule(tx *store.Tx, c switchboard.Conversation, m switchboard.Message, a switchboard.Amendment) error {
	if a.Kind != switchboard.AmendEdit {
		return nil
	}
	d := switchboard.Draft{LegID: m.LegID, AuthorID: a.By, Epoch: c.Epoch, ReplyTo: m.ParentKey,
		Parts: []switchboard.Part{{Text: a.Text, Attachments: m.Content.Attachments}}}
	about, err := w.In.Out.about(tx, c, d)
	if err != nil {
		return err
	}
	// Who may do it was looked at before, and an answer of open fate does not hold up the mending of another one.
	about.Closed, about.Lead, about.HasUnknownDelivery = false, a.By, false
	ruling := guard.Rule(d, about)
	if ruling.Outcome == switchboard.RulingAllow {
		return nil
	}
	code := switchboard.CodeBlocked
	if ruling.Outcome == switchboard.RulingHold {
		code = switchboard.CodeHeld
	}
	reason := ruling.Reasons[0]
	return switchboard.Refuse(code, "%s", reason.Text).WithHint(reason.Hint).WithField("text")
}

// Change is one amendment to be made on the network.
type Change struct {
	Amendment switchboard.Amendment
	Message   switchboard.Message
}

// Next finds what an account has to change now. Nothing is claimed: a change that is made twice is made once.
func (w Amending) Next(ctx context.Context, account switchboard.AccountID) (change Change, found bool, err error) {
	err = w.In.DB.View(ctx, func(tx *store.Tx) error {
		restored, err := tx.Reconciling()
		if err != nil || restored {
			return err
		}
		if change.Amendment, found, err = tx.NextAmendment(account, tx.Now()); err != nil || !found {
			return err
		}
		change.Message, err = tx.Message(change.Amendment.MessageID)
		return err
	})
	return change, found, err
}

// Settle records what became of a change, under the lease with this fence. random spreads the next attempt, from 0 up
// to 1.
func (w Amending) Settle(ctx context.Context, change Change, fence int64, outcome connector.Outcome, random float64) error {
	return w.In.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.CheckFence(change.Amendment.AccountID, fence); err != nil {
			return err
		}
		a, events := outbox.Amend(change.Amendment, amended(change.Amendment, outcome, random), tx.Now())
		changed, err := tx.SettleAmendment(a)
		if err != nil || !changed || len(events) == 0 {
			return err
		}
		c, err := tx.LockConversation(a.ConversationID)
		if err != nil {
			return err
		}
		if a.State == switchboard.AmendmentDone {
			if err := w.stands(tx, a); err != nil {
				return err
			}
		}
		return tx.Record(about(c, events[0]))
	})
}

func amended(a switchboard.Amendment, out connector.Outcome, random float64) outbox.Amended {
	return outbox.Amended{Done: out.Kind == connector.Sent, Refused: out.Kind == connector.Rejected && !out.MayRetry(),
		Delay: outbox.Delay(a.Attempt+1, out.RetryAfter, random), Code: out.Code, Answer: out.Text}
}

// stands brings what the network has done into the timeline.
func (w Amending) stands(tx *store.Tx, a switchboard.Amendment) error {
	m, err := tx.Message(a.MessageID)
	if err != nil || !m.DeletedAt.IsZero() {
		return err
	}
	switch a.Kind {
	case switchboard.AmendHide:
		return tx.SetHidden(m.ID, tx.Now())
	case switchboard.AmendShow:
		return tx.SetHidden(m.ID, time.Time{})
	}
	account, err := tx.Account(a.AccountID)
	if err != nil {
		return err
	}
	if err := tx.SetDigest(m.ID, intake.Digest(m.Content)); err != nil {
		return err
	}
	_, err = w.In.Intake.Accept(tx, intake.Handed{Account: account, Lane: own,
		Batch: connector.Batch{Items: []connector.Item{itemOf(m, a, tx.Now())}}})
	if w.In.Bell != nil {
		tx.AfterCommit(w.In.Bell)
	}
	return err
}

// itemOf is our post as its network now has it.
func itemOf(m switchboard.Message, a switchboard.Amendment, now time.Time) connector.Item {
	if a.Kind == switchboard.AmendDelete {
		return connector.Item{Change: connector.Deleted, ExternalID: m.ExternalID, DeletedAt: now}
	}
	m.Content.Text, m.Content.HTML = a.Text, ""
	return connector.Item{Change: connector.Edited, ExternalID: m.ExternalID, ThreadKey: m.ThreadKey, ParentKey: m.ParentKey,
		QuoteKey: m.QuoteKey, Author: m.Author, Direction: m.Direction, Visibility: m.Visibility, Kind: m.Kind,
		Content: m.Content, URL: m.URL, Published: m.PublishedAt, EditedAt: now, Addressed: true}
}
