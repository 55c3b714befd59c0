package email

import (
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"switchboard/internal/connector/email/mime"
)

// queue is what is to be read of one folder, in its order.
type queue struct {
	folder string
	since  time.Time // of arrival; zero for any
	uids   []imap.UID
	heads  []head // of the first of them
	// Of the folder as it was entered: what its numbers mean, the last of them once all is read, and its state then.
	validity uint32
	end      uint32
	modSeq   uint64
}

// head is what is known of a mail before it is read.
type head struct {
	uid     imap.UID
	arrived time.Time
	size    int64
	id      string
	refers  []string
	subject string
	fields  []byte // those of headSection as they came
}

const (
	headsAtOnce = 100
	keptHead    = 16 << 10 // bytes
)

var headSection = &imap.FetchItemBodySection{Specifier: imap.PartSpecifierHeader, Peek: true,
	HeaderFields: []string{"Message-ID", "In-Reply-To", "References", "Subject", "From", "To", "Date"}}

// look makes sure that the next mail's head is known; false at the end.
func (r *reading) look(q *queue) (bool, error) {
	for len(q.heads) == 0 && len(q.uids) > 0 {
		next := q.uids[:min(headsAtOnce, len(q.uids))]
		heads, err := r.headsOf(q.folder, next)
		if err != nil {
			return false, err
		}
		q.uids = q.uids[len(next):]
		for _, h := range heads {
			if q.since.IsZero() || h.arrived.IsZero() || !h.arrived.Before(q.since) {
				q.heads = append(q.heads, h)
			}
		}
	}
	return len(q.heads) > 0, nil
}

// headsOf fetches what is known of mails before they are read. Mails that are gone by now are left out.
func (r *reading) headsOf(folder string, uids []imap.UID) ([]head, error) {
	if err := r.stand(folder); err != nil {
		return nil, err
	}
	var heads []head
	err := r.within(r.c.lim.answer, func() error {
		r.wire.allow(int64(len(uids)) * (64 << 10))
		list, err := r.client.Fetch(imap.UIDSetNum(uids...), &imap.FetchOptions{UID: true, InternalDate: true, RFC822Size: true,
			BodySection: []*imap.FetchItemBodySection{headSection}}).Collect()
		for _, one := range list {
			heads = append(heads, r.headOf(one))
		}
		return err
	})
	slices.SortFunc(heads, func(a, b head) int { return int(int64(a.uid) - int64(b.uid)) })
	return heads, err
}

// headOf is what is known of a mail. Of one whose head we stumble over that is its place.
func (r *reading) headOf(one *imapclient.FetchMessageBuffer) head {
	raw := one.FindBodySection(headSection)
	h := head{uid: one.UID, arrived: one.InternalDate.UTC(), size: one.RFC822Size, fields: raw[:min(len(raw), keptHead)]}
	_ = r.c.env.Understand(func() error { // told when the mail itself is read
		fields, _ := split(raw)
		h.id, h.refers, h.subject = mime.MessageID(fields), mime.References(fields), fields.Text("Subject")
		return nil
	})
	return h
}

// stand enters a folder unless that was done last.
func (r *reading) stand(folder string) error {
	if r.session.at == folder {
		return nil
	}
	_, err := r.enter(folder)
	return err
}

// next is the queue whose first mail comes next: what arrived first, but nothing before what it answers. Of what arrived
// in the same second the first folder comes first. It is nil at the end.
func (r *reading) next(queues []*queue) (*queue, error) {
	var first *queue
	for _, q := range queues {
		more, err := r.look(q)
		if err != nil {
			return nil, err
		}
		if more && (first == nil || q.heads[0].arrived.Before(first.heads[0].arrived)) {
			first = q
		}
	}
	if first == nil {
		return nil, nil
	}
	for range queues {
		answered := slices.IndexFunc(queues, func(q *queue) bool {
			return q != first && len(q.heads) > 0 && q.heads[0].id != "" && slices.Contains(first.heads[0].refers, q.heads[0].id)
		})
		if answered < 0 {
			break
		}
		first = queues[answered]
	}
	return first, nil
}
