package app

import (
	"context"
	"errors"
	"time"

	"switchboard"
	"switchboard/internal/api"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// Redrive tries to understand something in quarantine again, with today's code, and takes it in when it can.
func (a *App) Redrive(ctx context.Context, id switchboard.QuarantineID) error {
	var q store.Quarantined
	var account switchboard.Account
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if q, err = tx.Quarantined(id); err != nil {
			return err
		}
		account, err = tx.Account(q.AccountID)
		return err
	})
	if err != nil {
		return err
	}
	h, err := a.understand(ctx, account, q)
	if err != nil {
		return a.stillUnread(ctx, q, err)
	}
	h.Since = q.ReceivedAt // it waited with us, not with the network
	if _, err = a.In.Take(ctx, h, 0); err != nil {
		return err
	}
	return a.DB.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.SettleQuarantine(id, store.QuarantineReleased)
		return err
	})
}

// understand reads a message record as the webhook does, and asks the account's connector about everything else.
func (a *App) understand(ctx context.Context, account switchboard.Account, q store.Quarantined) (h intake.Handed, err error) {
	spec, err := a.Networks.Get(account.Network)
	history := account.State == switchboard.AccountHistory
	if err != nil || history || spec.Open == nil || spec.Can(connector.PushIn) {
		door := api.Door{DB: a.DB, Inbound: a.In, Keys: keys{a}, Spec: a.spec, Time: a.Time}
		if h, err = door.Again(ctx, account, q.Payload); history {
			h.Origin = func(time.Time) switchboard.Origin { return switchboard.History }
		}
		h.Lane = connector.Lane(q.Lane)
		return h, err
	}
	item, err := a.mapAgain(ctx, spec, account, q.Payload)
	if err == nil {
		item, err = a.In.Keep(ctx, item)
	}
	return intake.Handed{Account: account, Lane: connector.Lane(q.Lane),
		Batch: connector.Batch{Items: []connector.Item{item}}}, err
}

// mapAgain asks the account's connector.
func (a *App) mapAgain(ctx context.Context, spec connector.Spec, account switchboard.Account, payload []byte) (item connector.Item, err error) {
	env := a.environment()
	env.Config = account.Config
	if env.Secrets, err = a.secrets(ctx, account.ID); err != nil {
		return item, err
	}
	conn, err := spec.Open(ctx, env)
	if err != nil {
		return item, err
	}
	defer conn.Close()
	mapper, ok := conn.(connector.Mapper)
	if !ok {
		return item, switchboard.Refuse(switchboard.CodeUnsupported, "This network's payloads cannot be read again.")
	}
	err = env.Understand(func() (err error) {
		item, err = mapper.Map(payload)
		return err
	})
	return item, err
}

func (a *App) secrets(ctx context.Context, id switchboard.AccountID) (map[string]string, error) {
	var sealed []byte
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		sealed, err = tx.AccountSecrets(id)
		return err
	})
	if err != nil || len(sealed) == 0 {
		return nil, err
	}
	return a.unseal(id, sealed)
}

// stillUnread notes the attempt. What is wrong stays as it was said, unless something else is wrong with it now.
func (a *App) stillUnread(ctx context.Context, q store.Quarantined, why error) error {
	var refused *switchboard.Error
	if errors.As(why, &refused) && !passing(refused.Code) {
		q.Code, q.Field, q.Reason = string(refused.Code), refused.Field, refused.Text
	}
	counting := store.WithEffect(ctx, nil) // whoever asked may ask again
	if err := a.DB.Update(counting, func(tx *store.Tx) error { return tx.CountAttempt(q) }); err != nil {
		return errors.Join(why, err)
	}
	return why
}

// passing reports trouble of ours, which says nothing about a payload.
func passing(code switchboard.Code) bool {
	return code == switchboard.CodeInternal || code == switchboard.CodeDiskReserve || code == switchboard.CodeUnavailable
}

func (a *App) ping(ctx context.Context) error {
	return a.DB.View(ctx, func(tx *store.Tx) error {
		_, err := tx.Installation()
		return err
	})
}
