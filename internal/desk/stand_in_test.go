package desk_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// evening is a matter that came in while its department was closed, and those who might stand in.
type evening struct {
	*testing.T
	app            *app.App
	id             switchboard.ConversationID
	onCall, anna   switchboard.Agent
	manager, owner switchboard.Agent
}

var nine = time.Date(2026, 3, 4, 21, 0, 0, 0, time.UTC)

// standsIn begins an evening with a decision made at nine.
func standsIn(t *testing.T, site testkit.Site, cover *switchboard.Cover) *evening {
	e := &evening{T: t, app: opened(t, site), onCall: testkit.Person(1, 3, "comms"), anna: testkit.Person(2, 3, "service"),
		manager: testkit.Person(3, 3, "service"), owner: testkit.Person(4, 3, "comms")}
	e.manager.Role, e.owner.Presence = switchboard.RoleManager, switchboard.Away
	for _, a := range []*switchboard.Agent{&e.onCall, &e.anna, &e.manager} {
		a.Presence = switchboard.Away // they are asked all the same
	}
	testkit.AddAgents(t, e.app.DB, e.onCall, e.anna, e.manager, e.owner)
	e.app.Desk.OnCall = func(_ *store.Tx, key switchboard.DepartmentKey) ([]switchboard.AgentID, error) {
		if key != "comms" {
			return nil, nil
		}
		return []switchboard.AgentID{e.onCall.ID}, nil
	}
	waiting := testkit.Waiting(t, e.app, testkit.AddAccount(t, e.app.DB, "@kettles"), "comms")
	e.id = waiting.ID
	testkit.Update(t, e.app.DB, func(tx *store.Tx) error {
		tx.At(nine)
		if err := tx.InsertConversation(waiting); err != nil {
			return err
		}
		if err := tx.Count(switchboard.Conversation{}, waiting); err != nil {
			return err
		}
		row := store.DecisionRow{ID: switchboard.NewID[switchboard.DecisionID](nine), ConversationID: e.id,
			MessageID: switchboard.NewID[switchboard.MessageID](nine),
			Decision:  switchboard.Decision{Department: "comms", Rule: "press", Cover: cover}}
		m, err := desk.Load(tx, e.id)
		if err != nil {
			return err
		}
		if err := m.Do(conversation.Decided{DecisionID: row.ID, Decision: row.Decision}, nine); err != nil {
			return err
		}
		if err := e.app.Desk.Save(tx, m); err != nil {
			return err
		}
		if err := tx.InsertDecision(row); err != nil {
			return err
		}
		return e.app.Desk.StandIn(tx, m.Now, row)
	})
	return e
}

// fire lets every timer of standing in that is due by then have its effect, twice, and gives what the matter became.
func (e *evening) fire(after time.Duration) (c switchboard.Conversation) {
	e.Helper()
	testkit.Update(e.T, e.app.DB, func(tx *store.Tx) error {
		tx.At(nine.Add(after))
		due, err := tx.DueTimers(nine.Add(after), 100)
		if err != nil {
			return err
		}
		for _, timer := range due {
			id := switchboard.ConversationID(timer.Subject)
			if timer.Kind != desk.TimerStandIn || id != e.id {
				continue
			}
			for range 2 {
				if err := e.app.Desk.StandInDue(tx, id); err != nil {
					return err
				}
			}
		}
		c, err = tx.Conversation(e.id)
		return err
	})
	return c
}

func (e *evening) declines(after time.Duration, who switchboard.Agent) {
	e.Helper()
	testkit.Update(e.T, e.app.DB, func(tx *store.Tx) error {
		tx.At(nine.Add(after))
		_, err := e.app.Desk.Decline(tx, e.id, conversation.Declined{By: who.ID, Reason: "busy"})
		return err
	})
}

func (e *evening) asked(c switchboard.Conversation, who switchboard.Agent, when string) {
	e.Helper()
	if c.Offer == nil || c.Offer.To != who.ID {
		e.Errorf("%s: offered %+v, want %s to be asked", when, c.Offer, who.Name)
	}
}

// TestTheChainIsAsked goes down a chain while the department is closed: who is on call at once, a person after ten minutes,
// a manager after twenty, another department after thirty, and home again in the morning.
func TestTheChainIsAsked(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		cover := &switchboard.Cover{Cause: switchboard.CoverClosed, After: 600, Until: nine.Add(11 * time.Hour),
			Chain: []string{"on_call", "person2@kiosk.example", "managers", "service", "queue"}}
		e := standsIn(t, site, cover)
		e.asked(e.fire(0), e.onCall, "at nine")
		e.asked(e.fire(5*time.Minute), e.onCall, "five minutes later")
		e.declines(6*time.Minute, e.onCall)
		e.asked(e.fire(10*time.Minute), e.anna, "after ten minutes")
		e.declines(11*time.Minute, e.anna)
		e.asked(e.fire(20*time.Minute), e.manager, "after twenty minutes")
		e.declines(21*time.Minute, e.manager)
		if c := e.fire(30 * time.Minute); c.Department != "service" || c.Stance != switchboard.StanceQueued {
			t.Errorf("after half an hour it is %s in %s", c.Stance, c.Department)
		}
		if c := e.fire(40 * time.Minute); c.Department != "service" {
			t.Errorf("after forty minutes it is in %s", c.Department)
		}
		if c := e.fire(11 * time.Hour); c.Department != "comms" || c.Stance != switchboard.StanceQueued {
			t.Errorf("in the morning it is %s in %s", c.Stance, c.Department)
		}
		if wrong := testkit.Sums(t, e.app.DB, testkit.AllConversations(t, e.app.DB)); len(wrong) > 0 {
			t.Error(wrong)
		}
	})
}

// TestALateTimerAsksWhoIsNext lets a node sleep over two steps: whoever is to be asked by now is asked, nobody before.
func TestALateTimerAsksWhoIsNext(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		e := standsIn(t, site, &switchboard.Cover{Cause: switchboard.CoverUnled, After: 600, Chain: []string{"on_call", "person2@kiosk.example"}})
		if c := e.fire(9 * time.Minute); c.Offer != nil {
			t.Errorf("asked before its time: %+v", c.Offer)
		}
		e.asked(e.fire(25*time.Minute), e.anna, "after twenty-five minutes")
	})
}

// reroutes has a person move it to a department's queue.
func (e *evening) reroutes(after time.Duration, to switchboard.DepartmentKey) {
	e.Helper()
	testkit.Update(e.T, e.app.DB, func(tx *store.Tx) error {
		tx.At(nine.Add(after))
		_, err := e.app.Desk.Act(tx, e.id, conversation.Rerouted{By: conversation.Person(e.owner.ID), Department: to, Reason: conversation.ReasonWrongOwner})
		return err
	})
}

// TestWhatAPersonMovedStays: whatever department a person chose, of the chain or not, nobody of the old one's chain is asked
// any more, and the morning leaves it there.
func TestWhatAPersonMovedStays(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		e := standsIn(t, site, &switchboard.Cover{Cause: switchboard.CoverClosed, After: 600, Until: nine.Add(11 * time.Hour),
			Chain: []string{"on_call", "person2@kiosk.example", "managers", "service", "queue"}})
		e.asked(e.fire(0), e.onCall, "at nine")
		e.reroutes(time.Minute, "sales")
		for _, after := range []time.Duration{10 * time.Minute, 20 * time.Minute, 30 * time.Minute, 11 * time.Hour} {
			if c := e.fire(after); c.Department != "sales" || c.Stance != switchboard.StanceQueued {
				t.Errorf("after %s it is %s in %s", after, c.Stance, c.Department)
			}
		}
		if wrong := testkit.Sums(t, e.app.DB, testkit.AllConversations(t, e.app.DB)); len(wrong) > 0 {
			t.Error(wrong)
		}
	})
}

// TestWhatAPersonTookHomeStays: it had gone to the department that stands in, and a person brought it back.
func TestWhatAPersonTookHomeStays(t *testing.T) {
	t.Parallel()
	e := standsIn(t, testkit.NewSite(testkit.Folder(t), ""), &switchboard.Cover{Cause: switchboard.CoverClosed, After: 600,
		Until: nine.Add(11 * time.Hour), Chain: []string{"service", "sales", "queue"}})
	if c := e.fire(0); c.Department != "service" {
		t.Fatalf("at nine it is in %s", c.Department)
	}
	e.reroutes(time.Minute, "comms")
	if c := e.fire(10 * time.Minute); c.Department != "comms" {
		t.Errorf("after ten minutes it is in %s", c.Department)
	}
}

// TestWhatWasPutBackIsAskedOn: whoever took it and could not keep it has decided nothing; the next of the chain is asked, and
// the morning finds it at home.
func TestWhatWasPutBackIsAskedOn(t *testing.T) {
	t.Parallel()
	e := standsIn(t, testkit.NewSite(testkit.Folder(t), ""), &switchboard.Cover{Cause: switchboard.CoverClosed, After: 600,
		Until: nine.Add(11 * time.Hour), Chain: []string{"on_call", "person2@kiosk.example", "service", "queue"}})
	e.asked(e.fire(0), e.onCall, "at nine")
	testkit.Update(t, e.app.DB, func(tx *store.Tx) error {
		tx.At(nine.Add(time.Minute))
		c, err := e.app.Desk.Act(tx, e.id, conversation.Accepted{By: e.onCall.ID})
		if err == nil {
			_, err = e.app.Desk.Act(tx, e.id, conversation.Released{By: conversation.Person(e.onCall.ID), Reason: conversation.ReasonShift, Epoch: c.Epoch})
		}
		return err
	})
	e.asked(e.fire(10*time.Minute), e.anna, "after ten minutes")
	e.declines(11*time.Minute, e.anna)
	if c := e.fire(20 * time.Minute); c.Department != "service" {
		t.Errorf("after twenty minutes it is in %s", c.Department)
	}
	if c := e.fire(11 * time.Hour); c.Department != "comms" {
		t.Errorf("in the morning it is in %s", c.Department)
	}
}

// TestWhatWasHandedOverAsWronglyOwnedStays: it was taken at night and handed to the department it belongs to, and put back.
func TestWhatWasHandedOverAsWronglyOwnedStays(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		e := standsIn(t, site, &switchboard.Cover{Cause: switchboard.CoverClosed, After: 600, Until: nine.Add(11 * time.Hour), Chain: []string{"queue"}})
		testkit.Update(t, e.app.DB, func(tx *store.Tx) error {
			tx.At(nine.Add(time.Minute))
			owner, anna := conversation.Person(e.owner.ID), conversation.Person(e.anna.ID)
			for _, what := range []conversation.Happening{conversation.Taken{By: owner},
				conversation.TransferAsked{By: owner, From: e.owner.ID, To: e.anna.ID, Epoch: 1, Department: "service",
					Reason: conversation.ReasonWrongOwner, Briefing: "A bill that was paid twice, nothing for comms."},
				conversation.TransferAccepted{By: e.anna.ID},
				conversation.Released{By: anna, Reason: conversation.ReasonShift, Epoch: 2}} {
				if _, err := e.app.Desk.Act(tx, e.id, what); err != nil {
					return err
				}
			}
			return nil
		})
		if c := e.fire(11 * time.Hour); c.Department != "service" || c.Stance != switchboard.StanceQueued {
			t.Errorf("in the morning it is %s in %s", c.Stance, c.Department)
		}
		if wrong := testkit.Sums(t, e.app.DB, testkit.AllConversations(t, e.app.DB)); len(wrong) > 0 {
			t.Error(wrong)
		}
	})
}

func TestWhoLeadsIsNotReplaced(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		e := standsIn(t, site, &switchboard.Cover{Cause: switchboard.CoverUnled, After: 600, Chain: []string{"service"}})
		testkit.Update(t, e.app.DB, func(tx *store.Tx) error {
			tx.At(nine.Add(time.Minute))
			_, err := e.app.Desk.Act(tx, e.id, conversation.Taken{By: conversation.Person(e.owner.ID), Department: "comms"})
			return err
		})
		if c := e.fire(time.Hour); c.Lead != e.owner.ID || c.Department != "comms" {
			t.Errorf("led by %s in %s", c.Lead, c.Department)
		}
	})
}

// TestNobodyToAskLeavesItQueued takes a chain whose people are absent, disabled or gone: it waits, and nothing breaks.
func TestNobodyToAskLeavesItQueued(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		e := standsIn(t, site, &switchboard.Cover{Cause: switchboard.CoverClosed, After: 600, Chain: []string{"gone@kiosk.example", "person2@kiosk.example", "managers"}})
		testkit.Update(t, e.app.DB, func(tx *store.Tx) error {
			tx.At(nine)
			if err := tx.SaveAbsence(store.Absence{AgentID: e.anna.ID, StartsAt: nine.Add(-time.Hour), EndsAt: nine.Add(time.Hour), Policy: "keep"}); err != nil {
				return err
			}
			gone := e.manager
			gone.Disabled = true
			return tx.UpdateAgent(gone)
		})
		for _, after := range []time.Duration{0, 10 * time.Minute, 20 * time.Minute, time.Hour} {
			if c := e.fire(after); c.Stance != switchboard.StanceQueued || c.Department != "comms" {
				t.Errorf("after %s it is %s in %s", after, c.Stance, c.Department)
			}
		}
	})
}

// TestAnEntryThatNamesNobodyIsPassedOver: with nobody on call the next is asked at once, also where the policy gives no time
// between them; who lets it pass is followed by the next after half an hour.
func TestAnEntryThatNamesNobodyIsPassedOver(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, site testkit.Site) {
		e := standsIn(t, site, &switchboard.Cover{Cause: switchboard.CoverClosed, Until: nine.Add(11 * time.Hour),
			Chain: []string{"on_call", "person2@kiosk.example", "service"}})
		e.app.Desk.OnCall = func(*store.Tx, switchboard.DepartmentKey) ([]switchboard.AgentID, error) { return nil, nil }
		e.asked(e.fire(0), e.anna, "with nobody on call")
		e.declines(time.Minute, e.anna)
		if c := e.fire(30 * time.Minute); c.Department != "service" || c.Stance != switchboard.StanceQueued {
			t.Errorf("after all said no it is %s in %s", c.Stance, c.Department)
		}
	})
}
