package api

import (
	"context"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

func accountRoutes(s *server) {
	const tag = "accounts"
	connects := []switchboard.Code{switchboard.CodeUnsupported, switchboard.CodeNotConnected}
	register(s, route{ID: "list-accounts", Method: http.MethodGet, Path: "/accounts", Tag: tag, Needs: access.AccountRead,
		Summary: "The company's accounts", Doc: "Those one may see, the oldest first. Never their secrets."}, s.listAccounts)
	register(s, route{ID: "read-account", Method: http.MethodGet, Path: "/accounts/{id}", Tag: tag, Needs: access.AccountRead,
		Summary: "One account"}, s.readAccount)
	register(s, route{ID: "check-account", Method: http.MethodPost, Path: "/accounts/check", Tag: tag, Needs: access.AccountManage,
		Summary: "Try settings without keeping them", Doc: "Opens a connection and says who the account is on its network.",
		Takes: 2 * tryFor, Codes: connects}, s.checkAccount)
	register(s, route{ID: "create-account", Method: http.MethodPost, Path: "/accounts", Tag: tag, Needs: access.AccountManage,
		Status: http.StatusCreated, Summary: "Connect an account",
		Doc: "Settings are those of the network's form. An account of the same network and handle that is known from history " +
			"is taken over with everything that was said there.", Takes: 2 * tryFor, Codes: connects}, s.createAccount)
	register(s, route{ID: "update-account", Method: http.MethodPut, Path: "/accounts/{id}", Tag: tag, Needs: access.AccountManage,
		Summary: "Change an account", Doc: "A secret that is left out stays as it is.",
		Takes: 2 * tryFor, Codes: append(connects, switchboard.CodeStale)}, s.updateAccount)
	register(s, route{ID: "set-account-state", Method: http.MethodPut, Path: "/accounts/{id}/state", Tag: tag,
		Needs: access.AccountManage, Summary: "Listen, answer, or pause", Codes: connects}, s.setAccountState)
}

// AccountView is an account. No secret is in it.
type AccountView struct {
	switchboard.Account
	HasSecrets bool      `json:"has_secrets" doc:"Secrets are kept for it"`
	Warnings   []Warning `json:"warnings,omitempty" nullable:"false" doc:"What should be looked at, though the account works"`
}

// tag names what can be changed about an account.
func (v AccountView) tag() string {
	a := v.Account
	return stateTag([]any{a.Handle, a.Realm, a.Name, a.BrandID, a.Voice, a.Accountable, a.State, a.Config})
}

// accountFor reads an account the actor may do something to.
func accountFor(tx *store.Tx, actor access.Actor, p access.Permission, id switchboard.AccountID) (v AccountView, err error) {
	if v.Account, err = tx.Account(id); err != nil {
		return v, err
	}
	if err := actor.May(p, access.AboutAccount(v.Account)); err != nil {
		return v, err
	}
	sealed, err := tx.AccountSecrets(id)
	v.HasSecrets = len(sealed) > 0
	return v, err
}

func (s *server) listAccounts(ctx context.Context, _ *struct{}) (out *PageOf[switchboard.Account], err error) {
	actor := actorOf(ctx)
	err = s.view(ctx, func(tx *store.Tx) error {
		accounts, err := tx.Accounts()
		var seen []switchboard.Account
		for _, a := range accounts {
			if actor.May(access.AccountRead, access.AboutAccount(a)) == nil {
				seen = append(seen, a)
			}
		}
		out = allOf(seen)
		return err
	})
	return out, err
}

// AccountInput names an account.
type AccountInput struct {
	ID switchboard.AccountID `path:"id" doc:"The account"`
}

func (s *server) readAccount(ctx context.Context, in *AccountInput) (out *Tagged[AccountView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		v, err := accountFor(tx, actorOf(ctx), access.AccountRead, in.ID)
		if err == nil {
			v.Warnings, err = s.toldThere(tx, v.Account)
		}
		out = &Tagged[AccountView]{ETag: v.tag(), Body: v}
		return err
	})
	return out, err
}

// StateBody says what an account is used for.
type StateBody struct {
	State switchboard.AccountState `json:"state" enum:"listen,live,paused,by_hand,history" doc:"Read only, read and answered, or neither; for an account that no connector has: worked by hand, or known from history only"`
}

type setAccountStateInput struct {
	AccountInput
	Body StateBody
}

func (s *server) setAccountState(ctx context.Context, in *setAccountStateInput) (out *Tagged[AccountView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		v, err := accountFor(tx, actor, access.AccountManage, in.ID)
		if err != nil {
			return err
		}
		if err := s.mayBecome(v.Account, in.Body.State); err != nil {
			return err
		}
		if err := s.besidePractice(tx, v.Account, in.Body.State); err != nil {
			return err
		}
		v.State = in.Body.State
		if err := s.save(tx, actor, change{account: v.Account, action: "account.state", detail: string(v.State)}); err != nil {
			return err
		}
		out = &Tagged[AccountView]{ETag: v.tag(), Body: v}
		return nil
	})
	return out, err
}

// besidePractice keeps an account that was history until now from being worked beside practice accounts.
func (s *server) besidePractice(tx *store.Tx, a switchboard.Account, state switchboard.AccountState) error {
	if a.State != switchboard.AccountHistory || state != switchboard.AccountByHand {
		return nil
	}
	accounts, err := tx.Accounts()
	if err != nil {
		return err
	}
	return s.apart(a.Network, accounts)
}

// mayBecome refuses a state the account cannot have.
func (s *server) mayBecome(a switchboard.Account, state switchboard.AccountState) error {
	switch {
	case unconnectedState(a.State) && unconnectedState(state):
		return mayWorkByHand(a)
	case unconnectedState(a.State):
		return notConnected()
	case unconnectedState(state):
		return switchboard.Refuse(switchboard.CodeUnsupported, "A connector has this account.").WithField("state").
			WithHint("Pause it instead.")
	}
	spec, err := s.Networks.Get(a.Network)
	if err != nil {
		return err
	}
	if state == switchboard.AccountLive && !spec.Answers() {
		return cannotAnswer(spec.Name)
	}
	return nil
}

func notConnected() error {
	return switchboard.Refuse(switchboard.CodeNotConnected, "No connector has this account.").
		WithHint("Connect it first: create it with the same network and handle.")
}

// mayWorkByHand refuses what is made up.
func mayWorkByHand(a switchboard.Account) error {
	if a.Network == switchboard.Practice {
		return switchboard.Refuse(switchboard.CodeUnsupported, "The practice network is not worked by hand.").WithField("state").
			WithHint("Connect the account.")
	}
	return nil
}

func cannotAnswer(network string) error {
	return switchboard.Refuse(switchboard.CodeUnsupported, "%s can be read but not answered.", network).WithField("state").
		WithHint("Use listen.")
}

// change is an account in a new form, and what was done to it.
type change struct {
	account switchboard.Account
	secrets map[string]string // new settings that are to be sealed; nil leaves them
	given   map[string]bool   // those of them that were given now
	sealed  []byte            // new secrets; nil leaves them
	insert  bool
	action  string
	detail  string
}

// save stores a change with its event and its line in the audit trail, and says so once it is committed.
func (s *server) save(tx *store.Tx, actor access.Actor, c change) error {
	if err := writeAccount(tx, c); err != nil {
		return err
	}
	a := c.account
	err := tx.Record(switchboard.Event{Kind: switchboard.EventAccountChanged, ActorKind: actor.Kind, Actor: actor.Agent,
		AccountID: a.ID, BrandID: a.BrandID, Network: a.Network, Reason: string(a.State)})
	if err != nil {
		return err
	}
	if s.AccountChanged != nil {
		tx.AfterCommit(func() { s.AccountChanged(a.ID) })
	}
	return access.Audit(tx, actor, access.Act{Action: c.action, Subject: a.ID.String(), Detail: c.detail})
}

func writeAccount(tx *store.Tx, c change) error {
	if !c.insert {
		if err := tx.UpdateAccount(c.account); err != nil {
			return err
		}
	} else if inserted, err := tx.InsertAccount(c.account); err != nil {
		return err
	} else if !inserted {
		return handleTaken()
	}
	if c.sealed == nil {
		return nil
	}
	return tx.SetAccountSecrets(c.account.ID, c.sealed)
}

func handleTaken() error {
	return switchboard.Refuse(switchboard.CodeConflict, "This account is connected already.").WithField("handle").
		WithHint("Change that one, or pause it.")
}
