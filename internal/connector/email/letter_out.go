package email

import (
	"bytes"
	"context"

	gomail "github.com/wneessen/go-mail"

	"switchboard/internal/connector"
)

// Write hands one letter in, once.
func (c *conn) Write(ctx context.Context, letter connector.Letter) connector.Outcome {
	p, refused := c.composeLetter(letter)
	if refused != nil {
		return *refused
	}
	outcome := c.hand(ctx, p)
	if outcome.Kind != connector.Sent {
		return outcome
	}
	outcome.At = c.env.Now()
	if c.set.append {
		c.copies.Go(func() {
			if err := c.keepCopy(context.WithoutCancel(ctx), p); err != nil {
				c.env.Logger().Warn("a letter was sent, and its copy could not be put into the folder of sent mail", "error", err)
			}
		})
	}
	return outcome
}

// composeLetter makes a mail of a letter. What it refuses never leaves.
func (c *conn) composeLetter(letter connector.Letter) (parcel, *connector.Outcome) {
	address, ok := writable(letter.To.Address)
	if !ok || c.set.isOurs(address) {
		return parcel{}, refusal("Nobody can be written to at this address from here.")
	}
	p := parcel{id: letter.MessageID + "@" + c.set.domain(), to: []string{address}}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.SetMessageIDWithValue(p.id)
	m.SetDateWithValue(c.env.Now())
	m.Subject(oneLine(letter.Subject, 500))
	err := first(m.From(written(c.senderName(letter.Speaker), c.set.address)), m.AddTo(written(oneLine(letter.To.Name, 200), address)))
	if reply, ok := writable(letter.ReplyTo); ok {
		err = first(err, m.ReplyTo(reply))
	}
	if err != nil {
		return p, refusal("An address cannot be written into a mail.")
	}
	if letter.Refers != "" {
		refers := "<" + letter.Refers + "@" + c.set.domain() + ">"
		m.SetGenHeaderPreformatted(gomail.HeaderInReplyTo, refers)
		m.SetGenHeaderPreformatted(gomail.HeaderReferences, refers)
	}
	if letter.Automatic {
		m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's robot answers
		m.SetGenHeader("X-Auto-Response-Suppress", "All")
	}
	m.SetBodyString(gomail.TypeTextPlain, letter.Text)
	var body bytes.Buffer
	if _, err := m.WriteTo(&body); err != nil {
		return p, refusal("The letter cannot be written as a mail.")
	}
	p.body = body.Bytes()
	return p, nil
}
