package flow_test

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
	"switchboard/internal/conversation"
	"switchboard/internal/flow"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// An answer that comes back is known not to have arrived; what says so wrongly, late or of some recipients alone changes
// nothing of it.
func TestAnAnswerThatComesBack(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		b := newLetterbox(s)
		b.in.Out.Spec = func(switchboard.NetworkKey) (connector.Spec, bool) { return email.Spec(), true }
		for name, c := range map[string]struct {
			unknown  bool // what became of the answer is not known when it comes back
			copies   string
			to       string // whom the server names
			other    string // put in the place of the delivery's key
			later    time.Duration
			answered bool
			action   string
			want     bool
		}{
			"to the customer":                  {to: "lena@customer.example", want: true},
			"in letters of another size":       {to: "LENA@customer.example", want: true},
			"of unknown fate":                  {unknown: true, to: "lena@customer.example", want: true},
			"to one of two":                    {copies: "omar@customer.example", to: "lena@customer.example"},
			"to both":                          {copies: "omar@customer.example", to: "lena@customer.example omar@customer.example", want: true},
			"to somebody else":                 {to: "eve@customer.example"},
			"to nobody in particular":          {},
			"of another mail":                  {to: "lena@customer.example", other: switchboard.NewID[switchboard.DeliveryID](testkit.Noon()).String()},
			"of a made-up id":                  {to: "lena@customer.example", other: "x"},
			"after weeks":                      {to: "lena@customer.example", later: 15 * 24 * time.Hour},
			"although the customer answered":   {to: "lena@customer.example", answered: true},
			"delayed, and still on its way":    {to: "lena@customer.example", action: "delayed"},
			"in time, after the usual retries": {to: "lena@customer.example", later: 5 * 24 * time.Hour, want: true},
		} {
			id := strings.ReplaceAll(name, " ", "-")
			d := b.sends(id, c.unknown)
			if c.copies != "" {
				b.showsCopy(d, c.copies)
			}
			if c.answered {
				b.reads(false, b.mail("thanks-"+id+"@customer.example", "lena@customer.example", "Re: x", "Thank you", "In-Reply-To: <sb."+d.ID.String()+"@kiosk.example>",
					"References: <"+id+"@customer.example> <sb."+d.ID.String()+"@kiosk.example>"))
			}
			b.site.Clock.Advance(c.later)
			about := d.ID.String()
			if c.other != "" {
				about = c.other
			}
			word := b.report("dsn-"+id, about, c.to, c.action)
			b.reads(false, word)
			b.reads(false, word)
			got := b.delivery(d)
			if came := !got.ReturnedAt.IsZero(); came != c.want || came && got.Returned != "5.1.1 No such user" ||
				got.State != switchboard.DeliverySent && (!c.unknown || c.want) || got.Attempt != 1 {
				b.Errorf("%s: %+v", name, got)
			}
			m := b.at(b.mailbox, "mid:dsn-"+id+"@mx.example")
			talk := b.conversationOf(d)
			if c.other == "" && (m.ConversationID != d.ConversationID || talk.Ball != switchboard.BallUs) {
				b.Errorf("%s: the word of it is in %s, not %s; the ball is with %s", name, m.ConversationID, d.ConversationID, talk.Ball)
			}
			if n := b.events(d, switchboard.EventDeliveryReturned); (n == 1) != c.want || n > 1 {
				b.Errorf("%s: told %d times", name, n)
			}
		}
	})
}

func (b *letterbox) conversationOf(d switchboard.Delivery) switchboard.Conversation {
	b.Helper()
	return testkit.Read(b, b.app.DB, func(tx *store.Tx) (switchboard.Conversation, error) { return tx.Conversation(d.ConversationID) })
}

func (b *letterbox) events(d switchboard.Delivery, kind switchboard.EventKind) (n int) {
	b.Helper()
	for _, e := range testkit.Read(b, b.app.DB, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(d.ConversationID, 500) }) {
		if e.Kind == kind && e.Subject == d.ID.String() {
			n++
		}
	}
	return n
}

// sends lets Lena ask and answers her: the server takes the answer, or nobody knows.
func (b *letterbox) sends(id string, unknown bool) (d switchboard.Delivery) {
	b.Helper()
	b.reads(false, b.mail(id+"@customer.example", "lena@customer.example", "A lid "+id, "It is loose."))
	m := b.at(b.mailbox, "mid:"+id+"@customer.example")
	var job flow.Job
	testkit.Update(b, b.app.DB, func(tx *store.Tx) error {
		if _, err := b.app.Desk.Act(tx, m.ConversationID, conversation.Taken{By: conversation.Person(b.ada.ID)}); err != nil {
			return err
		}
		draft := switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](tx.Now()), ConversationID: m.ConversationID, LegID: m.LegID,
			AuthorID: b.ada.ID, Epoch: 1, Parts: []switchboard.Part{{Text: "A new one leaves today."}}, ReplyTo: m.ExternalID,
			State: switchboard.DraftEditing, Version: 1, UpdatedAt: tx.Now()}
		if err := tx.SaveDraft(draft); err != nil {
			return err
		}
		if _, err := b.in.Out.Send(tx, draft.ID, 1, b.ada.ID); err != nil {
			return err
		}
		fence, _, err := tx.AcquireLease(b.mailbox.ID, "test", time.Hour)
		if err != nil {
			return err
		}
		job, _, err = b.in.Out.ClaimIn(tx, b.mailbox.ID, fence)
		return err
	})
	outcome := connector.Outcome{Kind: connector.Sent, ExternalID: "mid:sb." + job.Delivery.ID.String() + "@kiosk.example"}
	if unknown {
		outcome = connector.Outcome{Kind: connector.Unknown, Code: "no_answer"}
	}
	if err := b.in.Out.Settle(b.Context(), job, outcome, 0); err != nil {
		b.Fatal(err)
	}
	return job.Delivery
}

// showsCopy lets the mailbox show the copy among the sent mail, which says who else got it.
func (b *letterbox) showsCopy(d switchboard.Delivery, copies string) {
	b.Helper()
	item := b.mail("sb."+d.ID.String()+"@kiosk.example", "care@kiosk.example", "Re: A lid", "A new one leaves today.", "Cc: "+copies)
	item.Direction, item.Addressed, item.ClientKey, item.Fingerprint = switchboard.Out, false, d.ID.String(), []byte(d.ID.String())
	item.Author = switchboard.Author{ID: "care@kiosk.example", Realm: "email"}
	item.Content.Recipients = []switchboard.Recipient{{Role: "to", Address: "lena@customer.example"}, {Role: "cc", Address: copies}}
	b.reads(false, item)
}

// report is what a mail server says of an answer of ours.
func (b *letterbox) report(id, about, to, action string) connector.Item {
	b.Helper()
	if action == "" {
		action = "failed"
	}
	var groups strings.Builder
	for _, one := range strings.Fields(to) {
		groups.WriteString("\nFinal-Recipient: rfc822; " + one + "\nAction: " + action + "\nStatus: 5.1.1\nDiagnostic-Code: smtp; No such user\n")
	}
	if to == "" {
		groups.WriteString("\nAction: " + action + "\nStatus: 5.1.1\nDiagnostic-Code: smtp; No such user\n")
	}
	return b.mailOf(id+"@mx.example", "MAILER-DAEMON@mx.example", "Undelivered", "multipart/report; report-type=delivery-status; boundary=r",
		"--r\n\nSorry.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n"+groups.String()+
			"\n--r\nContent-Type: message/rfc822\n\nMessage-ID: <sb."+about+"@kiosk.example>\nSubject: Re: A lid\n\nwords\n--r--\n")
}
