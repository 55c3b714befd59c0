package account

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/outbox"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// answerShare is the part of every rate budget that is kept for answering.
const answerShare = 0.3

// runner runs one account under one lease.
type runner struct {
	k       *Keeper
	account switchboard.Account
	spec    connector.Spec
	lease   store.Lease
	budget  *connector.Budget
	conn    connector.Conn
	cancel  context.CancelFunc
	bell    chan struct{} // says that there may be something to send
	mend    chan struct{} // says that there may be something to change
	post    chan struct{} // says that there may be a letter to write
	gap     chan struct{} // says that a gap was opened
	anew    atomic.Bool   // it was stopped to be begun anew
	crowded atomic.Bool   // a lane complained last that it read nothing for want of room
	safe    atomic.Int64  // Elapsed until which the lease certainly holds, less the margin, in nanoseconds

	mu      sync.Mutex
	trouble string // the code last written to the account's health
}

func (r *runner) ring() {
	ring(r.bell)
	ring(r.mend)
	ring(r.post)
}

// ring rings a bell that nobody need be waiting for yet.
func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// prolong notes until when the lease holds, counted from before it was asked for.
func (r *runner) prolong(asked time.Duration) {
	r.safe.Store(int64(asked + r.k.pace.Lease - r.k.pace.Margin))
}

// left is for how long the lease certainly still holds, by this machine's own running time.
func (r *runner) left() time.Duration { return time.Duration(r.safe.Load()) - r.k.Time.Elapsed() }

// holds reports whether the lease certainly still holds, by this machine's own running time.
func (r *runner) holds() bool { return r.left() > 0 }

// run opens the connection and runs everything under it until ctx ends or the lease is lost.
func (r *runner) run(ctx context.Context) {
	defer r.release()
	if err := r.strand(ctx); err != nil {
		r.complain(ctx, err)
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		defer cancel()
		r.renew(ctx)
	})
	if !r.connect(ctx) {
		return
	}
	defer func() { _ = r.guarded("close", r.conn.Close) }()
	if reader, ok := r.conn.(connector.Reader); ok {
		for _, lane := range r.spec.Lanes {
			wg.Go(func() { r.read(ctx, reader, lane) })
		}
	}
	if sender, ok := r.conn.(connector.Sender); ok && r.account.State == switchboard.AccountLive {
		wg.Go(func() { r.send(ctx, guardedSender{r, sender}) })
	}
	if to, ok := r.conn.(connector.Correspondent); ok && r.account.State == switchboard.AccountLive && r.k.Letters != nil {
		wg.Go(func() { r.write(ctx, to) })
	}
	if r.account.State == switchboard.AccountLive && r.amends() {
		wg.Go(func() { r.amend(ctx) })
	}
	if finder, ok := r.conn.(connector.ReadBacker); ok {
		wg.Go(func() { r.readBack(ctx, finder) })
	}
	<-ctx.Done()
}

// connect opens the connection, again and again until it stands; false when ctx ended first.
func (r *runner) connect(ctx context.Context) bool {
	for attempt := 1; ctx.Err() == nil; attempt++ {
		err := r.open(ctx)
		if err == nil {
			return true
		}
		r.complain(ctx, err)
		if timesource.Wait(ctx, r.k.Time, r.pause(attempt, err)) != nil {
			return false
		}
	}
	return false
}

func (r *runner) open(ctx context.Context) error {
	env := r.k.Env
	env.Config, env.Replace = r.account.Config, r.replace
	err := r.k.DB.View(ctx, func(tx *store.Tx) error {
		sealed, err := tx.AccountSecrets(r.account.ID)
		if err != nil || len(sealed) == 0 {
			return err
		}
		env.Secrets, err = r.k.Unseal(r.account.ID, sealed)
		return err
	})
	if err != nil {
		return err
	}
	return r.guarded("open", func() (err error) {
		r.conn, err = r.spec.Open(ctx, env)
		return err
	})
}

// replace stores a secret that the network has replaced. Whoever changes the account's settings meanwhile waits for it,
// or it for them: what they put in stays.
func (r *runner) replace(ctx context.Context, secret connector.Replaced) error {
	return r.k.DB.Update(ctx, func(tx *store.Tx) error {
		return tx.ChangeAccountSecrets(r.account.ID, func(sealed []byte) ([]byte, error) {
			secrets, err := r.k.Unseal(r.account.ID, sealed)
			if err != nil || !secret.In(secrets) {
				return nil, err
			}
			return r.k.Seal(r.account.ID, secrets)
		})
	})
}

// renew keeps the lease; it returns when the lease is lost or ctx ends.
func (r *runner) renew(ctx context.Context) {
	for timesource.Wait(ctx, r.k.Time, r.k.pace.Renew) == nil {
		asked := r.k.Time.Elapsed()
		var held bool
		err := r.k.DB.Update(ctx, func(tx *store.Tx) (err error) {
			held, err = tx.RenewLease(r.lease, r.k.pace.Lease)
			return err
		})
		switch {
		case err == nil && held:
			r.prolong(asked)
		case err == nil, !r.holds():
			r.k.Log.Warn("account was taken over or could not be kept", "account", r.account.ID.String())
			return
		}
	}
}

func (r *runner) release() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := r.k.DB.Update(ctx, func(tx *store.Tx) error { return tx.ReleaseLease(r.lease) })
	if err != nil {
		r.k.Log.Warn("lease could not be given back, it runs out", "account", r.account.ID.String(), "error", err)
	}
}

// strand takes everything that was being sent before for unknown. That is also what an earlier run under the same lease
// left behind when it could neither write its result nor give the lease back.
func (r *runner) strand(ctx context.Context) error {
	return r.k.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.CheckFence(r.account.ID, r.lease.Fence); err != nil {
			return err
		}
		stranded, err := tx.StrandedDeliveries(r.account.ID, r.lease.Fence+1)
		if err != nil {
			return err
		}
		for _, d := range stranded {
			if err := r.k.Out.Apply(tx, d.ID, outbox.LeaseLost{Fence: d.Fence}); err != nil {
				return err
			}
		}
		if r.k.Letters == nil {
			return nil
		}
		return r.k.Letters.Strand(tx, r.account.ID, r.lease.Fence+1)
	})
}

// longestPause is after how long at most a network that could not be reached is asked again: customers wait there.
const longestPause = time.Minute

// pause is how long to wait after an error: what the network asks for, or twice as long each time, with chance in it.
func (r *runner) pause(attempt int, err error) time.Duration {
	if errors.Is(err, errCrowded) {
		return roomAgain
	}
	asked := connector.RetryAfter(err)
	switch connector.ClassOf(err) {
	case connector.ClassAuth:
		attempt = max(attempt, 8) // a person has to act
	case connector.ClassRetry:
		return min(outbox.Delay(attempt, asked, rand.Float64()), max(longestPause, asked))
	}
	return outbox.Delay(attempt, asked, rand.Float64())
}

// spend waits until the budget allows a call.
func (r *runner) spend(ctx context.Context, call connector.Call) error {
	for {
		wait, ok := r.budget.Take(r.k.Time.Now(), call)
		if ok {
			return ctx.Err()
		}
		if err := timesource.Wait(ctx, r.k.Time, wait); err != nil {
			return err
		}
	}
}

// block holds a call back for a while, and what is counted with it: the network said that we were too fast. A network
// that does not say for how long is left alone for a moment at least.
func (r *runner) block(call connector.Call, wait time.Duration) {
	r.budget.Block(r.k.Time.Now(), call, outbox.Delay(1, wait, rand.Float64()))
}
