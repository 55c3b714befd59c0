package account

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/live"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
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
	Letters  Letters // nil where none are written
	Hub      *live.Hub
	Env      connector.Env // without Config and Secrets
	Unseal   func(id switchboard.AccountID, sealed []byte) (map[string]string, error)
	Seal     func(id switchboard.AccountID, secrets map[string]string) ([]byte, error) // what Unseal opens
	Time     timesource.Source
	Log      *slog.Logger
	Node     string
	Pace     Pace

	pace    Pace // with nothing left zero
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
	k.mu.Lock()
	k.running, k.pace = map[switchboard.AccountID]*runner{}, k.Pace.orDefault()
	k.mu.Unlock()
	bell := make(chan struct{}, 1)
	look := func() {
		select {
		case bell <- struct{}{}:
		default:
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { k.follow(ctx, look) })
	for ctx.Err() == nil { // follow asks for the first look, so that no change falls between the two
		stop := k.Time.AfterFunc(k.pace.Renew, look)
		select {
		case <-ctx.Done():
		case <-bell:
		}
		stop()
		if err := k.look(ctx, func(a switchboard.Account) { k.start(ctx, a, &wg, look) }); err != nil && ctx.Err() == nil {
			k.Log.Error("accounts could not be read, trying again", "error", err)
		}
	}
	wg.Wait()
	return nil
}

// follow hears from the journal which accounts changed or have something to send, on whatever node that happened. After
// a fault of the database it goes on where it was.
func (k *Keeper) follow(ctx context.Context, look func()) {
	at, known := int64(0), false
	for ctx.Err() == nil {
		events, err := k.hear(ctx, &at, &known, look)
		if err != nil && ctx.Err() == nil {
			k.Log.Error("the journal could not be followed, trying again", "error", err)
			_ = timesource.Wait(ctx, k.Time, k.pace.Renew)
		}
		for _, e := range events {
			at = e.Position
			k.mind(e, look)
		}
	}
}

// hear waits for what happens behind a position. Where that is, if it is not known, is where the journal ends now.
func (k *Keeper) hear(ctx context.Context, at *int64, known *bool, look func()) ([]switchboard.Event, error) {
	if *known {
		return k.Hub.Next(ctx, *at)
	}
	err := k.DB.View(ctx, func(tx *store.Tx) (err error) {
		*at, err = tx.LastPosition()
		return err
	})
	if *known = err == nil; *known {
		look()
	}
	return nil, err
}

func (k *Keeper) mind(e switchboard.Event, look func()) {
	switch e.Kind {
	case switchboard.EventDeliveryQueued, switchboard.EventDeliverySettled, switchboard.EventDeliveryRejected,
		switchboard.EventAmendmentAsked:
		k.Ring(e.AccountID)
	case switchboard.EventAccountChanged:
		k.stop(e.AccountID)
		look()
	case switchboard.EventSampleChanged:
		k.stopAll()
		look()
	}
}

// stopAll ends the run of every account; those that still are one start anew.
func (k *Keeper) stopAll() {
	k.mu.Lock()
	running := slices.Collect(maps.Keys(k.running))
	k.mu.Unlock()
	for _, id := range running {
		k.stop(id)
	}
}

// stop ends the run of an account; it is looked at again as soon as it has ended.
func (k *Keeper) stop(id switchboard.AccountID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if r := k.running[id]; r != nil {
		r.anew.Store(true)
		r.cancel()
	}
}

// look starts every account that should run and does not.
func (k *Keeper) look(ctx context.Context, start func(switchboard.Account)) error {
	var accounts []switchboard.Account
	err := k.DB.View(ctx, func(tx *store.Tx) (err error) {
		accounts, err = tx.Accounts()
		return err
	})
	for _, a := range accounts {
		if _, should := k.shouldRun(a); should {
			start(a)
		}
	}
	return err
}

func (k *Keeper) shouldRun(a switchboard.Account) (connector.Spec, bool) {
	if a.State != switchboard.AccountLive && a.State != switchboard.AccountListen {
		return connector.Spec{}, false
	}
	spec, err := k.Networks.Get(a.Network)
	return spec, err == nil && spec.Open != nil
}

// start runs an account unless it runs already. It is known as running before it is read, so that no change is missed.
func (k *Keeper) start(ctx context.Context, a switchboard.Account, wg *sync.WaitGroup, look func()) {
	ctx, cancel := context.WithCancel(ctx)
	r := &runner{k: k, cancel: cancel, bell: make(chan struct{}, 1), mend: make(chan struct{}, 1), post: make(chan struct{}, 1),
		gap: make(chan struct{}, 1), trouble: "?"}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.running[a.ID] != nil {
		cancel()
		return
	}
	k.running[a.ID] = r
	wg.Go(func() {
		defer cancel()
		if k.acquire(ctx, r, a.ID) {
			r.run(ctx)
		}
		k.mu.Lock()
		delete(k.running, a.ID)
		k.mu.Unlock()
		if r.anew.Load() {
			look()
		}
	})
}

// acquire takes the lease of an account, if it is free, and reads what is to be run under it.
func (k *Keeper) acquire(ctx context.Context, r *runner, id switchboard.AccountID) bool {
	asked := k.Time.Elapsed()
	var mine bool
	r.lease = store.Lease{AccountID: id, Holder: k.Node}
	err := k.DB.Update(ctx, func(tx *store.Tx) (err error) {
		if r.account, err = tx.Account(id); err != nil {
			return err
		}
		if r.spec, mine = k.shouldRun(r.account); mine {
			r.lease.Fence, mine, err = tx.AcquireLease(id, k.Node, k.pace.Lease)
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		k.Log.Error("account could not be taken, trying again", "account", id.String(), "error", err)
	}
	if err != nil || !mine {
		return false
	}
	r.prolong(asked)
	r.budget = connector.NewBudget(r.spec.Rates, answerShare, k.Time.Now())
	return true
}
