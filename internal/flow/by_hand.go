package flow

import (
	"time"

	"switchboard"
	"switchboard/internal/outbox"
	"switchboard/internal/store"
)

// byHand reports whether the answers of an account are posted by people.
func (o Outbound) byHand(account switchboard.Account) bool {
	spec, found := o.Spec(account.Network)
	return account.State == switchboard.AccountByHand || found && spec.ByHand()
}

// Word is what a person tells of an answer that they posted by hand.
type Word struct {
	ExternalID string    // of the post, where the address tells it
	URL        string    // of the post; empty when it is not given
	At         time.Time // when it was posted; now when zero
	Said       string    // what stands there; empty when it is what was prepared
	Stands     bool      // the lead has changed since it was prepared, and it stands there all the same
}

// Posted records that a person has posted what waited for them. After a change of lead it is refused with code stale
// until somebody has looked and says that it stands: what was prepared under an earlier lead is not to be posted any more.
func (o Outbound) Posted(tx *store.Tx, id switchboard.DeliveryID, by switchboard.AgentID, w Word) error {
	d, err := tx.LockDelivery(id)
	if err != nil {
		return err
	}
	c, err := tx.LockConversation(d.ConversationID)
	if err != nil {
		return err
	}
	draft, err := tx.Draft(d.DraftID)
	if err != nil {
		return err
	}
	if d.State == switchboard.DeliveryByHand && c.Epoch != draft.Epoch && !w.Stands {
		return switchboard.Refuse(switchboard.CodeStale, "The lead has changed since this was prepared.").WithField("stands").
			WithHint("The text is kept. If it stands there already, say so with stands; else record that it was not posted.")
	}
	if w.Said == draft.Parts[d.Part].Text {
		w.Said = ""
	}
	return o.Apply(tx, id, outbox.Posted{By: by, ExternalID: w.ExternalID, URL: w.URL, At: w.At, Said: w.Said})
}

// NotPosted gives up what waited for a person. Its text comes back as a draft of its own, to be looked at and sent again;
// found is false when there was nothing to bring back any more.
func (o Outbound) NotPosted(tx *store.Tx, id switchboard.DeliveryID, by switchboard.AgentID, reason string) (rest switchboard.Draft, found bool, err error) {
	before, err := tx.LockDelivery(id)
	if err != nil {
		return rest, false, err
	}
	if err := o.Apply(tx, id, outbox.NotPosted{By: by, Reason: reason}); err != nil {
		return rest, false, err
	}
	if before.State != switchboard.DeliveryByHand {
		return rest, false, nil
	}
	draft, err := tx.Draft(before.DraftID)
	if err != nil {
		return rest, false, err
	}
	return o.bringBack(tx, draft)
}

// bringBack makes a draft of what was given up of another.
func (o Outbound) bringBack(tx *store.Tx, draft switchboard.Draft) (rest switchboard.Draft, found bool, err error) {
	deliveries, err := tx.DraftDeliveries(draft.ID)
	if err != nil {
		return rest, false, err
	}
	rest, found = outbox.Rest(draft, deliveries, tx.Now())
	if !found {
		return rest, false, nil
	}
	rest.ID = switchboard.NewID[switchboard.DraftID](tx.Now())
	return rest, true, tx.SaveDraft(rest)
}
