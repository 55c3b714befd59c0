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

// lookAtMost is the longest pause between two looks at what is unknown.
const lookAtMost = time.Minute

// readBack looks for sends of unknown fate until ctx ends.
func (r *runner) readBack(ctx context.Context, finder connector.ReadBacker) {
	first := map[try]time.Duration{}
	wait := r.k.pace.Look
	for timesource.Wait(ctx, r.k.Time, wait) == nil {
		open, err := r.unknown(ctx)
		if err != nil && ctx.Err() == nil {
			r.k.Log.Error("unknown deliveries could not be read", "account", r.account.ID.String(), "error", err)
		}
		wait = min(2*wait, lookAtMost)
		if len(open) == 0 {
			wait = r.k.pace.Look
		}
		first = r.since(first, open)
		for _, d := range open {
			d.known = first[d.try()]
			if settled := r.lookFor(ctx, finder, d); settled {
				wait = r.k.pace.Look
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
			answers, err := r.k.Out.Answers(tx, d, draft)
			if err != nil {
				return err
			}
			unknown = append(unknown, attempt{delivery: d, sought: connector.Attempt{ClientKey: d.ID.String(),
				Text: draft.Parts[d.Part].Text, ReplyTo: answers, StartedAt: d.StartedAt}})
		}
		return nil
	})
	return unknown, err
}

// attempt is one of unknown fate.
type attempt struct {
	delivery switchboard.Delivery
	sought   connector.Attempt
	known    time.Duration // Elapsed when this run first saw it
}

// try names an attempt.
type try struct {
	delivery switchboard.DeliveryID
	attempt  int
}

func (a attempt) try() try { return try{a.delivery.ID, a.delivery.Attempt} }

// since notes when each attempt was first seen, by this machine's own running time.
func (r *runner) since(before map[try]time.Duration, open []attempt) map[try]time.Duration {
	now := make(map[try]time.Duration, len(open))
	for _, a := range open {
		at, seen := before[a.try()]
		if !seen {
			at = r.k.Time.Elapsed()
		}
		now[a.try()] = at
	}
	return now
}

// absent is what a look that lacks the post says. The time of a proof must have passed by the clock and, because clocks
// are set and differ between machines, also by the running time of this one since it first saw the attempt.
func (r *runner) absent(a attempt, began time.Time) outbox.Absent {
	proof := r.k.pace.proof(r.spec)
	return outbox.Absent{Proof: proof, Complete: r.k.Time.Elapsed()-a.known >= proof, ListedAt: began}
}

// lookFor asks the network once and records what it proves.
func (r *runner) lookFor(ctx context.Context, finder connector.ReadBacker, a attempt) (settled bool) {
	if !r.holds() || r.spend(ctx, connector.CallReadBack) != nil {
		return false
	}
	began := r.k.Time.Now()
	var found connector.Found
	err := r.guarded("find", func() (err error) {
		found, err = finder.Find(ctx, a.sought)
		return err
	})
	if err != nil {
		if connector.ClassOf(err) == connector.ClassRateLimited {
			r.block(connector.CallReadBack, connector.RetryAfter(err))
		}
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
		what = r.absent(a, began)
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
