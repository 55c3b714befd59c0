package email

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"net/mail"
	"slices"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"switchboard"
	"switchboard/internal/connector"
)

// parcel is an answer ready to be handed in.
type parcel struct {
	id   string // message id, without brackets
	to   []string
	cc   []string
	all  []switchboard.Recipient // the same, as they are recorded
	body []byte
}

// compose makes a mail of an answer. What it refuses never leaves.
func (c *conn) compose(ctx context.Context, out connector.Outgoing) (parcel, *connector.Outcome) {
	p := parcel{id: c.set.ownID(out.ClientKey)}
	to, cc := c.recipients(out)
	p.all = append(slices.Clone(to), cc...)
	if len(to) == 0 {
		return p, refusal("There is nobody this answer can be sent to.")
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.SetMessageIDWithValue(p.id)
	m.SetDateWithValue(c.env.Now())
	m.Subject(subject(out))
	continues(m, out)
	err := m.From(written(c.senderName(out.Speaker), c.set.address))
	for _, one := range to {
		p.to, err = append(p.to, one.Address), first(err, m.AddTo(written(one.Name, one.Address)))
	}
	for _, one := range cc {
		p.cc, err = append(p.cc, one.Address), first(err, m.AddCc(written(one.Name, one.Address)))
	}
	if err != nil {
		return p, refusal("An address cannot be written into a mail.")
	}
	plain, marked := c.quoted(out)
	m.SetBodyString(gomail.TypeTextPlain, out.Part.Text+plain)
	m.AddAlternativeString(gomail.TypeTextHTML, asHTML(out.Part.Text, marked))
	if err := c.attach(ctx, m, out.Part.Attachments); err != nil {
		return p, &connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRetry, Code: "file_unreadable",
			Text: "A file of this answer could not be read.", Err: err}
	}
	var body bytes.Buffer
	if _, err := m.WriteTo(&body); err != nil {
		return p, refusal("The answer cannot be written as a mail.")
	}
	p.body = body.Bytes()
	return p, nil
}

func refusal(text string) *connector.Outcome {
	refused := connector.Refused(text)
	return &refused
}

func first(before, err error) error {
	if before != nil {
		return before
	}
	return err
}

// recipients are those an answer goes to: whoever was chosen, or the author of what it answers; and, where everybody is
// answered, those who had a copy. Never ourselves.
func (c *conn) recipients(out connector.Outgoing) (to, cc []switchboard.Recipient) {
	taken := map[string]bool{}
	add := func(list []switchboard.Recipient, one switchboard.Recipient) []switchboard.Recipient {
		address, ok := writable(one.Address)
		if !ok || taken[address] || c.set.isOurs(address) {
			return list
		}
		taken[address] = true
		return append(list, switchboard.Recipient{Role: one.Role, Address: address, Name: oneLine(one.Name, 200)})
	}
	if out.To.Address == "" {
		out.To = switchboard.Recipient{Address: out.Answers.ID, Name: out.Answers.Name}
	}
	to = add(to, switchboard.Recipient{Role: "to", Address: out.To.Address, Name: out.To.Name})
	for _, one := range out.Recipients {
		if c.set.replyAll && (one.Role == "to" || one.Role == "cc") {
			cc = add(cc, switchboard.Recipient{Role: "cc", Address: one.Address, Name: one.Name})
		}
	}
	return to, cc
}

// writable is an address as it is written to, its domain in letters that every server knows; ok is false for what would
// not be one address in one line.
func writable(address string) (string, bool) {
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || at == len(address)-1 || len(address) > 320 || strings.ContainsFunc(address, func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || strings.ContainsRune("<>(),;:\\\"", r)
	}) {
		return "", false
	}
	if ascii([]string{address[at+1:]}) { // names of mail servers may have letters that names of websites may not
		return address, true
	}
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if err != nil || domain == "" {
		return "", false
	}
	return address[:at] + "@" + domain, true
}

// written is an address with a name beside it, whatever the name has in it.
func written(name, address string) string {
	return (&mail.Address{Name: name, Address: address}).String()
}

// oneLine makes one line of a name, of at most so many runes.
func oneLine(text string, most int) string {
	return clip(strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " "), most)
}

func subject(out connector.Outgoing) string {
	if out.ReplyTo != "" {
		return oneLine(connector.ReplySubject(out.Subject), 500)
	}
	return oneLine(out.Subject, 500)
}

// senderName is the name beside the address: a person's at the company's, where persons speak by name.
func (c *conn) senderName(speaker string) string {
	company, speaker := oneLine(c.set.sender, 200), oneLine(speaker, 200)
	switch {
	case speaker == "":
		return company
	case company == "":
		return speaker
	}
	return speaker + " at " + company
}

// continues ties an answer to what it answers and to the first mail of the thread.
func continues(m *gomail.Msg, out connector.Outgoing) {
	answered, ok := idIn(out.ReplyTo)
	if !ok || answered == "" {
		return
	}
	m.SetGenHeaderPreformatted(gomail.HeaderInReplyTo, "<"+answered+">")
	references := "<" + answered + ">"
	if root, ok := idIn(out.ThreadKey); ok && root != "" && root != answered {
		references = "<" + root + ">\r\n " + references
	}
	m.SetGenHeaderPreformatted(gomail.HeaderReferences, references)
}

// asHTML is the same text as simple HTML, and behind it what is repeated.
func asHTML(text, quoted string) string {
	return "<!DOCTYPE html><html><body>" + paragraphs(text) + quoted + "</body></html>"
}

func paragraphs(text string) string {
	return "<p>" + strings.NewReplacer("\r\n\r\n", "</p>\n<p>", "\n\n", "</p>\n<p>", "\r\n", "<br>\n", "\n", "<br>\n").
		Replace(html.EscapeString(text)) + "</p>"
}

// longestQuote is how many runes of a question are repeated.
const longestQuote = 10_000

// quoted is the question beneath an answer, as plain text and as HTML; empty where it is not to be repeated. The line above
// it is the one by which programs fold it away.
func (c *conn) quoted(out connector.Outgoing) (plain, marked string) {
	text := strings.TrimSpace(strings.ReplaceAll(out.Original.Text, "\r\n", "\n"))
	if !c.set.quote || out.ReplyTo == "" || out.PartIndex > 0 || text == "" || out.Original.At.IsZero() {
		return "", ""
	}
	text = clip(text, longestQuote)
	who := oneLine(out.Answers.Name, 100)
	if who == "" {
		who = oneLine(out.Answers.ID, 100)
	}
	line := "On " + out.Original.At.UTC().Format("2 January 2006 at 15:04 UTC") + ", " + who + " wrote:"
	plain = "\n\n" + line + "\n> " + strings.ReplaceAll(text, "\n", "\n> ")
	return plain, "\n<p>" + html.EscapeString(line) + "</p>\n<blockquote type=\"cite\">" + paragraphs(text) + "</blockquote>"
}

func (c *conn) attach(ctx context.Context, m *gomail.Msg, files []switchboard.Attachment) error {
	for _, file := range files {
		content, err := c.env.Files.Open(ctx, file.Blob)
		if err != nil {
			return fmt.Errorf("file %s: %w", file.Blob, err)
		}
		err = m.AttachReader(fileName(file), content, gomail.WithFileContentType(gomail.ContentType(file.MediaType)))
		if closed := content.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return fmt.Errorf("file %s: %w", file.Blob, err)
		}
	}
	return nil
}

func fileName(file switchboard.Attachment) string {
	name := oneLine(strings.NewReplacer("/", "_", `\`, "_", `"`, "'").Replace(file.Name), 150)
	if name == "" {
		return "file"
	}
	return name
}
