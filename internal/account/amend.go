package account

import (
	"context"
	"errors"
	"math/rand/v2"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/store"
)

// amends reports whether the connection can change anything that stands on its network.
func (r *runner) amends() bool {
	_, edits := r.conn.(connector.Editor)
	_, deletes := r.conn.(connector.Deleter)
	_, hides := r.conn.(connector.Hider)
	return edits || deletes || hides
}

// amend changes what is to be changed until ctx ends.
func (r *runner) amend(ctx context.Context) {
	r.drive(ctx, chore{name: "changing a post", bell: r.mend, next: (*store.Tx).NextAmendmentAt, one: r.amendOne})
}

// amendOne makes one change and records what became of it. Nothing is claimed before, since a change may be repeated;
// the fence is checked when it is recorded. Whether it is still wanted is looked at after the wait for the budget.
func (r *runner) amendOne(ctx context.Context) (did bool, err error) {
	amending := flow.Amending{In: r.k.In}
	change, found, err := amending.Next(ctx, r.account.ID)
	if err != nil || !found || !r.holds() {
		return false, err
	}
	call := change.Call
	if err := r.spend(ctx, call); err != nil {
		return false, err
	}
	change, found, err = amending.Next(ctx, r.account.ID)
	same := err == nil && found && change.Call == call && r.holds()
	if !same || change.Settled != nil {
		r.budget.Return(call)
	}
	if !same {
		return err == nil && r.holds(), err // look again
	}
	outcome := r.outcome(ctx, change)
	err = amending.Settle(context.WithoutCancel(ctx), change, r.lease.Fence, outcome, rand.Float64())
	return true, r.unrecorded(ctx, change, err)
}

// outcome is what becomes of a change: what is known already, or what the network says.
func (r *runner) outcome(ctx context.Context, change flow.Change) connector.Outcome {
	if change.Settled != nil {
		return *change.Settled
	}
	outcome := r.carryOut(ctx, change)
	if outcome.Kind == connector.RateLimited {
		r.block(change.Call, outcome.RetryAfter)
	}
	return outcome
}

// unrecorded counts a change whose outcome cannot be written down, so that it waits like any other that failed, and is
// given up in the end instead of being made for ever.
func (r *runner) unrecorded(ctx context.Context, change flow.Change, err error) error {
	if err == nil || ctx.Err() != nil || switchboard.IsCode(err, switchboard.CodeStale) {
		return err
	}
	if counting := (flow.Amending{In: r.k.In}).Unrecorded(ctx, change, r.lease.Fence, rand.Float64()); counting != nil {
		return errors.Join(err, counting)
	}
	r.k.Log.Error("what became of a change could not be written down", "account", r.account.ID.String(), "error", err)
	return nil
}

// carryOut asks the network for one change. No answer, and a panic, is of unknown fate: it is tried again.
func (r *runner) carryOut(ctx context.Context, change flow.Change) (outcome connector.Outcome) {
	ctx, cancel := context.WithTimeout(ctx, min(r.left(), r.k.pace.Send))
	defer cancel()
	err := r.guarded("change a post", func() error {
		outcome = r.ask(ctx, change)
		return nil
	})
	if err != nil {
		return connector.Outcome{Kind: connector.Unknown, Class: connector.ClassRetry, Code: "panicked"}
	}
	return outcome
}

func (r *runner) ask(ctx context.Context, change flow.Change) connector.Outcome {
	a, id := change.Amendment, change.Message.ExternalID
	switch a.Kind {
	case switchboard.AmendEdit:
		if editor, can := r.conn.(connector.Editor); can {
			part := switchboard.Part{Text: a.Text, Attachments: change.Message.Content.Attachments}
			return editor.Edit(ctx, connector.Revision{ExternalID: id, Part: part})
		}
	case switchboard.AmendDelete:
		if deleter, can := r.conn.(connector.Deleter); can {
			return deleter.Delete(ctx, id)
		}
	default:
		if hider, can := r.conn.(connector.Hider); can {
			return hider.Hide(ctx, id, a.Kind == switchboard.AmendHide)
		}
	}
	return connector.Refused("This network gives no way to do that.")
}
