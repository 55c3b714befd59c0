package email

import (
	"io"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"switchboard/internal/connector"
)

// batching reads queues to their end and hands over what it read, a little at a time.
type batching struct {
	*reading
	at      *position
	history bool
	batch   connector.Batch
	weight  int64
	seen    map[string]imap.UIDSet // to be marked as read once they are taken
}

func (b *batching) run(queues []*queue) error {
	if len(queues) == 0 {
		return nil
	}
	for {
		q, err := b.next(queues)
		if err != nil {
			return err
		}
		if q == nil {
			break
		}
		one := q.heads[0]
		q.heads = q.heads[1:]
		if err := b.one(q.folder, one); err != nil {
			return err
		}
		if len(b.batch.Items)+len(b.batch.Unmapped) >= b.c.lim.batch || b.weight >= b.c.lim.weight {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	before := b.at.cursor()
	for _, q := range queues {
		end := b.at.Folders[q.folder]
		end.ModSeq = q.modSeq
		b.at.Folders[q.folder] = end
	}
	if len(b.batch.Items)+len(b.batch.Unmapped) == 0 && b.at.cursor() == before {
		return nil
	}
	return b.flush()
}

// one reads one mail. One that is gone by now, because somebody moved or deleted it, is nobody's loss: it had not been
// read, and its new place is read if it is one of ours.
func (b *batching) one(folder string, h head) error {
	raw, found, err := b.fetch(folder, h)
	if err != nil {
		return err
	}
	end := b.at.Folders[folder]
	end.UID, end.ModSeq = max(end.UID, uint32(h.uid)), 0
	b.at.Folders[folder] = end
	b.at.Newest = max(b.at.Newest, h.arrived.Unix())
	if !found {
		return nil
	}
	b.weight += int64(len(raw))
	l := newLetter(folder, folder == b.sent, h, raw)
	l.History = b.history
	skip, err := b.place(&l)
	if err != nil || skip {
		return err
	}
	item, err := b.c.item(l)
	if err == nil {
		err = item.Check(b.c.env.Now())
	}
	if err != nil {
		b.batch.Unmapped = append(b.batch.Unmapped, connector.Unmapped{ExternalID: item.ExternalID, Raw: l.payload(connector.MaxRaw), Err: err})
		return nil
	}
	b.batch.Items = append(b.batch.Items, item)
	b.mark(folder, h)
	return nil
}

func (b *batching) mark(folder string, h head) {
	if !b.c.set.markSeen || folder == b.sent {
		return
	}
	if b.seen == nil {
		b.seen = map[string]imap.UIDSet{}
	}
	set := b.seen[folder]
	set.AddNum(h.uid)
	b.seen[folder] = set
}

// flush hands over what was read, then marks it as read in the mailbox, where that is wanted.
func (b *batching) flush() error {
	b.batch.Next, b.batch.History = b.at.cursor(), b.history
	if err := b.hand(b.batch); err != nil {
		return err
	}
	for folder, set := range b.seen {
		if err := b.stand(folder); err != nil {
			return err
		}
		err := b.within(b.c.lim.answer, func() error {
			flags := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}
			return b.client.Store(set, flags, nil).Close()
		})
		if err != nil {
			b.c.env.Logger().Warn("mails could not be marked as read", "folder", folder, "error", err)
		}
	}
	b.batch, b.weight, b.seen = connector.Batch{}, 0, nil
	return nil
}

// fetch reads one mail, or the beginning of one that is too large. found is false when it is not there any more.
func (b *batching) fetch(folder string, h head) (raw []byte, found bool, err error) {
	if err := b.stand(folder); err != nil {
		return nil, false, err
	}
	section := &imap.FetchItemBodySection{Peek: true}
	most := h.size
	if h.size > b.c.lim.mail {
		most = b.c.lim.glimpse
		section.Partial = &imap.SectionPartial{Offset: 0, Size: most}
	}
	err = b.within(b.c.lim.body, func() error {
		b.wire.allow(most + most/4)
		command := b.client.Fetch(imap.UIDSetNum(h.uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		for message := command.Next(); message != nil; message = command.Next() {
			for data := message.Next(); data != nil; data = message.Next() {
				body, ok := data.(imapclient.FetchItemDataBodySection)
				if !ok || body.Literal == nil {
					continue
				}
				if raw, err = io.ReadAll(body.Literal); err != nil {
					_ = command.Close()
					return err
				}
				found = true
			}
		}
		return command.Close()
	})
	return raw, found, err
}
