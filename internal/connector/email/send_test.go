package email_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/conform"
	"switchboard/internal/connector/email"
	"switchboard/internal/connector/email/mime"
	"switchboard/internal/testkit/mailtest"
)

// TestConformsWhereWeKeepTheCopies is the suite once more, where Switchboard puts the copies into the folder of sent
// mail itself: then nothing but an answer or a bounce tells what became of a mail whose fate is unknown.
func TestConformsWhereWeKeepTheCopies(t *testing.T) {
	conform.Run(t, conform.Subject{Spec: email.Spec(), NewWorld: func(t *testing.T) conform.World { return newTown(t).world() },
		Waive: map[string]string{"read_back/finds": "nobody keeps a copy of a mail whose fate is unknown; a person decides",
			"read/gaps": "it is proved with other bounds"}})
}

// TestFatesOfASending holds each answer of a server against what is certain after it.
func TestFatesOfASending(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.SpecHasty(2 * time.Second))
	for name, tc := range map[string]struct {
		fault    mailtest.Fault
		kind     connector.OutcomeKind
		class    connector.Class
		code     string
		standing int
	}{
		"no such recipient":        {mailtest.Rcpt + "550 5.1.1 No such user", connector.Rejected, connector.ClassRejected, "550", 0},
		"recipient later":          {mailtest.Rcpt + "450 4.2.1 Greylisted", connector.RateLimited, "", "450", 0},
		"sender refused":           {mailtest.No + "553 5.7.1 Not yours", connector.Rejected, connector.ClassRejected, "553", 0},
		"refused after the dot":    {mailtest.Dot + "554 5.7.1 Spam", connector.Rejected, connector.ClassRejected, "554", 0},
		"later after the dot":      {mailtest.Dot + "451 4.3.0 Later", connector.RateLimited, "", "451", 0},
		"shut down":                {mailtest.No + "421 4.3.2 Closing", connector.RateLimited, "", "421", 0},
		"wrong password":           {mailtest.Auth + "535 5.7.8 No", connector.Rejected, connector.ClassAuth, "535", 0},
		"odd code after the dot":   {mailtest.Dot + "999 What", connector.Unknown, "", "no_answer", 0},
		"continue after the dot":   {mailtest.Dot + "354 Go on", connector.Unknown, "", "no_answer", 0},
		"words after the dot":      {mailtest.Dot + "fine, thanks", connector.Unknown, "", "no_answer", 0},
		"cut after the dot":        {mailtest.Late, connector.Unknown, "", "no_answer", 1},
		"lost after the dot":       {mailtest.Lost, connector.Unknown, "", "no_answer", 0},
		"no greeting":              {mailtest.Hung, connector.Rejected, connector.ClassRetry, "not_sent", 0},
		"noise for a greeting":     {mailtest.Noise, connector.Rejected, connector.ClassRetry, "not_sent", 0},
		"a greeting that drips":    {mailtest.Drip, connector.Rejected, connector.ClassRetry, "not_sent", 0},
		"cut when connecting":      {mailtest.Cut, connector.Rejected, connector.ClassRetry, "not_sent", 0},
		"nothing wrong":            {"", connector.Sent, "", "250", 1},
		"refused in foreign words": {mailtest.Dot + "550 \xff\xfe" + mailtest.Fault(strings.Repeat("x", 3000)), connector.Rejected, connector.ClassRejected, "550", 0},
	} {
		out := w.answer("An answer when "+name, w.say("Help", ""))
		w.smtp.Break(tc.fault)
		got := w.send(conn, out)
		if got.Kind != tc.kind || got.Class != tc.class || got.Code != tc.code || len([]rune(got.Text)) > 500 {
			t.Errorf("%s: %+v", name, got)
		}
		if standing := w.standing(out.Part.Text); standing != tc.standing {
			t.Errorf("%s: %d mails came to the customer, want %d", name, standing, tc.standing)
		}
	}
}

// TestWhatACustomerGets looks at the mail itself.
func TestWhatACustomerGets(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	id := w.say("Help", "")
	out := w.answer("Grüße,\n\n<b>bold</b> & \"brave\"", id)
	out.Speaker, out.Subject = "Inès", "AW: Re: Der Kessel ☕"
	out.ThreadKey = "mid:root@customer.test"
	out.Original = connector.Original{Text: "Where is it?\n<b>Hurry!</b>", At: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)}
	if got := w.send(conn, out); got.Kind != connector.Sent {
		t.Fatalf("%+v", got)
	}
	w.servers.Settle(t)
	raw := w.servers.Mails(t, w.customer)[0]
	m := mime.Parse(raw)
	if m.Subject != "Re: Der Kessel ☕" || m.From != (mime.Address{Name: "Inès at Ferrywell", Email: w.ours}) || m.Text != out.Part.Text {
		t.Errorf("%q from %v: %q", m.Subject, m.From, m.Text)
	}
	if got := strings.Join(m.References, " "); got != "root@customer.test "+strings.TrimPrefix(id, "mid:") {
		t.Errorf("references %q", got)
	}
	if m.Quoted != "On 2 March 2026 at 10:00 UTC, Lena Okafor wrote:\n> Where is it?\n> <b>Hurry!</b>" {
		t.Errorf("repeated is %q", m.Quoted)
	}
	if cite := strings.SplitAfter(m.HTML, "<blockquote"); len(cite) != 2 || !strings.Contains(cite[1], "Where is it?<br") || strings.Contains(cite[1], "<b>") || strings.Contains(cite[0], "Where") {
		t.Errorf("repeated in HTML is %q", m.HTML)
	}
	if !strings.Contains(m.HTML, "&lt;b&gt;bold&lt;/b&gt;") || m.Automation != "" || m.Header.Has("Auto-Submitted") {
		t.Errorf("HTML %q, automation %q", m.HTML, m.Automation)
	}
	if err := conn.Close(); err != nil { // waits for the copy
		t.Error(err)
	}
	if sent := w.servers.SentMails(t, w.ours); len(sent) != 1 || mime.Parse(sent[0]).MessageID != m.MessageID {
		t.Errorf("%d copies of it lie among the sent mail", len(sent))
	}
}

// TestNothingIsInjected puts line ends and more into everything that becomes a header or a command.
func TestNothingIsInjected(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	evil := "x\r\nBcc: evil@customer.test\r\n\r\nbody"
	for name, spoil := range map[string]func(*connector.Outgoing){
		"subject": func(o *connector.Outgoing) { o.Subject = evil },
		"speaker": func(o *connector.Outgoing) { o.Speaker = evil },
		"name":    func(o *connector.Outgoing) { o.Answers.Name = evil },
		"address": func(o *connector.Outgoing) { o.Answers.ID = "lena@customer.test>\r\nRCPT TO:<evil@customer.test" },
		"to": func(o *connector.Outgoing) {
			o.To = switchboard.Recipient{Name: evil, Address: "a@b.test\nRCPT TO:<evil@customer.test>"}
		},
		"thread":      func(o *connector.Outgoing) { o.ThreadKey = "mid:a>\r\nBcc: evil@customer.test\r\nX: <b" },
		"what it is":  func(o *connector.Outgoing) { o.ReplyTo = "mid:a>\r\nBcc: evil@customer.test\r\nX: <b" },
		"client key":  func(o *connector.Outgoing) { o.ClientKey = "k\r\nBcc: evil@customer.test" },
		"final dot":   func(o *connector.Outgoing) { o.Part.Text = "a\r\n.\r\nMAIL FROM:<a@b>\r\n.\n.\nb" },
		"to somebody": func(o *connector.Outgoing) { o.Answers.ID = w.ours },
	} {
		out := w.answer("Words of "+name, w.say("Help", ""))
		spoil(&out)
		got := w.send(conn, out)
		if got.Kind != connector.Sent && (got.Kind != connector.Rejected || got.Code != "refused_here") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	w.servers.Settle(t)
	if got := w.servers.Mails(t, "evil@customer.test"); len(got) > 0 {
		t.Fatalf("%q", got)
	}
	for _, raw := range w.servers.Mails(t, w.customer) {
		if header, _ := mime.SplitHeader(raw); header.Has("Bcc") || header.Has("X") {
			t.Errorf("%q", raw)
		}
	}
}

// TestAnAnswerGoesToWhoWasChosen and to nobody whom the customer's mail names beside its author; what comes back says to
// whom it went.
func TestAnAnswerGoesToWhoWasChosen(t *testing.T) {
	w := newTown(t)
	omar := "omar." + w.customer
	for name, tc := range map[string]struct {
		all  string
		to   switchboard.Recipient
		want []switchboard.Recipient
	}{
		"its author":                      {"false", switchboard.Recipient{}, []switchboard.Recipient{{Role: "to", Address: w.customer, Name: "Lena Okafor"}}},
		"somebody else":                   {"false", switchboard.Recipient{Address: omar}, []switchboard.Recipient{{Role: "to", Address: omar}}},
		"a name that ends in a backslash": {"false", switchboard.Recipient{Address: omar, Name: "Omar \\"}, []switchboard.Recipient{{Role: "to", Address: omar, Name: "Omar \\"}}},
		"everybody as well":               {"true", switchboard.Recipient{}, []switchboard.Recipient{{Role: "to", Address: w.customer, Name: "Lena Okafor"}, {Role: "cc", Address: omar}}},
	} {
		w.config["reply_all"] = tc.all
		conn := w.open(email.Spec())
		out := w.answer("Words for "+name, w.say("Help", ""))
		out.To = tc.to
		out.Recipients = []switchboard.Recipient{{Role: "to", Address: w.ours}, {Role: "cc", Address: omar}, {Role: "reply_to", Address: "list." + w.customer}}
		if got := w.send(conn, out); got.Kind != connector.Sent || !slices.Equal(got.Recipients, tc.want) {
			t.Errorf("%s: %+v", name, got)
		}
		w.servers.Settle(t)
		for _, one := range []string{w.customer, omar, "list." + w.customer} {
			came := slices.ContainsFunc(w.servers.Mails(t, one), func(raw []byte) bool { return mime.Parse(raw).Text == out.Part.Text })
			wanted := slices.ContainsFunc(tc.want, func(r switchboard.Recipient) bool { return r.Address == one })
			if came != wanted {
				t.Errorf("%s: it came to %s: %v, want %v", name, one, came, wanted)
			}
		}
	}
}

// TestAnAnswerProvesThatAMailCame finds a mail of unknown fate by what the customer answered to it.
func TestAnAnswerProvesThatAMailCame(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	out := w.answer("It is on its way", w.say("Where is it?", ""))
	w.smtp.Break(mailtest.Late)
	if got := w.send(conn, out); got.Kind != connector.Unknown {
		t.Fatalf("%+v", got)
	}
	find := func() connector.Found {
		t.Helper()
		found, err := conn.(connector.ReadBacker).Find(context.Background(), connector.Attempt{ClientKey: out.ClientKey, StartedAt: out.StartedAt})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if got := find(); got.State != connector.NotYet || got.AskAgain <= 0 {
		t.Errorf("before anything tells: %+v", got)
	}
	w.standing(out.Part.Text)
	w.say("Thank you", "mid:sb."+out.ClientKey+"@brand.test")
	if got := find(); got.State != connector.Present || got.ExternalID != "mid:sb."+out.ClientKey+"@brand.test" {
		t.Errorf("after the customer's answer: %+v", got)
	}
	w.Advance(48 * time.Hour)
	out.ClientKey = "never-sent"
	if got := find(); got.State != connector.NotYet || got.AskAgain != 0 {
		t.Errorf("of one that nothing tells of: %+v", got)
	}
}
