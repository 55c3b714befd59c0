package email

import (
	"errors"
	"strings"

	"github.com/emersion/go-imap/v2"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email/mime"
)

// subjectReaches is for how many days an answer without references is taken to continue a mail of the same subject and
// correspondent.
const subjectReaches = 30

// place finds out of the mailbox what a mail alone does not tell: whether one in our name is ours, and what an answer
// without references continues, if it is certain who wrote it: anybody can write a name and a subject. skip says that the mail is read from the folder of sent mail.
func (b *batching) place(l *letter) (skip bool, err error) {
	header := l.head
	if !l.Sent && b.c.set.isOurs(mime.Author(header).Email) && l.id != "" && b.sent != "" {
		found, err := b.inSent(l.id)
		if err != nil || found {
			return found, err
		}
	}
	plain, answers := connector.PlainSubject(header.Text("Subject"))
	if len(mime.References(header)) > 0 || !answers || plain == "" || !l.Sent && b.c.checked(header) != switchboard.SenderGenuine {
		return false, nil
	}
	l.Continues, err = b.sameSubject(l, plain)
	return false, err
}

func (b *batching) inSent(id string) (bool, error) {
	if err := b.stand(b.sent); err != nil {
		return false, err
	}
	found, err := b.named("Message-ID", "<"+id+">")
	return len(found) > 0, err
}

// sameSubject gives the references of an answer to the newest mail before it that has its subject and correspondent.
// A server that cannot search for that finds nothing.
func (b *batching) sameSubject(l *letter, plain string) ([]string, error) {
	other := b.correspondent(l)
	if other == "" {
		return nil, nil
	}
	for _, folder := range b.folders() {
		field := "From"
		if folder == b.sent {
			field = "To"
		}
		if err := b.stand(folder); err != nil {
			return nil, err
		}
		found, err := b.search(&imap.SearchCriteria{Since: l.arrived().AddDate(0, 0, -subjectReaches),
			Header: []imap.SearchCriteriaHeaderField{{Key: field, Value: other}, {Key: "Subject", Value: plain}}})
		if _, refused := errors.AsType[*imap.Error](err); refused {
			continue
		}
		if err != nil {
			return nil, err
		}
		if refers, err := b.newest(folder, l, found, plain); err != nil || len(refers) > 0 {
			return refers, err
		}
	}
	return nil, nil
}

// correspondent is the other side of a mail.
func (b *batching) correspondent(l *letter) string {
	if !l.Sent {
		return mime.Author(l.head).Email
	}
	if to := l.head.Addresses("To"); len(to) > 0 {
		return to[0].Email
	}
	return ""
}

// newest gives the references of an answer to the newest of the mails found that came before this one and has exactly
// its subject.
func (b *batching) newest(folder string, l *letter, found []imap.UID, plain string) ([]string, error) {
	const most = 20
	if len(found) > most {
		found = found[len(found)-most:]
	}
	if len(found) == 0 {
		return nil, nil
	}
	heads, err := b.headsOf(folder, found)
	if err != nil {
		return nil, err
	}
	for n := len(heads) - 1; n >= 0; n-- {
		h := heads[n]
		same, _ := connector.PlainSubject(h.subject)
		before := h.uid < l.uid
		if folder != l.folder {
			before = !h.arrived.After(l.arrived())
		}
		if h.id != "" && h.id != l.id && strings.EqualFold(same, plain) && before {
			return append(h.refers, h.id), nil
		}
	}
	return nil, nil
}
