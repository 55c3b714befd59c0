package email

import (
	"context"
	"fmt"
	"time"

	"github.com/emersion/go-imap/v2"

	"switchboard/internal/connector"
)

// Read reads one lane.
func (c *conn) Read(ctx context.Context, errand connector.Errand, to connector.Handover) (connector.Pass, error) {
	s, err := c.signIn(ctx)
	if err != nil {
		return connector.Pass{}, fmt.Errorf("reading the %s lane: %w", errand.Lane, err)
	}
	defer s.close()
	r := &reading{session: s, to: to}
	if r.sent, err = s.sentFolder(); err != nil {
		return connector.Pass{}, err
	}
	if errand.Lane == connector.LaneFill {
		return connector.Pass{}, r.fill(errand)
	}
	if errand.Cursor == "" {
		return connector.Pass{}, r.begin()
	}
	if r.at, err = positionOf(errand.Cursor); err != nil {
		return connector.Pass{}, err
	}
	return r.follow()
}

// reading is one Read.
type reading struct {
	*session
	to   connector.Handover
	sent string // the folder of sent mail, empty when there is none
	at   position
}

// folders are all that are read.
func (r *reading) folders() []string {
	list := append([]string{}, r.c.set.folders...)
	if r.sent != "" {
		list = append(list, r.sent)
	}
	return list
}

func (r *reading) hand(batch connector.Batch) error {
	if err := r.to.Take(r.ctx, batch); err != nil {
		return fmt.Errorf("handing over: %w", err)
	}
	return nil
}

// begin starts the lane with what comes next. What was there before is a gap, when it is wanted at all.
func (r *reading) begin() error {
	now := r.c.env.Now()
	next := position{Version: positionVersion, Folders: map[string]place{}, Since: now.Unix()}
	before := position{Version: positionVersion, Folders: map[string]place{}, History: true,
		Since: now.AddDate(0, 0, -r.c.set.historyDays).Unix()}
	for _, folder := range r.folders() {
		data, err := r.enter(folder)
		if err != nil {
			return err
		}
		next.Folders[folder] = endOf(data)
		before.Folders[folder] = place{Validity: data.UIDValidity}
	}
	batch := connector.Batch{Next: next.cursor()}
	if r.c.set.historyDays > 0 {
		batch.Gap = &connector.Gap{Lane: connector.LaneStream, From: before.cursor(), To: next.cursor(),
			Reason: "mail from before the mailbox was connected"}
	}
	return r.hand(batch)
}

func endOf(data *imap.SelectData) place {
	last := uint32(0)
	if data.UIDNext > 0 {
		last = uint32(data.UIDNext) - 1
	}
	return place{Validity: data.UIDValidity, UID: last, ModSeq: data.HighestModSeq}
}

// follow reads what came, and goes on for a while with what comes: the server tells, where it can; else the lane is
// read again after a while.
func (r *reading) follow() (connector.Pass, error) {
	until := r.c.env.Now().Add(r.c.lim.idle)
	for {
		if err := r.catchUp(); err != nil {
			return connector.Pass{}, err
		}
		if !r.caps.Has(imap.CapIdle) {
			return connector.Pass{Wait: r.c.lim.every}, nil
		}
		if !r.c.env.Now().Before(until) {
			return connector.Pass{}, nil
		}
		if err := r.await(); err != nil {
			return connector.Pass{}, err
		}
	}
}

// await waits until the server tells that something came into the first folder, or it is time to look at the others: a
// copy of ours lies in one, or long enough nobody looked.
func (r *reading) await() error {
	data, err := r.enter(r.c.set.folders[0])
	if err != nil {
		return err
	}
	if endOf(data).UID > r.at.Folders[r.c.set.folders[0]].UID {
		return nil
	}
	r.wire.allow(0)
	idle, err := r.client.Idle()
	if err != nil {
		return r.fault(err)
	}
	look, cancel := context.WithTimeout(r.ctx, r.c.lim.every)
	defer cancel()
	select {
	case <-r.news:
	case <-r.c.kept:
	case <-look.Done():
	case <-r.client.Closed():
	}
	return r.within(r.c.lim.answer, func() error {
		if err := idle.Close(); err != nil {
			return err
		}
		return idle.Wait()
	})
}

// catchUp reads everything that is new in every folder.
func (r *reading) catchUp() error {
	if err := r.welcome(); err != nil {
		return err
	}
	queues, gap, err := r.lookAround()
	if err != nil {
		return err
	}
	if gap != nil {
		if err := r.hand(connector.Batch{Next: r.at.cursor(), Gap: gap}); err != nil {
			return err
		}
	}
	b := &batching{reading: r, at: &r.at}
	return b.run(queues)
}

// welcome takes note of folders that are read for the first time, at once: what comes into them from now on is new. What
// they held before is history, where that is wanted; of sent mail it is what was sent since the mailbox was connected.
func (r *reading) welcome() error {
	for _, folder := range r.folders() {
		if _, known := r.at.Folders[folder]; known {
			continue
		}
		data, err := r.enter(folder)
		if err != nil {
			return err
		}
		end := endOf(data)
		batch := connector.Batch{Gap: r.heldBefore(folder, end)}
		r.at.Folders[folder] = end
		batch.Next = r.at.cursor()
		if err := r.hand(batch); err != nil {
			return err
		}
	}
	return nil
}

// heldBefore is the gap of what a folder held before it was read; nil when nobody wants it.
func (r *reading) heldBefore(folder string, end place) *connector.Gap {
	from := position{Version: positionVersion, Folders: map[string]place{}, Since: r.at.Since, Newest: r.at.Newest}
	to := position{Version: positionVersion, Folders: map[string]place{folder: end}}
	if folder != r.sent {
		from.History, from.Newest = true, 0
		from.Since = r.c.env.Now().AddDate(0, 0, -r.c.set.historyDays).Unix()
	}
	if end.UID == 0 || folder != r.sent && r.c.set.historyDays == 0 {
		return nil
	}
	return &connector.Gap{Lane: connector.LaneStream, From: from.cursor(), To: to.cursor(), Reason: "mail from before the folder was read"}
}

// lookAround finds what is new. A folder that was numbered anew, or holds far more than is read in its order, goes on at
// its end, and what is jumped over is a gap.
func (r *reading) lookAround() ([]*queue, *connector.Gap, error) {
	before := r.at.clone()
	var queues []*queue
	reason := ""
	for _, folder := range r.folders() {
		data, err := r.enter(folder)
		if err != nil {
			return nil, nil, err
		}
		last, end := r.at.Folders[folder], endOf(data)
		switch {
		case last.Validity != end.Validity:
			r.at.Folders[folder], reason = end, "the server numbered the mailbox anew"
			continue
		case last.ModSeq != 0 && last.ModSeq == end.ModSeq || data.UIDNext > 0 && last.UID >= end.UID:
			continue
		}
		q, err := r.queue(folder, span{after: last.UID})
		if err != nil {
			return nil, nil, err
		}
		if far := len(q.uids) - r.c.lim.behind(); far > 0 {
			last.UID, reason = uint32(q.uids[far-1]), "more mail had come than is read at once; the newest came first"
			r.at.Folders[folder], q.uids = last, q.uids[far:]
		}
		q.validity, q.end, q.modSeq = end.Validity, end.UID, end.ModSeq
		queues = append(queues, q)
	}
	if reason == "" {
		return queues, nil, nil
	}
	return queues, &connector.Gap{Lane: connector.LaneStream, From: before.cursor(), To: r.at.cursor(), Reason: reason}, nil
}

// fill reads what a gap left out.
func (r *reading) fill(errand connector.Errand) error {
	if errand.Gap == nil {
		return connector.Fail(connector.ClassRejected, "There is no gap to fill.", nil)
	}
	from, err := positionOf(errand.Gap.From)
	if err != nil {
		return err
	}
	to, err := positionOf(errand.Gap.To)
	if err != nil {
		return err
	}
	if errand.Cursor != "" {
		done, err := positionOf(errand.Cursor)
		if err != nil {
			return err
		}
		from.Folders = done.Folders
	}
	r.at = from
	var queues []*queue
	for _, folder := range r.folders() {
		q, err := r.gapOf(folder, from, to)
		if err != nil {
			return err
		}
		if q != nil {
			queues = append(queues, q)
		}
	}
	b := &batching{reading: r, at: &r.at, history: from.History}
	if err := b.run(queues); err != nil {
		return err
	}
	return r.hand(connector.Batch{Next: r.at.cursor(), Filled: true})
}

// gapOf is what a gap left out of one folder. Where the numbers changed, the time of arrival tells, and of history it
// tells how far back.
func (r *reading) gapOf(folder string, from, to position) (*queue, error) {
	end, known := to.Folders[folder]
	if !known {
		return nil, nil
	}
	data, err := r.enter(folder)
	if err != nil {
		return nil, err
	}
	begin := from.Folders[folder]
	stretch := span{after: begin.UID, to: end.UID}
	if begin.Validity != data.UIDValidity {
		stretch.after, stretch.since = 0, from.earliest()
	}
	if from.History {
		stretch.since = from.earliest()
	}
	if end.Validity != data.UIDValidity {
		stretch.to = 0
	}
	if stretch.to > 0 && stretch.after >= stretch.to || end.UID == 0 && end.Validity == data.UIDValidity {
		return nil, nil
	}
	q, err := r.queue(folder, stretch)
	if err == nil {
		q.validity = data.UIDValidity
	}
	return q, err
}

// span is a stretch of a folder.
type span struct {
	after, to uint32    // UIDs; to 0 for no end
	since     time.Time // of arrival; zero for any
}

// queue finds what a folder that was entered holds of a stretch.
func (r *reading) queue(folder string, s span) (*queue, error) {
	var set imap.UIDSet
	set.AddRange(imap.UID(s.after+1), imap.UID(s.to)) // 0 is the end
	criteria := &imap.SearchCriteria{UID: []imap.UIDSet{set}}
	if !s.since.IsZero() {
		criteria.Since = s.since.AddDate(0, 0, -1) // servers compare dates in zones of their own
	}
	found, err := r.search(criteria)
	if err != nil {
		return nil, err
	}
	q := &queue{folder: folder, since: s.since}
	for _, uid := range found { // the last mail of all is in every stretch without an end
		if uint32(uid) > s.after {
			q.uids = append(q.uids, uid)
		}
	}
	return q, nil
}
