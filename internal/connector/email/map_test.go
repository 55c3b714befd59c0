package email_test

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
	"switchboard/internal/testkit/mailtest"
)

// arrive delivers mails to a mailbox and gives what comes of them.
func (w *town) arrive(conn connector.Conn, k *basket, mails ...[]byte) []connector.Item {
	w.t.Helper()
	before := len(k.items)
	for _, raw := range mails {
		w.servers.Deliver(w.t, w.ours, raw)
	}
	w.read(conn, k, len(mails))
	return k.items[before:]
}

// TestWhoSpeaks tells our own mail from what only says that it is ours.
func TestWhoSpeaks(t *testing.T) {
	w := newTown(t)
	w.config["aliases"] = "help@brand.test, @forms.test"
	conn := w.open(email.Spec())
	k := w.begin(conn)
	for name, tc := range map[string]struct {
		fields    map[string]string
		author    string
		unproven  bool
		automated bool
	}{
		"a customer":                    {map[string]string{"From": "LENA@Customer.test"}, "lena@customer.test", false, false},
		"forged in our name":            {map[string]string{"From": w.ours}, w.ours, true, false},
		"forged with an id as we do":    {map[string]string{"From": w.ours, "Message-ID": "<sb.0199@brand.test>"}, w.ours, true, false},
		"forged in an alias's name":     {map[string]string{"From": "help@brand.test"}, "help@brand.test", true, false},
		"a form of ours":                {map[string]string{"From": "web@forms.test", "Reply-To": "Omar <omar@customer.test>"}, "omar@customer.test", true, false},
		"an answer nobody wrote":        {map[string]string{"From": "lena@customer.test", "Auto-Submitted": "auto-replied"}, "lena@customer.test", false, true},
		"a mail server":                 {map[string]string{"From": "MAILER-DAEMON@mx.test"}, "mailer-daemon@mx.test", false, true},
		"nobody behind it":              {map[string]string{"From": "no-reply@shop.test"}, "no-reply@shop.test", false, true},
		"a person who asks for privacy": {map[string]string{"From": "a@customer.test", "Reply-To": "b@customer.test"}, "a@customer.test", false, false},
	} {
		tc.fields["Subject"], tc.fields["To"] = name, w.ours
		item := w.arrive(conn, k, mailtest.Compose(tc.fields, "words"))[0]
		if item.Direction != switchboard.In || !item.Addressed || item.ClientKey != "" || item.Author.ID != tc.author || item.Author.Realm != "email" ||
			item.Automated != tc.automated || strings.Contains(string(item.Extra), `"unproven_sender":true`) != tc.unproven {
			t.Errorf("%s: %s by %+v, automated %v, key %q, %s", name, item.Direction, item.Author, item.Automated, item.ClientKey, item.Extra)
		}
		if err := item.Check(time.Now()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	last := k.items[len(k.items)-1]
	for _, item := range k.items {
		if item.Author.ID == "a@customer.test" {
			last = item
		}
	}
	if want := (switchboard.Recipient{Role: "reply_to", Address: "b@customer.test"}); !slices.Contains(last.Content.Recipients, want) {
		t.Errorf("recipients %+v", last.Content.Recipients)
	}
}

// TestACopyOfOurOwnIsNotHeardAgain gets a copy of our own answer: it lies among the sent mail, and that proves it.
func TestACopyOfOurOwnIsNotHeardAgain(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	k := w.begin(conn)
	elsewhere := mailtest.Compose(map[string]string{"From": w.ours, "To": w.customer, "Cc": w.ours, "Subject": "From my telephone",
		"Message-ID": "<phone@brand.test>", "In-Reply-To": "<said@customer.test>"}, "We are on it")
	w.servers.Append(t, w.ours, "Sent", elsewhere)
	items := w.arrive(conn, k, elsewhere)
	if len(items) != 1 || items[0].Direction != switchboard.Out || items[0].ExternalID != "mid:phone@brand.test" ||
		items[0].ParentKey != "mid:said@customer.test" || items[0].Addressed {
		t.Errorf("%+v", items)
	}
}

// TestThreads names the thread after its first mail, whatever an answer tells of it.
func TestThreads(t *testing.T) {
	w := newTown(t)
	w.config["auth_server"] = "mx.brand.test"
	conn := w.open(email.Spec())
	k := w.begin(conn)
	mail := func(fields map[string]string) []byte {
		fields["From"], fields["To"] = w.customer, w.ours
		return mailtest.Compose(fields, "words")
	}
	items := w.arrive(conn, k,
		mail(map[string]string{"Subject": "Kettle", "Message-ID": "<one@customer.test>"}),
		mail(map[string]string{"Subject": "Re: Kettle", "Message-ID": "<two@customer.test>", "References": "<one@customer.test> <x@brand.test>"}),
		mail(map[string]string{"Subject": "AW: kettle", "Message-ID": "<three@customer.test>", "Authentication-Results": "mx.brand.test; dmarc=pass"}),
		mail(map[string]string{"Subject": "AW: kettle", "Message-ID": "<unproven@customer.test>", "Authentication-Results": "mx.evil.test; dmarc=pass"}),
		mail(map[string]string{"Subject": "AW: kettle", "Message-ID": "<forged@customer.test>", "Authentication-Results": "mx.brand.test; dmarc=fail"}),
		mail(map[string]string{"Subject": "Re: Kettles", "Message-ID": "<four@customer.test>"}),
		mail(map[string]string{"Subject": "Kettle", "Message-ID": "<five@customer.test>"}),
		mailtest.Compose(map[string]string{"From": "omar@other.test", "To": w.ours, "Subject": "Re: Kettle", "Message-ID": "<six@other.test>"}, "words"),
		mail(map[string]string{"Subject": "Re: Kettle", "Message-ID": "<seven@customer.test>", "In-Reply-To": "<seven@customer.test>"}),
		mail(map[string]string{"Subject": "No id"}),
		mail(map[string]string{"Subject": "Long id", "Message-ID": "<" + strings.Repeat("x", 2000) + "@customer.test>"}),
	)
	want := map[string][2]string{
		"mid:one@customer.test":      {"mid:one@customer.test", ""},
		"mid:two@customer.test":      {"mid:one@customer.test", "mid:x@brand.test"},
		"mid:three@customer.test":    {"mid:one@customer.test", "mid:two@customer.test"}, // by subject and correspondent
		"mid:unproven@customer.test": {"mid:unproven@customer.test", ""},                 // anybody can write a name and a subject
		"mid:forged@customer.test":   {"mid:forged@customer.test", ""},
		"mid:four@customer.test":     {"mid:four@customer.test", ""},
		"mid:five@customer.test":     {"mid:five@customer.test", ""}, // no answer, so a matter of its own
		"mid:six@other.test":         {"mid:six@other.test", ""},     // the same subject from somebody else
	}
	for _, item := range items {
		if threads, named := want[item.ExternalID]; named && threads != [2]string{item.ThreadKey, item.ParentKey} {
			t.Errorf("%s is in %q and answers %q, want %q", item.ExternalID, item.ThreadKey, item.ParentKey, threads)
		}
		if check := map[string]switchboard.SenderCheck{"mid:three@customer.test": "genuine", "mid:forged@customer.test": "forged"}[item.ExternalID]; item.Content.Sender != cmp.Or(check, "unproven") {
			t.Errorf("%s is from a sender who is %q", item.ExternalID, item.Content.Sender)
		}
		if item.ParentKey == item.ExternalID || len(item.ExternalID) > connector.MaxKey {
			t.Errorf("%s answers %s", item.ExternalID, item.ParentKey)
		}
		if again, err := conn.(connector.Mapper).Map(item.Raw); err != nil || again.ExternalID != item.ExternalID ||
			again.ThreadKey != item.ThreadKey || !bytes.Equal(again.Fingerprint, item.Fingerprint) {
			t.Errorf("mapped again it is %s in %s: %v", again.ExternalID, again.ThreadKey, err)
		}
	}
}

// TestABounceTellsOfWhichAnswer ties what a mail server says to the answer it is about.
func TestABounceTellsOfWhichAnswer(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	k := w.begin(conn)
	raw := strings.ReplaceAll("From: MAILER-DAEMON@mx.test\nTo: "+w.ours+"\nSubject: Undelivered\nMessage-ID: <dsn@mx.test>\nMIME-Version: 1.0\n"+
		"Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nSorry.\n--r\nContent-Type: message/delivery-status\n\n"+
		"Reporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; lena@customer.test\nAction: failed\nStatus: 5.1.1\n\n--r\n"+
		"Content-Type: message/rfc822\n\nMessage-ID: <sb.0199@brand.test>\nSubject: Re: Kettle\n\nwords\n--r--\n", "\n", "\r\n")
	item := w.arrive(conn, k, []byte(raw))[0]
	if !item.Automated || item.ParentKey != "mid:sb.0199@brand.test" || !strings.HasPrefix(item.Content.Text, "Not delivered to lena@customer.test: 5.1.1") {
		t.Errorf("automated %v, about %q: %q", item.Automated, item.ParentKey, item.Content.Text)
	}
}

// TestLargeAndOddMails come over the real server: what is too large is read in part and says so.
func TestLargeAndOddMails(t *testing.T) {
	w := newTown(t)
	conn := w.open(email.Spec())
	k := w.begin(conn)
	head := "From: " + w.customer + "\r\nTo: " + w.ours + "\r\nMIME-Version: 1.0\r\n"
	var parts strings.Builder
	for n := range 10_000 {
		fmt.Fprintf(&parts, "--b\r\nContent-Type: application/pdf; name=f%d.pdf\r\n\r\n%d\r\n", n, n)
	}
	large := strings.Repeat(strings.Repeat("y", 76)+"\r\n", 50<<20/78)
	for name, raw := range map[string]string{
		"50 MB":             head + "Subject: 50 MB\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nThe words.\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\n" + large + "--b--\r\n",
		"10,000 parts":      head + "Subject: 10,000 parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nThe words.\r\n" + parts.String() + "--b--\r\n",
		"a line of 1 MB":    head + "Subject: " + strings.Repeat("z", 1<<20) + "\r\n\r\nThe words.\r\n",
		"an empty mail":     head + "\r\n",
		"a file of 1 MB":    head + "Subject: a file\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nThe words.\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\n" + large[:1<<20] + "--b--\r\n",
		"a mail of 1970":    head + "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n\r\nThe words.\r\n",
		"a mail of 2106":    head + "Date: Sun, 7 Feb 2106 00:00:00 +0000\r\n\r\nThe words.\r\n",
		"a hostile address": "From: \"a\\\"<b>\" <x@y.test>\r\nTo: <@@>, ,;<<>>\r\n\r\nThe words.\r\n",
	} {
		item := w.arrive(conn, k, []byte(raw))[0]
		if err := item.Check(time.Now()); err != nil {
			t.Errorf("%s cannot be stored: %v", name, err)
		}
		if !strings.HasPrefix(item.Content.Text, "The words.") && name != "an empty mail" || len(item.Raw) > 2<<20 {
			t.Errorf("%s: %.80q, %d bytes kept", name, item.Content.Text, len(item.Raw))
		}
		if age := time.Since(item.Published).Abs(); age > time.Hour {
			t.Errorf("%s was written %s ago", name, age)
		}
		switch n := len(item.Content.Attachments); {
		case name == "50 MB" && (n != 2 || !strings.Contains(string(item.Extra), "too large")):
			t.Errorf("%s: %d files, %s", name, n, item.Extra)
		case name == "10,000 parts" && n != connector.MaxAttachments-1:
			t.Errorf("%s: %d files", name, n)
		case name == "a file of 1 MB" && len(item.Files[0]) < 1<<20:
			t.Errorf("%s: %d bytes came along", name, len(item.Files[0]))
		}
	}
}

// TestAnotherFolder reads every folder that is named.
func TestAnotherFolder(t *testing.T) {
	w := newTown(t)
	w.servers.Doveadm(t, "mailbox", "create", "-u", w.ours, "Support")
	w.config["folders"] = "INBOX, Support"
	conn := w.open(email.Spec())
	k := w.begin(conn)
	w.say("in the inbox", "")
	w.servers.Append(t, w.ours, "Support", mailtest.Compose(map[string]string{"From": w.customer, "To": w.ours, "Subject": "x"}, "in the folder"))
	w.read(conn, k, 2)
	got := texts(k.items)
	slices.Sort(got)
	if !slices.Equal(got, []string{"in the folder", "in the inbox"}) {
		t.Errorf("%q", got)
	}
}
