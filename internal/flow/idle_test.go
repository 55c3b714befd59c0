package flow_test

import (
	"fmt"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/testkit"
)

// ownNotice is the id of a mail by which the installation told somebody something.
const ownNotice = "tel.ours@kiosk.example"

// newMailbox is a letterbox that knows the installation's own notices.
func newMailbox(s *scene) *letterbox {
	s.Helper()
	b := newLetterbox(s)
	var err error
	b.conn, err = email.Spec().Open(s.Context(), connector.Env{Now: s.site.Clock.Now, Secrets: map[string]string{"password": "x"},
		OwnNotice: func(id string) bool { return id == ownNotice },
		Config:    map[string]string{"address": "care@kiosk.example", "imap_host": "x", "smtp_host": "x"}})
	if err != nil {
		s.Fatal(err)
	}
	return b
}

// work counts what a conversation asked of people.
func (b *letterbox) work(id switchboard.ConversationID) (clocks, offers int) {
	b.Helper()
	events := testkit.Read(b, b.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(id, 100) })
	for _, e := range events {
		if e.Kind == switchboard.EventOffered {
			offers++
		}
	}
	c := testkit.Read(b, b.app.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(id) })
	if !c.DueAt.IsZero() {
		clocks++
	}
	return clocks, offers
}

// Newsletters and mails that go round are put aside as spam is: they have no deadline and are offered to nobody. What
// speaks for a customer, or answers us, is worked however it was sent.
func TestMailThatNobodyWaitsForMakesNoWork(t *testing.T) {
	t.Parallel()
	hops := []string{}
	for n := range 60 {
		hops = append(hops, fmt.Sprintf("Received: from a%d by b; Mon, 2 Mar 2026 10:00:00 +0000", n))
	}
	cases := map[string]struct {
		from   string
		fields []string
		idle   switchboard.Idle
	}{
		"a newsletter":             {"news@shop.example", []string{"List-Id: <news.shop.example>", "List-Unsubscribe: <https://shop.example/u>"}, switchboard.IdleBulk},
		"an announcement list":     {"news@shop.example", []string{"List-Post: NO", "List-Id: <a.shop.example>", "List-Unsubscribe: <https://shop.example/u>"}, switchboard.IdleBulk},
		"marked as bulk":           {"news@shop.example", []string{"Precedence: bulk"}, switchboard.IdleBulk},
		"one that goes round":      {"anna@example.org", hops, switchboard.IdleLoop},
		"a group that we are in":   {"anna@example.org", []string{"List-Post: <mailto:care@kiosk.example>", "Precedence: list", "List-Unsubscribe: <https://x.example>"}, ""},
		"a list of people":         {"anna@example.org", []string{"List-Id: <tea.example>"}, ""},
		"a form service":           {"submissions@formservice.example", []string{"Reply-To: omar@example.org", "List-Unsubscribe: <https://formservice.example/u>"}, ""},
		"a list's form service":    {"submissions@formservice.example", []string{"Reply-To: omar@example.org", "List-Id: <f.example>", "List-Unsubscribe: <https://f.example/u>", "Precedence: bulk"}, ""},
		"a way out alone":          {"orders@shop.example", []string{"List-Unsubscribe: <https://shop.example/u>"}, ""},
		"answers to its own":       {"news@mail.shop.example", []string{"Reply-To: help@shop.example", "Precedence: junk"}, switchboard.IdleBulk},
		"answers to several":       {"news@shop.example", []string{"Reply-To: omar@example.org, help@shop.example", "Precedence: bulk"}, switchboard.IdleBulk},
		"our form, sent in bulk":   {"care@kiosk.example", []string{"Reply-To: omar@example.org", "List-Unsubscribe: <https://kiosk.example/u>"}, ""},
		"a shop's order program":   {"no-reply@shop.example", []string{"Auto-Submitted: auto-generated", "Feedback-ID: 1:shop"}, ""},
		"a bulk mail that answers": {"anna@example.org", []string{"In-Reply-To: <sb.0199@kiosk.example>", "Precedence: bulk"}, ""},
		"somebody who only writes": {"anna@example.org", nil, ""},
	}
	onBothEngines(t, func(s *scene) {
		b := newMailbox(s)
		n := 0
		for name, tc := range cases {
			n++
			item := b.mail(fmt.Sprintf("m%d@example.org", n), tc.from, name, "My kettle leaks, please help", tc.fields...)
			b.reads(false, item)
			m := b.at(b.mailbox, item.ExternalID)
			c := testkit.Read(b, b.app.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(m.ConversationID) })
			clocks, offers := b.work(c.ID)
			if tc.idle == "" {
				if m.Content.Idle != "" || !c.Open() || clocks != 1 {
					b.Errorf("%s: idle %q, open %v, %d deadlines", name, m.Content.Idle, c.Open(), clocks)
				}
				continue
			}
			if m.Content.Idle != tc.idle || c.Open() || c.CloseReason != switchboard.CloseSpam || clocks+offers != 0 || !strings.HasPrefix(c.CloseNote, "quarantined because") {
				b.Errorf("%s: idle %q, open %v, closed as %s (%s), %d deadlines, %d offers", name, m.Content.Idle, c.Open(), c.CloseReason, c.CloseNote, clocks, offers)
			}
		}
	})
}

// A mail that goes round and joins what somebody has led neither opens it again nor sets a deadline; a person's does.
func TestMailThatGoesRoundReopensNothing(t *testing.T) {
	t.Parallel()
	hops := []string{"In-Reply-To: <q@example.org>"}
	for n := range 60 {
		hops = append(hops, fmt.Sprintf("Received: from a%d by b; Mon, 2 Mar 2026 10:00:00 +0000", n))
	}
	onBothEngines(t, func(s *scene) {
		b := newMailbox(s)
		ask := b.mail("q@example.org", "anna@example.org", "Kettle", "My kettle leaks, please help")
		b.reads(false, ask)
		id := b.at(b.mailbox, ask.ExternalID).ConversationID
		do := func(what conversation.Happening) {
			b.Helper()
			testkit.Update(b, b.app.DB, func(tx *store.Tx) error {
				_, err := b.app.Desk.Act(tx, id, what)
				return err
			})
		}
		now := func() switchboard.Conversation {
			return testkit.Read(b, b.app.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(id) })
		}
		do(conversation.Taken{By: conversation.Person(s.ada.ID)})
		waiting := now()
		b.reads(false, b.mail("r1@example.org", "anna@example.org", "Re: Kettle", "Round and round", hops...))
		if c := now(); c.MessageCount != 2 || !c.WaitingSince.Equal(waiting.WaitingSince) || !c.DueAt.Equal(waiting.DueAt) || !c.LastInAt.Equal(waiting.LastInAt) {
			b.Errorf("while it is led: %+v, before %+v", c, waiting)
		}
		do(conversation.Closed{By: conversation.Person(s.ada.ID), Reason: switchboard.CloseResolved, Epoch: waiting.Epoch})
		b.reads(false, b.mail("r2@example.org", "anna@example.org", "Re: Kettle", "Round and round again", hops...))
		if c := now(); c.MessageCount != 3 || c.Open() || c.Reopened != 0 || !c.DueAt.IsZero() {
			b.Errorf("when it is closed: %+v", c)
		}
		b.reads(false, b.mail("more@example.org", "anna@example.org", "Re: Kettle", "It leaks again, please help", hops[0]))
		if c := now(); c.MessageCount != 4 || !c.Open() || c.DueAt.IsZero() {
			b.Errorf("after a person wrote: %+v", c)
		}
	})
}

// A mail by which we told somebody something, and what machines make of it, is known by its id, opens nothing and keeps
// none of its words; the same words under another id are somebody's mail.
func TestOurOwnNoticesAreSetAside(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		b := newMailbox(s)
		away := b.mail("away@kiosk.example", "care@kiosk.example", "Away", "I am away", "Auto-Submitted: auto-replied", "In-Reply-To: <"+ownNotice+">")
		back := b.mailOf("dsn@mx.example", "MAILER-DAEMON@mx.example", "Undelivered", "multipart/report; report-type=delivery-status; boundary=r",
			"--r\n\nSorry.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ada@kiosk.example\nAction: failed\nStatus: 5.1.1\n\n"+
				"--r\nContent-Type: message/rfc822\n\nMessage-ID: <"+ownNotice+">\nSubject: An answer is late\n\nwords\n--r--\n")
		notice := b.mail(ownNotice, "care@kiosk.example", "[Switchboard] An answer is late: Anna Berg", "Anna Berg waits")
		b.reads(false, notice, away, back)
		b.reads(false, notice) // read again from another folder
		for _, item := range []string{notice.ExternalID, away.ExternalID, back.ExternalID} {
			m := b.at(b.mailbox, item)
			if m.ID.IsZero() || !m.ConversationID.IsZero() || m.Content.Idle != switchboard.IdleNotice || strings.Contains(m.Content.Text+m.Content.Subject, "Anna") {
				b.Errorf("%s is %+v", item, m)
			}
		}
		if err := b.app.Sequencer.Number(b.Context()); b.app.DB.Dialect() == db.Postgres && err != nil {
			b.Fatal(err)
		}
		events := testkit.Read(b, b.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.Events(0, 1000) })
		seen := 0
		for _, e := range events {
			if e.Reason == "own_notice" {
				seen++
			}
		}
		if seen != 3 {
			b.Errorf("the journal has %d notices of ours, want 3", seen)
		}
		person := b.mail("forged@kiosk.example", "care@kiosk.example", "[Switchboard] An answer is late: Anna Berg", "Anna Berg waits")
		answer := b.mail("why@kiosk.example", "ada@kiosk.example", "Re: An answer is late", "Why was it late?", "In-Reply-To: <"+ownNotice+">")
		b.reads(false, person, answer)
		for _, item := range []string{person.ExternalID, answer.ExternalID} {
			if m := b.at(b.mailbox, item); m.ConversationID.IsZero() {
				b.Errorf("%s, which a person wrote, is in no conversation", item)
			}
		}
	})
}
