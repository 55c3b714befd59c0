package store_test

import (
	"testing"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/storetest"
)

// founded is an installation with a brand and somebody to look around.
func founded(t *testing.T, d *store.DB) (account switchboard.Account, mark store.Sample) {
	t.Helper()
	err := d.Update(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.EnsureInstallation("race"); err != nil {
			return err
		}
		now := tx.Now()
		brand, err := tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](now), Key: "kettles", Name: "Kettles"})
		mark = store.Sample{Seed: 1, Generation: "g", ToldAt: now, Newcomer: switchboard.NewID[switchboard.AgentID](now),
			SampleBody: store.SampleBody{Network: "practice", Brand: brand.ID}}
		account = switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](now), Network: "webhook", Realm: "shop", Handle: "shop",
			BrandID: brand.ID, State: switchboard.AccountListen, CreatedAt: now}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return account, mark
}

// TestNoAccountGetsBesideTheSample lets one be connected while the sample begins, in either order: the later is refused.
func TestNoAccountGetsBesideTheSample(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, d *store.DB) {
		account, mark := founded(t, d)
		connect := func(tx *store.Tx) error {
			_, err := tx.InsertAccount(account)
			return err
		}
		begin := func(tx *store.Tx) error {
			if err := tx.LockSample(); err != nil {
				return err
			}
			if err := tx.Pristine(); err != nil {
				return err
			}
			return tx.MarkSample(mark)
		}
		race := func(name string, first, second func(*store.Tx) error) {
			t.Helper()
			var over <-chan error
			err := d.Update(t.Context(), func(tx *store.Tx) error {
				if err := first(tx); err != nil || over != nil {
					return err
				}
				over = storetest.Meanwhile(t, d, second)
				return nil
			})
			if over == nil {
				t.Fatalf("%s: %v", name, err)
			}
			if late := <-over; err != nil || !switchboard.IsCode(late, switchboard.CodeConflict) {
				t.Errorf("%s: first %v, second %v", name, err, late)
			}
		}
		race("connected first", connect, begin)
		run(t, d, "DELETE FROM account")
		race("begun first", begin, connect)
		over := make(<-chan error)
		leave := func(tx *store.Tx) error {
			_, err := tx.Exec(`DELETE FROM sample`)
			return err
		}
		err := d.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.LockSample(); err != nil {
				return err
			}
			over = storetest.Meanwhile(t, d, connect)
			return leave(tx)
		})
		if late := <-over; err != nil || late != nil {
			t.Errorf("left first: %v, and then connected: %v", err, late)
		}
	})
}
