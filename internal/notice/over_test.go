package notice_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// raisedBy is what Bo, who manages, is told of a conversation that Ada leads.
func (h *house) raisedBy(c switchboard.Conversation, event switchboard.NoticeEvent) switchboard.Event {
	switch event {
	case switchboard.NoticeOffer:
		return h.offer(c, h.Bo.ID)
	case switchboard.NoticeTransfer:
		asked := about(c, switchboard.EventTransferAsked)
		asked.Agent = h.Bo.ID
		return asked
	case switchboard.NoticeApproval:
		held := about(c, switchboard.EventDraftHeld)
		held.ActorKind, held.Actor, held.Agent = switchboard.ActorAgent, h.Ada.ID, h.Ada.ID
		held.Subject, held.Numbers = switchboard.NewID[switchboard.DraftID](h.clock.Now()).String(), map[string]int64{"level": 0}
		return held
	}
	late := about(c, switchboard.EventDeadlineMissed)
	late.Agent = h.Bo.ID
	return late
}

// What a notice asks for may be done in many ways, or not be possible any more: then it is no news, whoever did it.
func TestWhatIsDoneIsNoNews(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		told  switchboard.NoticeEvent
		ended switchboard.EventKind
		over  bool
	}{
		{"an offer of what another department got", switchboard.NoticeOffer, switchboard.EventQueued, true},
		{"an offer while somebody notes something", switchboard.NoticeOffer, switchboard.EventNoteAdded, false},
		{"a question to take over that was taken back", switchboard.NoticeTransfer, switchboard.EventTransferCancelled, true},
		{"a question to take over that was declined", switchboard.NoticeTransfer, switchboard.EventTransferDeclined, true},
		{"a question to take over that was accepted", switchboard.NoticeTransfer, switchboard.EventTransferAccepted, true},
		{"a question to take over what somebody took", switchboard.NoticeTransfer, switchboard.EventTaken, true},
		{"a question to take over what was given back", switchboard.NoticeTransfer, switchboard.EventReleased, true},
		{"a question to take over what was closed", switchboard.NoticeTransfer, switchboard.EventClosed, true},
		{"a question to take over while an answer goes out", switchboard.NoticeTransfer, switchboard.EventAnswered, false},
		{"a text of whoever leads no more", switchboard.NoticeApproval, switchboard.EventTransferAccepted, true},
		{"a text of whoever gave it back", switchboard.NoticeApproval, switchboard.EventReleased, true},
		{"a text while somebody is asked to take over", switchboard.NoticeApproval, switchboard.EventTransferAsked, false},
		{"a late answer that stands", switchboard.NoticeLate, switchboard.EventAnswered, true},
		{"a late answer given in the network's app", switchboard.NoticeLate, switchboard.EventOutsideAnswer, true},
		{"a late answer that somebody will give", switchboard.NoticeLate, switchboard.EventTaken, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			talk := h.led("mira")
			h.happens(h.raisedBy(talk, c.told))
			h.clock.Advance(time.Minute)
			ended := about(talk, c.ended)
			ended.Agent, ended.Subject = h.Ada.ID, ""
			h.happens(ended)
			want := []string{string(c.told) + "×1"}
			if c.over {
				want[0] += " over"
			}
			var got []string
			for _, line := range h.listed(h.Bo.ID) {
				if line != "reply×1" {
					got = append(got, line)
				}
			}
			same(t, "console", got[len(got)-1:], want)
		})
	}
}

// An answer that leaves somebody waiting ends nothing: it is still late.
func TestWhatStillWaitsIsStillLate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	talk := h.Talk("mira", func(c *switchboard.Conversation) {
		c.Stance, c.Lead, c.Epoch, c.QueuedAt = switchboard.StanceLed, h.Ada.ID, 1, time.Time{}
		c.WaitingSince = h.clock.Now().Add(-time.Minute)
	}).Conversation
	h.happens(h.raisedBy(talk, switchboard.NoticeLate))
	h.happens(about(talk, switchboard.EventAnswered))
	same(t, "console", h.listed(h.Bo.ID), []string{"late×1"})
}

// Notices bear the time at which it happened, not the time at which the journal was followed.
func TestANoticeTellsWhenItHappened(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	yesterday := h.clock.Now()
	offer := h.offer(c, h.Bo.ID)
	h.Update(func(tx *store.Tx) error { return tx.Record(offer) })
	h.clock.Advance(time.Minute)
	ended := about(c, switchboard.EventOfferExpired)
	ended.Agent, ended.Subject = h.Bo.ID, offer.Subject
	h.Update(func(tx *store.Tx) error { return tx.Record(ended) })
	h.clock.Advance(24 * time.Hour)
	h.follow()
	var told []switchboard.Notice
	h.View(func(tx *store.Tx) (err error) {
		told, err = notices.In(tx.Tx).List(h.Bo.ID, notices.Spot{}, 10)
		return err
	})
	if len(told) != 1 || !told[0].FirstAt.Equal(yesterday) || !told[0].SeenAt.Equal(yesterday.Add(time.Minute)) {
		t.Errorf("told %+v, it happened at %s", told, yesterday)
	}
}

// What a customer wrote is told to whoever led when they wrote: whoever took over since has read it.
func TestAReplyIsToldToWhoeverLedThen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.led("mira")
	before := h.reply(c)
	before.Epoch = c.Epoch - 1
	h.happens(before)
	same(t, "the lead of now", h.listed(h.Ada.ID), []string(nil))
	again := about(c, switchboard.EventReopened)
	again.ActorKind, again.Agent = switchboard.ActorCustomer, h.Ada.ID
	h.happens(before, again)
	same(t, "who has it back", h.listed(h.Ada.ID), []string{"reply×1"})
}
