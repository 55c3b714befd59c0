package consult

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/redact"
	"switchboard/internal/store"
)

// Asking is what somebody wants to ask whom.
type Asking struct {
	Conversation switchboard.Conversation
	By           switchboard.Agent
	Account      switchboard.AccountID // the mailbox; zero to choose one
	Name, Email  string
	Question     string
	Messages     []switchboard.MessageID
	Lift         []string
	DueAt        time.Time
	May          func(m switchboard.Message) bool // whether the asker may read a message
}

// Plan is exactly what would be sent.
type Plan struct {
	AccountID  switchboard.AccountID
	From       string
	ReplyTo    string // where answers go when they cannot come back by themselves
	Name       string
	Email      string
	Subject    string
	Text       string
	Redactions []redact.Redaction
	InQuestion []redact.Redaction // personal data in the asker's own words, which are sent as they are
	ExpiresAt  time.Time
	Hash       string // of all this
}

const (
	maxQuestion = 5000
	maxMessages = 20
	maxWords    = 20_000 // characters of one message
)

// Plan makes what would be sent, and refuses what may not be.
func (d *Desk) Plan(tx *store.Tx, a Asking) (p Plan, err error) {
	if a.Email, err = address(a.Email); err != nil {
		return p, err
	}
	for _, check := range []func(*store.Tx, *Asking) error{d.mayAsk, d.sensible, d.mayBeAsked} {
		if err := check(tx, &a); err != nil {
			return p, err
		}
	}
	p = Plan{Name: oneLine(a.Name, 100), Email: a.Email, ExpiresAt: ExpiryOf(tx.Now(), a.DueAt)}
	if err := d.through(tx, a, &p); err != nil {
		return p, err
	}
	messages, err := chosen(tx, a)
	if err != nil {
		return p, err
	}
	return p, d.write(tx, a, messages, &p)
}

// address reads an address, in small letters.
func address(text string) (string, error) {
	text = strings.TrimSpace(text)
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Name != "" || parsed.Address != text || len(text) > 320 || strings.ContainsAny(text, "\r\n<>,;\"") {
		return "", switchboard.Refuse(switchboard.CodeInvalid, "That is no address that can be written to.").WithField("email").
			WithHint("Write it as mara@workshop.example.")
	}
	return strings.ToLower(text), nil
}

// Address is address for those who keep one.
func Address(text string) (string, error) { return address(text) }

// mayAsk: whoever leads or helps asks. What is invented is not sent to real people.
func (d *Desk) mayAsk(_ *store.Tx, a *Asking) error {
	c := a.Conversation
	spec, err := d.Networks(c.Network)
	switch {
	case !c.Open():
		return switchboard.Refuse(switchboard.CodeClosed, "The conversation is closed.").WithHint("Open it again first.")
	case err == nil && spec.Invented:
		return switchboard.Refuse(switchboard.CodeMixed, "While you practise, nobody outside is written to.").
			WithHint("Ask a colleague instead, or connect a real account.")
	case c.Lead.IsZero():
		return switchboard.Refuse(switchboard.CodeNoLead, "Nobody leads this conversation yet.").WithHint("Take it first.")
	case c.Lead != a.By.ID && !slices.Contains(c.Helpers, a.By.ID):
		return switchboard.Refuse(switchboard.CodeForbidden, "Only who leads a conversation, or helps, asks somebody outside about it.").
			WithHint("Take it over, or ask its lead to let you help.")
	}
	return nil
}

func (d *Desk) sensible(tx *store.Tx, a *Asking) error {
	a.Question = strings.TrimSpace(a.Question)
	left := a.DueAt.Sub(tx.Now())
	switch {
	case a.Question == "":
		return switchboard.Refuse(switchboard.CodeInvalid, "There is no question.").WithField("question").WithHint("Say what you want to know.")
	case len([]rune(a.Question)) > maxQuestion:
		return switchboard.Refuse(switchboard.CodeTooLarge, "The question is longer than %d characters.", maxQuestion).WithField("question")
	case left < Soonest-time.Minute:
		return switchboard.Refuse(switchboard.CodeInvalid, "That is too soon for an answer by mail.").WithField("due_at").
			WithHint("Give at least a quarter of an hour.")
	case left > Latest:
		return switchboard.Refuse(switchboard.CodeInvalid, "That is too far away.").WithField("due_at").WithHint("Give at most 30 days.")
	case len(a.Messages) > maxMessages:
		return switchboard.Refuse(switchboard.CodeTooLarge, "At most %d messages go along.", maxMessages).WithField("messages")
	}
	return nil
}

// mayBeAsked: neither a mailbox of ours, where the question would come in as a customer's, nor the customer.
func (d *Desk) mayBeAsked(tx *store.Tx, a *Asking) error {
	accounts, err := tx.Accounts()
	if err != nil {
		return err
	}
	if _, ours := connector.Receiving(accounts, d.Networks, a.Email); ours || a.Email == strings.ToLower(d.MailFrom) {
		return switchboard.Refuse(switchboard.CodeInvalid, "This address leads into Switchboard itself.").WithField("email").
			WithHint("Give the address of a person. Colleagues who sign in here are asked under Ask for help.")
	}
	said, err := tx.LatestMessages(a.Conversation.ID, store.Place{}, most)
	if err != nil {
		return err
	}
	for _, m := range said {
		if m.Direction == switchboard.In && (strings.EqualFold(m.Author.ID, a.Email) || strings.EqualFold(m.Author.Handle, a.Email)) {
			return switchboard.Refuse(switchboard.CodeInvalid, "This is the customer's own address.").WithField("email").
				WithHint("Answer the customer in the conversation.")
		}
	}
	return nil
}

// through chooses the mailbox: the one that was named, the conversation's own, the first of the brand, any; or the
// installation's own mail.
func (d *Desk) through(tx *store.Tx, a Asking, p *Plan) error {
	boxes, err := d.Mailboxes(tx)
	if err != nil {
		return err
	}
	slices.SortStableFunc(boxes, func(x, y switchboard.Account) int { return rank(y, a) - rank(x, a) })
	if len(boxes) > 0 && (a.Account.IsZero() || boxes[0].ID == a.Account) {
		p.AccountID, p.From = boxes[0].ID, boxes[0].Config["address"]
		return nil
	}
	switch {
	case !a.Account.IsZero():
		return switchboard.Refuse(switchboard.CodeNotConnected, "No mail can be sent through that account.").WithField("account").
			WithHint("Choose a mailbox that is live.")
	case d.MailFrom == "":
		return switchboard.Refuse(switchboard.CodeNotConnected, "There is no mailbox to ask from.").
			WithHint("Connect one under Networks, or set smtp-url and mail-from.")
	}
	p.From, p.ReplyTo = d.MailFrom, a.By.Email
	return nil
}

func rank(box switchboard.Account, a Asking) int {
	switch {
	case box.ID == a.Account:
		return 3
	case box.ID == a.Conversation.AccountID:
		return 2
	case box.BrandID == a.Conversation.BrandID:
		return 1
	}
	return 0
}

// Mailboxes are the connected accounts that mail can be sent through.
func (d *Desk) Mailboxes(tx *store.Tx) ([]switchboard.Account, error) {
	accounts, err := tx.Accounts()
	return slices.DeleteFunc(accounts, func(a switchboard.Account) bool {
		return a.State != switchboard.AccountLive || len(connector.Addresses(a, d.Networks)) == 0
	}), err
}

// chosen reads the messages that go along. What colleagues said among themselves never does.
func chosen(tx *store.Tx, a Asking) ([]switchboard.Message, error) {
	messages, err := tx.MessagesOf(a.Conversation.ID, a.Messages)
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		switch {
		case m.Visibility == switchboard.Internal:
			return nil, switchboard.Refuse(switchboard.CodeInvalid, "Notes and advice are for colleagues and are not sent outside.").
				WithField("messages").WithHint("Say what matters of them in your question.")
		case !m.DeletedAt.IsZero():
			return nil, switchboard.Refuse(switchboard.CodeInvalid, "A message that was taken down cannot be sent.").WithField("messages")
		}
	}
	if unknown := len(messages) != len(a.Messages) || slices.ContainsFunc(messages, func(m switchboard.Message) bool { return !a.May(m) }); unknown {
		return nil, switchboard.Refuse(switchboard.CodeNotFound, "One of the messages is not in this conversation, or you may not read it.").
			WithField("messages")
	}
	return messages, nil
}

// write puts the mail together.
func (d *Desk) write(tx *store.Tx, a Asking, messages []switchboard.Message, p *Plan) error {
	company, err := company(tx, a.Conversation)
	if err != nil {
		return err
	}
	r := &redact.Redactor{Find: d.Entities, People: people(a.Conversation, messages), Lift: a.Lift}
	own := &redact.Redactor{Find: d.Entities, People: r.People}
	own.Redact(a.Question)
	p.InQuestion = own.Found()
	p.Subject = "A question from " + oneLine(company, 60)
	p.Text = text(a, company, about(messages, company, r), p.ReplyTo == "")
	p.Redactions = r.Found()
	sum := sha256.Sum256([]byte(strings.Join([]string{p.AccountID.String(), p.From, p.ReplyTo, p.Name, p.Email, p.Subject, p.Text}, "\x00")))
	p.Hash = hex.EncodeToString(sum[:])
	return nil
}

// company is what customers believe they talk to.
func company(tx *store.Tx, c switchboard.Conversation) (string, error) {
	brands, err := tx.Brands()
	for _, b := range brands {
		if b.ID == c.BrandID {
			return b.Name, err
		}
	}
	return "our company", err
}

// people are the customers of what goes along.
func people(c switchboard.Conversation, messages []switchboard.Message) []redact.Person {
	all := []redact.Person{{Name: c.CustomerName}}
	for _, m := range messages {
		one := redact.Person{Name: m.Author.Name, Handle: m.Author.Handle}
		if m.Direction == switchboard.In && !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

func text(a Asking, company, about string, comesBack bool) string {
	var b strings.Builder
	if name := oneLine(a.Name, 100); name != "" {
		fmt.Fprintf(&b, "Hello %s,\n\n", name)
	} else {
		b.WriteString("Hello,\n\n")
	}
	fmt.Fprintf(&b, "%s of %s asks for your advice:\n\n%s\n\n", a.By.Name, company, a.Question)
	fmt.Fprintf(&b, "Please answer this mail by %s. ", a.DueAt.UTC().Format("Monday, 2 January 2006, 15:04 UTC"))
	if comesBack {
		b.WriteString("Leave its subject as it is: by that your answer finds its way. ")
	}
	b.WriteString("Your answer goes to the people who look after this customer; it is not shown to the customer.\n")
	if about != "" {
		b.WriteString("\nWhat it is about:\n\n" + about)
	}
	return b.String()
}

// about is what was said, without personal data.
func about(messages []switchboard.Message, company string, r *redact.Redactor) string {
	var b strings.Builder
	for _, m := range messages {
		who := "A customer"
		if m.Direction == switchboard.Out {
			who = company
		}
		said := []rune(strings.TrimSpace(strings.ReplaceAll(m.Content.Text, "\r\n", "\n")))
		words := string(said[:min(len(said), maxWords)])
		fmt.Fprintf(&b, "%s, %s:\n%s\n\n", who, m.PublishedAt.UTC().Format("2 January 2006, 15:04 UTC"), r.Redact(words))
	}
	return b.String()
}

// oneLine makes one line of a name, of at most so many characters.
func oneLine(text string, most int) string {
	line := []rune(strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == '\u0085' }), " "))
	return string(line[:min(len(line), most)])
}
