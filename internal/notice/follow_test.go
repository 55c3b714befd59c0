package notice_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"switchboard"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestThirtyRepliesAreOneNotice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(h.Ada.ID)
	h.prefers(h.Ada.ID, notice.Preferences{Ways: map[switchboard.NoticeEvent]map[switchboard.Way]notice.Timing{
		switchboard.NoticeReply: {switchboard.WayPush: {On: true}}}})
	c := h.led("mira")
	for range 30 {
		h.happens(h.reply(c))
	}
	same(t, "console", h.listed(h.Ada.ID), []string{"reply×30"})
	same(t, "push", h.push.events(), []string{"reply×1"})
	h.pass(15 * time.Minute)
	same(t, "email, unseen for a quarter of an hour", h.mail.events(), []string{"reply×30"})
	h.pass(time.Hour)
	same(t, "and never again", append(h.mail.events(), h.push.events()...), []string(nil))
	if n := h.unread(h.Ada.ID); n != 1 {
		t.Errorf("%d unread, want 1", n)
	}
}

func TestWhoActsIsNotTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	h.happens(h.reply(c))
	saved := about(c, switchboard.EventDraftSaved)
	saved.ActorKind, saved.Actor = switchboard.ActorAgent, h.Ada.ID
	h.happens(saved)
	h.pass(time.Hour)
	same(t, "console", h.listed(h.Ada.ID), []string{"reply×1 acted"})
	same(t, "email", h.mail.events(), []string(nil))
	h.happens(h.reply(c))
	same(t, "what comes after is told", h.listed(h.Ada.ID), []string{"reply×1", "reply×1 acted"})
}

func TestAnOfferThatIsOverIsNoNews(t *testing.T) {
	t.Parallel()
	for _, end := range []switchboard.EventKind{switchboard.EventAccepted, switchboard.EventDeclined, switchboard.EventOfferExpired,
		switchboard.EventTaken} {
		t.Run(string(end), func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.browser(h.Bo.ID)
			h.prefers(h.Bo.ID, notice.Preferences{Ways: map[switchboard.NoticeEvent]map[switchboard.Way]notice.Timing{
				switchboard.NoticeOffer: {switchboard.WayPush: {On: true, After: 30}}}})
			c := h.Talk("mira", nil).Conversation
			offer := h.offer(c, h.Bo.ID)
			over := about(c, end)
			over.Subject, over.Agent = offer.Subject, h.Bo.ID
			h.happens(offer)
			h.happens(over)
			h.pass(time.Minute)
			same(t, "push", h.push.events(), []string(nil))
			same(t, "console", h.listed(h.Bo.ID), []string{"offer×1 over"})
			if n := h.unread(h.Bo.ID); n != 0 {
				t.Errorf("%d unread", n)
			}
		})
	}
}

func TestHistoryAndOwnDeedsRaiseNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	past := h.reply(c)
	past.Origin = switchboard.History
	self := about(c, switchboard.EventHelperAdded)
	self.ActorKind, self.Actor, self.Agent = switchboard.ActorAgent, h.Bo.ID, h.Bo.ID
	aside := h.reply(c)
	aside.Numbers = nil
	h.happens(past, self, aside)
	same(t, "Ada", h.listed(h.Ada.ID), []string(nil))
	same(t, "Bo", h.listed(h.Bo.ID), []string(nil))
}

func TestNothingFromBeforeItIsFollowed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	h.happens(h.reply(c), h.reply(c))
	// the same rows again, as after a crash before the position was known
	h.at = 0
	h.follow()
	same(t, "taken twice", h.listed(h.Ada.ID), []string{"reply×2"})
}

func TestARestoredInstallationTellsNothingAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(h.Ada.ID)
	c := h.led("mira")
	h.happens(h.reply(c))
	h.Update(func(tx *store.Tx) error { return tx.Record(h.offer(c, h.Ada.ID)) }) // happened, and was not followed yet
	h.Update(func(tx *store.Tx) error {
		_, err := notice.Sound(tx, c, switchboard.NoticeSafety)
		return err
	})
	h.Update(func(tx *store.Tx) error { return tx.MarkRestored("second", h.clock.Now()) })
	h.begin()
	h.pass(24 * time.Hour)
	same(t, "push", h.push.events(), []string(nil))
	same(t, "email", h.mail.events(), []string(nil))
	h.View(func(tx *store.Tx) error {
		alarms, err := notices.In(tx.Tx).Alarms(c.ID)
		if err != nil || len(alarms) != 1 || alarms[0].State != switchboard.AlarmOver {
			t.Errorf("alarms %+v, %v", alarms, err)
		}
		return nil
	})
	h.happens(h.offer(c, h.Ada.ID))
	same(t, "what happens now", h.push.events(), []string{"offer×1"})
}

func TestADraftWaitsForThoseWhoMayLetItOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	far := h.colleague("Cy Far", switchboard.RoleAgent, 5, press)
	boss := h.colleague("Dee Boss", switchboard.RoleManager, 4)
	low := h.colleague("Eli Low", switchboard.RoleAgent, 3, service)
	gone := h.colleague("Fay Gone", switchboard.RoleManager, 5)
	gone.Disabled = true
	h.Update(func(tx *store.Tx) error { return tx.UpdateAgent(gone) })
	c := h.led("mira")
	held := about(c, switchboard.EventDraftHeld)
	held.ActorKind, held.Actor = switchboard.ActorAgent, h.Ada.ID
	held.Subject, held.Numbers = switchboard.NewID[switchboard.DraftID](start).String(), map[string]int64{"level": 4}
	h.happens(held)
	for name, tc := range map[string]struct {
		who  switchboard.AgentID
		want []string
	}{"another department": {far.ID, nil}, "a manager": {boss.ID, []string{"approval×1"}}, "too low": {low.ID, nil},
		"disabled": {gone.ID, nil}, "the author": {h.Ada.ID, nil}} {
		same(t, name, h.listed(tc.who), tc.want)
	}
	approved := about(c, switchboard.EventDraftApproved)
	approved.ActorKind, approved.Actor, approved.Agent, approved.Subject = switchboard.ActorAgent, boss.ID, h.Ada.ID, held.Subject
	h.happens(approved)
	same(t, "who approved", h.listed(boss.ID), []string{"approval×1 acted"})
	same(t, "the author", h.listed(h.Ada.ID), []string{"approved×1"})
	h.clock.Advance(time.Second)
	h.happens(held)
	back := approved
	back.Kind = switchboard.EventDraftReturned
	h.clock.Advance(time.Second)
	h.happens(back)
	same(t, "given back", h.listed(h.Ada.ID), []string{"returned×1", "approved×1 acted"})
	same(t, "who gave it back", h.listed(boss.ID), []string{"approval×1 acted", "approval×1 acted"})
}

func TestLateWorkThatNobodyLeadsIsForManagers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	boss := h.colleague("Dee Boss", switchboard.RoleManager, 4, service)
	other := h.colleague("Uma Other", switchboard.RoleManager, 4, press)
	c := h.Talk("mira", func(c *switchboard.Conversation) { c.DueAt = start.Add(time.Hour) }).Conversation
	h.happens(h.reply(c))
	h.pass(49 * time.Minute)
	same(t, "not soon yet", h.listed(boss.ID), []string(nil))
	h.pass(time.Minute)
	same(t, "soon", h.listed(boss.ID), []string{"due_soon×1"})
	h.happens(about(c, switchboard.EventDeadlineMissed))
	same(t, "late", h.listed(boss.ID), []string{"late×1", "due_soon×1 over"})
	same(t, "a manager of another department", h.listed(other.ID), []string(nil))
}

// In a shop of one person nobody is a manager.
func TestLateWorkThatNobodyLeadsIsForWhoeverAdministersWhereNobodyManages(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	founder := h.colleague("Fay Founder", switchboard.RoleAdmin, 5, service)
	c := h.Talk("mira", func(c *switchboard.Conversation) { c.DueAt = start.Add(time.Hour) }).Conversation
	h.happens(h.reply(c))
	h.happens(about(c, switchboard.EventDeadlineMissed))
	same(t, "late", h.listed(founder.ID), []string{"late×1"})
}

func TestABrokenAccountIsForWhoeverAnswersForIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.colleague("Gil Admin", switchboard.RoleAdmin, 5)
	trouble := func(code string) {
		h.Update(func(tx *store.Tx) error {
			return tx.SetAccountHealth(h.Account.ID, switchboard.Health{Code: code, Since: h.clock.Now()})
		})
		h.happens(switchboard.Event{Kind: switchboard.EventAccountHealth, ActorKind: switchboard.ActorSystem, AccountID: h.Account.ID, Reason: code})
	}
	trouble("transient")
	same(t, "trouble that may pass", h.listed(admin.ID), []string(nil))
	h.pass(15 * time.Minute)
	same(t, "trouble that lasts", h.listed(admin.ID), []string{"account_broken×1"})
	trouble("")
	same(t, "over", h.listed(admin.ID), []string{"account_broken×1 over"})
	h.clock.Advance(time.Minute)
	trouble("auth")
	same(t, "what only a person can end, at once", h.listed(h.Ada.ID), []string{"account_broken×1", "account_broken×1 over"})
}
