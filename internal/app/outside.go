package app

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/api"
	"switchboard/internal/callback"
	"switchboard/internal/connector/webhook"
	"switchboard/internal/disk"
	"switchboard/internal/store"
)

// teller makes single attempts to tell a program outside.
func (a *App) teller() *callback.Teller {
	return &callback.Teller{Client: a.Guard.Sending(), Secrets: a.Ring, Time: a.Time, Incarnation: a.installation.Incarnation}
}

// callbacks tells programs outside what happened.
func (a *App) callbacks(ctx context.Context) error {
	runner := callback.Runner{DB: a.DB, Journal: a.Hub, Teller: *a.teller(), Viewer: a.view, Random: rand.Float64, Log: a.Log}
	return runner.Run(ctx)
}

// view says what the owner of a subscription may be told at present.
func (a *App) view(ctx context.Context, owner switchboard.AgentID) (func(switchboard.Event) bool, error) {
	var agent switchboard.Agent
	var limits store.AgentScope
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if agent, err = tx.Agent(owner); err != nil {
			return err
		}
		limits, err = tx.AgentScope(owner)
		return err
	})
	if err == nil && agent.Disabled {
		err = switchboard.Refuse(switchboard.CodeForbidden, "The owner of this subscription does not work here any more.")
	}
	actor := access.For(agent, limits)
	return actor.Sees, err
}

// outside is what the API needs to hear programs outside and to tell them.
func (a *App) outside() api.Outside {
	return api.Outside{Keys: keys{a}, Reserve: a.room, Pushed: a.metrics.pushed, Teller: a.teller()}
}

// room refuses to take in more while the disk is too full.
func (a *App) room() error {
	err := a.Reserve().Check(0)
	if errors.Is(err, disk.ErrReserve) {
		return switchboard.Refuse(switchboard.CodeDiskReserve, "There is too little disk space left to take in more.").
			WithHint("What is stored is safe. Make room, then send again.").WithCause(err)
	}
	return nil // that the room cannot be measured keeps nobody out
}

// keys verifies what is pushed in against the sealed keys of webhook accounts.
type keys struct{ app *App }

// Verify checks a signature and names the request it signs.
func (k keys) Verify(a switchboard.Account, sealed []byte, header http.Header, body []byte, now time.Time) (string, error) {
	secrets, err := k.app.unseal(a.ID, sealed)
	if err != nil {
		return "", err
	}
	replay, err := webhook.VerifyAny(webhook.Secrets(secrets), header.Get(webhook.HeaderName), body, now)
	return replay.Key, err
}

// Accepts reports whether the account's keys may bring in records of another account.
func (k keys) Accepts(a switchboard.Account, handle string) bool {
	return webhook.Accepts(a.Config, handle)
}
