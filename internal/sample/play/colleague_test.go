package play_test

import (
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/guard"
	"switchboard/internal/sample/play"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
	"switchboard/internal/timesource"
)

// Invented colleagues do the two things they are asked for, after a moment, say that they are invented, and leave
// everything else alone.
func TestColleaguesOblige(t *testing.T) {
	t.Parallel()
	h := settle(t, "")
	h.begin()
	clock := h.Time.(*timesource.Manual)
	given, kept := h.by("Arlo Pennick"), h.by("Maja Lindorff")
	linus := h.agent("Linus Ahrend")
	var held switchboard.Draft
	testkit.Update(t, h.DB, func(tx *store.Tx) error {
		_, err := h.Desk.Act(tx, given.ID, conversation.TransferAsked{By: conversation.Person(h.newcomer), From: h.newcomer, To: linus.ID,
			Briefing: "The motor cuts out uphill, and nobody has answered him.", Reason: conversation.ReasonSkill, Epoch: given.Epoch})
		if err != nil {
			return err
		}
		newcomer, err := tx.Agent(h.newcomer)
		if err != nil {
			return err
		}
		newcomer.Freedom = 0
		if err := tx.UpdateAgent(newcomer); err != nil {
			return err
		}
		legs, err := tx.Legs(kept.ID)
		if err != nil {
			return err
		}
		held = switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](tx.Now()), ConversationID: kept.ID, LegID: legs[0].ID,
			AuthorID: h.newcomer, Epoch: kept.Epoch, Parts: []switchboard.Part{{Text: "It leaves today."}}, ReplyTo: legs[0].LastMessageKey,
			State: switchboard.DraftEditing, Version: 1, UpdatedAt: tx.Now()}
		held.Hash = guard.Hash(held)
		if err := tx.SaveDraft(held); err != nil {
			return err
		}
		held, err = h.Out.Send(tx, held.ID, 1, h.newcomer)
		return err
	})
	if held.State != switchboard.DraftHeld {
		t.Fatalf("draft is %s", held.State)
	}
	before := testkit.AllConversations(t, h.DB)
	oblige := func() {
		if err := h.SampleCompany().Oblige(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	oblige()
	if c := h.by("Arlo Pennick"); c.Lead != h.newcomer {
		t.Error("taken over at once")
	}
	clock.Jump(play.Thinking)
	oblige()
	oblige()
	if c := h.by("Arlo Pennick"); c.Lead != linus.ID || h.notes(c) != 1 {
		t.Errorf("led by %s, %d notes", c.Lead, h.notes(c))
	}
	d := testkit.Read(t, h.DB, func(tx *store.Tx) (switchboard.Draft, error) { return tx.Draft(held.ID) })
	if d.State != switchboard.DraftSending || h.notes(kept) != 1 {
		t.Errorf("draft is %s, %d notes", d.State, h.notes(kept))
	}
	now := map[switchboard.ConversationID]int64{}
	for _, c := range testkit.AllConversations(t, h.DB) {
		now[c.ID] = c.Version
	}
	for _, c := range before {
		if c.ID != given.ID && c.Version != now[c.ID] {
			t.Errorf("%s was touched", c.CustomerName)
		}
	}
}

func (h home) agent(name string) switchboard.Agent {
	h.t.Helper()
	for _, a := range testkit.Read(h.t, h.DB, (*store.Tx).Agents) {
		if a.Name == name {
			return a
		}
	}
	h.t.Fatalf("there is no %s", name)
	return switchboard.Agent{}
}

// notes counts those that say that somebody is invented.
func (h home) notes(c switchboard.Conversation) (n int) {
	h.t.Helper()
	all := testkit.Read(h.t, h.DB, func(tx *store.Tx) ([]switchboard.Message, error) { return tx.LatestMessages(c.ID, store.Place{}, 50) })
	for _, m := range all {
		if m.Visibility == switchboard.Internal && strings.Contains(m.Content.Text, "is invented") {
			n++
		}
	}
	return n
}
