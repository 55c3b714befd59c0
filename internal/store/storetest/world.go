package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"switchboard"
	"switchboard/internal/store"
)

// World is a small invented company in a database: one brand, one account, two departments, two agents.
type World struct {
	*store.DB
	T       testing.TB
	Brand   switchboard.Brand
	Account switchboard.Account
	Ada     switchboard.Agent // of service and press
	Bo      switchboard.Agent // of service
	Start   time.Time
	made    int
}

// Departments of a World.
const (
	Service switchboard.DepartmentKey = "service"
	Press   switchboard.DepartmentKey = "press"
)

// realm is the only one of a World.
const realm switchboard.Realm = "practice"

// NewWorld founds the company in an empty database.
func NewWorld(t testing.TB, d *store.DB) *World {
	t.Helper()
	w := &World{DB: d, T: t, Start: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	w.Brand = switchboard.Brand{ID: id[switchboard.BrandID](w), Key: "kettles", Name: "Kettle & Daughters"}
	w.Ada = w.person("Ada Sommer", "ada@kettles.example", Press, Service)
	w.Bo = w.person("Bo Winter", "bo@kettles.example", Service)
	w.Update(func(tx *store.Tx) error {
		brand, err := tx.EnsureBrand(w.Brand)
		w.Brand = brand
		return err
	})
	w.Account = w.AddAccount("kettles")
	w.Update(func(tx *store.Tx) error {
		if err := tx.InsertAgent(w.Ada, ""); err != nil {
			return err
		}
		return tx.InsertAgent(w.Bo, "")
	})
	return w
}

func (w *World) person(name, email string, departments ...switchboard.DepartmentKey) switchboard.Agent {
	return switchboard.Agent{ID: id[switchboard.AgentID](w), Name: name, Email: email, Role: switchboard.RoleAgent,
		Departments: departments, Skills: []string{"descaling"}, Languages: []string{"en", "de"}, Freedom: 3, Cap: 5,
		Presence: switchboard.Here}
}

// AddAccount adds a live account.
func (w *World) AddAccount(handle string) switchboard.Account {
	w.T.Helper()
	a := switchboard.Account{ID: id[switchboard.AccountID](w), Network: "practice", Realm: realm, Handle: handle,
		Name: "The " + handle, BrandID: w.Brand.ID, Voice: switchboard.VoiceCorporate, Accountable: w.Ada.ID,
		State: switchboard.AccountLive, Config: map[string]string{"server": "practice.example"}, CreatedAt: w.Start}
	w.Update(func(tx *store.Tx) error {
		inserted, err := tx.InsertAccount(a)
		if err == nil && !inserted {
			err = fmt.Errorf("account %s is there already", handle)
		}
		return err
	})
	return a
}

// id makes identifiers that rise in the order they are made.
func id[I switchboard.ID[K], K switchboard.Kind](w *World) I {
	w.made++
	return switchboard.NewID[I, K](w.Start.Add(time.Duration(w.made) * time.Millisecond))
}

// Update runs fn in a transaction that must succeed.
func (w *World) Update(fn func(*store.Tx) error) {
	w.T.Helper()
	if err := w.DB.Update(w.T.Context(), fn); err != nil {
		w.T.Fatal(err)
	}
}

// View runs fn on a snapshot; it must succeed.
func (w *World) View(fn func(*store.Tx) error) {
	w.T.Helper()
	if err := w.DB.View(w.T.Context(), fn); err != nil {
		w.T.Fatal(err)
	}
}

// Refused runs fn in a transaction that must be refused with the code.
func (w *World) Refused(code switchboard.Code, fn func(*store.Tx) error) {
	w.T.Helper()
	if err := w.DB.Update(w.T.Context(), fn); !switchboard.IsCode(err, code) {
		w.T.Errorf("error %v, want code %s", err, code)
	}
}

// same compares what was read with what is wanted; no list and an empty one are the same.
func same[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// read runs one reading method on a snapshot.
func read[T any](w *World, fn func(*store.Tx) (T, error)) (out T) {
	w.T.Helper()
	w.View(func(tx *store.Tx) (err error) {
		out, err = fn(tx)
		return err
	})
	return out
}

// write runs one method with a result in a transaction.
func write[T any](w *World, fn func(*store.Tx) (T, error)) (out T) {
	w.T.Helper()
	w.Update(func(tx *store.Tx) (err error) {
		out, err = fn(tx)
		return err
	})
	return out
}
