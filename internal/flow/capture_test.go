package flow_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
	"switchboard/internal/conversation"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// letterbox is a mailbox with an address for captures, beside a LinkedIn account that is worked by hand.
type letterbox struct {
	*scene
	mailbox, linkedin switchboard.Account
	conn              connector.Conn
}

func newLetterbox(s *scene) *letterbox {
	s.Helper()
	b := &letterbox{scene: s, mailbox: s.account, linkedin: s.account}
	b.mailbox.ID, b.mailbox.Network, b.mailbox.Realm, b.mailbox.Handle, b.mailbox.State = switchboard.NewID[switchboard.AccountID](s.site.Clock.Now()),
		"email", "email:care@kiosk.example", "care@kiosk.example", switchboard.AccountLive
	b.linkedin.ID, b.linkedin.Network, b.linkedin.Realm = switchboard.NewID[switchboard.AccountID](s.site.Clock.Now()), "linkedin", "linkedin"
	testkit.Update(s, s.app.DB, func(tx *store.Tx) error {
		if _, err := tx.InsertAccount(b.mailbox); err != nil {
			return err
		}
		gone := testkit.Person(3, 5, "service")
		if err := tx.InsertAgent(gone, ""); err != nil {
			return err
		}
		gone.Disabled = true
		if err := tx.UpdateAgent(gone); err != nil {
			return err
		}
		_, err := tx.InsertAccount(b.linkedin)
		return err
	})
	var err error
	b.conn, err = email.Spec().Open(s.Context(), connector.Env{Now: s.site.Clock.Now, Secrets: map[string]string{"password": "x"},
		Config: map[string]string{"address": "care@kiosk.example", "capture": "capture@kiosk.example", "imap_host": "x", "smtp_host": "x"}})
	if err != nil {
		s.Fatal(err)
	}
	return b
}

// mail is a mail as the mailbox gives it.
func (b *letterbox) mail(id, from, subject, text string, fields ...string) connector.Item {
	b.Helper()
	return b.mailOf(id, from, subject, "text/plain; charset=utf-8", text, fields...)
}

func (b *letterbox) mailOf(id, from, subject, kind, text string, fields ...string) connector.Item {
	b.Helper()
	b.site.Clock.Advance(time.Minute)
	body := strings.ReplaceAll(text, "\n", "\r\n")
	sum := sha256.Sum256([]byte(body))
	header := append([]string{"From: " + from, "To: capture@kiosk.example", "Subject: " + subject, "Message-ID: <" + id + ">"}, fields...)
	raw := strings.Join(header, "\r\n") + "\r\nMIME-Version: 1.0\r\nContent-Type: " + kind + "\r\n\r\n" + body
	item, err := b.conn.(connector.Mapper).Map(fmt.Appendf(nil, "Switchboard-Envelope: {\"arrived\":%d,\"size\":%d,\"fingerprint\":%q}\n%s",
		b.site.Clock.Now().Add(-2*time.Second).Unix(), len(raw), hex.EncodeToString(sum[:]), raw))
	if err != nil {
		b.Fatal(err)
	}
	return item
}

// reads takes mails in, in one batch, and works them.
func (b *letterbox) reads(history bool, items ...connector.Item) {
	b.Helper()
	_, err := b.in.Take(b.Context(), intake.Handed{Account: b.mailbox, Lane: connector.LaneStream,
		Batch: connector.Batch{Items: items, History: history, Next: connector.Cursor(items[0].ExternalID)}}, 0)
	if err != nil {
		b.Fatal(err)
	}
	if failed, err := b.line.Drain(b.Context()); err != nil || failed > 0 {
		b.Fatalf("%d failed, %v", failed, err)
	}
	if wrong := testkit.Books(b, b.app.DB); len(wrong) > 0 {
		b.Fatalf("books: %q", wrong)
	}
}

// at is a message of one of the accounts; zero when there is none.
func (b *letterbox) at(a switchboard.Account, id string) (m switchboard.Message) {
	b.Helper()
	return testkit.Read(b, b.app.DB, func(tx *store.Tx) (switchboard.Message, error) {
		m, _, err := tx.MessageByKey(a.Realm, id)
		return m, err
	})
}

func postOf(n int) string { return fmt.Sprintf("urn:li:activity:71000000000000000%02d", n) }

// told is a notification of a post of Anna's, and passedOn as somebody forwards it.
func told(n int, words string) string {
	return "Anna Berg mentioned you:\n\n\"" + words + "\"\n\nhttps://www.linkedin.com/feed/update/" + postOf(n) + "/?trk=mail\n\nUnsubscribe"
}

func passedOn(text string) string {
	return "Please look.\n\n---------- Forwarded message ---------\nFrom: LinkedIn <notifications@linkedin.com>\nDate: Mon, 2 Mar 2026 at 10:00\n" +
		"Subject: Anna Berg mentioned you in a post\nTo: <ada@kiosk.example>\n\n" + text
}

// A notification becomes what it tells of when it is from one of our people, or from the network; what is not believed,
// not understood or not new stays a mail, and nothing is lost or taken twice.
func TestANotificationBecomesWhatItTellsOf(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		b := newLetterbox(s)
		b.becomesAMessage()
		b.staysAMail()
		b.isTakenOnce()
	})
}

func (b *letterbox) becomesAMessage() {
	b.Helper()
	forwarded := b.mail("fwd@kiosk.example", "Person 1 <Person1@kiosk.example>", "Fwd: Anna Berg mentioned you in a post", passedOn(told(1, "The lid is loose, @kettles")))
	direct := b.mail("direct@linkedin.com", "LinkedIn <notifications-noreply@e.linkedin.com>", "Anna Berg mentioned you", told(2, "Still loose"),
		"Authentication-Results: mx.kiosk.example; dmarc=pass header.from=linkedin.com")
	old := b.mail("old@linkedin.com", "notifications@linkedin.com", "Anna Berg mentioned you", told(3, "Long ago"))
	b.reads(false, forwarded, direct)
	b.reads(true, old)
	for n, words := range map[int]string{1: "The lid is loose, @kettles", 2: "Still loose", 3: "Long ago"} {
		m := b.at(b.linkedin, postOf(n))
		if m.Content.Text != words || m.Author.Name != "Anna Berg" || m.ConversationID.IsZero() || m.Visibility != switchboard.Public ||
			m.AccountID != b.linkedin.ID || (m.Origin == switchboard.History) != (n == 3) || !strings.Contains(string(m.Extra), "brought_by") {
			b.Errorf("post %d is %+v", n, m)
		}
	}
	for _, mail := range []connector.Item{forwarded, direct, old} {
		if m := b.at(b.mailbox, mail.ExternalID); m.ID.IsZero() || !m.ConversationID.IsZero() {
			b.Errorf("the mail %s is kept as %s in %s", mail.ExternalID, m.ID, m.ConversationID)
		}
	}
	b.account = b.linkedin
	b.answered(postOf(1))
}

// answered prepares an answer, which waits for a person to post it.
func (b *letterbox) answered(id string) {
	b.Helper()
	m := b.at(b.linkedin, id)
	var deliveries []switchboard.Delivery
	testkit.Update(b, b.app.DB, func(tx *store.Tx) error {
		draft := switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](tx.Now()), ConversationID: m.ConversationID, LegID: m.LegID,
			AuthorID: b.ada.ID, Epoch: 1, Parts: []switchboard.Part{{Text: "A new one is on its way."}}, ReplyTo: id,
			State: switchboard.DraftEditing, Version: 1, UpdatedAt: tx.Now()}
		if _, err := b.app.Desk.Act(tx, m.ConversationID, conversation.Taken{By: conversation.Person(b.ada.ID)}); err != nil {
			return err
		}
		if err := tx.SaveDraft(draft); err != nil {
			return err
		}
		if _, err := b.in.Out.Send(tx, draft.ID, 1, b.ada.ID); err != nil {
			return err
		}
		var err error
		deliveries, err = tx.DraftDeliveries(draft.ID)
		return err
	})
	if len(deliveries) != 1 || deliveries[0].State != switchboard.DeliveryByHand || m.URL == "" {
		b.Errorf("the answer to %s is %+v", m.URL, deliveries)
	}
}

func (b *letterbox) staysAMail() {
	b.Helper()
	ada := "person1@kiosk.example"
	for name, mail := range map[string]connector.Item{
		"a stranger's":              b.mail("a@x.example", "eve@x.example", "Fwd: Anna mentioned you", passedOn(told(11, "Buy this"))),
		"forged":                    b.mail("b@x.example", ada, "Fwd: Anna mentioned you", passedOn(told(12, "Buy this")), "Authentication-Results: mx.kiosk.example; dmarc=fail header.from=kiosk.example"),
		"of somebody who left":      b.mail("c@x.example", "person3@kiosk.example", "Fwd: Anna mentioned you", passedOn(told(13, "Buy this"))),
		"a stranger's own word":     b.mail("d@x.example", "eve@x.example", "Anna mentioned you", told(14, "Buy this")),
		"of no post":                b.mail("e@x.example", ada, "Fwd: Your week", passedOn("Look: https://www.linkedin.com/company/kettles")),
		"of another network":        b.mail("f@x.example", ada, "Fwd: Anna mentioned you", passedOn("\"Loose\" https://x.com/anna/status/1790000000000000001")),
		"ada's own words":           b.mail("g@x.example", ada, "Look", told(15, "Not forwarded at all")),
		"somebody else's, there":    b.mail("h@x.example", ada, "Fwd: Ben Ost commented on your post", passedOn(strings.ReplaceAll(told(1, "Mine too"), "Anna Berg mentioned", "Ben Ost mentioned"))),
		"the same id, other words":  b.mail("fwd@kiosk.example", "eve@x.example", "Help", "My lid is loose."),
		"other words, known author": b.mail("i@x.example", ada, "Fwd: Anna Berg mentioned you", passedOn(told(1, "Something else"))),
	} {
		b.reads(false, mail)
		m := b.at(b.mailbox, mail.ExternalID)
		if strings.HasPrefix(name, "the same id") {
			m = b.at(b.mailbox, mail.ExternalID+" "+hex.EncodeToString(mail.Fingerprint[:16]))
		}
		if m.ConversationID.IsZero() {
			b.Errorf("%s is not heard: %+v", name, m)
		}
	}
	for n := 11; n <= 15; n++ {
		if m := b.at(b.linkedin, postOf(n)); !m.ID.IsZero() {
			b.Errorf("post %d was brought in", n)
		}
	}
	if m := b.at(b.linkedin, postOf(1)); m.Revision != 1 {
		b.Errorf("a mail changed what stood: %+v", m)
	}
}

// isTakenOnce reads mails again, together, after somebody put the words right; and gets a second notification of the same.
func (b *letterbox) isTakenOnce() {
	b.Helper()
	mail := b.mail("again@kiosk.example", "person1@kiosk.example", "Fwd: Anna Berg mentioned you", passedOn(told(20, "It is loo…")))
	second := b.mail("second@linkedin.com", "notifications@linkedin.com", "Anna Berg mentioned you", told(20, "It is loo"))
	other := b.mail("third@linkedin.com", "notifications@linkedin.com", "Ben Ost replied to your comment", strings.ReplaceAll(told(20, "Mine too"), "Anna Berg", "Ben Ost"))
	b.reads(false, mail, mail, second, other)
	if m := b.at(b.linkedin, postOf(20)); m.Revision != 1 || m.Author.Name != "Anna Berg" {
		b.Errorf("after two notifications of one post it is %+v", m)
	}
	if b.at(b.mailbox, other.ExternalID).ConversationID.IsZero() || !b.at(b.mailbox, second.ExternalID).ConversationID.IsZero() {
		b.Error("of two more notifications of one batch, not that alone which tells something else stays a mail")
	}
	right := connector.Item{Change: connector.Said, ExternalID: postOf(20), Author: b.at(b.linkedin, postOf(20)).Author, Direction: switchboard.In,
		Visibility: switchboard.Public, Kind: switchboard.KindMention, Addressed: true, Content: switchboard.Content{Text: "All of it"}, Published: b.site.Clock.Now()}
	if _, err := b.in.Take(b.Context(), intake.Handed{Account: b.linkedin, Lane: "capture", Batch: connector.Batch{Items: []connector.Item{right}}}, 0); err != nil {
		b.Fatal(err)
	}
	b.reads(false, mail, second, other)
	if m := b.at(b.linkedin, postOf(20)); m.Revision != 2 || m.Content.Text != "All of it" || !b.at(b.mailbox, mail.ExternalID).ConversationID.IsZero() {
		b.Errorf("read again it is %+v", m)
	}
}
