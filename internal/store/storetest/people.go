package storetest

import (
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

func accounts(t *testing.T, w *World) {
	a := w.Account
	a.Name, a.State, a.Config, a.Accountable = "Kettles again", switchboard.AccountBroken, nil, switchboard.AgentID{}
	a.Health = switchboard.Health{LastSuccess: w.Start, Since: w.Start.Add(time.Hour), Code: "auth", NextStep: "Sign in again."}
	w.Update(func(tx *store.Tx) error {
		if err := tx.UpdateAccount(a); err != nil {
			return err
		}
		if err := tx.SetAccountHealth(a.ID, a.Health); err != nil {
			return err
		}
		return tx.SetAccountSecrets(a.ID, []byte{0, 255})
	})
	find := func(handle string) *switchboard.Account {
		return read(w, func(tx *store.Tx) (*switchboard.Account, error) {
			a, found, err := tx.AccountByHandle("practice", handle)
			if !found {
				return nil, err
			}
			return &a, err
		})
	}
	same(t, "by handle", find("kettles"), &a)
	same(t, "by no handle", find("teapots"), nil)
	sealed := func(id switchboard.AccountID) []byte {
		return read(w, func(tx *store.Tx) ([]byte, error) { return tx.AccountSecrets(id) })
	}
	same(t, "secrets", sealed(a.ID), []byte{0, 255})
	same(t, "no secrets", sealed(w.AddAccount("daughters").ID), nil)
	changedTogether(t, w, a.ID, sealed)
	again := a
	again.ID = id[switchboard.AccountID](w)
	if write(w, func(tx *store.Tx) (bool, error) { return tx.InsertAccount(again) }) {
		t.Error("the same account was added twice")
	}
	brand := read(w, func(tx *store.Tx) (switchboard.Brand, error) { b, _, err := tx.BrandByKey("kettles"); return b, err })
	same(t, "the brand by its id", read(w, func(tx *store.Tx) (switchboard.Brand, error) { return tx.Brand(brand.ID) }), brand)
	same(t, "brand", brand, w.Brand)
	same(t, "brand made twice", write(w, func(tx *store.Tx) (switchboard.Brand, error) {
		return tx.EnsureBrand(switchboard.Brand{ID: id[switchboard.BrandID](w), Key: "kettles", Name: "Other"})
	}), w.Brand)
}

// changedTogether changes an account's secrets from several sides at once: every change builds on the one before.
func changedTogether(t *testing.T, w *World, id switchboard.AccountID, sealed func(switchboard.AccountID) []byte) {
	t.Helper()
	const sides = 8
	var wg sync.WaitGroup
	for n := range sides {
		wg.Go(func() {
			err := w.DB.Update(t.Context(), func(tx *store.Tx) error {
				return tx.ChangeAccountSecrets(id, func(now []byte) ([]byte, error) { return append(now, byte(n)), nil })
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if now := sealed(id); len(now) != 2+sides {
		t.Errorf("after %d changes the secrets are %v", sides, now)
	}
	w.Update(func(tx *store.Tx) error {
		return tx.ChangeAccountSecrets(id, func([]byte) ([]byte, error) { return nil, nil })
	})
	if now := sealed(id); len(now) != 2+sides {
		t.Errorf("leaving the secrets made them %v", now)
	}
}

func signIn(t *testing.T, w *World) {
	find := func(email string) *switchboard.Agent {
		return read(w, func(tx *store.Tx) (*switchboard.Agent, error) {
			a, found, err := tx.AgentByEmail(email)
			a.IdleSince = time.Time{}
			if !found {
				return nil, err
			}
			return &a, err
		})
	}
	same(t, "by address", find("Ada@Kettles.example"), &w.Ada)
	same(t, "by a stranger's address", find("eve@kettles.example"), nil)
	password := func(id switchboard.AgentID) string {
		return read(w, func(tx *store.Tx) (string, error) { return tx.Password(id) })
	}
	w.Update(func(tx *store.Tx) error {
		if err := tx.SetPassword(w.Ada.ID, "hash"); err != nil {
			return err
		}
		return tx.SetPresence(w.Ada.ID, switchboard.Paused)
	})
	if password(w.Ada.ID) != "hash" || password(w.Bo.ID) != "" || password(id[switchboard.AgentID](w)) != "" {
		t.Error("passwords are not those that were set")
	}
	same(t, "presence", find(w.Ada.Email).Presence, switchboard.Paused)
}

func merging(t *testing.T, w *World) {
	from, to := w.Talk("mira", nil), w.Talk("noor", nil)
	a, b := w.Says(from, "m1", "hello", 0), w.Says(to, "m2", "hello too", time.Minute)
	a.ConversationID, a.LegID, b.ConversationID, b.LegID = from.ID, from.Leg.ID, to.ID, to.Leg.ID
	w.arrive(a)
	w.arrive(b)
	w.Update(func(tx *store.Tx) error { return tx.MergeLegs(from.Leg, to.Leg) })
	a.ConversationID, a.LegID = to.ID, to.Leg.ID
	all := func(c switchboard.ConversationID) []switchboard.Message {
		return read(w, func(tx *store.Tx) ([]switchboard.Message, error) { return tx.LatestMessages(c, store.Place{}, 9) })
	}
	same(t, "merged", all(to.ID), []switchboard.Message{a.Message, b.Message})
	same(t, "left behind", all(from.ID), nil)
	leg := func(talk Talk) bool {
		return read(w, func(tx *store.Tx) (bool, error) {
			legs, err := tx.ReceivingLegs(talk.Thread.ID, talk.Identity.ID)
			return len(legs) == 1 && legs[0].ID == talk.Leg.ID, err
		})
	}
	w.Update(func(tx *store.Tx) error { return tx.RetireLeg(from.Leg.ID) })
	if leg(from) || !leg(to) {
		t.Error("not just the leg that was not retired receives")
	}
	plain := read(w, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(to.ID) })
	same(t, "conversation", plain, to.Conversation)
}
