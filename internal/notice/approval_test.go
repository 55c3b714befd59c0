package notice_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/approval"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/store/storetest"
)

// holds lets a draft of Ada's wait for a yes that some are asked for first.
func (h *house) holds(talk storetest.Talk, d *switchboard.Draft, asked ...switchboard.AgentID) {
	h.T.Helper()
	d.Version++
	d.State, d.UpdatedAt = switchboard.DraftHeld, h.clock.Now()
	d.Ruling = &switchboard.Ruling{Outcome: switchboard.RulingHold, Level: 3, Hash: d.Hash, Asked: asked}
	if len(asked) > 0 {
		d.Ruling.AskedUntil = h.clock.Now().Add(approval.Alone)
	}
	h.Update(func(tx *store.Tx) error { return tx.SaveDraft(*d) })
	e := about(talk.Conversation, switchboard.EventDraftHeld)
	e.ActorKind, e.Actor, e.Subject = switchboard.ActorAgent, h.Ada.ID, d.ID.String()
	e.Numbers = map[string]int64{"level": 3}
	h.happens(e)
}

// asking is a house with a draft of Ada's; Bo and Cleo may approve it, and the team has a chat hook.
func asking(t *testing.T) (h *house, talk storetest.Talk, d switchboard.Draft, cleo switchboard.Agent) {
	h = newHouse(t)
	cleo = h.colleague("Cleo Marsh", switchboard.RoleManager, 4)
	talk = h.Talk("mira", func(c *switchboard.Conversation) {
		c.Stance, c.Lead, c.Epoch, c.QueuedAt = switchboard.StanceLed, h.Ada.ID, 1, time.Time{}
	})
	d = h.Draft(talk, 1)
	d.Epoch = 1
	team := notices.Hook{ID: switchboard.NewID[switchboard.ChatHookID](h.clock.Now()), AgentID: h.Bo.ID, Department: talk.Department, Name: "team", State: notices.HookOn,
		Sealed: []byte{1}, Events: []switchboard.NoticeEvent{switchboard.NoticeApproval}, CreatedAt: h.clock.Now()}
	h.Update(func(tx *store.Tx) error { return notices.In(tx.Tx).InsertHook(team) })
	return h, talk, d, cleo
}

func TestWhomThePolicyNamesIsAskedAloneForAWhile(t *testing.T) {
	t.Parallel()
	h, talk, d, cleo := asking(t)
	h.holds(talk, &d, cleo.ID)
	same(t, "whom the policy names", h.listed(cleo.ID), []string{"approval×1"})
	same(t, "who may as well", h.listed(h.Bo.ID), []string(nil))
	h.pass(approval.Alone - time.Second)
	same(t, "not yet", h.listed(h.Bo.ID), []string(nil))
	same(t, "the team", h.chat.events(), []string(nil))
	h.pass(time.Second)
	same(t, "everybody who may", h.listed(h.Bo.ID), []string{"approval×1"})
	same(t, "the team, too", h.chat.events(), []string{"approval×1"})
	same(t, "who was asked first is not asked twice", h.listed(cleo.ID), []string{"approval×1"})
	same(t, "the author", h.listed(h.Ada.ID), []string(nil))
	h.pass(time.Hour)
	same(t, "once", h.listed(h.Bo.ID), []string{"approval×1"})
}

func TestWhereNobodyIsNamedEverybodyWhoMayIsAskedAtOnce(t *testing.T) {
	t.Parallel()
	h, talk, d, cleo := asking(t)
	h.holds(talk, &d)
	same(t, "Cleo", h.listed(cleo.ID), []string{"approval×1"})
	same(t, "Bo", h.listed(h.Bo.ID), []string{"approval×1"})
	same(t, "the team", h.chat.events(), []string{"approval×1"})
}

// What no longer waits is nothing to ask others about, and what waits again has its time again.
func TestOthersAreAskedOnlyAboutWhatStillWaits(t *testing.T) {
	t.Parallel()
	h, talk, d, cleo := asking(t)
	h.holds(talk, &d, cleo.ID)
	h.pass(approval.Alone - time.Minute)
	d.Version++
	d.State, d.UpdatedAt = switchboard.DraftEditing, h.clock.Now()
	h.Update(func(tx *store.Tx) error { return tx.SaveDraft(d) })
	back := about(talk.Conversation, switchboard.EventDraftReturned)
	back.ActorKind, back.Actor, back.Agent, back.Subject = switchboard.ActorAgent, cleo.ID, h.Ada.ID, d.ID.String()
	h.happens(back)
	h.pass(30 * time.Second)
	h.holds(talk, &d, cleo.ID)
	h.pass(30 * time.Second)
	same(t, "the first time is up", h.listed(h.Bo.ID), []string(nil))
	h.pass(approval.Alone - 30*time.Second)
	same(t, "the second is", h.listed(h.Bo.ID), []string{"approval×1"})
}

func TestNobodyElseIsAskedAboutATextOfWhoeverLeadsNoMore(t *testing.T) {
	t.Parallel()
	h, talk, d, cleo := asking(t)
	h.holds(talk, &d, cleo.ID)
	h.Update(func(tx *store.Tx) error {
		c, err := tx.LockConversation(talk.ID)
		if err != nil {
			return err
		}
		c.Lead, c.Epoch = h.Bo.ID, 2
		return tx.UpdateConversation(c, c.Version)
	})
	h.pass(approval.Alone)
	same(t, "Bo, who leads now", h.listed(h.Bo.ID), []string(nil))
}

// A draft that somebody let out while the others were about to be asked is told to nobody.
func TestWhatWasLetOutIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	h, talk, d, cleo := asking(t)
	h.holds(talk, &d, cleo.ID)
	d.Version++
	d.State = switchboard.DraftSending
	h.Update(func(tx *store.Tx) error { return tx.SaveDraft(d) })
	h.pass(approval.Alone)
	same(t, "Bo", h.listed(h.Bo.ID), []string(nil))
	if _, known := notice.Timers()[notice.TimerUnheard]; !known {
		t.Error("nothing fires the timer")
	}
}
