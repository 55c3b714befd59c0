package notice_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// TestEveryEventGoesOutByEveryWayOnce has each event that people are told of reach somebody who wants all of it at once in
// the console, the browser, by mail and in their chat tool: once, however often the journal is followed and the ways looked
// at again.
func TestEveryEventGoesOutByEveryWayOnce(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, h *house) {
		boss := h.colleague("Dee Boss", switchboard.RoleManager, 5, service)
		h.everyWay(boss.ID)
		for event, raise := range h.raisers(boss.ID) {
			c := h.Talk("mira "+string(event), func(c *switchboard.Conversation) {
				c.Stance, c.Lead, c.Epoch, c.QueuedAt = switchboard.StanceLed, boss.ID, 1, time.Time{}
				if event == switchboard.NoticeDueSoon {
					c.DueAt = h.clock.Now().Add(30 * time.Minute)
				}
			}).Conversation
			raise(c)
			h.tells(event)
			h.follow()
			h.deliver()
			h.begin()
			h.deliver()
			h.tells("")
			h.Update(func(tx *store.Tx) error {
				_, err := notice.See(tx, notices.Which{Agent: boss.ID}, switchboard.SeenRead)
				return err
			})
			h.Update(func(tx *store.Tx) error { return noAlarm(tx, c) })
			h.follow()
			h.clock.Advance(10 * time.Minute) // mails come with pauses
		}
	})
}

// everyWay has somebody be told of everything at once, by all ways.
func (h *house) everyWay(who switchboard.AgentID) {
	h.T.Helper()
	h.browser(who)
	hook := notices.Hook{ID: switchboard.NewID[switchboard.ChatHookID](h.clock.Now()), AgentID: who, Name: "own", State: notices.HookOn,
		Sealed: []byte{1}, CreatedAt: h.clock.Now()}
	h.Update(func(tx *store.Tx) error { return notices.In(tx.Tx).InsertHook(hook) })
	p := notice.Preferences{Ways: map[switchboard.NoticeEvent]map[switchboard.Way]notice.Timing{}}
	for _, event := range switchboard.NoticeEvents() {
		p.Ways[event] = map[switchboard.Way]notice.Timing{}
		for _, w := range switchboard.Ways() {
			p.Ways[event][w] = notice.Timing{On: true}
		}
	}
	h.prefers(who, p)
}

// raisers is how each event comes about.
func (h *house) raisers(who switchboard.AgentID) map[switchboard.NoticeEvent]func(switchboard.Conversation) {
	by := func(c switchboard.Conversation, kind switchboard.EventKind, change func(*switchboard.Event)) {
		e := about(c, kind)
		e.ActorKind, e.Actor, e.Agent = switchboard.ActorAgent, h.Ada.ID, who
		if change != nil {
			change(&e)
		}
		h.happens(e)
	}
	draft := func(e *switchboard.Event) {
		e.Subject, e.Numbers = switchboard.NewID[switchboard.DraftID](h.clock.Now()).String(), map[string]int64{"level": 4}
	}
	return map[switchboard.NoticeEvent]func(switchboard.Conversation){
		switchboard.NoticeOffer:    func(c switchboard.Conversation) { h.happens(h.offer(c, who)) },
		switchboard.NoticeReply:    func(c switchboard.Conversation) { h.happens(h.reply(c)) },
		switchboard.NoticeTransfer: func(c switchboard.Conversation) { by(c, switchboard.EventTransferAsked, nil) },
		switchboard.NoticeHelper:   func(c switchboard.Conversation) { by(c, switchboard.EventHelperAdded, nil) },
		switchboard.NoticeApproval: func(c switchboard.Conversation) { by(c, switchboard.EventDraftHeld, draft) },
		switchboard.NoticeMention: func(c switchboard.Conversation) {
			by(c, switchboard.EventMentioned, func(e *switchboard.Event) {
				e.MessageID = switchboard.NewID[switchboard.MessageID](h.clock.Now())
			})
		},
		switchboard.NoticeDueSoon: func(c switchboard.Conversation) {
			h.happens(about(c, switchboard.EventDecided))
			h.tells("")
			h.pass(20 * time.Minute)
		},
		switchboard.NoticeLate: func(c switchboard.Conversation) {
			e := about(c, switchboard.EventDeadlineMissed)
			e.Agent = who
			h.happens(e)
		},
		switchboard.NoticeCover:     func(c switchboard.Conversation) { by(c, switchboard.EventCoverTaken, nil) },
		switchboard.NoticeUncovered: func(c switchboard.Conversation) { by(c, switchboard.EventCoverMissing, nil) },
		switchboard.NoticeNotes: func(c switchboard.Conversation) {
			h.happens(switchboard.Event{Kind: switchboard.EventShiftEnding, ActorKind: switchboard.ActorSystem, Agent: who})
		},
		switchboard.NoticeSignature: func(switchboard.Conversation) {
			h.happens(switchboard.Event{Kind: switchboard.EventPolicyDraftAsked, ActorKind: switchboard.ActorAgent, Actor: h.Ada.ID, Agent: who,
				Subject: "next", To: service})
		},
		switchboard.NoticeSafety: h.sound,
		switchboard.NoticeCrisis: func(c switchboard.Conversation) {
			h.Update(func(tx *store.Tx) error {
				_, err := notice.Sound(tx, c, switchboard.NoticeCrisis)
				return err
			})
			h.follow()
			h.deliver()
		},
	}
}

// tells checks that exactly this went out by each way since the last look; nothing for an empty event.
func (h *house) tells(event switchboard.NoticeEvent) {
	h.T.Helper()
	var want []string
	if event != "" {
		want = []string{string(event) + "×1"}
	}
	for name, w := range map[string]*way{"push": h.push, "mail": h.mail, "chat": h.chat} {
		if got := w.events(); len(got) != len(want) || len(got) == 1 && got[0] != want[0] {
			h.T.Errorf("%s of %q: %q, want %q", name, event, got, want)
		}
	}
}
