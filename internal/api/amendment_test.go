package api

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/store"
)

// answered is a conversation that anna leads and has answered, with the answer as it stands.
func (s *shop) answered() (switchboard.Conversation, switchboard.Message) {
	s.t.Helper()
	c := s.led()
	d := s.draft(anna, c, "It comes on Thursday.")
	s.ask(anna, "POST", of(d, "/send"), any1{"version": 1}, 200, nil)
	s.clock.Advance(time.Second)
	s.send(connector.Outcome{Kind: connector.Sent, ExternalID: "a1", URL: "https://square.example/a1"})
	s.work()
	return s.stored(c.ID), s.latest(c)
}

// latest is the last message of a conversation's timeline.
func (s *shop) latest(c switchboard.Conversation) switchboard.Message {
	s.t.Helper()
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline?latest=true"), nil, 200, &page)
	return page.Items[len(page.Items)-1].Message
}

func amends(m switchboard.Message) string { return "/messages/" + m.ID.String() + "/amendments" }

// amended lets the network answer what is to be changed first.
func (s *shop) amended(outcome connector.Outcome) {
	s.t.Helper()
	way := flow.Amending{In: s.api.In}
	change, found, err := way.Next(s.t.Context(), s.account.ID)
	if err != nil || !found {
		s.t.Fatalf("nothing to change: %v", err)
	}
	if err := way.Settle(s.t.Context(), change, 0, outcome, 0); err != nil {
		s.t.Fatal(err)
	}
	s.work()
}

func (s *shop) amendment(a switchboard.Amendment) (now switchboard.Amendment) {
	s.t.Helper()
	s.ask(anna, "GET", "/amendments/"+a.ID.String(), nil, 200, &now)
	return now
}

func TestAnAnswerIsEdited(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c, m := s.answered()
	var a switchboard.Amendment
	s.ask(anna, "POST", amends(m), any1{"kind": "edit", "text": "It comes on Friday.", "revision": 1}, 201, &a)
	if a.State != switchboard.AmendmentWaiting || a.ConversationID != c.ID || a.Visibility != switchboard.Public {
		t.Errorf("asked %+v", a)
	}
	if now := s.latest(c); now.Content.Text != "It comes on Thursday." {
		t.Errorf("it changed before its network did: %q", now.Content.Text)
	}
	s.amended(connector.Outcome{Kind: connector.Unknown, Code: "timeout"})
	if now := s.amendment(a); now.State != switchboard.AmendmentWaiting || now.Attempt != 1 || now.NotBefore.IsZero() {
		t.Errorf("after no answer %+v", now)
	}
	s.clock.Advance(time.Hour)
	s.amended(connector.Outcome{Kind: connector.Sent, ExternalID: "a1"})
	if now := s.amendment(a); now.State != switchboard.AmendmentDone || now.Attempt != 2 {
		t.Errorf("in the end %+v", now)
	}
	now := s.latest(c)
	if now.Content.Text != "It comes on Friday." || now.Revision != 2 || now.EditedAt.IsZero() {
		t.Errorf("timeline %+v", now)
	}
	if list := s.stored(c.ID); list.Preview != "It comes on Friday." {
		t.Errorf("lists show %q", list.Preview)
	}
	var detail MessageDetail
	s.ask(anna, "GET", "/messages/"+m.ID.String(), nil, 200, &detail)
	if len(detail.Revisions) != 1 || detail.Revisions[0].Content.Text != "It comes on Thursday." {
		t.Errorf("what it said before: %+v", detail.Revisions)
	}
}

func TestAnAnswerIsDeleted(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c, m := s.answered()
	var a switchboard.Amendment
	s.ask(anna, "POST", amends(m), any1{"kind": "delete", "reason": "wrong customer", "revision": 1}, 201, &a)
	s.amended(connector.Outcome{Kind: connector.Sent})
	now := s.latest(c)
	if now.DeletedAt.IsZero() || now.Content.Text != "" {
		t.Errorf("timeline %+v", now)
	}
	if list := s.stored(c.ID); list.Preview != "The lid is loose." {
		t.Errorf("lists show %q", list.Preview)
	}
	s.refused(anna, "POST", amends(m), any1{"kind": "delete", "reason": "again", "revision": now.Revision}, switchboard.CodeConflict)
	var all Page[switchboard.Amendment]
	s.ask(guest, "GET", at(c, "/amendments"), nil, 200, &all)
	if len(all.Items) != 1 || all.Items[0].State != switchboard.AmendmentDone || all.Items[0].Reason != "wrong customer" {
		t.Errorf("amendments %+v", all.Items)
	}
}

func TestACustomersPostIsHiddenAndShownAgain(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.led()
	m := s.latest(c)
	for _, kind := range []string{"hide", "show"} {
		s.ask(anna, "POST", amends(m), any1{"kind": kind, "reason": "a slur", "revision": 1}, 201, nil)
		s.amended(connector.Outcome{Kind: connector.Sent})
		if now := s.latest(c); now.HiddenAt.IsZero() != (kind == "show") || now.Content.Text == "" {
			t.Errorf("after %s: %+v", kind, now)
		}
	}
	var a switchboard.Amendment
	s.ask(anna, "POST", amends(m), any1{"kind": "hide", "reason": "a slur", "revision": 1}, 201, &a)
	s.amended(connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRejected, Code: "403", Text: "Not under a post of yours."})
	if now := s.amendment(a); now.State != switchboard.AmendmentFailed || now.Answer != "Not under a post of yours." {
		t.Errorf("refused by the network: %+v", now)
	}
	if now := s.latest(c); !now.HiddenAt.IsZero() {
		t.Error("it is said to be hidden")
	}
}

func TestWhoMayAmendWhat(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(petra, "service", 5)
	c, ours := s.answered()
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline?latest=true"), nil, 200, &page)
	theirs := page.Items[0].Message
	edit := any1{"kind": "edit", "text": "On Friday.", "revision": 1}
	remove := any1{"kind": "delete", "reason": "wrong", "revision": 1}
	hide := any1{"kind": "hide", "reason": "a slur", "revision": 1}
	for name, each := range map[string]struct {
		as   switchboard.Role
		m    switchboard.Message
		body any1
		code switchboard.Code
	}{
		"a viewer":                  {guest, ours, remove, switchboard.CodeForbidden},
		"somebody else edits":       {petra, ours, edit, switchboard.CodeForbidden},
		"somebody else deletes":     {petra, ours, remove, switchboard.CodeForbidden},
		"a manager speaks":          {chief, ours, edit, switchboard.CodeForbidden},
		"another revision":          {anna, ours, any1{"kind": "edit", "text": "On Friday.", "revision": 2}, switchboard.CodeStale},
		"the same words":            {anna, ours, any1{"kind": "edit", "text": ours.Content.Text, "revision": 1}, switchboard.CodeInvalid},
		"nothing":                   {anna, ours, any1{"kind": "edit", "text": " ", "revision": 1}, switchboard.CodeBlocked},
		"too long":                  {anna, ours, any1{"kind": "edit", "text": strings.Repeat("a", 61), "revision": 1}, switchboard.CodeBlocked},
		"no reason":                 {anna, ours, any1{"kind": "delete", "revision": 1}, switchboard.CodeMustExplain},
		"our own post hidden":       {anna, ours, hide, switchboard.CodeInvalid},
		"a customer's post edited":  {anna, theirs, edit, switchboard.CodeInvalid},
		"a customer's post deleted": {anna, theirs, remove, switchboard.CodeInvalid},
	} {
		if p := s.refused(each.as, "POST", amends(each.m), each.body, each.code); p.Detail == "" {
			t.Errorf("%s: no words", name)
		}
	}
	s.ask(chief, "POST", amends(ours), remove, 201, nil)
	s.ask(chief, "POST", amends(theirs), hide, 201, nil)
	s.refused(anna, "POST", amends(theirs), hide, switchboard.CodeConflict)
	s.amended(connector.Outcome{Kind: connector.Sent})
	s.amended(connector.Outcome{Kind: connector.Sent})
	s.update(func(tx *store.Tx) error {
		paused := s.account
		paused.State = switchboard.AccountPaused
		return tx.UpdateAccount(paused)
	})
	s.refused(anna, "POST", amends(theirs), hide, switchboard.CodeNotConnected)
}

func TestAnEditAboveTheLeadsLevelIsHeld(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, m := s.answered()
	s.update(func(tx *store.Tx) error {
		c, err := tx.LockConversation(m.ConversationID)
		if err != nil {
			return err
		}
		c.RequiredLevel = 5
		return tx.UpdateConversation(c, c.Version)
	})
	p := s.refused(anna, "POST", amends(m), any1{"kind": "edit", "text": "On Friday.", "revision": 1}, switchboard.CodeHeld)
	if p.Hint == "" {
		t.Error("no way out")
	}
}
