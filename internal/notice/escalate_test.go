package notice_test

import (
	"testing"

	"switchboard"
	"switchboard/internal/store"
)

// TestWhoIsToldOfALateAnswer follows the steps of an escalation: the lead, those of the department who are here, managers.
func TestWhoIsToldOfALateAnswer(t *testing.T) {
	t.Parallel()
	for step, want := range map[string]switchboard.Presence{"department": switchboard.Here, "managers": switchboard.Away, "lead": switchboard.Away} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			c := h.led("mira") // by Ada
			h.Update(func(tx *store.Tx) error {
				bo, err := tx.Agent(h.Bo.ID)
				if err != nil {
					return err
				}
				bo.Departments, bo.Role = []switchboard.DepartmentKey{c.Department}, switchboard.RoleManager
				if step == "department" {
					bo.Role = switchboard.RoleAgent
				}
				if err := tx.UpdateAgent(bo); err != nil {
					return err
				}
				return tx.SetPresence(h.Bo.ID, want)
			})
			e := about(c, switchboard.EventEscalated)
			e.Agent, e.Reason = h.Ada.ID, step
			h.happens(e)
			told := h.listed(h.Bo.ID)
			if step == "lead" {
				same(t, "the lead", h.listed(h.Ada.ID), []string{"late×1"})
				same(t, "nobody else", told, []string(nil))
				return
			}
			same(t, "told", told, []string{"late×1"})
		})
	}
}

// TestWhereNobodyIsManagersAreTold tells those who manage, until somebody is there again.
func TestWhereNobodyIsManagersAreTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	h.Update(func(tx *store.Tx) error {
		bo, err := tx.Agent(h.Bo.ID)
		if err != nil {
			return err
		}
		bo.Role = switchboard.RoleManager
		return tx.UpdateAgent(bo)
	})
	h.happens(about(c, switchboard.EventUnstaffed))
	h.happens(about(c, switchboard.EventUnstaffed))
	same(t, "the manager", h.listed(h.Bo.ID), []string{"unstaffed×2"})
	same(t, "an agent", h.listed(h.Ada.ID), []string(nil))
	staffed := switchboard.Event{Kind: switchboard.EventStaffed, ActorKind: switchboard.ActorSystem, Department: c.Department,
		Reason: string(switchboard.StaffedNobody)}
	h.happens(staffed)
	same(t, "still nobody", h.listed(h.Bo.ID), []string{"unstaffed×2"})
	staffed.Reason = string(switchboard.StaffedFull)
	h.happens(staffed)
	same(t, "somebody is there", h.listed(h.Bo.ID), []string{"unstaffed×2 over"})
}
