package storetest

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/store"
)

func company(t *testing.T, w *World) {
	same(t, "account", read(w, func(tx *store.Tx) (switchboard.Account, error) { return tx.Account(w.Account.ID) }), w.Account)
	people := read(w, (*store.Tx).Agents)
	if len(people) != 2 || people[0].IdleSince.IsZero() {
		t.Fatalf("agents %+v", people)
	}
	people[0].IdleSince, people[1].IdleSince = time.Time{}, time.Time{}
	same(t, "agents", people, []switchboard.Agent{w.Ada, w.Bo})
	w.Refused(switchboard.CodeConflict, func(tx *store.Tx) error {
		return tx.InsertAgent(w.person("Ada Two", "ADA@kettles.example"), "")
	})
	w.Refused(switchboard.CodeNotFound, func(tx *store.Tx) error {
		_, err := tx.Agent(id[switchboard.AgentID](w))
		return err
	})
	w.Update(func(tx *store.Tx) error {
		changed := w.Ada
		changed.Disabled, changed.Departments = true, []switchboard.DepartmentKey{Press}
		if err := tx.UpdateAgent(changed); err != nil {
			return err
		}
		return tx.SaveDepartment(switchboard.Department{Key: Service, Name: "Service", Pull: true})
	})
	ada := read(w, func(tx *store.Tx) (switchboard.Agent, error) { return tx.Agent(w.Ada.ID) })
	if !ada.Disabled || len(ada.Departments) != 1 {
		t.Errorf("changed agent %+v", ada)
	}
	same(t, "departments", read(w, (*store.Tx).Departments), []switchboard.Department{{Key: Press, Name: "press"},
		{Key: Service, Name: "Service", Pull: true}})
	nights := &calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": {"22:00-06:00"}}}
	w.Update(func(tx *store.Tx) error { return tx.SetShift(w.Bo.ID, nights) })
	candidates := write(w, func(tx *store.Tx) ([]store.Candidate, error) { return tx.LockCandidates(Service) })
	if len(candidates) != 1 || candidates[0].ID != w.Bo.ID {
		t.Fatalf("candidates %+v, want Bo alone", candidates)
	}
	same(t, "shift of a candidate", candidates[0].Shift, nights)
	same(t, "shift", read(w, func(tx *store.Tx) (*calendar.Spec, error) { return tx.Shift(w.Bo.ID) }), nights)
	w.Update(func(tx *store.Tx) error { return tx.SetShift(w.Bo.ID, nil) })
	same(t, "no shift", read(w, func(tx *store.Tx) (*calendar.Spec, error) { return tx.Shift(w.Bo.ID) }), nil)
}
