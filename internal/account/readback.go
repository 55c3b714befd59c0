package account

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/outbox"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

const (
	// lookEvery is the shortest pause between two looks at what is unknown.
	lookEvery = 2 * time.Second
	// lookAtMost is the longest.
	lookAtMost = time.Minute
)

// readBack looks for sends of unknown fate until ctx ends.
func (r *runner) readBack(ctx context.Context, finder connector.ReadBacker) {
	wait := lookEvery
	for timesource.Wait(ctx, r.k.Time, wait) == nil {
		open, err := r.unknown(ctx)
		if err != nil && ctx.Err() == nil {
			r.k.Log.Error("unknown deliveries could not be read", "account", r.account.ID.String(), "error", err)
		}
		wait = min(2*wait, lookAtMost)
		if len(open) == 0 {
			wait = lookEvery
		}
		for _, d := range open {
			if settled := r.lookFor(ctx, finder, d); settled {
				wait = lookEvery
			}
		}
	}
}

func (r *runner) unknown(ctx context.Context) (unknown []attempt, err error) {
	err = r.k.DB.View(ctx, func(tx *store.Tx) error {
		open, err := tx.OpenDeliveries(r.account.ID)
		if err != nil {
			return err
		}
		for _, d := range open {
			if d.State != switchboard.DeliveryUnknown {
				continue
			}
			draft, err := tx.Draft(d.DraftID)
			if err != nil {
				return err
			}
			unknown = append(unknown, attempt{d, connector.Attempt{ClientKey: d.ID.String(), Text: draft.Parts[d.Part].Text,
				ReplyTo: draft.ReplyTo, StartedAt: d.StartedAt}})
		}
		return nil
	})
	return unknown, err
}

type attempt struct {
	delivery switchboard.Delivery
	sought   connector.Attempt
}

// lookFor asks the network once and records what it proves.
func (r *runner) lookFor(ctx context.Context, finder connector.ReadBacker, a attempt) (settled bool) {
	if !r.holds() || r.spend(ctx, connector.ForReading) != nil {
		return false
	}
	began := r.k.Time.Now()
	found, err := finder.Find(ctx, a.sought)
	if err != nil {
		if ctx.Err() == nil {
			r.complain(ctx, err)
		}
		return false
	}
	var what outbox.What
	switch found.State {
	case connector.Present:
		what = outbox.ReadBack{ExternalID: found.ExternalID, URL: found.URL}
	case connector.Absent:
		what = outbox.Absent{Proof: r.spec.ProofOfAbsence, Complete: true, ListedAt: began}
	default:
		return false
	}
	err = r.k.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.CheckFence(r.account.ID, r.lease.Fence); err != nil {
			return err
		}
		return r.k.Out.Apply(tx, a.delivery.ID, what)
	})
	if err != nil && ctx.Err() == nil {
		r.k.Log.Warn("what was found could not be recorded", "delivery", a.delivery.ID.String(), "error", err)
	}
	return err == nil
}
