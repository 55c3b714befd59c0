package feed

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/connector"
)

const (
	// maxFeed is how many bytes of a feed are read.
	maxFeed = 4 << 20
	// patience bounds one request, however slowly its answer comes.
	patience = 50 * time.Second
)

// validators tell a server what we have.
type validators struct {
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
}

// fetched is an answer of the feed's server.
type fetched struct {
	body       []byte
	unchanged  bool
	validators validators
	fresh      time.Duration // for how long the server says that nothing changes
	moved      string        // where the feed has moved for good; empty when it has not
}

// fetch asks for the feed, if it has changed.
func (c *conn) fetch(ctx context.Context, address string, have validators) (fetched, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return fetched{}, connector.Fail(connector.ClassRejected, "The address cannot be used.", err)
	}
	req.Header.Set("Accept", "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5")
	if have.ETag != "" {
		req.Header.Set("If-None-Match", have.ETag)
	}
	if have.Modified != "" {
		req.Header.Set("If-Modified-Since", have.Modified)
	}
	resp, err := c.env.Reading.Do(req)
	if connector.Barred(err) {
		return fetched{}, connector.Fail(connector.ClassRejected, "This address is not allowed.", err)
	}
	if err != nil {
		return fetched{}, connector.Fail(connector.ClassRetry, "The site cannot be reached.", err)
	}
	defer resp.Body.Close()
	return c.answer(resp, address)
}

func (c *conn) answer(resp *http.Response, asked string) (got fetched, err error) {
	got = fetched{validators: validators{ETag: header(resp, "ETag"), Modified: header(resp, "Last-Modified")},
		fresh: freshness(resp.Header), moved: movedFrom(asked, resp)}
	if resp.StatusCode == http.StatusNotModified {
		got.unchanged = true
		return got, nil
	}
	if err := connector.FailureOf(resp, c.env.Now()); err != nil {
		return got, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxFeed+1))
	switch {
	case err != nil:
		return got, connector.Fail(connector.ClassRetry, "The feed broke off.", err)
	case len(body) > maxFeed:
		return got, connector.Fail(connector.ClassRejected, "The feed is larger than 4 MiB.", nil)
	}
	got.body = inUTF8(body, resp.Header.Get("Content-Type"))
	return got, nil
}

// header is a validator of a length that can be sent back.
func header(resp *http.Response, name string) string {
	if value := resp.Header.Get(name); len(value) <= 512 {
		return value
	}
	return ""
}

// freshness is for how long an answer may be kept (RFC 9111 section 5.2.2.1), a day at most.
func freshness(h http.Header) time.Duration {
	for directive := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		if !strings.EqualFold(name, "max-age") {
			continue
		}
		if seconds, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 32); err == nil && seconds > 0 {
			return min(time.Duration(seconds)*time.Second, longest)
		}
	}
	return 0
}

// movedFrom is where a chain of permanent redirects ended; empty when any hop was for a while only, or when it only added the
// slash that settings are kept without.
func movedFrom(asked string, resp *http.Response) string {
	if resp.Request == nil || resp.Request.Response == nil {
		return ""
	}
	for hop := resp.Request.Response; hop != nil; hop = hop.Request.Response {
		if hop.StatusCode != http.StatusMovedPermanently && hop.StatusCode != http.StatusPermanentRedirect {
			return ""
		}
	}
	at := resp.Request.URL.String()
	if strings.TrimRight(at, "/") == strings.TrimRight(asked, "/") {
		return ""
	}
	return at
}
