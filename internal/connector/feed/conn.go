package feed

import (
	"context"
	"net/url"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

// conn is one feed.
type conn struct {
	env     connector.Env
	address *url.URL
	kind    string
	ours    map[string]bool // plain names under which our people write there
	every   time.Duration
}

// Check reads the feed once. The address of a page that has feeds is refused with theirs.
func (c *conn) Check(ctx context.Context) (connector.Self, error) {
	got, err := c.fetch(ctx, c.address.String(), validators{})
	if err != nil {
		return connector.Self{}, err
	}
	parsed, err := parse(got.body)
	if err != nil {
		if feeds := discover(got.body, c.address); len(feeds) > 0 {
			return connector.Self{}, switchboard.Refuse(switchboard.CodeInvalid, "This is a page, and no feed.").WithField("url").
				WithHint("Its feeds are: " + strings.Join(feeds, ", "))
		}
		return connector.Self{}, err
	}
	self := connector.Self{ID: c.address.String(), Handle: c.address.Host + strings.TrimRight(c.address.Path, "/"), Name: line(parsed.Title),
		URL: c.address.String()}
	if self.Name == "" {
		self.Name = self.Handle
	}
	if got.moved != "" {
		self.URL = got.moved
	}
	return self, nil
}

// Close has nothing to let go of.
func (c *conn) Close() error { return nil }
