package email

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email/mime"
)

// extra is what of a mail has no field of its own.
type extra struct {
	Automation mime.Automation `json:"automation,omitempty"`
	Report     *mime.Report    `json:"report,omitempty"`
	Notes      []string        `json:"notes,omitempty"`
	Size       int64           `json:"size,omitempty"`
	Unproven   bool            `json:"unproven_sender,omitempty"` // it says that it is from us, and does not lie among our sent mail
}

// item turns a mail into a message.
func (c *conn) item(l letter) (connector.Item, error) {
	m := parse(l.head, l.body)
	about := extra{Automation: m.Automation, Report: m.Report, Notes: m.Notes, Size: l.Size}
	author := c.author(m, l.Sent, &about)
	item := connector.Item{Change: connector.Said, ExternalID: c.key(l, m), Author: author, Direction: switchboard.In,
		Visibility: switchboard.Private, Kind: switchboard.KindEmail, Published: published(l, m.Date, c.env.Now()),
		Automated: m.Automation != "", Addressed: !l.Sent, Raw: l.payload(keptRaw)}
	if author.ID == "" {
		return item, switchboard.Refuse(switchboard.CodeInvalid, "The mail does not say who wrote it.").WithField("author").
			WithHint("Look at it in the mailbox.")
	}
	c.thread(&item, l, m)
	c.own(&item, l)
	if !l.whole() {
		about.Notes = append(about.Notes, "This mail is too large to be read whole, or the server did not give it; all of it is in the mailbox.")
	}
	item.Content, item.Files = content(m, author, c.set.isOurs, &about)
	if !l.Sent {
		item.Content.Sender = c.checked(m.Header)
	}
	if !l.whole() {
		item.Content.Attachments = append(item.Content.Attachments, switchboard.Attachment{Name: "mail.eml", MediaType: "message/rfc822", Size: l.Size})
	}
	item.Content.Idle = c.idle(l, m, about)
	c.returned(&item, l, m)
	if item.Content.Idle == switchboard.IdleNotice || l.Sent && connector.IsQuestion(l.id) {
		return setAside(item), nil
	}
	item.Answer = c.answer(l, m)
	item.Notification = c.notification(l, m)
	raw, err := json.Marshal(about)
	item.Extra = raw
	return item, err
}

// key is the mail's external id.
func (c *conn) key(l letter, m mime.Mail) string {
	if l.id != "" {
		return keyOf(l.id)
	}
	return digestKey(m.From.Email, m.Date.String(), m.Subject, l.Fingerprint)
}

// own marks a mail of ours. Only the folder of sent mail proves one: whoever got an answer knows its id.
func (c *conn) own(item *connector.Item, l letter) {
	if l.Sent {
		item.Direction, item.Automated = switchboard.Out, false
		item.ClientKey = c.set.clientKeyOf(l.id)
	}
	if item.ClientKey != "" {
		item.Fingerprint = []byte(item.ClientKey) // servers rewrite what they keep; of ours there is one of each id
		return
	}
	item.Fingerprint, _ = hex.DecodeString(l.Fingerprint)
}

// returned notes that an answer of ours did not arrive for good, if a server says so of one by its id.
func (c *conn) returned(item *connector.Item, l letter, m mime.Mail) {
	if l.Sent || !m.Report.Failed() {
		return
	}
	if key := c.set.clientKeyOf(m.Report.About); key != "" {
		item.ClientKey = key
		item.Content.Returned = &switchboard.Returned{To: m.Report.FailedTo, Reason: m.Report.Why()}
	}
}

// thread names the thread after the first mail of it.
func (c *conn) thread(item *connector.Item, l letter, m mime.Mail) {
	refers := m.References
	if len(refers) == 0 {
		refers = l.Continues
	}
	if m.Report != nil && m.Report.About != "" {
		refers = []string{m.Report.About}
	}
	refers = slices.DeleteFunc(slices.Clone(refers), func(id string) bool { return id == l.id })
	item.ThreadKey = item.ExternalID
	if len(refers) > 0 {
		item.ThreadKey, item.ParentKey = keyOf(refers[0]), keyOf(refers[len(refers)-1])
	}
}

// author is who speaks. A form on a company's own pages writes in the company's name and asks for answers to the
// customer: then the customer speaks.
func (c *conn) author(m mime.Mail, sent bool, about *extra) switchboard.Author {
	from := m.From
	if sent {
		return switchboard.Author{ID: c.set.address, Realm: people, Handle: c.set.address, Name: cmp.Or(from.Name, c.set.sender)}
	}
	if c.set.isOurs(from.Email) {
		about.Unproven = true
		if len(m.ReplyTo) > 0 && !c.set.isOurs(m.ReplyTo[0].Email) {
			from = m.ReplyTo[0]
		}
	}
	return switchboard.Author{ID: strings.ToLower(from.Email), Realm: people, Handle: from.Email, Name: from.Name}
}

// published is when a mail arrived: what it says itself is what the sender's clock showed, or what they made up. Servers
// tell whole seconds; the end of one puts a quick answer behind what it answers. Of history the mail's own word counts,
// since mail that was moved from another server arrived when it was moved.
func published(l letter, said, now time.Time) time.Time {
	at := l.arrived().Add(time.Second - time.Millisecond)
	if l.History && said.After(connector.Earliest()) && said.Before(at) {
		return said
	}
	if at.Before(connector.Earliest()) || at.After(now) {
		return now
	}
	return at
}

func content(m mime.Mail, author switchboard.Author, ours func(string) bool, about *extra) (switchboard.Content, map[int][]byte) {
	c := switchboard.Content{Subject: m.Subject, Lang: m.Lang, Text: clip(m.Text, connector.MaxText),
		Quoted: clip(m.Quoted, connector.MaxText), Signature: clip(m.Signature, connector.MaxText)}
	if c.HTML = m.HTML; len(c.HTML) > connector.MaxHTML {
		c.HTML = ""
		about.Notes = append(about.Notes, "The HTML of this mail is too long to be shown; its words are.")
	}
	if c.Text == "" {
		c.Text = "This mail is empty."
		if len(m.Files) > 0 {
			c.Text = ""
		}
		if len(about.Notes) > 0 {
			c.Text = about.Notes[0]
		}
	}
	c.Recipients = recipients(m, author, ours)
	files := map[int][]byte{}
	for n, file := range m.Files {
		if n == connector.MaxAttachments-1 {
			about.Notes = append(about.Notes, "This mail brings more files than are kept; all of them are in the mailbox.")
			break
		}
		c.Attachments = append(c.Attachments, switchboard.Attachment{Name: file.Name, MediaType: mediaType(file.MediaType), Size: int64(len(file.Data))})
		if size := len(file.Data); size > 0 && size <= connector.MaxFile {
			files[n] = file.Data
		}
	}
	return c, files
}

func recipients(m mime.Mail, author switchboard.Author, ours func(string) bool) []switchboard.Recipient {
	var list []switchboard.Recipient
	add := func(role string, addresses []mime.Address) {
		for _, a := range addresses {
			if len(list) < connector.MaxRecipients {
				list = append(list, switchboard.Recipient{Role: role, Address: a.Email, Name: a.Name})
			}
		}
	}
	add("to", m.To)
	add("cc", m.Cc)
	for _, a := range m.ReplyTo {
		if !strings.EqualFold(a.Email, author.ID) && !ours(a.Email) {
			add("reply_to", []mime.Address{a})
		}
	}
	return list
}

// checked is what our own server says of who a mail is from; nothing as long as nobody told what it is called, since
// anybody can write down what servers say.
func (c *conn) checked(h mime.Header) switchboard.SenderCheck {
	if c.set.authServer == "" {
		return ""
	}
	switch mime.Authentic(h, c.set.authServer) {
	case mime.Genuine:
		return switchboard.SenderGenuine
	case mime.Forged:
		return switchboard.SenderForged
	}
	return switchboard.SenderUnproven
}

func mediaType(kind string) string {
	if len(kind) > 127 || strings.ContainsAny(kind, "\r\n\x00") {
		return "application/octet-stream"
	}
	return strings.ToValidUTF8(kind, "")
}

// clip cuts a text to so many runes.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
