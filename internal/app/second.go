package app

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/netguard"
	"switchboard/internal/notice"
	"switchboard/internal/secondread"
	"switchboard/internal/triage/classifier"
)

// assembleSecond makes the reader outside, which asks nobody before somebody has switched it on. Where it leads is said by an
// administrator and not by the operator: private addresses are allowed as for accounts, and without encryption no others.
func (a *App) assembleSecond() {
	a.readGuard = netguard.New(netguard.Options{AllowPrivate: a.Settings.AllowPrivate.All, AllowPrefixes: a.Settings.AllowPrivate.Prefixes,
		ClearInside: true, MaxBody: classifier.MaxAnswer + 1, MaxHeader: 16 << 10, DialTimeout: longestRead, HeaderTimeout: longestRead,
		TotalTimeout: longestRead, UserAgent: a.userAgent()})
	a.Second = secondread.New(secondread.Parts{DB: a.DB, Sealer: a.Ring, Binding: notice.SecretBinding, Client: a.readGuard.Sending(),
		After: netguard.RetryAfter, Time: a.Time, Log: a.Log, Workers: a.workers(), Watch: a.metrics.read})
}

// longestRead bounds a call whatever the settings say.
const longestRead = 12 * time.Second

// mayBePrivate reports whether the operator lets anything lead to private addresses.
func (a *App) mayBePrivate() bool {
	return a.Settings.AllowPrivate.All || len(a.Settings.AllowPrivate.Prefixes) > 0
}

// followClassifier takes settings into force that were changed on any node.
func (a *App) followClassifier(ctx context.Context) error {
	load := func() {
		if err := a.Second.Load(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("the settings of the external classifier could not be read, those before stay in force", "error", err)
		}
	}
	a.follow(ctx, load, func(e switchboard.Event) {
		if e.Kind == switchboard.EventClassifierChanged {
			load()
		}
	})
	return nil
}
