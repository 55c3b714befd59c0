package app

import (
	"context"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/record"
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
	item, err := a.mapAgain(ctx, account, q.Payload)
	if err == nil {
		item, err = a.In.Keep(ctx, item)
	}
	if err != nil {
		return a.stillUnread(ctx, id, err)
	}
	_, err = a.In.Take(ctx, intake.Handed{Account: account, Lane: connector.Lane(q.Lane),
		Batch: connector.Batch{Items: []connector.Item{item}}}, 0)
	if err != nil {
		return err
	}
	return a.DB.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.SettleQuarantine(id, store.QuarantineReleased)
		return err
	})
}

// mapAgain asks the account's connector, or the message record for what came by webhook or import.
func (a *App) mapAgain(ctx context.Context, account switchboard.Account, payload []byte) (connector.Item, error) {
	spec, err := a.Networks.Get(account.Network)
	if err != nil || spec.Open == nil {
		r, err := record.Parse(payload, a.Time.Now(), record.Options{})
		return r.Item, err
	}
	env := a.environment()
	env.Config = account.Config
	if env.Secrets, err = a.secrets(ctx, account.ID); err != nil {
		return connector.Item{}, err
	}
	conn, err := spec.Open(ctx, env)
	if err != nil {
		return connector.Item{}, err
	}
	defer conn.Close()
	mapper, ok := conn.(connector.Mapper)
	if !ok {
		return connector.Item{}, switchboard.Refuse(switchboard.CodeUnsupported, "This network's payloads cannot be read again.")
	}
	return mapper.Map(payload)
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

func (a *App) stillUnread(ctx context.Context, id switchboard.QuarantineID, why error) error {
	err := a.DB.Update(ctx, func(tx *store.Tx) error {
		return tx.CountAttempt(id, string(switchboard.CodeOf(why)), "It still cannot be understood.")
	})
	if err != nil {
		return err
	}
	return why
}

func (a *App) ping(ctx context.Context) error {
	return a.DB.View(ctx, func(tx *store.Tx) error {
		_, err := tx.Installation()
		return err
	})
}
