package feed

import (
	"context"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"

	"switchboard/internal/connector"
)

// home is where a feed is that has moved for good. The account keeps the address it was connected with, by which its
// messages are known.
type home struct {
	From     string `json:"from,omitempty"`     // the account's address, for which this holds
	At       string `json:"at,omitempty"`       // where the feed is read now
	Declined string `json:"declined,omitempty"` // where a feed said it is, and was not
}

// look fetches the feed from where it is now. Where the new place fails, the old one is asked again. There is no feed
// when nothing has changed.
func (c *conn) look(ctx context.Context, at *cursor) (fetched, *gofeed.Feed, error) {
	if at.Home.From != c.address.String() {
		at.Home = home{From: c.address.String()}
	}
	if at.Home.At == "" {
		return c.lookAt(ctx, at, c.address.String())
	}
	got, parsed, err := c.lookAt(ctx, at, at.Home.At)
	if err == nil || ctx.Err() != nil {
		return got, parsed, err
	}
	before := *at
	at.Home, at.Validators = home{From: at.Home.From, Declined: at.Home.At}, validators{}
	if got, parsed, old := c.lookAt(ctx, at, c.address.String()); old == nil {
		return got, parsed, nil
	}
	*at = before
	return got, nil, err
}

func (c *conn) lookAt(ctx context.Context, at *cursor, address string) (fetched, *gofeed.Feed, error) {
	got, err := c.fetch(ctx, address, at.Validators)
	if err != nil || got.unchanged && at.Validators != (validators{}) {
		return got, nil, err
	}
	parsed, err := parse(got.body)
	if err != nil {
		return got, nil, err
	}
	if to := got.moved; to != "" && mayMove(address, to) {
		c.moves(at, to)
	} else if to := newAddress(parsed); to != at.Home.Declined && mayMove(address, to) {
		c.moves(at, to)
		got.validators = validators{} // they are of the old place
	}
	return got, parsed, nil
}

func (c *conn) moves(at *cursor, to string) {
	c.env.Logger().Info("the feed has moved for good and is read at its new address", "network", Key)
	if at.Home.At = to; to == c.address.String() {
		at.Home.At = ""
	}
}

// mayMove reports whether a feed may be read at another address from now on: one that can be stored, is another one, and
// gives nothing of its protection away.
func mayMove(from, to string) bool {
	u, err := url.Parse(to)
	if err != nil || u.Host == "" || u.User != nil || len(to) > connector.MaxURL || strings.TrimRight(from, "/") == strings.TrimRight(to, "/") {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && strings.HasPrefix(from, "http://")
}

// newAddress is where a feed itself says that it has moved.
func newAddress(parsed *gofeed.Feed) string {
	if parsed.ITunesExt == nil {
		return ""
	}
	return strings.TrimSpace(parsed.ITunesExt.NewFeedURL)
}
