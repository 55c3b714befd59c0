// Package mime takes a mail apart: its header, the new words in it, what it repeats, what it brings along, and whether a
// machine wrote it. Its input is foreign bytes; whatever they are, it gives back text that can be stored and shown.
package mime

import (
	"strings"
	"time"
)

// Mail is a mail taken apart. Texts are valid UTF-8 without control characters but line ends and tabs.
type Mail struct {
	Header     Header
	MessageID  string   // without angle brackets; empty when there is none that can be one
	References []string // ids of what it continues, the oldest first, what it answers last
	From       Address  // of the author; zero when the mail names none
	ReplyTo    []Address
	To, Cc     []Address
	Subject    string
	Date       time.Time // zero when missing or no date
	Lang       string    // as the mail says; empty when it does not
	Text       string    // the new words
	Quoted     string    // what was repeated of earlier mails
	Signature  string
	HTML       string // the whole, harmless: no script, and nothing is loaded
	Files      []File
	Automation Automation // empty when a person wrote it, as far as can be told
	Report     *Report    // what became of an earlier mail
	Notes      []string   // what could not be read, or was left out, in words for people
}

// File is something that came with a mail.
type File struct {
	Name      string
	MediaType string
	ContentID string // by which the HTML shows it; empty for others
	Data      []byte
}

const (
	maxHeader = 512 << 10 // bytes of the header that are looked at
	maxText   = 200 << 10 // bytes of the text that is shown
	maxFiles  = 1000      // that are taken out of one mail
)

// Parse takes a mail apart. There is no mail that it cannot: of what has no structure the whole is text.
func Parse(raw []byte) Mail {
	return Read(SplitHeader(raw))
}

// Read is Parse of a mail whose header is parted from its body already.
func Read(header Header, body []byte) Mail {
	m := Mail{Header: header}
	m.readHeader()
	c := collect(header, body)
	m.Files, m.Notes = c.files, c.notes
	m.Report = c.report
	m.Automation = automationOf(header, m.From, c.report)
	m.words(c)
	return m
}

// short is as much of a text as anybody reads; the whole of a longer one becomes a file, unless it is one already.
func (m *Mail) short(text string, attached bool) string {
	if attached || len(text) > maxText {
		m.Notes = append(m.Notes, "The text of this mail is very long; the whole of it is attached.")
	}
	if len(text) <= maxText {
		return text
	}
	if !attached {
		m.Files = append(m.Files, File{Name: "text.txt", MediaType: "text/plain", Data: []byte(text)})
	}
	return strings.ToValidUTF8(text[:maxText], "")
}

func (m *Mail) readHeader() {
	h := m.Header
	m.MessageID = MessageID(h)
	m.References = References(h)
	m.From = Author(h)
	m.ReplyTo, m.To, m.Cc = h.Addresses("Reply-To"), h.Addresses("To"), h.Addresses("Cc")
	m.Subject = line(h.Text("Subject"), 2000)
	m.Date = dateOf(h.Get("Date"))
	m.Lang = langOf(h.Get("Content-Language"))
}

// words parts the new words from the rest.
func (m *Mail) words(c *collection) {
	m.HTML = Sanitise(c.html.String(), c.inline())
	whole := c.text.String()
	if whole == "" && c.html.Len() > 0 {
		whole = TextOf(c.html.String())
	}
	whole = clean(unarmour(m.short(whole, c.long)))
	if m.Report != nil {
		m.Text = join(m.Report.Words(), whole)
		return
	}
	m.Text, m.Quoted = FoldQuotes(whole)
	m.Text, m.Signature = FoldSignature(m.Text)
	if m.Text == "" && len(c.events) > 0 {
		m.Text = c.events[0]
	}
	if m.Text == "" && m.Signature != "" {
		m.Text, m.Signature = m.Signature, ""
	}
}
