package app

import (
	"context"
	"net"

	"switchboard"
	"switchboard/internal/api"
	"switchboard/internal/blob"
	"switchboard/internal/ownership"
	"switchboard/internal/practice"
	"switchboard/internal/sample"
	"switchboard/internal/sample/play"
	"switchboard/internal/store"
)

// Sample begins, resets and ends the sample company.
func (a *App) Sample() play.Company {
	return play.Company{DB: a.DB, Time: a.Time, In: a.In, Out: a.Out, Timers: a.timerHandlers(), Log: a.Log,
		Practice: func() *practice.Network { return a.Practice }, Address: func() string { return a.practiceAt },
		Seal: func(id switchboard.AccountID, s map[string]string) ([]byte, error) {
			return api.SealSecrets(a.Ring, id, s)
		},
		Forget: a.forgetFile, Policy: func(p *ownership.Policy) { a.policy.Store(p) }}
}

// forgetFile removes an attachment that no row names.
func (a *App) forgetFile(file string) error {
	h, err := blob.ParseHash(file)
	if err != nil {
		return err
	}
	return a.Blobs.Delete(h)
}

// OpenPractice opens the practice network as it is served at an address, unless the settings or a real account say no.
// Serve does so for itself.
func (a *App) OpenPractice(at net.Addr) error { return a.openPractice(at) }

// sampleMark reads the mark of the sample company; nil without one.
func (a *App) sampleMark(ctx context.Context) (mark *store.Sample, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		s, found, err := tx.Sample()
		if found {
			mark = &s
		}
		return err
	})
	return mark, err
}

// guests are the customers of the sample's story who still have something to say to an account.
func (a *App) guests(ctx context.Context, handle string) ([]practice.Guest, error) {
	mark, err := a.sampleMark(ctx)
	if err != nil || mark == nil {
		return nil, err
	}
	company, err := sample.New(mark.Seed, mark.ToldAt)
	if err != nil {
		return nil, err
	}
	var guests []practice.Guest
	for _, m := range company.Matters {
		if m.Guest == nil || company.Account(m.To).Handle != handle {
			continue
		}
		guests = append(guests, practice.Guest{Handle: m.Who, Name: m.Name, Lang: m.Lang, Opening: m.Say, Ask: m.Guest.Ask,
			Thanks: m.Guest.Thanks, Angry: m.Guest.Angry, Furious: m.Guest.Furious})
	}
	return guests, nil
}
