package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"switchboard/internal/connector"
)

// batchSize is how many entries are handed over at once.
const batchSize = 50

// entry is one entry of the feed that is not known yet.
type entry struct {
	item     connector.Item
	mark     mark
	unmapped *connector.Unmapped
}

// Read looks at the feed once and hands over what is new or was edited, the oldest first.
func (c *conn) Read(ctx context.Context, errand connector.Errand, to connector.Handover) (connector.Pass, error) {
	at, err := readCursor(errand.Cursor)
	if err != nil {
		return connector.Pass{}, err
	}
	got, parsed, err := c.look(ctx, &at)
	if err != nil {
		return connector.Pass{}, fmt.Errorf("reading the feed: %w", err)
	}
	p := &pass{conn: c, at: at, to: to, first: errand.Cursor == ""}
	if parsed == nil {
		return connector.Pass{Wait: c.wait(got.fresh)}, p.talks(ctx)
	}
	p.follow(parsed)
	news := p.news(parsed)
	if len(at.Seen) > 0 && len(news) > 0 && len(news) == len(parsed.Items) {
		p.gap = &connector.Gap{Lane: connector.LanePoll, From: errand.Cursor, Reason: "everything in the feed was new: older entries may have left it unread",
			Unfillable: true}
	}
	if err := p.hand(ctx, news, got.validators); err != nil {
		return connector.Pass{}, err
	}
	return connector.Pass{Wait: c.wait(max(got.fresh, timeToLive(parsed)))}, p.talks(ctx)
}

// wait is how long to leave the feed alone.
func (c *conn) wait(asked time.Duration) time.Duration { return min(max(c.every, asked), longest) }

// pass is one look at the feed.
type pass struct {
	conn  *conn
	at    cursor
	to    connector.Handover
	gap   *connector.Gap
	first bool // nothing is handed over: the lane begins with what comes next
}

// news are the entries that are new or edited, the oldest first.
func (p *pass) news(parsed *gofeed.Feed) []entry {
	now := p.conn.env.Now()
	var news []entry
	dated := true
	present := map[string]bool{}
	for _, raw := range slices.Backward(parsed.Items) {
		if raw == nil {
			continue
		}
		e := p.conn.entry(payload{Entry: raw, Seen: now})
		if present[e.mark.id] { // two entries under one id: the second is told apart by what it says
			e = e.apart()
		}
		present[e.mark.id] = true
		dated = dated && raw.PublishedParsed != nil
		news = append(news, e)
	}
	if dated {
		slices.SortStableFunc(news, func(a, b entry) int { return a.item.Published.Compare(b.item.Published) })
	}
	return slices.DeleteFunc(news, func(e entry) bool { return p.at.knows(e.mark, present) })
}

// entry maps an entry, or keeps it as it came.
func (c *conn) entry(p payload) entry {
	raw := p.Entry
	kept, err := json.Marshal(p)
	var item connector.Item
	if err == nil {
		err = c.env.Understand(func() (err error) {
			item, err = c.item(p)
			return err
		})
	}
	if err == nil {
		item.Raw = kept
		err = item.Check(p.Seen)
	}
	if err != nil {
		said := digest(raw.GUID, raw.Link, raw.Title, raw.Description, raw.Content)
		return entry{unmapped: &connector.Unmapped{ExternalID: item.ExternalID, Raw: kept, Err: err},
			mark: mark{id: short("unmapped", said), said: short(said)}}
	}
	return entry{item: item, mark: markOf(item)}
}

func (e entry) apart() entry {
	if e.unmapped != nil {
		return e
	}
	e.item.ExternalID = "said:" + digest(e.item.ExternalID, e.item.URL, e.item.Content.Text)
	e.mark = markOf(e.item)
	return e
}

// hand hands news over in batches. Only the last one brings the validators along: as long as something is left, the whole
// feed is asked for again.
func (p *pass) hand(ctx context.Context, news []entry, have validators) error {
	p.at.Validators = validators{}
	for len(news) > batchSize {
		if err := p.take(ctx, news[:batchSize]); err != nil {
			return err
		}
		news = news[batchSize:]
	}
	p.at.Validators = have
	return p.take(ctx, news)
}

func (p *pass) take(ctx context.Context, news []entry) error {
	var batch connector.Batch
	for _, e := range news {
		edited := p.at.note(e.mark)
		switch {
		case p.first:
		case e.unmapped != nil:
			batch.Unmapped = append(batch.Unmapped, *e.unmapped)
		case edited:
			e.item.Change, e.item.EditedAt = connector.Edited, p.conn.env.Now().UTC()
			batch.Items = append(batch.Items, e.item)
		default:
			batch.Items = append(batch.Items, e.item)
		}
	}
	batch.Next = p.at.text()
	if p.gap != nil {
		p.gap.To, batch.Gap, p.gap = batch.Next, p.gap, nil
	}
	return p.give(ctx, batch)
}

func (p *pass) give(ctx context.Context, batch connector.Batch) error {
	if err := p.to.Take(ctx, batch); err != nil {
		return fmt.Errorf("handing over: %w", err)
	}
	return nil
}

// markOf remembers an item by its id, by what it says, and by where it stands.
func markOf(item connector.Item) mark {
	m := mark{id: short(item.ExternalID), said: short(item.Content.Subject, item.Content.Text, item.Author.Name)}
	if item.URL != "" {
		m.link = short(item.URL)
	}
	return m
}

func short(words ...string) string { return digest(strings.Join(words, "\x00"))[:12] }
