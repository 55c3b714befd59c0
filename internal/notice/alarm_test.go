package notice_test

import (
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/notice"
	"switchboard/internal/oncall"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// ladder is a plan of three steps: the lead, who is on call on Mondays, everybody who manages.
func (h *house) ladder(onCall switchboard.AgentID) {
	h.T.Helper()
	plan := oncall.Plan{Repeat: 600, Steps: []oncall.Step{{Who: oncall.Lead, Wait: 60}, {Who: oncall.OnCall, Wait: 120}, {Who: oncall.Managers, Wait: 300}},
		Shifts: []oncall.Shift{{Agent: onCall, Calendar: calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": {"00:00-24:00"}}}}}}
	if err := plan.Check(); err != nil {
		h.T.Fatal(err)
	}
	h.Update(func(tx *store.Tx) error { return notices.In(tx.Tx).SaveOnCall(service, plan) })
}

func (h *house) sound(c switchboard.Conversation) {
	h.T.Helper()
	h.Update(func(tx *store.Tx) error {
		_, err := notice.Sound(tx, c, switchboard.NoticeSafety)
		return err
	})
	h.follow()
	h.deliver()
}

func (h *house) alarm(c switchboard.Conversation) (a switchboard.Alarm, steps []string) {
	h.T.Helper()
	h.View(func(tx *store.Tx) error {
		alarms, err := notices.In(tx.Tx).Alarms(c.ID)
		if err != nil {
			return err
		}
		a = alarms[len(alarms)-1]
		calls, err := notices.In(tx.Tx).Calls(a.ID)
		for _, call := range calls {
			steps = append(steps, call.Step)
		}
		return err
	})
	return a, steps
}

func (h *house) accept(c switchboard.Conversation, who switchboard.AgentID) {
	h.T.Helper()
	h.Update(func(tx *store.Tx) error {
		_, err := notice.Accept(tx, c, who)
		return err
	})
}

func TestAnAlarmClimbsUntilSomebodyAccepts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	boss := h.colleague("Dee Boss", switchboard.RoleManager, 4)
	for _, who := range []switchboard.AgentID{h.Ada.ID, h.Bo.ID, boss.ID} {
		h.browser(who)
	}
	h.ladder(h.Bo.ID)
	c := h.led("mira")
	h.sound(c)
	same(t, "the lead first", h.listed(h.Ada.ID), []string{"safety×1"})
	same(t, "told at once", h.push.events(), []string{"safety×1"})
	h.pass(59 * time.Second)
	same(t, "nobody else before the wait is over", h.listed(h.Bo.ID), []string(nil))
	h.pass(time.Second)
	same(t, "then who is on call", h.listed(h.Bo.ID), []string{"safety×1"})
	h.pass(2 * time.Minute)
	same(t, "then managers", h.listed(boss.ID), []string{"safety×1"})
	h.pass(5 * time.Minute)
	h.pass(10 * time.Minute)
	same(t, "the last step again and again", h.listed(boss.ID), []string{"safety×3"})
	same(t, "each call told once", h.push.events(), []string{"safety×1", "safety×1", "safety×2", "safety×3"})
	_, steps := h.alarm(c)
	same(t, "written down", steps, []string{"lead", "on_call", "managers", "managers", "managers"})
	h.accept(c, h.Bo.ID)
	h.accept(c, boss.ID)
	h.pass(24 * time.Hour)
	a, steps := h.alarm(c)
	if a.State != switchboard.AlarmAccepted || a.AcceptedBy != h.Bo.ID || len(steps) != 5 || !a.NextAt.IsZero() {
		t.Errorf("after it was accepted: %+v, %v", a, steps)
	}
	same(t, "who accepted", h.listed(h.Bo.ID), []string{"safety×1 acted"})
	same(t, "the others", h.listed(boss.ID), []string{"safety×3 over"})
	h.sound(c)
	if again, _ := h.alarm(c); again.ID != a.ID {
		t.Error("an accepted alarm was raised again")
	}
	kinds := map[switchboard.EventKind]int{}
	h.at = 0
	for _, e := range h.journal() {
		kinds[e.Kind]++
	}
	if kinds[switchboard.EventAlarmRaised] != 1 || kinds[switchboard.EventAlarmCalled] != 5 || kinds[switchboard.EventAlarmAccepted] != 1 {
		t.Errorf("journal %v", kinds)
	}
}

func TestAClosedConversationEndsItsAlarm(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	h.sound(c)
	h.happens(about(c, switchboard.EventClosed))
	h.pass(time.Hour)
	a, steps := h.alarm(c)
	if a.State != switchboard.AlarmOver || len(steps) != 1 {
		t.Errorf("%+v called %v", a, steps)
	}
	h.sound(c)
	if again, _ := h.alarm(c); again.ID == a.ID {
		t.Error("nothing rings although the first is over")
	}
}

func TestAnAlarmThatReachesNobodyIsShown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.colleague("Gil Admin", switchboard.RoleAdmin, 5)
	h.Update(func(tx *store.Tx) error {
		return notices.In(tx.Tx).SaveOnCall(service, oncall.Plan{Steps: []oncall.Step{{Who: oncall.Managers, Wait: 60}}})
	})
	c := h.Talk("mira", nil).Conversation
	h.sound(c)
	h.pass(time.Hour)
	h.pass(time.Hour)
	a, _ := h.alarm(c)
	if !a.Unheard || a.Ring != 0 || a.State != switchboard.AlarmRinging {
		t.Errorf("%+v", a)
	}
	same(t, "administrators, once", h.listed(admin.ID), []string{"alarm_unheard×1"})
	boss := h.colleague("Dee Boss", switchboard.RoleManager, 4)
	h.pass(time.Hour)
	same(t, "somebody came", h.listed(boss.ID), []string{"safety×1"})
	if a, _ := h.alarm(c); a.Unheard {
		t.Error("it is heard now")
	}
}

// TestAlarmsPassOverWhoCannotHear: people kept of the sample company are called by no step until they are invited and come.
func TestAlarmsPassOverWhoCannotHear(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin, other := h.colleague("Gil Admin", switchboard.RoleAdmin, 5), h.colleague("Ona Admin", switchboard.RoleAdmin, 5)
	invented, boss := h.colleague("Mona Made", switchboard.RoleAgent, 3, service), h.colleague("Dee Made", switchboard.RoleManager, 4)
	password := func(hash string, of ...switchboard.AgentID) {
		t.Helper()
		h.Update(func(tx *store.Tx) error {
			for _, id := range of {
				if err := tx.SetPassword(id, hash); err != nil {
					return err
				}
			}
			return nil
		})
	}
	password("", invented.ID, boss.ID, other.ID)
	h.ladder(invented.ID)
	c := h.Talk("mira", nil).Conversation
	h.sound(c)
	a, steps := h.alarm(c)
	same(t, "called", steps, []string(nil))
	if !a.Unheard {
		t.Errorf("%+v", a)
	}
	same(t, "who administers and can sign in, at once", h.listed(admin.ID), []string{"alarm_unheard×1"})
	for _, who := range []switchboard.AgentID{invented.ID, boss.ID, other.ID} {
		same(t, "who cannot sign in", h.listed(who), []string(nil))
	}
	password("x", boss.ID)
	h.pass(time.Hour)
	same(t, "who came", h.listed(boss.ID), []string{"safety×1"})
	password("", admin.ID)
	h.Update(func(tx *store.Tx) error { return tx.SetPassword(boss.ID, "") })
	h.sound(h.Talk("noor", nil).Conversation)
	same(t, "all of them where none can sign in", h.listed(other.ID), []string{"alarm_unheard×1"})
}

// TestAnAlarmSurvivesARestart lets another process, which knows nothing but the database, go on.
func TestAnAlarmSurvivesARestart(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ladder(h.Bo.ID)
	c := h.led("mira")
	h.sound(c)
	h.post.Senders = map[switchboard.Way]notice.Sender{switchboard.WayPush: &way{}, switchboard.WayEmail: &way{}, switchboard.WayChat: &way{}}
	h.begin()
	h.pass(time.Hour) // asleep for an hour: it goes on with the next step, not with all at once
	_, steps := h.alarm(c)
	same(t, "steps", steps, []string{"lead", "on_call"})
}

func TestSafetyInAMessageRaisesAnAlarm(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	says := func(key string, sure float64) (raised int) {
		said := h.Says(h.Talk("noor", nil), key, "It burnt my hand", 0).Message
		h.Update(func(tx *store.Tx) error {
			return tx.SaveVerdict(said.ID, 1, switchboard.Verdict{Language: "en", Heads: map[switchboard.Head]switchboard.Finding{
				switchboard.Head(switchboard.FlagSafety): {Label: switchboard.Yes, Confidence: sure}}})
		})
		e := h.reply(c)
		e.MessageID = said.ID
		h.happens(e)
		h.View(func(tx *store.Tx) error {
			alarms, err := notices.In(tx.Tx).Alarms(c.ID)
			raised = len(alarms)
			return err
		})
		return raised
	}
	if n := says("m0", 0.03); n != 0 {
		t.Errorf("a slight doubt rings %d times", n)
	}
	if n := says("m1", 0.9); n != 1 {
		t.Errorf("danger rings %d times", n)
	}
	if a, _ := h.alarm(c); a.Kind != switchboard.NoticeSafety {
		t.Errorf("%+v", a)
	}
	listed := h.listed(h.Ada.ID)
	slices.Sort(listed)
	same(t, "the lead", listed, []string{"reply×2", "safety×1"})
}

func TestDangerThatSomebodyVouchesForRaisesAnAlarm(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, kind := range []switchboard.EventKind{switchboard.EventCorrected, switchboard.EventConfirmed} {
		c := h.Talk("mira", func(c *switchboard.Conversation) { c.Flags = []switchboard.Flag{switchboard.FlagSafety} }).Conversation
		rung := func() (alarms []switchboard.Alarm) {
			h.View(func(tx *store.Tx) (err error) {
				alarms, err = notices.In(tx.Tx).Alarms(c.ID)
				return err
			})
			return alarms
		}
		says := func(head switchboard.Flag, numbers map[string]int64) {
			e := about(c, kind)
			e.Reason, e.Numbers = string(head), numbers
			h.happens(e)
		}
		says(switchboard.FlagPress, map[string]int64{"yes": 1})
		says(switchboard.FlagSafety, nil) // of one message that it is no danger, while another is
		if len(rung()) != 0 {
			t.Errorf("%s: it rings for what is no danger", kind)
		}
		says(switchboard.FlagSafety, map[string]int64{"yes": 1})
		if alarms := rung(); len(alarms) != 1 || alarms[0].Kind != switchboard.NoticeSafety {
			t.Errorf("%s: %+v", kind, alarms)
		}
	}
}

func TestOnlyTheVoiceOfACrisisIsACrisis(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for level, want := range map[int]int{4: 0, 5: 1} {
		c := h.Talk("mira", func(c *switchboard.Conversation) { c.RequiredLevel = level }).Conversation
		h.happens(about(c, switchboard.EventDecided))
		h.View(func(tx *store.Tx) error {
			alarms, err := notices.In(tx.Tx).Alarms(c.ID)
			if len(alarms) != want {
				t.Errorf("level %d: %d alarms", level, len(alarms))
			}
			return err
		})
	}
}
