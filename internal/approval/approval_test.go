package approval_test

import (
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/approval"
	"switchboard/internal/store"
	"switchboard/internal/store/storetest"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// world is a company in which Ada has written what takes level 3, and Bo, who is here, has that level.
type world struct {
	*storetest.World
	talk switchboard.Conversation
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := storetest.Open(t, storetest.Lite(t, func() time.Time { return noon }))
	w := &world{World: storetest.NewWorld(t, d)}
	w.talk = w.Talk("mira", nil).Conversation
	return w
}

// names lets a policy name who is asked.
func (w *world) names(approver, deputy string) {
	w.T.Helper()
	w.Update(func(tx *store.Tx) error {
		w.talk.DecisionID = switchboard.NewID[switchboard.DecisionID](tx.Now())
		return tx.InsertDecision(store.DecisionRow{ID: w.talk.DecisionID, ConversationID: w.talk.ID, MessageID: switchboard.NewID[switchboard.MessageID](tx.Now()),
			Decision: switchboard.Decision{Department: w.talk.Department, RequiredLevel: 3, Approver: approver, Deputy: deputy}})
	})
}

func (w *world) colleague(name string, change func(*switchboard.Agent)) switchboard.Agent {
	w.T.Helper()
	a := w.Bo
	a.ID, a.Name, a.Email = switchboard.NewID[switchboard.AgentID](noon), name, name+"@kettles.example"
	change(&a)
	w.Update(func(tx *store.Tx) error { return tx.InsertAgent(a, "") })
	return a
}

func (w *world) change(a switchboard.Agent, change func(tx *store.Tx, a *switchboard.Agent) error) {
	w.T.Helper()
	w.Update(func(tx *store.Tx) error {
		now, err := tx.Agent(a.ID)
		if err != nil {
			return err
		}
		if err := change(tx, &now); err != nil {
			return err
		}
		return tx.UpdateAgent(now)
	})
}

func (w *world) held() approval.Held {
	return approval.Held{Conversation: w.talk, Author: w.Ada.ID, Level: 3}
}

func (w *world) first() (first []switchboard.AgentID) {
	w.T.Helper()
	w.View(func(tx *store.Tx) (err error) {
		first, err = w.held().First(tx)
		return err
	})
	return first
}

func (w *world) able() (able []switchboard.AgentID) {
	w.T.Helper()
	w.View(func(tx *store.Tx) (err error) {
		able, err = w.held().Able(tx)
		return err
	})
	return able
}

func same(t *testing.T, what string, got []switchboard.AgentID, want ...switchboard.AgentID) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Whom the policy names is asked first; the deputy while they are not there; nobody in particular when neither is.
func TestTheDeputyIsAskedWhileTheApproverIsNotThere(t *testing.T) {
	t.Parallel()
	gone := map[string]func(tx *store.Tx, a *switchboard.Agent) error{
		"away":     func(tx *store.Tx, a *switchboard.Agent) error { return tx.SetPresence(a.ID, switchboard.Away) },
		"paused":   func(tx *store.Tx, a *switchboard.Agent) error { return tx.SetPresence(a.ID, switchboard.Paused) },
		"disabled": func(_ *store.Tx, a *switchboard.Agent) error { a.Disabled = true; return nil },
		"absent": func(tx *store.Tx, a *switchboard.Agent) error {
			return tx.SaveAbsence(store.Absence{AgentID: a.ID, StartsAt: tx.Now().Add(-time.Hour), EndsAt: tx.Now().Add(time.Hour), Policy: "keep"})
		},
		"not of the level": func(_ *store.Tx, a *switchboard.Agent) error { a.Freedom = 2; return nil },
		"of a department that may not see it": func(_ *store.Tx, a *switchboard.Agent) error {
			a.Departments = []switchboard.DepartmentKey{storetest.Press}
			return nil
		},
	}
	for name, go_ := range gone {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			cleo := w.colleague("cleo", func(*switchboard.Agent) {})
			w.names("BO@kettles.example", "cleo@kettles.example")
			same(t, "while he is there", w.first(), w.Bo.ID)
			w.change(w.Bo, go_)
			same(t, "while he is not", w.first(), cleo.ID)
			w.change(cleo, go_)
			same(t, "while neither is", w.first())
		})
	}
}

func TestADepartmentIsAskedFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cleo := w.colleague("cleo", func(a *switchboard.Agent) {
		a.Role, a.Departments = switchboard.RoleManager, []switchboard.DepartmentKey{storetest.Press}
	})
	same(t, "nobody decided anything", w.first())
	w.names("", "")
	same(t, "nobody is named", w.first())
	w.names(string(storetest.Press), "bo@kettles.example")
	same(t, "press, without Ada, who wrote it", w.first(), cleo.ID)
	same(t, "anybody of the level may", w.able(), w.Bo.ID, cleo.ID)
	w.names("ada@kettles.example", "bo@kettles.example")
	same(t, "nobody is asked about their own words", w.first(), w.Bo.ID)
}
