package mail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector/email/mime"
	"switchboard/internal/testkit/mailtest"
)

const lena = "lena@customer.test"

// writes lets Lena write a mail.
func (h *house) writes(to string, about map[string]string, text string) {
	h.t.Helper()
	about["From"], about["To"], about["Date"] = "Lena Okafor <"+lena+">", to, time.Now().Format(time.RFC1123Z)
	h.servers.Deliver(h.t, to, mailtest.Compose(about, text))
}

// gets waits for the mail that Lena gets.
func (h *house) gets(n int) mime.Mail {
	h.t.Helper()
	raw := until(h, "a mail for Lena", func() ([]byte, bool) {
		list := h.servers.Mails(h.t, lena)
		if len(list) < n {
			return nil, false
		}
		return list[n-1], true
	})
	return mime.Parse(raw)
}

// settled waits until a conversation has so many messages, and gives them.
func (h *house) settled(id string, n int) []switchboard.Message {
	h.t.Helper()
	return until(h, "the timeline", func() ([]switchboard.Message, bool) {
		list := h.timeline(id)
		return list, len(list) == n
	})
}

// TestFromAMailToAnAnswerAndBack goes the whole way, over two mailboxes, with a forged mail, a bounce and a mailbox that
// is numbered anew on the way.
func TestFromAMailToAnAnswerAndBack(t *testing.T) {
	h := open(t)
	h.connect("care@brand.test")
	h.connect("sales@brand.test")
	call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})

	h.writes("care@brand.test", map[string]string{"Subject": "My kettle leaks", "Message-ID": "<ask@customer.test>"}, "It leaks at the spout, help!\n\n-- \nLena")
	c := h.conversation("leaks at the spout")
	id := c.text("id")
	until(h, "being asked", func() (bool, bool) {
		status, _ := h.Ask("POST", "/conversations/"+id+"/accept", fields{})
		return true, status < 300
	})
	h.answer(id, "A new spout leaves today.")
	got := h.gets(1)
	if got.Subject != "Re: My kettle leaks" || got.From.Name != "Inès at Ferrywell" || strings.Join(got.References, " ") != "ask@customer.test" ||
		got.Text != "A new spout leaves today." {
		t.Fatalf("Lena got %q from %v, %v: %q", got.Subject, got.From, got.References, got.Text)
	}

	h.writes("care@brand.test", map[string]string{"Subject": "Re: My kettle leaks", "Message-ID": "<thanks@customer.test>", "In-Reply-To": "<" + got.MessageID + ">",
		"References": "<ask@customer.test> <" + got.MessageID + ">"}, "Thank you, it fits.\n\nOn 3 March Ferrywell wrote:\n> A new spout leaves today.")
	list := h.settled(id, 3)
	ours, thanks := list[1], list[2]
	if ours.Direction != switchboard.Out || ours.ExternalID != "mid:"+got.MessageID || ours.Content.Subject != "Re: My kettle leaks" ||
		len(ours.Content.Recipients) == 0 || ours.Content.Recipients[0].Address != lena {
		t.Errorf("our answer is %+v", ours)
	}
	if thanks.Content.Text != "Thank you, it fits." || !strings.Contains(thanks.Content.Quoted, "> A new spout") || list[0].Content.Signature != "Lena" {
		t.Errorf("Lena's words are %+v", thanks.Content)
	}

	h.writes("care@brand.test", map[string]string{"Subject": "Re: My kettle leaks", "Message-ID": "<thanks@customer.test>",
		"References": "<ask@customer.test>"}, "Other words under the same id.")
	list = h.settled(id, 4)
	if list[2].Content.Text != "Thank you, it fits." || list[2].Revision != 1 || list[3].ExternalID == list[2].ExternalID {
		t.Errorf("a mail with an id that is taken changed what stood: %+v", list[2:])
	}

	h.servers.Deliver(t, "care@brand.test", []byte(bounce(got.MessageID)))
	list = h.settled(id, 5)
	if last := list[4]; !last.Automated || !strings.HasPrefix(last.Content.Text, "Not delivered to "+lena) {
		t.Errorf("the bounce is %+v", last)
	}
	if back := h.cameBack(id); len(back) > 0 {
		t.Errorf("Lena has answered what is said to have come back: %+v", back)
	}
	if ball := call[struct{ Conversation fields }](h, "GET", "/conversations/"+id, nil).Conversation.text("ball"); ball != "us" {
		t.Errorf("after the bounce the ball is with %s", ball)
	}

	h.answer(id, "A second spout leaves today.")
	h.servers.Deliver(t, "care@brand.test", []byte(bounce(h.gets(2).MessageID)))
	back := until(h, "the second answer coming back", func() ([]switchboard.Delivery, bool) {
		back := h.cameBack(id)
		return back, len(back) == 1 && !back[0].ReturnedAt.IsZero()
	})
	if back[0].State != switchboard.DeliverySent || !strings.HasPrefix(back[0].Returned, "5.1.1") {
		t.Errorf("the answer that came back is %+v", back[0])
	}
	h.settled(id, 7)

	h.writes("sales@brand.test", map[string]string{"Subject": "A second one", "Message-ID": "<buy@customer.test>"}, "I want to buy another kettle.")
	other := h.conversation("buy another kettle")
	if other.text("id") == id || other.text("customer_id") != c.text("customer_id") {
		t.Errorf("Lena writes to sales: conversation %s of customer %s, before %s of %s", other.text("id"), other.text("customer_id"), id, c.text("customer_id"))
	}

	h.servers.Doveadm(t, "mailbox", "update", "-u", "care@brand.test", "--uid-validity", "815", "INBOX")
	h.servers.Doveadm(t, "kick", "care@brand.test")
	h.writes("care@brand.test", map[string]string{"Subject": "Re: My kettle leaks", "Message-ID": "<last@customer.test>", "References": "<ask@customer.test>"}, "One more thing.")
	list = h.settled(id, 8)
	if list[7].Content.Text != "One more thing." || len(h.conversations("")) != 2 {
		t.Errorf("after the mailbox was numbered anew there are %d conversations, and last is %+v", len(h.conversations("")), list[7])
	}
}

// cameBack are the deliveries of a conversation that did not go out, or came back.
func (h *house) cameBack(id string) []switchboard.Delivery {
	h.t.Helper()
	return call[struct{ Deliveries []switchboard.Delivery }](h, "GET", "/conversations/"+id, nil).Deliveries
}

func bounce(of string) string {
	return strings.ReplaceAll("From: MAILER-DAEMON@mx.test\nTo: care@brand.test\nSubject: Undelivered\nMessage-ID: <dsn@mx.test>\nMIME-Version: 1.0\n"+
		"Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nSorry.\n--r\nContent-Type: message/delivery-status\n\n"+
		"Reporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; "+lena+"\nAction: failed\nStatus: 5.1.1\n\n--r\n"+
		"Content-Type: message/rfc822\n\nMessage-ID: <"+of+">\nSubject: Re: Kettle\n\nwords\n--r--\n", "\n", "\r\n")
}

// TestOneBrokenMailboxHoldsUpNoOther connects mailboxes that hang and send noise beside a good one.
func TestOneBrokenMailboxHoldsUpNoOther(t *testing.T) {
	h := open(t)
	hangs, noise := h.servers.IMAPProxy(t), h.servers.IMAPProxy(t)
	hangs.Stay(mailtest.Hung)
	noise.Stay(mailtest.Noise)
	for n, proxy := range []*mailtest.Proxy{hangs, noise} {
		address := []string{"hangs@brand.test", "noise@brand.test"}[n]
		config := h.config(address)
		config["imap_port"] = portOf(proxy.Address)
		began := time.Now()
		status, answer := h.Ask("POST", "/accounts/check", fields{"network": "email", "config": config})
		if took := time.Since(began); status < 400 || !strings.Contains(string(answer), "IMAP server") || took > 15*time.Second {
			t.Errorf("%s: %d after %s: %s", address, status, took, answer)
		}
		call[fields](h, "POST", "/accounts", fields{"network": "email", "handle": address, "state": "live", "config": config})
	}
	h.connect("good@brand.test")
	h.writes("good@brand.test", map[string]string{"Subject": "Hello", "Message-ID": "<hello@customer.test>"}, "Is anybody there?")
	h.conversation("anybody there")
	until(h, "trouble in words", func() (bool, bool) {
		page := call[struct{ Items []switchboard.Account }](h, "GET", "/accounts", nil)
		told := 0
		for _, a := range page.Items {
			if strings.Contains(a.Health.Text, "IMAP server") && a.Health.NextStep != "" {
				told++
			}
		}
		return true, told == 2
	})
}

// TestAForwardedNotificationIsWorkedByHand goes from a notification that somebody forwards to the answer they are to post,
// and lets a stranger try the same.
func TestAForwardedNotificationIsWorkedByHand(t *testing.T) {
	h := open(t)
	config := h.config("inbox@brand.test")
	config["capture"] = "capture@brand.test"
	h.connectAs(config)
	call[fields](h, "POST", "/networks/linkedin/by-hand", fields{"handle": "kettles"})
	call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})
	const post = "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000000"
	forward := func(from, words string) {
		h.servers.Deliver(t, "inbox@brand.test", mailtest.Compose(map[string]string{"From": from, "To": "capture@brand.test", "Subject": "Fwd: Anna Berg mentioned you",
			"Message-ID": "<fwd-" + from + ">"}, "---------- Forwarded message ---------\nFrom: LinkedIn <notifications@linkedin.com>\nSubject: Anna Berg mentioned you\n"+
			"To: ines@brand.test\n\n\""+words+"\"\n\n"+post+"\n"))
	}
	forward("ines@brand.test", "Who answers here, @kettles?")
	c := h.conversation("Who answers here")
	id := c.text("id")
	if c.text("network") != "linkedin" {
		t.Errorf("the conversation is on %s", c.text("network"))
	}
	until(h, "being asked", func() (bool, bool) {
		status, _ := h.Ask("POST", "/conversations/"+id+"/accept", fields{})
		return true, status < 300
	})
	h.answer(id, "We do, Anna.")
	waiting := call[struct{ Items []fields }](h, "GET", "/deliveries/by-hand?mine=true", nil).Items
	if len(waiting) != 1 || !strings.Contains(fmt.Sprint(waiting[0]), post) || !strings.Contains(fmt.Sprint(waiting[0]), "We do, Anna.") {
		t.Errorf("to be posted by hand: %v", waiting)
	}
	forward("eve@elsewhere.test", "Buy our lids")
	if c := h.conversation("Forwarded message"); c.text("network") != "email" {
		t.Errorf("a stranger's notification became a conversation on %s", c.text("network"))
	}
}
