package notice_test

import (
	"fmt"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/calendar"
	"switchboard/internal/notice"
	"switchboard/internal/store"
)

// nights are quiet from ten to seven in Berlin.
func nights() *calendar.Spec {
	hours := map[string][]string{}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		hours[day] = []string{"22:00-07:00"}
	}
	return &calendar.Spec{Zone: "Europe/Berlin", Hours: hours}
}

func TestQuietHoursHoldAllButAlarms(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(h.Ada.ID)
	h.prefers(h.Ada.ID, notice.Preferences{Quiet: nights()})
	c, d := h.led("mira"), h.led("noor")
	h.clock.Advance(13 * time.Hour) // 22:00 UTC is 23:00 in Berlin
	for _, e := range []switchboard.Event{h.offer(c, h.Ada.ID), h.offer(d, h.Ada.ID), h.reply(c)} {
		h.happens(e)
		h.clock.Advance(time.Millisecond)
	}
	same(t, "the console has it", h.listed(h.Ada.ID), []string{"reply×1", "offer×1", "offer×1"})
	same(t, "held", append(h.push.events(), h.mail.events()...), []string(nil))
	h.sound(c)
	same(t, "an alarm is not held", h.push.events(), []string{"safety×1"})
	same(t, "in any way", h.mail.events(), []string{"safety×1"})
	h.accept(c, h.Bo.ID)
	h.pass(8*time.Hour - time.Second - 3*time.Millisecond) // the second before 7:00 in Berlin
	same(t, "still quiet", append(h.push.events(), h.mail.events()...), []string(nil))
	h.pass(time.Second)
	same(t, "one digest of what was held", h.push.events(), []string{"offer×1 offer×1"})
	same(t, "one mail", h.mail.events(), []string{"reply×1"})
}

func TestQuietHoursAcrossTheChangeOfClocks(t *testing.T) {
	t.Parallel()
	p := notice.Preferences{Quiet: nights()}.Complete()
	for at, want := range map[string]string{
		"2026-03-28T22:30:00Z": "2026-03-29T05:00:00Z", // the night to summer time: 7:00 is two hours behind UTC
		"2026-10-24T21:30:00Z": "2026-10-25T06:00:00Z", // the night back: 7:00 is one hour behind UTC
		"2026-06-01T12:00:00Z": "2026-06-01T12:00:00Z",
		"2026-03-29T01:00:00Z": "2026-03-29T05:00:00Z", // in the hour that there is not
		"2026-10-25T00:59:59Z": "2026-10-25T06:00:00Z", // in the hour that is there twice
	} {
		from, _ := time.Parse(time.RFC3339, at)
		if got := p.Awake(from).Format(time.RFC3339); got != want {
			t.Errorf("quiet at %s until %s, want %s", at, got, want)
		}
	}
}

func TestChangedQuietHoursCountForWhatWaits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	h.happens(h.reply(c)) // to be mailed in a quarter of an hour
	always := &calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": {"00:00-24:00"}}}
	h.prefers(h.Ada.ID, notice.Preferences{Quiet: always})
	h.pass(time.Hour)
	same(t, "held", h.mail.events(), []string(nil))
	h.pass(14 * time.Hour)
	same(t, "on Tuesday", h.mail.events(), []string{"reply×1"})
}

func TestMailsComeWithPausesAndTogether(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	soon := notice.Preferences{Ways: map[switchboard.NoticeEvent]map[switchboard.Way]notice.Timing{
		switchboard.NoticeReply: {switchboard.WayEmail: {On: true}}}}
	h.prefers(h.Ada.ID, soon)
	for n := range 10 {
		h.happens(h.reply(h.led(fmt.Sprint("customer", n))))
	}
	same(t, "one mail", h.mail.events(), []string{"reply×1"})
	h.pass(5*time.Minute - time.Second)
	same(t, "not so soon", h.mail.events(), []string(nil))
	h.pass(time.Second)
	if got := h.mail.events(); len(got) != 1 || len(got[0]) != 9*len("reply×1")+8 {
		t.Errorf("the others together: %q", got)
	}
}

func TestWhatCertainlyDidNotArriveIsTriedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(h.Ada.ID)
	fails := 3
	h.push.answer = func(notice.Letter) notice.Result {
		if fails--; fails >= 0 {
			return notice.Result{Fate: notice.Again, Code: "status_503"}
		}
		return notice.Result{Fate: notice.Told}
	}
	h.happens(h.offer(h.led("mira"), h.Ada.ID))
	for range 20 {
		h.pass(time.Minute)
	}
	same(t, "until it was told", h.push.events(), []string{"offer×1", "offer×1", "offer×1", "offer×1"})
}

func TestItIsGivenUpSometime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(h.Ada.ID)
	h.push.answer = func(notice.Letter) notice.Result { return notice.Result{Fate: notice.Again} }
	h.happens(h.offer(h.led("mira"), h.Ada.ID))
	for range 300 {
		h.pass(time.Minute)
	}
	if got := len(h.push.events()); got != notice.MaxAttempts {
		t.Errorf("%d attempts", got)
	}
}

// What is raised late into another's troubles gets attempts of its own.
func TestWhatJoinsALetterHasItsOwnAttempts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(h.Ada.ID)
	attempts := map[switchboard.ConversationID]int{}
	h.push.answer = func(l notice.Letter) notice.Result {
		for _, line := range l.Lines {
			attempts[line.Notice.ConversationID]++
		}
		return notice.Result{Fate: notice.Again}
	}
	first, second := h.led("mira"), h.led("jonas")
	h.happens(h.offer(first, h.Ada.ID))
	for attempts[first.ID] < notice.MaxAttempts-1 {
		h.pass(time.Minute)
	}
	h.happens(h.offer(second, h.Ada.ID))
	for range 600 {
		h.pass(time.Minute)
	}
	if attempts[first.ID] != notice.MaxAttempts || attempts[second.ID] != notice.MaxAttempts {
		t.Errorf("the first was tried %d times, the second %d, want %d of each", attempts[first.ID], attempts[second.ID], notice.MaxAttempts)
	}
}

func TestWhatMayHaveArrivedIsNeverSentAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(h.Ada.ID)
	h.push.answer = func(notice.Letter) notice.Result { return notice.Result{Fate: notice.Unknown} }
	h.happens(h.offer(h.led("mira"), h.Ada.ID))
	for range 100 {
		h.pass(time.Minute)
	}
	same(t, "once", h.push.events(), []string{"offer×1"})
}

func TestABrowserThatIsGoneIsForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	gone := h.browser(h.Ada.ID)
	h.clock.Advance(time.Second)
	h.browser(h.Ada.ID)
	h.push.answer = func(l notice.Letter) notice.Result {
		if l.Target == gone.String() {
			return notice.Result{Fate: notice.Gone}
		}
		return notice.Result{}
	}
	h.happens(h.offer(h.led("mira"), h.Ada.ID))
	same(t, "both", h.push.events(), []string{"offer×1", "offer×1"})
	h.happens(h.offer(h.led("noor"), h.Ada.ID))
	same(t, "the one that is left", h.push.events(), []string{"offer×1"})
}

func TestWhoMayNotSeeItAnyMoreIsNotTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	h.happens(h.reply(c))
	h.Update(func(tx *store.Tx) error {
		now, err := tx.LockConversation(c.ID)
		if err != nil {
			return err
		}
		before := now.Version
		now.Lead, now.Department, now.Stance, now.QueuedAt, now.Version = switchboard.AgentID{}, "sales", switchboard.StanceQueued, start, before+1
		if err := tx.SaveDepartment(switchboard.Department{Key: "sales", Name: "Sales"}); err != nil {
			return err
		}
		return tx.UpdateConversation(now, before)
	})
	h.pass(time.Hour)
	same(t, "email", h.mail.events(), []string(nil))
}

func TestHowMuchLeavesTheInstallation(t *testing.T) {
	t.Parallel()
	for detail, want := range map[notice.Detail]string{notice.DetailEvent: "A conversation is offered to you",
		notice.DetailTitle:   "A conversation is offered to you: Mira Bcc: all@x.example",
		notice.DetailPreview: "A conversation is offered to you: Mira Bcc: all@x.example — My kettle sings"} {
		h := newHouse(t)
		h.browser(h.Ada.ID)
		h.prefers(h.Ada.ID, notice.Preferences{Detail: detail})
		c := h.Talk("mira", func(c *switchboard.Conversation) { c.CustomerName = "Mira\r\nBcc: all@x.example" }).Conversation
		h.happens(h.offer(c, h.Ada.ID))
		if got := h.push.told[0].Lines[0].Text(); got != want {
			t.Errorf("%s: %q, want %q", detail, got, want)
		}
	}
}

func TestWhatIsTooLateIsLeftToTheConsole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.happens(h.reply(h.led("mira")))
	h.pass(13 * time.Hour)
	same(t, "email", h.mail.events(), []string(nil))
	same(t, "console", h.listed(h.Ada.ID), []string{"reply×1"})
}

func TestOnlyTheirPersonSeesNoticesInTheJournal(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.at = 0
	h.happens(h.reply(h.led("mira")))
	h.at = 0
	for _, e := range h.journal() {
		if e.Kind != switchboard.EventNoticeRaised {
			continue
		}
		if !e.ConversationID.IsZero() {
			t.Error("the event of a notice would stand among those of its conversation")
		}
		if bo := access.For(h.Bo, store.AgentScope{}); bo.Sees(e) || !access.For(h.Ada, store.AgentScope{}).Sees(e) || access.System().Sees(e) {
			t.Error("somebody else sees it, or its person does not")
		}
		return
	}
	t.Error("nothing was journaled")
}

func TestPreferencesAreChecked(t *testing.T) {
	t.Parallel()
	ways := func(event switchboard.NoticeEvent, way switchboard.Way, timing notice.Timing) notice.Preferences {
		return notice.Preferences{Ways: map[switchboard.NoticeEvent]map[switchboard.Way]notice.Timing{event: {way: timing}}}
	}
	all := map[string][]string{}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		all[day] = []string{"00:00-24:00"}
	}
	for name, p := range map[string]notice.Preferences{
		"an unknown event":   ways("lunch", switchboard.WayPush, notice.Timing{On: true}),
		"an unknown way":     ways(switchboard.NoticeOffer, "pigeon", notice.Timing{On: true}),
		"too long":           ways(switchboard.NoticeOffer, switchboard.WayPush, notice.Timing{On: true, After: 86401}),
		"back in time":       ways(switchboard.NoticeOffer, switchboard.WayPush, notice.Timing{On: true, After: -1}),
		"no console":         ways(switchboard.NoticeOffer, switchboard.WayConsole, notice.Timing{}),
		"an unknown zone":    {Quiet: &calendar.Spec{Zone: "Middle/Earth", Hours: map[string][]string{"mon": {"22:00-07:00"}}}},
		"quiet without end":  {Quiet: &calendar.Spec{Zone: "UTC", Hours: all}},
		"an unknown detail":  {Detail: "everything"},
		"hours of no length": {Quiet: &calendar.Spec{Zone: "UTC", Hours: map[string][]string{"mon": {"22"}}}},
	} {
		if err := p.Check(); !switchboard.IsCode(err, switchboard.CodeInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := notice.Default().Check(); err != nil {
		t.Errorf("the default is refused: %v", err)
	}
}

func TestNobodyIsMailedAtAConnectedMailbox(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(h.Ada.ID)
	connected := true
	h.post.Mailbox = func(_ *store.Tx, address string) (bool, error) { return connected && address == h.Ada.Email, nil }
	c := h.led("mira")
	h.sound(c)
	same(t, "no mail", h.mail.events(), []string(nil))
	same(t, "but the other ways", h.push.events(), []string{"safety×1"})
	same(t, "and the console", h.listed(h.Ada.ID), []string{"safety×1"})
	connected = false
	h.accept(c, h.Bo.ID)
	h.happens(h.reply(c))
	h.pass(time.Hour)
	same(t, "once it is not connected any more", h.mail.events(), []string{"reply×1"})
}

// TestNewWorkIsToldInRounds: who works in rounds is told of what came meanwhile when the next begins, in one mail, and at
// once of what has to be answered before.
func TestNewWorkIsToldInRounds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.prefers(h.Ada.ID, notice.Preferences{Ways: map[switchboard.NoticeEvent]map[switchboard.Way]notice.Timing{
		switchboard.NoticeReply: {switchboard.WayEmail: {On: true}}}})
	inRounds := func(name string, due time.Duration) switchboard.Conversation {
		decision := store.DecisionRow{ID: switchboard.NewID[switchboard.DecisionID](h.clock.Now()),
			MessageID: switchboard.NewID[switchboard.MessageID](h.clock.Now()), Decision: switchboard.Decision{Round: start.Add(3 * time.Hour)}}
		c := h.Talk(name, func(c *switchboard.Conversation) {
			c.Stance, c.Lead, c.Epoch, c.QueuedAt, c.DecisionID = switchboard.StanceLed, h.Ada.ID, 1, time.Time{}, decision.ID
			c.DueAt = start.Add(due)
		}).Conversation
		decision.ConversationID = c.ID
		h.Update(func(tx *store.Tx) error { return tx.InsertDecision(decision) })
		return c
	}
	h.happens(h.reply(inRounds("mira", 4*time.Hour)), h.reply(inRounds("noor", 5*time.Hour)))
	same(t, "between rounds", h.mail.events(), []string(nil))
	h.happens(h.reply(inRounds("ana", time.Hour)))
	same(t, "what cannot wait", h.mail.events(), []string{"reply×1"})
	h.pass(3*time.Hour - time.Second)
	same(t, "a second before the round", h.mail.events(), []string(nil))
	h.pass(time.Second)
	same(t, "the round", h.mail.events(), []string{"reply×1 reply×1"})
}
