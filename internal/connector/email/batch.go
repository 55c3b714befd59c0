package email

import (
	"cmp"
	"errors"

	"github.com/emersion/go-imap/v2"

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

// run reads until the end. What was read is handed over also when something goes wrong then.
func (b *batching) run(queues []*queue) error {
	if len(queues) == 0 {
		return nil
	}
	if err := b.readAll(queues); err != nil {
		if !b.isEmpty() && b.ctx.Err() == nil {
			return errors.Join(err, b.flush())
		}
		return err
	}
	before := b.at.cursor()
	for _, q := range queues {
		end := b.at.Folders[q.folder]
		end.UID, end.ModSeq = max(end.UID, q.end), q.modSeq // what is not there up to the end, nobody will see
		b.at.Folders[q.folder] = end
	}
	if b.isEmpty() && b.at.cursor() == before {
		return nil
	}
	return b.flush()
}

func (b *batching) isEmpty() bool { return len(b.batch.Items)+len(b.batch.Unmapped) == 0 }

func (b *batching) readAll(queues []*queue) error {
	for {
		q, err := b.next(queues)
		if err != nil || q == nil {
			return err
		}
		one := q.heads[0]
		q.heads = q.heads[1:]
		if err := b.one(q, one); err != nil {
			return err
		}
		if len(b.batch.Items)+len(b.batch.Unmapped) >= b.c.lim.batch || b.weight >= b.c.lim.weight {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
}

// one reads one mail. One that the server does not give, however often it is asked, does not keep those behind it waiting
// for ever: what is known of it goes to quarantine.
func (b *batching) one(q *queue, h head) error {
	l := unreadLetter(q.folder, q.folder == b.sent, h)
	l.History = b.history
	err := b.c.env.Understand(func() error { return b.read(q, h, &l) })
	stumbled := errors.Is(err, connector.ErrStumbled)
	switch {
	case err == nil:
	case stumbled:
		b.setAside(q, h, l, err)
	case b.ctx.Err() != nil || !b.c.stubborn.givesUp(q.name(h), err):
		return err
	default:
		b.setAside(q, h, l, notGiven(err))
	}
	b.c.stubborn.forget(q.name(h))
	end := b.at.Folders[q.folder]
	if end.Validity != q.validity {
		end = place{Validity: q.validity}
	}
	end.UID, end.ModSeq = max(end.UID, uint32(h.uid)), 0
	b.at.Folders[q.folder] = end
	b.at.Newest = max(b.at.Newest, min(h.arrived.Unix(), b.c.env.Now().Unix()))
	return nil
}

// read reads one mail and keeps it, unless it need not be.
func (b *batching) read(q *queue, h head, l *letter) error {
	skip, err := b.complete(q, h, l)
	if err == nil && !skip {
		b.keep(*l, h)
	}
	return err
}

// setAside puts what is known of a mail into quarantine.
func (b *batching) setAside(q *queue, h head, l letter, why error) {
	b.batch.Unmapped = append(b.batch.Unmapped, connector.Unmapped{ExternalID: cmp.Or(keyOf(h.id), digestKey(q.name(h))),
		Raw: l.payload(connector.MaxRaw), Err: why})
}

// complete reads a mail and what the mailbox tells of it. skip says that it is nobody's loss: it is gone by now, because
// somebody moved or deleted it, and its new place is read if it is one of ours; or it lies among the sent mail too.
func (b *batching) complete(q *queue, h head, l *letter) (skip bool, err error) {
	raw, found, err := b.fetch(q, h)
	if err != nil || !found {
		return true, err
	}
	b.weight += int64(len(raw))
	l.take(raw)
	return b.place(l)
}

func (b *batching) keep(l letter, h head) {
	item, err := b.c.item(l)
	if err == nil {
		err = item.Check(b.c.env.Now())
	}
	if err != nil {
		b.batch.Unmapped = append(b.batch.Unmapped, connector.Unmapped{ExternalID: item.ExternalID, Raw: l.payload(connector.MaxRaw), Err: err})
		return
	}
	b.batch.Items = append(b.batch.Items, item)
	b.mark(l.folder, h)
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
