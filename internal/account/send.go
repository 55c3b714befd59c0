package account

import (
	"context"
	"math/rand/v2"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

const (
	// settleRetry is the pause after a result that could not be written.
	settleRetry = 500 * time.Millisecond
	// longestSleep bounds the sleep of a sender that has nothing to do.
	longestSleep = time.Minute
)

// send sends what waits until ctx ends.
func (r *runner) send(ctx context.Context, sender connector.Sender) {
	r.drive(ctx, chore{name: "sending", bell: r.bell, next: (*store.Tx).NextDeliveryAt,
		one: func(ctx context.Context) (bool, error) { return r.sendOne(ctx, sender) }})
}

// chore is work that is done piece by piece, whenever a bell rings or the next piece has its time.
type chore struct {
	name string
	bell chan struct{}
	one  func(ctx context.Context) (did bool, err error)
	next func(tx *store.Tx, account switchboard.AccountID) (time.Time, error)
}

// drive does a chore until ctx ends.
func (r *runner) drive(ctx context.Context, c chore) {
	for failures := 0; ctx.Err() == nil; {
		did, err := c.one(ctx)
		if err != nil && ctx.Err() == nil {
			failures++
			r.k.Log.Error(c.name+" failed, trying again", "account", r.account.ID.String(), "error", err)
			_ = timesource.Wait(ctx, r.k.Time, r.pause(failures, err))
			continue
		}
		failures = 0
		if !did {
			r.sleep(ctx, c)
		}
	}
}

// sendOne claims one delivery, transmits it and records what became of it.
func (r *runner) sendOne(ctx context.Context, sender connector.Sender) (claimed bool, err error) {
	if !r.holds() {
		return false, nil
	}
	if err := r.spend(ctx, connector.CallPost); err != nil {
		return false, err
	}
	job, found, err := r.k.Out.Claim(ctx, r.account.ID, r.lease.Fence)
	if err != nil || !found {
		r.budget.Return(connector.CallPost)
		return false, err
	}
	outcome := r.transmit(ctx, sender, job)
	if outcome.Kind == connector.RateLimited {
		r.block(connector.CallPost, outcome.RetryAfter)
	}
	return true, r.settle(ctx, job, outcome)
}

// transmit makes the attempt, unless the lease may be over: then not a byte leaves. Both clocks must agree that it is
// not: the running one stands still while a machine sleeps, and the other can be set.
func (r *runner) transmit(ctx context.Context, sender connector.Sender, job flow.Job) connector.Outcome {
	asleep := r.k.Time.Now().Sub(job.Delivery.StartedAt)
	left := min(r.left(), r.k.pace.Lease-r.k.pace.Margin-asleep)
	if left <= 0 || ctx.Err() != nil {
		return connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRetry, Code: "lease_over"}
	}
	ctx, cancel := context.WithTimeout(ctx, min(left, r.k.pace.Send))
	defer cancel()
	return sender.Send(ctx, job.Outgoing)
}

// settle writes the result down, also while the account is being stopped. If that cannot be done, the delivery stays
// `sending`, and the next holder of the lease takes it for unknown.
func (r *runner) settle(ctx context.Context, job flow.Job, outcome connector.Outcome) error {
	ctx = context.WithoutCancel(ctx)
	for {
		err := r.k.Out.Settle(ctx, job, outcome, rand.Float64())
		if err == nil || !r.holds() {
			return err
		}
		r.k.Log.Error("a result could not be written, trying again", "delivery", job.Delivery.ID.String(), "error", err)
		if err := timesource.Wait(ctx, r.k.Time, settleRetry); err != nil {
			return err
		}
	}
}

// sleep waits for the bell or for the next piece of work that has its time.
func (r *runner) sleep(ctx context.Context, c chore) {
	var next time.Time
	err := r.k.DB.View(ctx, func(tx *store.Tx) (err error) {
		next, err = c.next(tx, r.account.ID)
		return err
	})
	wait := longestSleep
	if err == nil && !next.IsZero() {
		wait = min(wait, max(next.Sub(r.k.Time.Now()), 0))
	}
	if !r.holds() {
		wait = min(wait, r.k.pace.Renew) // a late renewal brings it back
	}
	stop := r.k.Time.AfterFunc(wait, func() { ring(c.bell) })
	defer stop()
	select {
	case <-ctx.Done():
	case <-c.bell:
	}
}
