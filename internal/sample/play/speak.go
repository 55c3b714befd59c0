package play

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/guard"
	"switchboard/internal/intake"
	"switchboard/internal/outbox"
	"switchboard/internal/practice"
	"switchboard/internal/store"
)

// says lets the customer post, and takes the post in as the connector would.
func (t *teller) says(m *matter, text string) error {
	p := t.post(practice.Post{Handle: m.Who, Name: m.Name, Text: text, Lang: m.Lang, ReplyTo: m.last, Root: m.root})
	m.last = p.ID
	if m.root == "" {
		m.root = p.ID
	}
	return t.hear(m, p)
}

// post stands on the practice network from now on.
func (t *teller) post(p practice.Post) practice.Post {
	p.ID, p.At = fmt.Sprintf("p%06d", len(t.posts)+1), t.tx.Now()
	if p.Root == "" {
		p.Root = p.ID
	}
	t.posts = append(t.posts, p)
	return p
}

// hear reads a post from the network and works it down the line.
func (t *teller) hear(m *matter, p practice.Post) error {
	account, ours := t.accounts[m.To], t.Account(m.To)
	event := practice.Event{Seq: int64(len(t.posts)), Kind: practice.EventPost, Post: p}
	if at := slices.IndexFunc(t.posts, func(other practice.Post) bool { return other.ID == p.ReplyTo }); at >= 0 {
		event.ReplyToAuthor = t.posts[at].AuthorID()
	}
	raw, err := event.Shown(t.made.Address(), practice.Account{Handle: ours.Handle})
	if err != nil {
		return err
	}
	item, err := connected.MapEvent(raw, strings.ToLower(ours.Handle))
	if err != nil {
		return err
	}
	batch := connector.Batch{Items: []connector.Item{item}, Next: connector.Cursor(cursor(len(t.posts)))}
	if _, err := t.in.Intake.Accept(t.tx, intake.Handed{Account: account, Lane: connector.LaneStream, Batch: batch}); err != nil {
		return err
	}
	return t.work()
}

// cursor is where a lane stands behind that many posts.
func cursor(posts int) string { return strconv.Itoa(posts) }

// work does everything that intake and our own posts left to do.
func (t *teller) work() error {
	for {
		rows, err := t.tx.PendingWork(node, intake.Work{Priority: -1}, 10)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, w := range rows {
			if err := t.in.WorkIn(t.tx, w); err != nil {
				return err
			}
		}
	}
}

// answer lets the lead write and send.
func (t *teller) answer(m *matter, c switchboard.Conversation, text string) error {
	lead, err := t.tx.Agent(c.Lead)
	if err != nil {
		return err
	}
	legs, err := t.tx.Legs(c.ID)
	if err != nil {
		return err
	}
	text = strings.NewReplacer("{me}", first(lead.Name), "{name}", first(m.Name)).Replace(text)
	d := switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](t.tx.Now()), ConversationID: c.ID, LegID: legs[0].ID,
		AuthorID: lead.ID, Epoch: c.Epoch, Parts: []switchboard.Part{{Text: text}}, ReplyTo: legs[0].LastMessageKey,
		State: switchboard.DraftEditing, Version: 1, UpdatedAt: t.tx.Now()}
	d.Hash = guard.Hash(d)
	if err := t.tx.SaveDraft(d); err != nil {
		return err
	}
	saved := about(c, lead.ID, switchboard.EventDraftSaved)
	saved.Subject = d.ID.String()
	if err := t.tx.Record(saved); err != nil {
		return err
	}
	if d, err = t.out.Send(t.tx, d.ID, d.Version, lead.ID); err != nil {
		return err
	}
	switch d.State {
	case switchboard.DraftSending:
		t.after(t.pause(2*time.Second, 5*time.Second), func() error { return t.sent(m) })
	case switchboard.DraftHeld:
		t.after(t.pause(2*time.Minute, 7*time.Minute), func() error { return t.approve(m, d.ID) })
	default:
		return fmt.Errorf("sample: %s: the guard says %v", m.ID, d.Ruling)
	}
	return nil
}

// approve lets somebody of the level look at a held draft, who is here and did not write it.
func (t *teller) approve(m *matter, id switchboard.DraftID) error {
	d, err := t.tx.Draft(id)
	if err != nil {
		return err
	}
	var people []switchboard.AgentID
	for _, p := range t.People {
		people = append(people, t.agents[p.Key].ID)
	}
	who, found, err := approver(t.tx, d, people, func(a switchboard.Agent) bool { return a.Presence == switchboard.Here })
	if err != nil || !found {
		return fmt.Errorf("sample: nobody of level %d is here: %w", d.Ruling.Level, err)
	}
	if err := approve(t.tx, t.out, d, who); err != nil {
		return err
	}
	t.after(t.pause(2*time.Second, 5*time.Second), func() error { return t.sent(m) })
	return nil
}

// sent posts what was let out, and lets the network show it.
func (t *teller) sent(m *matter) error {
	account, ours := t.accounts[m.To], t.Account(m.To)
	fence, held, err := t.tx.AcquireLease(account.ID, node, time.Minute)
	if err != nil || !held {
		return fmt.Errorf("sample: %s: the account is not free: %w", m.ID, err)
	}
	job, found, err := t.out.ClaimIn(t.tx, account.ID, fence)
	if err != nil || !found {
		return fmt.Errorf("sample: %s: nothing to send: %w", m.ID, err)
	}
	p := t.post(practice.Post{Handle: ours.Handle, Name: ours.Name, Text: job.Outgoing.Part.Text, Company: true,
		ClientKey: job.Outgoing.ClientKey, ReplyTo: job.Outgoing.ReplyTo, Root: m.root})
	err = t.out.Apply(t.tx, job.Delivery.ID, outbox.Sent{Try: outbox.TryOf(job.Delivery), ExternalID: p.ID,
		URL: t.made.Address() + "/p/" + p.ID})
	if err != nil {
		return err
	}
	m.last = p.ID
	if err := t.tx.ReleaseLease(store.Lease{AccountID: account.ID, Holder: node, Fence: fence}); err != nil {
		return err
	}
	if err := t.hear(m, p); err != nil {
		return err
	}
	return t.plan(m)
}
