package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"slices"

	"golang.org/x/sync/errgroup"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/config"
	"switchboard/internal/console"
	"switchboard/internal/practice"
	"switchboard/internal/store"
)

// openPractice opens the practice network, unless the settings or a real account say no. Our own connector reaches it
// at the address we listen on.
func (a *App) openPractice(at net.Addr) error {
	switch a.Settings.Practice {
	case config.PracticeOff:
		return nil
	case config.PracticeAuto:
		real, err := a.hasRealAccount(context.Background())
		if err != nil || real && !a.Settings.PracticeBesideReal {
			return err
		}
	}
	mark, err := a.sampleMark(context.Background())
	if err != nil {
		return err
	}
	options := practice.Options{Dir: filepath.Join(a.Settings.Data, "practice"), Clock: a.Time,
		Seed: uint64(a.Time.Now().UnixNano())}
	if mark != nil {
		options.Generation = mark.Generation
	} else if options.InUse, err = a.practises(context.Background()); err != nil {
		return err
	}
	network, err := practice.Open(options)
	if err != nil {
		return fmt.Errorf("app: practice network: %w", err)
	}
	if at := network.Generation(); at != options.Generation {
		a.Log.Error("the practice network tells of something else than the sample company here: reset the sample company, or leave it",
			"sample", mark != nil, "network_told", at != "")
	}
	a.Practice, a.practiceAt = network, "http://"+at.String()+"/practice"
	a.guard(at.String())
	a.Keeper.Env = a.environment()
	if err := a.moveSample(context.Background()); err != nil {
		a.Log.Error("the sample company could not be told where the practice network is now", "address", a.practiceAt, "error", err)
	}
	a.knownToPractice(context.Background())
	return nil
}

// moveSample tells the accounts of the sample company where the practice network is served now: it may have been another
// port.
func (a *App) moveSample(ctx context.Context) error {
	spec, err := a.Networks.Get(switchboard.Practice)
	if err != nil {
		return err
	}
	realm := func(url string) switchboard.Realm { return spec.Realm(map[string]string{"url": url}) }
	return a.DB.Update(ctx, func(tx *store.Tx) error { return tx.MoveSample(a.practiceAt, realm) })
}

// hasRealAccount reports whether an account of an outside network is connected.
func (a *App) hasRealAccount(ctx context.Context) (real bool, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		accounts, err := tx.Accounts()
		for _, account := range accounts {
			real = real || account.Network != switchboard.Practice && account.State != switchboard.AccountHistory
		}
		return err
	})
	return real, err
}

// practises reports whether an account of the practice network is connected.
func (a *App) practises(ctx context.Context) (any bool, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		accounts, err := tx.Accounts()
		any = slices.ContainsFunc(accounts, func(one switchboard.Account) bool { return one.Network == switchboard.Practice })
		return err
	})
	return any, err
}

// practiceHandler serves the network to people on this machine and to those who have signed in; its API asks for the
// token of an account.
func (a *App) practiceHandler(gate *access.Gate) http.Handler {
	if a.Practice == nil {
		return nil
	}
	in := func(r *http.Request) bool { return signedIn(gate, r) }
	return a.Practice.Handler(practice.HandlerOptions{Manage: in, Allow: func(r *http.Request) bool { return local(r) || in(r) },
		Typeface: console.Typeface()})
}

// runPractice lets simulated customers speak to every practice account, and closes the network at the end.
func (a *App) runPractice(ctx context.Context) error {
	if a.Practice == nil {
		<-ctx.Done()
		return nil
	}
	defer a.Practice.Close()
	err := a.actPractice(ctx)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// signedIn reports whether a request comes from a browser that has signed in.
func signedIn(gate *access.Gate, r *http.Request) bool {
	for _, c := range r.Cookies() {
		if c.Name != "switchboard" && c.Name != "__Host-switchboard" {
			continue
		}
		if _, err := gate.BySession(r.Context(), c.Value); err == nil {
			return true
		}
	}
	return false
}

// practiceAccounts lists our accounts on the practice network that are in use.
func (a *App) practiceAccounts(ctx context.Context) (accounts []switchboard.Account, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		all, err := tx.Accounts()
		for _, account := range all {
			if account.Network == switchboard.Practice && account.State != switchboard.AccountHistory {
				accounts = append(accounts, account)
			}
		}
		return err
	})
	return accounts, err
}

// knownToPractice is grantPractice that goes on with the accounts that can be made known.
func (a *App) knownToPractice(ctx context.Context) []practice.Account {
	granted, err := a.grantPractice(ctx)
	if err != nil && ctx.Err() == nil {
		a.Log.Error("practice accounts could not be made known", "error", err)
	}
	return granted
}

// grantPractice lets the practice network know our accounts and their tokens, for it is we who run it, and lists them
// as the network has them.
func (a *App) grantPractice(ctx context.Context) (granted []practice.Account, err error) {
	accounts, err := a.practiceAccounts(ctx)
	if err != nil {
		return nil, err
	}
	var broken []error
	for _, account := range accounts {
		secrets, err := a.secrets(ctx, account.ID)
		if err == nil && len(secrets) == 0 {
			continue
		}
		var known practice.Account
		if err == nil {
			known, err = a.Practice.Grant(account.Handle, account.Name, secrets["token"])
		}
		if err != nil {
			broken = append(broken, fmt.Errorf("app: practice account %s: %w", account.Handle, err))
			continue
		}
		granted = append(granted, known)
	}
	return granted, errors.Join(broken...)
}

// actPractice runs the scripts. Whenever an account changed they are begun anew, and go on where their customers were.
func (a *App) actPractice(ctx context.Context) error {
	changed := make(chan struct{}, 1)
	tell := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	go a.follow(ctx, tell, func(e switchboard.Event) {
		if e.Kind == switchboard.EventAccountChanged || e.Kind == switchboard.EventSampleChanged {
			tell()
		}
	})
	for ctx.Err() == nil {
		granted := a.knownToPractice(ctx)
		acting, stop := context.WithCancel(ctx)
		ended := a.startScripts(acting, granted)
		select {
		case <-ctx.Done():
		case <-changed:
		}
		stop()
		<-ended
	}
	return ctx.Err()
}

// startScripts lets simulated customers turn to each of these accounts until ctx ends.
func (a *App) startScripts(ctx context.Context, accounts []practice.Account) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		var group errgroup.Group
		for _, account := range accounts {
			options, any := a.sampled(ctx, account)
			if !any {
				continue
			}
			script := practice.NewScript(options)
			group.Go(func() error { return a.Practice.Run(ctx, script) })
		}
		if err := group.Wait(); err != nil && ctx.Err() == nil {
			a.Log.Error("simulated customers stopped", "error", err)
		}
	}()
	return ended
}
