package notice

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"strings"

	"switchboard"
	"switchboard/internal/mailer"
)

// Mails submits mail; a mailer.Mailer is one.
type Mails interface {
	Send(ctx context.Context, m mailer.Mail) error
}

// Email tells by mail.
type Email struct {
	Mails    Mails
	Settings string // address of the page where people choose what they are told; may be empty
	Mark     Mark   // by which these mails are known when they come back
}

// Mark is a digest under a key of the installation. Mails that carry it are known as ours without anything being kept, and
// nobody else can make one.
type Mark func(text string) [32]byte

// MessageID is the part of a mail's id before its @: the same at every attempt.
func (m Mark) MessageID(id switchboard.TellingID) string {
	sum := m(id.String())
	return id.String() + "." + hex.EncodeToString(sum[:16])
}

// Made reports whether a mail with this id, without brackets, is one that MessageID named.
func (m Mark) Made(messageID string) bool {
	name, _, _ := strings.Cut(messageID, "@")
	letter, _, marked := strings.Cut(name, ".")
	var id switchboard.TellingID
	return marked && id.UnmarshalText([]byte(letter)) == nil && hmac.Equal([]byte(m.MessageID(id)), []byte(name))
}

// Send implements Sender.
func (e Email) Send(ctx context.Context, letter Letter) Result {
	if letter.To.Email == "" {
		return Result{Fate: Refused, Code: "no_address"}
	}
	m, err := e.compose(letter)
	if err != nil {
		return Result{Fate: Refused, Code: "not_written"}
	}
	return mailed(e.Mails.Send(ctx, m))
}

func mailed(err error) Result {
	var failed *mailer.Failed
	switch {
	case err == nil:
		return Result{Fate: Told}
	case !errors.As(err, &failed):
		return Result{Fate: Unknown, Code: "interrupted"}
	case failed.MaybeSent:
		return Result{Fate: Unknown, Code: failed.Code}
	case failed.Temporary:
		return Result{Fate: Again, Code: failed.Code}
	}
	return Result{Fate: Refused, Code: failed.Code}
}

func (e Email) compose(letter Letter) (mailer.Mail, error) {
	subject := letter.Lines[0].Text()
	if letter.Digest {
		subject = fmt.Sprintf("%d things you have not seen yet", len(letter.Lines))
	}
	var text, html strings.Builder
	for _, l := range letter.Lines {
		text.WriteString("- " + l.Text() + "\n")
		if l.URL != "" {
			text.WriteString("  " + l.URL + "\n")
		}
	}
	if e.Settings != "" {
		text.WriteString("\n--\nChoose what you are told: " + e.Settings + "\n")
	} else {
		text.WriteString("\n--\nYou can choose what you are told in the console, under Me, Notices.\n")
	}
	err := page.Execute(&html, struct {
		Lines    []Line
		Settings string
	}{letter.Lines, e.Settings})
	return mailer.Mail{To: letter.To.Email, Name: letter.To.Name, Subject: "[Switchboard] " + subject, Text: text.String(), HTML: html.String(),
		Urgent: letter.Loud, Unsubscribe: e.Settings, ID: e.Mark.MessageID(letter.ID)}, err
}

var page = template.Must(template.New("mail").Parse(`<!doctype html>
<html lang="en"><body style="font:15px/1.5 system-ui,sans-serif;color:#1c1c1c">
<ul>{{range .Lines}}
<li>{{if .URL}}<a href="{{.URL}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}</li>{{end}}
</ul>
<p style="color:#666;font-size:13px">{{if .Settings}}<a href="{{.Settings}}">Choose what you are told</a>{{else}}You can choose what you are told in the console, under Me, Notices.{{end}}</p>
</body></html>
`))
