package email

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"switchboard"
	"switchboard/internal/connector"
)

// fetch reads one mail, or the beginning of one that is too large or could not be read whole. found is false when it is
// not there any more.
func (b *batching) fetch(q *queue, h head) (raw []byte, found bool, err error) {
	if err := b.stand(q.folder); err != nil {
		return nil, false, err
	}
	section, most := &imap.FetchItemBodySection{Peek: true}, h.size
	if h.size > b.c.lim.mail || b.c.stubborn.tried(q.name(h)) >= wholeTries {
		most = b.c.lim.glimpse
		section.Partial = &imap.SectionPartial{Offset: 0, Size: most}
	}
	err = b.within(b.c.lim.body, func() error {
		b.wire.allow(most + most/4)
		raw, err = bodyOf(b.client.Fetch(imap.UIDSetNum(h.uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}))
		return err
	})
	if raw != nil && err == nil {
		return raw, true, nil
	}
	if _, refused := errors.AsType[*imap.Error](err); err != nil && !refused {
		return nil, false, err
	}
	gone, lost := b.isGone(q.folder, h.uid)
	if gone || lost != nil {
		return nil, false, lost
	}
	if err == nil {
		err = connector.Fail(connector.ClassRetry, "The IMAP server does not give one of the mails.", nil).
			WithNextStep("Nothing to do yet: it is tried again by itself.")
	}
	return nil, false, err
}

// bodyOf is the body that a server gives; nil when it gives none.
func bodyOf(command *imapclient.FetchCommand) (raw []byte, err error) {
	for message := command.Next(); message != nil; message = command.Next() {
		for data := message.Next(); data != nil; data = message.Next() {
			body, ok := data.(imapclient.FetchItemDataBodySection)
			if !ok || body.Literal == nil {
				continue
			}
			if raw, err = io.ReadAll(body.Literal); err != nil {
				_ = command.Close()
				return nil, err
			}
		}
	}
	return raw, command.Close()
}

// isGone looks at a folder anew.
func (b *batching) isGone(folder string, uid imap.UID) (bool, error) {
	if _, err := b.enter(folder); err != nil {
		return false, err
	}
	found, err := b.search(&imap.SearchCriteria{UID: []imap.UIDSet{imap.UIDSetNum(uid)}})
	return len(found) == 0, err
}

// How often a mail is asked for that the server does not give: first the whole of it, then its beginning.
const (
	wholeTries = 3
	allTries   = 5
)

// stubborn counts how often mails could not be read.
type stubborn struct {
	mu    sync.Mutex
	times map[string]int
}

// givesUp counts a failure and reports whether there were enough. A server that is busy, or away, says nothing of a mail.
func (s *stubborn) givesUp(name string, err error) bool {
	answer, _ := errors.AsType[*imap.Error](err)
	if connector.ClassOf(err) != connector.ClassRetry ||
		answer != nil && (answer.Code == imap.ResponseCodeUnavailable || answer.Code == imap.ResponseCodeInUse) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.times == nil {
		s.times = map[string]int{}
	}
	s.times[name]++
	return s.times[name] >= allTries
}

func (s *stubborn) tried(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.times[name]
}

func (s *stubborn) forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.times, name)
}

// name is what a mail of a folder is called as long as the server does not number them anew.
func (q *queue) name(h head) string { return fmt.Sprintf("%s %d %d", q.folder, q.validity, h.uid) }

func notGiven(err error) error {
	return switchboard.Refuse(switchboard.CodeInvalid, "The IMAP server does not give this mail.").
		WithHint("Look at it in the mailbox. Only its head could be read.").WithCause(err)
}
