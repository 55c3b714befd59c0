package notice_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/notice"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// teamHook is a hook of the service team, made by Bo, that wants to know of replies.
func (h *house) teamHook() switchboard.ChatHookID {
	h.T.Helper()
	return h.teamHookAt(seal.NewRing(), "https://chat.example/hook")
}

// teamHookAt is one that leads to an address.
func (h *house) teamHookAt(ring *seal.Ring, address string) switchboard.ChatHookID {
	h.T.Helper()
	plain, err := json.Marshal(notice.HookAddress{URL: address, Secret: "between us"})
	if err != nil {
		h.T.Fatal(err)
	}
	hook := notices.Hook{ID: switchboard.NewID[switchboard.ChatHookID](h.clock.Now()), AgentID: h.Bo.ID, Department: service, Name: "team",
		State: notices.HookOn, CreatedAt: h.clock.Now(), Events: []switchboard.NoticeEvent{switchboard.NoticeReply}}
	if hook.Sealed, err = ring.Seal(plain, notice.HookBinding(hook.ID)); err != nil {
		h.T.Fatal(err)
	}
	h.Update(func(tx *store.Tx) error { return notices.In(tx.Tx).InsertHook(hook) })
	return hook.ID
}

func (h *house) hook(id switchboard.ChatHookID) (hook notices.Hook) {
	h.T.Helper()
	h.Update(func(tx *store.Tx) (err error) {
		hook, _, err = notices.In(tx.Tx).Hook(id)
		return err
	})
	return hook
}

// What says that a hook is wrong pauses it after a few times in a row, once and for all, and its owner is told once.
func TestAHookThatRefusesIsPausedAndItsOwnerTold(t *testing.T) {
	t.Parallel()
	for fate, want := range map[notice.Fate]int{notice.Refused: 3, notice.Gone: 1} {
		h := newHouse(t)
		id := h.teamHook()
		h.happens(h.reply(h.led("mira")), h.reply(h.led("noor")))
		same(t, "a team is told of what it wants", h.chat.events(), []string{"reply×1 reply×1"})
		h.chat.answer = func(notice.Letter) notice.Result { return notice.Result{Fate: fate, Code: "status_404"} }
		for n := range 6 {
			h.happens(h.reply(h.led(fmt.Sprint("customer", n))))
		}
		if got := len(h.chat.events()); got != want {
			t.Errorf("%d attempts before it was paused, want %d", got, want)
		}
		same(t, "its owner", h.listed(h.Bo.ID), []string{"hook_paused×1"})
		h.View(func(tx *store.Tx) error {
			items, err := notices.In(tx.Tx).List(h.Bo.ID, notices.Spot{}, 1)
			if err == nil && items[0].Department != service {
				t.Errorf("the notice leads to department %q", items[0].Department)
			}
			return err
		})
		if hook := h.hook(id); hook.State != notices.HookPaused || hook.Trouble != "status_404" || hook.Failures != want {
			t.Errorf("%+v", hook)
		}
	}
}

// One that takes something in between begins to count afresh.
func TestRefusalsCountInARow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.teamHook()
	n := 0
	h.chat.answer = func(notice.Letter) notice.Result {
		if n++; n%3 == 0 {
			return notice.Result{Fate: notice.Told}
		}
		return notice.Result{Fate: notice.Refused, Code: "status_403"}
	}
	for n := range 9 {
		h.happens(h.reply(h.led(fmt.Sprint("customer", n))))
	}
	if hook := h.hook(id); hook.State != notices.HookOn || hook.Failures != 0 || !hook.FailingSince.IsZero() || len(h.chat.events()) != 9 {
		t.Errorf("%+v", hook)
	}
}

// A server that is busy, away or stumbles says nothing of the hook: it is tried on, for as long as telling is of use, and
// paused only when that has gone on for days.
func TestAHookWhoseServerIsAwayIsPausedAfterDays(t *testing.T) {
	t.Parallel()
	for name, result := range map[string]notice.Result{"away": {Fate: notice.Again, Code: "unreachable"}, "stumbles": {Fate: notice.Unknown, Code: "status_502"}} {
		h := newHouse(t)
		id := h.teamHook()
		h.chat.answer = func(notice.Letter) notice.Result { return result }
		day := 0
		for ; day < 3; day++ {
			for hour := range 24 {
				h.happens(h.reply(h.led(fmt.Sprintf("customer %d %d", day, hour))))
				h.pass(time.Hour)
			}
			if hook := h.hook(id); day < 2 && (hook.State != notices.HookOn || hook.Failures != 0 || !hook.FailingSince.Equal(start)) {
				t.Fatalf("%s, on day %d: %+v", name, day, hook)
			}
		}
		tries := len(h.chat.events())
		h.happens(h.reply(h.led("the last")))
		h.pass(24 * time.Hour)
		if hook := h.hook(id); hook.State != notices.HookPaused || tries < 72 {
			t.Errorf("%s, after three days and %d attempts: %+v", name, tries, hook)
		}
		same(t, "its owner", h.listed(h.Bo.ID), []string{"hook_paused×1"})
		h.chat.events()
		h.happens(h.reply(h.led("nobody")))
		same(t, "paused", h.chat.events(), []string(nil))
	}
}

// A hook that is rarely used is not paused for two failures with a month between them, but for a trouble that lasts.
func TestARareFailurePausesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.teamHook()
	h.chat.answer = func(notice.Letter) notice.Result { return notice.Result{Fate: notice.Unknown, Code: "status_502"} }
	for n := range 4 {
		h.happens(h.reply(h.led(fmt.Sprint("rare", n))))
		h.clock.Advance(30 * 24 * time.Hour)
	}
	if hook := h.hook(id); hook.State != notices.HookOn || hook.Trouble != "status_502" {
		t.Errorf("%+v", hook)
	}
	for n := range 5 {
		if hook := h.hook(id); hook.State != notices.HookOn {
			t.Fatalf("after %d failures: %+v", n, hook)
		}
		h.happens(h.reply(h.led(fmt.Sprint("often", n))))
		h.clock.Advance(18 * time.Hour)
	}
	if hook := h.hook(id); hook.State != notices.HookPaused {
		t.Errorf("after three days: %+v", hook)
	}
}

// A notice is tried for half a day and not for ever, and one that is told at last ends the trouble.
func TestANoticeIsTriedForHalfADay(t *testing.T) {
	t.Parallel()
	for after, told := range map[time.Duration]bool{10 * time.Hour: true, 24 * time.Hour: false} {
		h := newHouse(t)
		id := h.teamHook()
		h.chat.answer = func(notice.Letter) notice.Result {
			if h.clock.Now().Sub(start) >= after {
				return notice.Result{Fate: notice.Told}
			}
			return notice.Result{Fate: notice.Again, Code: "status_503"}
		}
		h.happens(h.reply(h.led("mira")))
		for range 30 {
			h.pass(time.Hour)
		}
		hook := h.hook(id)
		if hook.State != notices.HookOn || hook.FailingSince.IsZero() != told || hook.ToldAt.IsZero() == told {
			t.Errorf("it works again after %s: %+v", after, hook)
		}
	}
}

// A server that asks to be left alone is left alone by whatever comes meanwhile, alarms too, for an hour at most.
func TestAServerThatAsksToWaitIsLeftAlone(t *testing.T) {
	t.Parallel()
	for asked, waits := range map[time.Duration]time.Duration{20 * time.Minute: 20 * time.Minute, 48 * time.Hour: time.Hour} {
		h := newHouse(t)
		id := h.teamHook()
		h.chat.answer = func(notice.Letter) notice.Result {
			return notice.Result{Fate: notice.Again, Code: "status_429", After: asked}
		}
		h.happens(h.reply(h.led("mira")))
		h.pass(time.Minute)
		h.happens(h.reply(h.led("noor")))
		h.pass(waits - 2*time.Minute)
		if got := len(h.chat.events()); got != 1 || !h.hook(id).RetryAt.Equal(start.Add(waits)) {
			t.Errorf("asked %d times within %s, until %s", got, waits, h.hook(id).RetryAt)
		}
		h.chat.answer = nil
		h.pass(time.Minute)
		same(t, "together afterwards", h.chat.events(), []string{"reply×1 reply×1"})
		if hook := h.hook(id); !hook.RetryAt.IsZero() || !hook.FailingSince.IsZero() || hook.Trouble != "" {
			t.Errorf("%+v", hook)
		}
	}
}
