package account

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/live"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

const (
	// LeaseFor is how long a node holds an account without renewing.
	LeaseFor = 30 * time.Second
	// renewEvery leaves room for two failed renewals.
	renewEvery = 8 * time.Second
	// margin is kept free at the end of a lease: nothing is begun in it.
	margin = 5 * time.Second
)

// Networks finds the Spec of a network.
type Networks interface {
	Get(key switchboard.NetworkKey) (connector.Spec, error)
}

// Keeper takes the leases of accounts and runs them.
type Keeper struct {
	DB       *store.DB
	In       flow.Inbound
	Out      flow.Outbound
	Networks Networks
	Hub      *live.Hub
	Env      connector.Env // without Config and Secrets
	Unseal   func(id switchboard.AccountID, sealed []byte) (map[string]string, error)
	Time     timesource.Source
	Log      *slog.Logger
	Node     string

	mu      sync.Mutex
	running map[switchboard.AccountID]*runner
}

// Ring says that an account has something to send.
func (k *Keeper) Ring(id switchboard.AccountID) {
	k.mu.Lock()
	r := k.running[id]
	k.mu.Unlock()
	if r != nil {
		r.ring()
	}
}

// Run keeps accounts running until ctx ends, then gives their leases back.
func (k *Keeper) Run(ctx context.Context) error {
	k.running = map[switchboard.AccountID]*runner{}
	bell := make(chan struct{}, 1)
	ring := func() {
		select {
		case bell <- struct{}{}:
		default:
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { k.follow(ctx, ring) })
	for ctx.Err() == nil {
		if err := k.look(ctx, &wg); err != nil && ctx.Err() == nil {
			k.Log.Error("accounts could not be read, trying again", "error", err)
		}
		stop := k.Time.AfterFunc(renewEvery, ring)
		select {
		case <-ctx.Done():
		case <-bell:
		}
		stop()
	}
	wg.Wait()
	return nil
}

// follow hears from the journal which accounts changed or have something to send, on whatever node that happened.
func (k *Keeper) follow(ctx context.Context, look func()) {
	for at := k.Hub.Head(); ; {
		events, err := k.Hub.Next(ctx, at)
		if err != nil {
			return
		}
		for _, e := range events {
			switch at = e.Position; e.Kind {
			case switchboard.EventDeliveryQueued, switchboard.EventDeliverySettled:
				k.Ring(e.AccountID)
			case switchboard.EventAccountChanged:
				k.stop(e.AccountID)
				look()
			}
		}
	}
}

func (k *Keeper) stop(id switchboard.AccountID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if r := k.running[id]; r != nil {
		r.cancel()
	}
}

// look starts every account that should run and whose lease is free.
func (k *Keeper) look(ctx context.Context, wg *sync.WaitGroup) error {
	var accounts []switchboard.Account
	err := k.DB.View(ctx, func(tx *store.Tx) (err error) {
		accounts, err = tx.Accounts()
		return err
	})
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if k.shouldRun(a) {
			k.start(ctx, a, wg)
		}
	}
	return nil
}

func (k *Keeper) shouldRun(a switchboard.Account) bool {
	if a.State != switchboard.AccountLive && a.State != switchboard.AccountListen {
		return false
	}
	spec, err := k.Networks.Get(a.Network)
	if err != nil || spec.Open == nil {
		return false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.running[a.ID] == nil
}

func (k *Keeper) start(ctx context.Context, a switchboard.Account, wg *sync.WaitGroup) {
	began := k.Time.Elapsed()
	lease := store.Lease{AccountID: a.ID, Holder: k.Node}
	var mine bool
	err := k.DB.Update(ctx, func(tx *store.Tx) (err error) {
		lease.Fence, mine, err = tx.AcquireLease(a.ID, k.Node, LeaseFor)
		return err
	})
	if err != nil || !mine {
		return
	}
	spec, err := k.Networks.Get(a.Network)
	if err != nil {
		return
	}
	runCtx, cancel := context.WithCancel(ctx)
	r := newRunner(k, a, spec, lease)
	r.cancel = cancel
	r.prolong(began)
	k.mu.Lock()
	k.running[a.ID] = r
	k.mu.Unlock()
	wg.Go(func() {
		defer cancel()
		r.run(runCtx)
		k.mu.Lock()
		delete(k.running, a.ID)
		k.mu.Unlock()
	})
}
