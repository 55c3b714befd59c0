package flow

import (
	"context"
	"errors"
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
// intake, through which it comes into the timeline.
type Amending struct {
	In Inbound
}

// Asker is who asks for an amendment.
type Asker struct {
	Agent   switchboard.AgentID
	Manages bool // may act on others' conversations
}

// own is the lane of what we took down ourselves.
const own connector.Lane = "own"

// Ask checks what somebody wants to change and queues it. revision is that of the message as they saw it.
func (w Amending) Ask(tx *store.Tx, a switchboard.Amendment, revision int, by Asker) (switchboard.Amendment, error) {
	m, err := tx.LockReceived(a.MessageID)
	if err != nil {
		return a, err
	}
	c, err := tx.LockConversation(m.ConversationID)
	if err != nil {
		return a, err
	}
	a.ID, a.ConversationID, a.Visibility = switchboard.NewID[switchboard.AmendmentID](tx.Now()), c.ID, m.Visibility
	a.By, a.State, a.CreatedAt = by.Agent, switchboard.AmendmentWaiting, tx.Now()
	a.Text, a.Reason = strings.TrimSpace(a.Text), strings.TrimSpace(a.Reason)
	wish := outbox.Wish{Amendment: a, Revision: revision, Message: m.Message, Conversation: c, Manages: by.Manages}
	for _, check := range []func() error{
		func() error { return w.free(tx, m.ID) },
		wish.Check,
		func() error { return w.able(tx, &a, m.Message) },
		func() error { return w.rule(tx, c, m.Message, a) },
	} {
		if err := check(); err != nil {
			return a, err
		}
	}
	return a, w.queue(tx, c, a)
}

// free refuses while the installation may not act, and while another change of the message waits.
func (w Amending) free(tx *store.Tx, id switchboard.MessageID) error {
	restored, err := tx.Reconciling()
	if err != nil {
		return err
	}
	if restored {
		return stillRestored()
	}
	other, waits, err := tx.WaitingAmendment(id)
	if err == nil && waits {
		err = switchboard.Refuse(switchboard.CodeConflict, "Another change of this message is under way: %s.", other.ID).
			WithHint("Wait until it is made, or give it up.")
	}
	return err
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
	if spec, known := w.In.Out.Spec(account.Network); !known || !spec.Can(callOf(a.Kind).Needs()) {
		return switchboard.Refuse(switchboard.CodeUnsupported, "This network gives no way to %s a post.", a.Kind).
			WithHint("Use the network's own app, if it can do it there.")
	}
	if account.State != switchboard.AccountLive {
		return switchboard.Refuse(switchboard.CodeNotConnected, "This account is %s: it cannot change anything now.", account.State).
			WithHint("Its page says what to do about it.")
	}
	return nil
}

// callOf is what an amendment asks of the network.
func callOf(kind switchboard.AmendmentKind) connector.Call {
	switch kind {
	case switchboard.AmendEdit:
		return connector.CallEdit
	case switchboard.AmendDelete:
		return connector.CallDelete
	}
	return connector.CallHide
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

func (w Amending) queue(tx *store.Tx, c switchboard.Conversation, a switchboard.Amendment) error {
	if err := tx.InsertAmendment(a); err != nil {
		return err
	}
	tx.AfterCommit(func() { w.In.Out.ring(a.AccountID) })
	return tx.Record(about(c, outbox.AskedFor(a)[0]))
}

// Drop gives up an amendment that waits, for whoever asked for it or manages others' work.
func (w Amending) Drop(tx *store.Tx, id switchboard.AmendmentID, by Asker) (switchboard.Amendment, error) {
	a, err := tx.Amendment(id)
	switch {
	case err != nil:
		return a, err
	case a.By != by.Agent && !by.Manages:
		return a, switchboard.Refuse(switchboard.CodeForbidden, "Somebody else asked for this change.").
			WithHint("Ask " + a.By.String() + " to give it up.")
	case a.State == switchboard.AmendmentDropped: // the second click
		return a, nil
	}
	dropped, events := outbox.DropAmendment(a, by.Agent, tx.Now())
	changed, err := tx.SettleAmendment(dropped)
	if err != nil {
		return a, err
	}
	if !changed {
		a, err = tx.Amendment(id)
		return a, errors.Join(err, switchboard.Refuse(switchboard.CodeConflict, "This change is %s already.", a.State))
	}
	c, err := tx.Conversation(a.ConversationID)
	if err != nil {
		return a, err
	}
	return dropped, tx.Record(about(c, events[0]))
}

// Change is one amendment to be made on the network.
type Change struct {
	Amendment switchboard.Amendment
	Message   switchboard.Message
	Call      connector.Call     // what it asks of the network
	Begun     time.Time          // when it was looked at last
	Settled   *connector.Outcome // what has become of it without asking the network; nil when that must be asked
}

// Next finds what an account has to change now. Nothing is claimed: a change that is made twice is made once.
func (w Amending) Next(ctx context.Context, account switchboard.AccountID) (change Change, found bool, err error) {
	err = w.In.DB.View(ctx, func(tx *store.Tx) error {
		restored, err := tx.Reconciling()
		if err != nil || restored {
			return err
		}
		change.Begun = tx.Now()
		if change.Amendment, found, err = tx.NextAmendment(account, change.Begun); err != nil || !found {
			return err
		}
		if change.Message, err = tx.Message(change.Amendment.MessageID); err != nil {
			return err
		}
		change.Call = callOf(change.Amendment.Kind)
		change.Settled, err = w.still(tx, change.Amendment, change.Message)
		return err
	})
	return change, found, err
}

// still looks whether a change is still wanted by whoever may want it.
func (w Amending) still(tx *store.Tx, a switchboard.Amendment, m switchboard.Message) (*connector.Outcome, error) {
	switch {
	case !m.DeletedAt.IsZero() && a.Kind == switchboard.AmendDelete, a.Kind == switchboard.AmendEdit && m.Content.Text == a.Text:
		return &connector.Outcome{Kind: connector.Sent}, nil
	case !m.DeletedAt.IsZero():
		return refused(switchboard.Refuse(switchboard.CodeConflict, "The post was taken down meanwhile."))
	case a.Kind != switchboard.AmendEdit:
		return nil, nil
	}
	c, err := tx.Conversation(m.ConversationID)
	if err != nil {
		return nil, err
	}
	if err := (outbox.Wish{Amendment: a, Conversation: c}).MayAsk(); err != nil {
		return refused(err)
	}
	return refused(w.rule(tx, c, m, a))
}

// refused turns a refusal of our own into an outcome; any other error is one.
func refused(err error) (*connector.Outcome, error) {
	if refusal, ok := errors.AsType[*switchboard.Error](err); ok {
		return &connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRejected, Code: string(refusal.Code), Text: refusal.Text}, nil
	}
	return nil, err
}

// Settle records what became of a change, under the lease with this fence. random spreads the next attempt, from 0 up
// to 1.
func (w Amending) Settle(ctx context.Context, change Change, fence int64, outcome connector.Outcome, random float64) error {
	return w.In.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.CheckFence(change.Amendment.AccountID, fence); err != nil {
			return err
		}
		a, events := outbox.Amend(change.Amendment, amended(change.Amendment, outcome, random), tx.Now())
		// The message before its conversation, and its key before both: everybody locks in this order.
		if err := tx.LockKey(change.Message.Realm, change.Message.ExternalID); err != nil {
			return err
		}
		m, err := tx.LockReceived(a.MessageID)
		if err != nil {
			return err
		}
		changed, err := tx.SettleAmendment(a)
		if err != nil || !changed || len(events) == 0 {
			return err
		}
		c, err := tx.LockConversation(m.ConversationID)
		if err != nil {
			return err
		}
		if a.State == switchboard.AmendmentDone {
			if err := w.stands(tx, change, m.Message, outcome); err != nil {
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

// Unrecorded counts an attempt whose outcome Settle could not record. It writes nothing but the amendment, and when that
// is given up, its event.
func (w Amending) Unrecorded(ctx context.Context, change Change, fence int64, random float64) error {
	return w.In.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.CheckFence(change.Amendment.AccountID, fence); err != nil {
			return err
		}
		a, events := outbox.Amend(change.Amendment, outbox.Amended{Code: "unrecorded",
			Delay:  outbox.Delay(change.Amendment.Attempt+1, 0, random),
			Answer: "What the network answered could not be written down. Look at the post there."}, tx.Now())
		changed, err := tx.SettleAmendment(a)
		if err != nil || !changed || len(events) == 0 {
			return err
		}
		m, err := tx.Message(a.MessageID)
		if err != nil {
			return err
		}
		c, err := tx.LockConversation(m.ConversationID)
		if err != nil {
			return err
		}
		return tx.Record(about(c, events[0]))
	})
}

// stands brings what the network has done into the timeline.
func (w Amending) stands(tx *store.Tx, change Change, m switchboard.Message, outcome connector.Outcome) error {
	if w.In.Bell != nil {
		tx.AfterCommit(w.In.Bell)
	}
	switch change.Amendment.Kind {
	case switchboard.AmendHide:
		return tx.SetHidden(m.ID, tx.Now())
	case switchboard.AmendShow:
		return tx.SetHidden(m.ID, time.Time{})
	case switchboard.AmendDelete:
		return w.gone(tx, change.Amendment, m)
	}
	if m.Content.Text == change.Amendment.Text {
		return nil // the network has shown it
	}
	since, words := change.Begun, m.Content
	if !outcome.At.IsZero() {
		since = outcome.At
	}
	words.Text, words.HTML = change.Amendment.Text, ""
	return w.In.Intake.Own(tx, m, words, since)
}

// gone takes a post out of the timeline in the way the network's own word would.
func (w Amending) gone(tx *store.Tx, a switchboard.Amendment, m switchboard.Message) error {
	account, err := tx.Account(a.AccountID)
	if err != nil {
		return err
	}
	_, err = w.In.Intake.Accept(tx, intake.Handed{Account: account, Lane: own, Batch: connector.Batch{
		Items: []connector.Item{{Change: connector.Deleted, ExternalID: m.ExternalID, DeletedAt: tx.Now()}}}})
	return err
}
