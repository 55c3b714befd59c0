package app

import (
	"context"
	"errors"
	"net"
	"time"

	"switchboard"
	"switchboard/internal/api"
	"switchboard/internal/blob"
	"switchboard/internal/practice"
	"switchboard/internal/sample"
	"switchboard/internal/sample/play"
	"switchboard/internal/store"
)

// SampleCompany begins, resets and ends the sample company.
func (a *App) SampleCompany() play.Company {
	return play.Company{DB: a.DB, Time: a.Time, In: a.In, Out: a.Out, Timers: a.timerHandlers(), Log: a.Log,
		Practice: func() *practice.Network { return a.Practice }, Address: func() string { return a.practiceAt },
		Seal: func(id switchboard.AccountID, s map[string]string) ([]byte, error) {
			return api.SealSecrets(a.Ring, id, s)
		},
		Questions: a.Consults, Reports: a.Reports, Forget: a.forgetFile, Reload: a.reload, Watch: a.Desk.Watch}
}

// forgetFile removes an attachment that no row names, if it has lain there for long: somebody may just have brought the
// same file along, in a transaction that is under way and will name it. What is younger is swept when it is not.
func (a *App) forgetFile(file string) error {
	h, err := blob.ParseHash(file)
	if err != nil {
		return err
	}
	needed := func(h blob.Hash) (bool, error) { return a.needed(context.Background(), h.String()) }
	_, err = a.Blobs.SweepOne(h, needed, a.Time.Now().Add(-unnamedFor))
	return err
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

// samplePace is how often somebody new turns to the sample company: it has enough to look at.
const samplePace = 4 * time.Minute

// sampled says who turns to an account by themselves. In the sample company its customers answer whoever answers them, and
// newcomers are fewer.
func (a *App) sampled(ctx context.Context, account practice.Account) (o practice.ScriptOptions, any bool) {
	mark, err := a.sampleMark(ctx)
	if err != nil || mark == nil {
		return a.customersOf(ctx, account)
	}
	o = practice.ScriptOptions{Start: a.Time.Now(), Company: account.Handle}
	company, err := sample.New(mark.Seed, mark.ToldAt)
	if err != nil {
		a.Log.Error("the customers of the sample company stay silent", "error", err)
		return o, true
	}
	o.Start, o.Every = o.Start.Add(samplePace/8), samplePace
	for _, m := range company.Matters {
		if m.Guest != nil && company.Account(m.To).Handle == o.Company {
			o.Guests = append(o.Guests, practice.Guest{Handle: m.Who, Name: m.Name, Lang: m.Lang, Opening: m.Say,
				Ask: m.Guest.Ask, Thanks: m.Guest.Thanks, Angry: m.Guest.Angry, Furious: m.Guest.Furious})
		}
	}
	return o, true
}

// showSample begins the sample company when the server was started to show it: for the first administrator, or, while there
// is none, for whoever begins it through the API once they are there. Where somebody has made the installation their own, it
// says so and leaves everything as it is: the server is started in the same way every day, also after the sample was left.
func (a *App) showSample(ctx context.Context) error {
	if !a.Sample {
		return nil
	}
	admin, err := a.sampleFor(ctx)
	if err == nil && !admin.IsZero() {
		err = a.SampleCompany().Begin(ctx, admin)
	}
	if refused, ok := errors.AsType[*switchboard.Error](err); ok && refused.Code == switchboard.CodeConflict {
		a.Log.Warn("the sample company is not shown", "why", refused.Text, "hint", refused.Hint)
		return nil
	}
	return err
}

// sampleFor is for whom the sample company is to begin; zero while nobody administers the installation, and where it is
// already.
func (a *App) sampleFor(ctx context.Context) (admin switchboard.AgentID, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		if _, there, err := tx.Sample(); err != nil || there {
			return err
		}
		if err := tx.Unclaimed(); err != nil {
			return err
		}
		agents, err := tx.Agents()
		for _, one := range agents {
			if one.Role == switchboard.RoleAdmin && !one.Disabled && admin.IsZero() {
				admin = one.ID
			}
		}
		return err
	})
	return admin, err
}

// colleagues lets the invented colleagues of the sample company oblige until ctx ends.
func (a *App) colleagues(ctx context.Context) error {
	look := func() {
		if err := a.SampleCompany().Oblige(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("the sample company's colleagues could not oblige", "error", err)
		}
	}
	soon := func() { a.Time.AfterFunc(play.Thinking+2*time.Second, look) }
	a.follow(ctx, soon, func(e switchboard.Event) { // soon, for what was asked before
		if play.Asks(e) {
			soon()
		}
	})
	return nil
}
