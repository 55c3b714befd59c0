package feed

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"switchboard/internal/connector"
)

const (
	maxTalks    = 20 // posts whose comments are followed
	talksAtOnce = 4  // feeds of comments that are asked for in one pass
	maxSaid     = 60 // comments of one post that are remembered
)

// talk is what is said under one post of ours, read from the feed of comments that the post names (wfw:commentRss).
type talk struct {
	Feed       string     `json:"feed"`
	Under      under      `json:"under"`
	Count      string     `json:"count,omitempty"` // of comments, as the post said last (slash:comments)
	Asked      string     `json:"asked,omitempty"` // the count when its feed was asked for last
	Due        int64      `json:"due,omitempty"`   // Unix time before which it is left alone
	Old        bool       `json:"old,omitempty"`   // it was there when the lane began: what stood under it then is not news
	Begun      bool       `json:"begun,omitempty"`
	Validators validators `json:"have,omitzero"`
	Seen       []string   `json:"seen,omitempty"`
}

// follow keeps up with the posts of the feed that name feeds of comments; what is gone from it is not followed any more.
func (p *pass) follow(parsed *gofeed.Feed) {
	if p.conn.kind != kindPosts {
		return
	}
	var talks []talk
	for _, entry := range parsed.Items {
		address := p.conn.commentsOf(entry)
		if address == "" || len(talks) == maxTalks {
			continue
		}
		link := p.conn.link(entry)
		t := talk{Feed: address, Under: under{Post: identify(entry, link), Thread: page(link)}, Old: p.first}
		if known := slices.IndexFunc(p.at.Talks, func(k talk) bool { return k.Feed == address }); known >= 0 {
			t = p.at.Talks[known]
		}
		t.Count = extension(entry, "slash", "comments")
		if _, err := strconv.Atoi(t.Count); err != nil {
			t.Count = ""
		}
		talks = append(talks, t)
	}
	p.at.Talks = talks
}

// commentsOf is the address of an entry's feed of comments, empty when it names none.
func (c *conn) commentsOf(entry *gofeed.Item) string {
	raw := ""
	if entry != nil {
		raw = extension(entry, "wfw", "commentRss") + extension(entry, "wfw", "commentRSS")
	}
	if raw == "" || len(raw) > connector.MaxURL {
		return ""
	}
	u, err := c.address.Parse(printable(raw))
	if err != nil || u.Host != c.address.Host || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return "" // the comments of our posts stand on our own site
	}
	return u.String()
}

func extension(entry *gofeed.Item, space, name string) string {
	for _, e := range entry.Extensions[space][name] {
		return strings.TrimSpace(e.Value)
	}
	return ""
}

// talks asks for some feeds of comments that are due, those that have waited longest. One that fails is left alone for
// longer, and keeps none of the others waiting.
func (p *pass) talks(ctx context.Context) error {
	now := p.conn.env.Now()
	var due []*talk
	for n := range p.at.Talks {
		t := &p.at.Talks[n]
		told := t.Count != "" && t.Begun && t.Count == t.Asked // by the post itself: nothing new is under it
		if t.Due <= now.Unix() && !told {
			due = append(due, t)
		}
	}
	slices.SortStableFunc(due, func(a, b *talk) int { return int(a.Due - b.Due) })
	for _, t := range due[:min(len(due), talksAtOnce)] {
		if err := p.talk(ctx, t, now); err != nil {
			return err
		}
	}
	return nil
}

// talk asks for one feed of comments and hands over what is new in it.
func (p *pass) talk(ctx context.Context, t *talk, now time.Time) error {
	const longer = 4
	t.Due = now.Add(longer * p.conn.every).Unix()
	got, err := p.conn.fetch(ctx, t.Feed, t.Validators)
	var parsed *gofeed.Feed
	if err == nil && !got.unchanged {
		parsed, err = parse(got.body)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		p.conn.env.Logger().Warn("the comments of a post could not be read, trying again later", "network", Key, "error", err)
		return p.take(ctx, nil)
	}
	fresh := got.fresh
	var news []entry
	if parsed != nil {
		fresh, news = max(fresh, timeToLive(parsed)), p.said(t, parsed, now)
		t.Validators = got.validators
	}
	t.Due, t.Asked, t.Begun = now.Add(p.conn.wait(fresh)).Unix(), t.Count, true
	return p.comments(ctx, news)
}

// said are the comments under a post that are new or edited, the oldest first.
func (p *pass) said(t *talk, parsed *gofeed.Feed, now time.Time) (news []entry) {
	for _, raw := range slices.Backward(parsed.Items) {
		if raw == nil {
			continue
		}
		e := p.conn.entry(payload{Entry: raw, Seen: now, Under: &t.Under})
		line := e.mark.id + "/" + e.mark.said
		if slices.Contains(t.Seen, line) {
			continue
		}
		if slices.ContainsFunc(t.Seen, func(known string) bool { return strings.HasPrefix(known, e.mark.id+"/") }) {
			e.item.Change, e.item.EditedAt = connector.Edited, now.UTC()
		}
		t.Seen = append(t.Seen, line)
		t.Seen = t.Seen[max(len(t.Seen)-maxSaid, 0):]
		if t.Begun || !t.Old {
			news = append(news, e)
		}
	}
	return news
}

// comments hands over comments, with where everything stands.
func (p *pass) comments(ctx context.Context, news []entry) error {
	batch := connector.Batch{Next: p.at.text()}
	for _, e := range news {
		if e.unmapped != nil {
			batch.Unmapped = append(batch.Unmapped, *e.unmapped)
		} else {
			batch.Items = append(batch.Items, e.item)
		}
	}
	return p.give(ctx, batch)
}
