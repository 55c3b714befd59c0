package api

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
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
	if change.Settled != nil {
		outcome = *change.Settled
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

// shows lets the network show its copy of our answer.
func (s *shop) shows(text string, edited time.Time) {
	s.t.Helper()
	item := connector.Item{Change: connector.Edited, ExternalID: "a1", ThreadKey: "p1", ParentKey: "p1", Direction: switchboard.Out,
		Visibility: switchboard.Public, Kind: switchboard.KindReply, Addressed: true, Published: s.clock.Now().Add(-time.Hour),
		EditedAt: edited, Author: switchboard.Author{ID: "kettles", Handle: "@kettles"}, Content: switchboard.Content{Text: text}}
	_, err := s.api.In.Take(s.t.Context(), intake.Handed{Account: s.account, Lane: connector.LanePoll,
		Batch: connector.Batch{Items: []connector.Item{item}}}, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	s.work()
}

func (s *shop) edits(m switchboard.Message, text string) (a switchboard.Amendment) {
	s.t.Helper()
	s.ask(anna, "POST", amends(m), any1{"kind": "edit", "text": text, "revision": m.Revision}, 201, &a)
	return a
}

// The timeline says in the end what the network says, in whatever order its copies and its answers come.
func TestTheTimelineSaysWhatTheNetworkSays(t *testing.T) {
	t.Parallel()
	done := connector.Outcome{Kind: connector.Sent}
	for name, each := range map[string]struct {
		happens   func(s *shop, m switchboard.Message)
		text      string
		revisions int // before the one that stands
	}{
		"there and back again": {func(s *shop, m switchboard.Message) {
			s.edits(m, "On Friday.")
			s.amended(done)
			s.edits(s.latest(s.stored(m.ConversationID)), m.Content.Text)
			s.amended(done)
		}, "It comes on Thursday.", 2},
		"shown before it is settled": {func(s *shop, m switchboard.Message) {
			s.edits(m, "On Friday.")
			s.shows("On Friday.", s.clock.Now())
			s.amended(done)
		}, "On Friday.", 1},
		"worded differently there": {func(s *shop, m switchboard.Message) {
			s.edits(m, "On  Friday. ")
			s.amended(done)
			s.shows("On Friday.", s.clock.Now().Add(-time.Second))
		}, "On Friday.", 1},
		"edited there meanwhile": {func(s *shop, m switchboard.Message) {
			s.edits(m, "On Friday.")
			s.shows("On Saturday.", s.clock.Now().Add(time.Minute))
			s.amended(connector.Outcome{Kind: connector.Sent, At: s.clock.Now()})
		}, "On Saturday.", 1},
		"back again in the network's own app": {func(s *shop, m switchboard.Message) {
			s.shows(m.Content.Text, time.Time{})
			s.edits(m, "On Friday.")
			s.amended(connector.Outcome{Kind: connector.Sent, At: s.clock.Now()})
			s.shows("On Friday.", s.clock.Now())
			s.shows(m.Content.Text, s.clock.Now().Add(time.Minute))
		}, "It comes on Thursday.", 2},
		"there and back, and shown late": {func(s *shop, m switchboard.Message) {
			begun := s.clock.Now()
			s.edits(m, "On Friday.")
			s.amended(connector.Outcome{Kind: connector.Sent, At: begun})
			s.edits(s.latest(s.stored(m.ConversationID)), m.Content.Text)
			s.amended(connector.Outcome{Kind: connector.Sent, At: begun.Add(time.Second)})
			s.shows("On  Friday", begun)
			s.shows(m.Content.Text, begun.Add(time.Second))
		}, "It comes on Thursday.", 3},
		"an old copy, worded differently, comes late": {func(s *shop, m switchboard.Message) {
			s.edits(m, "On Friday.")
			s.amended(done)
			s.shows("It comes on Thursday!", time.Time{})
		}, "On Friday.", 1},
		"its own copy comes before it is settled": {func(s *shop, m switchboard.Message) {
			s.edits(m, "On Friday.")
			at := s.clock.Now().Add(time.Second + 300*time.Nanosecond)
			s.shows("On Friday!", at)
			s.amended(connector.Outcome{Kind: connector.Sent, At: at})
		}, "On Friday!", 1},
		"asked for, then given up": {func(s *shop, m switchboard.Message) {
			a := s.edits(m, "On Friday.")
			s.ask(anna, "DELETE", "/amendments/"+a.ID.String(), nil, 200, nil)
			s.shows("It comes on Thursday!", time.Time{})
		}, "It comes on Thursday!", 0},
		"an old copy comes late": {func(s *shop, m switchboard.Message) {
			s.edits(m, "On Friday.")
			s.amended(done)
			s.shows("It comes on Thursday.", time.Time{})
		}, "On Friday.", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t)
			c, m := s.answered()
			each.happens(s, m)
			var detail MessageDetail
			s.ask(anna, "GET", "/messages/"+m.ID.String(), nil, 200, &detail)
			if got := detail.Message; got.Content.Text != each.text || got.Revision != each.revisions+1 || len(detail.Revisions) != each.revisions {
				t.Errorf("%q, revision %d of %d", got.Content.Text, got.Revision, len(detail.Revisions)+1)
			}
			// A first copy of our own words comes quietly: lists go on showing ours.
			if now := s.stored(c.ID); each.revisions > 0 && now.Preview != each.text {
				t.Errorf("lists show %q", now.Preview)
			}
		})
	}
}

// What was asked for under one lead is not done under another, and what nobody leads is edited by nobody.
func TestAnEditIsItsLeads(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c, m := s.answered()
	a := s.edits(m, "On Friday.")
	s.ask(anna, "POST", at(c, "/notes"), any1{"text": "better check"}, 201, nil)
	s.ask(anna, "POST", at(c, "/release"), any1{"epoch": 1, "reason": "shift"}, 200, nil)
	s.ask(chief, "POST", at(c, "/take"), nil, 200, nil)
	s.amended(connector.Outcome{Kind: connector.Sent})
	if now := s.amendment(a); now.State != switchboard.AmendmentFailed || now.Code != string(switchboard.CodeForbidden) {
		t.Errorf("%+v", now)
	}
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline?latest=true"), nil, 200, &page)
	var note switchboard.Message
	for _, item := range page.Items {
		if item.Visibility == switchboard.Internal {
			note = item.Message
		}
	}
	s.refused(chief, "POST", amends(note), any1{"kind": "delete", "reason": "x", "revision": 1}, switchboard.CodeInvalid)
	var now switchboard.Amendment
	s.ask(chief, "POST", amends(m), any1{"kind": "edit", "text": "On Sunday.", "revision": 1}, 201, &now)
	s.amended(connector.Outcome{Kind: connector.Sent})
	if list := s.stored(c.ID); list.Preview != "On Sunday." {
		t.Errorf("lists show %q although only a note is newer", list.Preview)
	}
	s.ask(chief, "POST", at(c, "/close"), any1{"epoch": 2, "reason": "resolved"}, 200, nil)
	edit := any1{"kind": "edit", "text": "On Monday.", "revision": 2}
	s.refused(anna, "POST", amends(m), edit, switchboard.CodeForbidden)
	s.ask(chief, "POST", amends(m), edit, 201, &now)
	s.refused(anna, "DELETE", "/amendments/"+now.ID.String(), nil, switchboard.CodeForbidden)
	for range 2 {
		s.ask(chief, "DELETE", "/amendments/"+now.ID.String(), nil, 200, &now)
		if now.State != switchboard.AmendmentDropped {
			t.Errorf("given up: %+v", now)
		}
	}
	nobody := s.hear("emil", "Mine too.")
	theirs := s.latest(nobody)
	s.refused(anna, "POST", amends(theirs), any1{"kind": "hide", "reason": "a slur", "revision": 1}, switchboard.CodeNoLead)
}

func TestPrivateAmendmentsAreForThoseWhoReadThem(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c, m := s.answered()
	legs := ConversationDetail{}
	s.ask(anna, "GET", at(c, ""), nil, 200, &legs)
	said := s.whisper(c, legs.Legs[0], "I live at 5 Mill Lane.")
	s.update(func(tx *store.Tx) error {
		return tx.InsertAmendment(switchboard.Amendment{ID: switchboard.NewID[switchboard.AmendmentID](tx.Now()), MessageID: said.ID,
			AccountID: s.account.ID, By: s.people[anna].ID, Kind: switchboard.AmendEdit, Text: "5 Mill Lane", CreatedAt: tx.Now()})
	})
	s.ask(anna, "POST", amends(m), any1{"kind": "delete", "reason": "wrong", "revision": 1}, 201, nil)
	for who, want := range map[switchboard.Role]int{guest: 1, anna: 2} {
		var all Page[switchboard.Amendment]
		s.ask(who, "GET", at(c, "/amendments"), nil, 200, &all)
		if len(all.Items) != want {
			t.Errorf("%s reads %+v", who, all.Items)
		}
		for _, a := range all.Items {
			if a.Visibility == switchboard.Private && who == guest {
				t.Errorf("%s reads %+v", who, a)
			}
		}
	}
}

// Whoever asked may have let it go meanwhile: nobody's words go out, and one's own do when one has it again.
func TestAnEditIsMadeForWhoLeadsThen(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]bool{"nobody leads": false, "they lead again": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t)
			c, m := s.answered()
			a := s.edits(m, "On Friday.")
			s.ask(anna, "POST", at(c, "/release"), any1{"epoch": 1, "reason": "shift"}, 200, nil)
			want := switchboard.AmendmentFailed
			if again {
				s.ask(anna, "POST", at(c, "/take"), nil, 200, nil)
				want = switchboard.AmendmentDone
			}
			s.amended(connector.Outcome{Kind: connector.Sent})
			if now := s.amendment(a); now.State != want {
				t.Errorf("%+v", now)
			}
		})
	}
}
