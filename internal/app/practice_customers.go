package app

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"switchboard"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/practice"
	"switchboard/internal/setup"
	"switchboard/internal/store"
)

// Who turns to a company of one's own by themselves: a few at once, and then now and then, until it is enough to have seen.
const (
	practiceOpening = 3
	practiceEvery   = 3 * time.Minute
	practiceMost    = 10
)

// customersOf says who turns to an account by themselves; none where somebody wants nobody.
func (a *App) customersOf(ctx context.Context, account practice.Account) (o practice.ScriptOptions, any bool) {
	o = practice.ScriptOptions{Start: a.Time.Now(), Company: account.Handle, Name: account.Name, Plain: true,
		Opening: practiceOpening, Every: practiceEvery, Limit: practiceMost}
	any = true
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		accounts, err := tx.Accounts()
		for _, one := range accounts {
			if one.Network == switchboard.Practice && strings.EqualFold(bareHandle(one.Handle), bareHandle(account.Handle)) {
				any = any && one.Config[connected.ConfigCustomers] != "false"
			}
		}
		if err != nil {
			return err
		}
		o.Languages, err = customersLanguages(tx)
		return err
	})
	if err != nil && ctx.Err() == nil {
		a.Log.Error("who is to turn to a practice account could not be read", "error", err)
	}
	return o, any && err == nil
}

func bareHandle(handle string) string { return strings.TrimPrefix(handle, "@") }

// customersLanguages are those the company said its customers speak.
func customersLanguages(tx *store.Tx) ([]string, error) {
	charter, found, err := tx.Charter()
	if err != nil || !found {
		return nil, err
	}
	var answers setup.Answers
	if err := json.Unmarshal(charter.Answers, &answers); err != nil {
		return nil, switchboard.Refuse(switchboard.CodeInternal, "What was answered at set-up cannot be read.").WithCause(err)
	}
	return answers.Languages, nil
}
