package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"switchboard/internal/connector"
)

const (
	// maxEntries is how many entries of a feed are looked at, from its beginning, where the newest stand.
	maxEntries = 500
	// maxDepth and maxElements bound what a feed can make a parser do.
	maxDepth    = 64
	maxElements = 200_000
)

// parse reads a feed of whatever kind. It fails with class retry: what is no feed now may be one again, since sites answer
// with a page while they are being worked on.
func parse(body []byte) (feed *gofeed.Feed, err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			feed, err = nil, connector.Fail(connector.ClassRetry, "The feed cannot be understood.", fmt.Errorf("panic: %v", trouble))
		}
	}()
	if err := bounded(body); err != nil {
		return nil, err
	}
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	if feed, err = parser.Parse(bytes.NewReader(body)); err != nil {
		return nil, connector.Fail(connector.ClassRetry, "This is no feed.", err)
	}
	if len(feed.Items) > maxEntries {
		feed.Items = feed.Items[:maxEntries]
	}
	return feed, nil
}

// bounded refuses what is nested too deeply or has too many elements: the parsers go as deep as a feed does.
func bounded(body []byte) error {
	if deep := bytes.TrimLeft(body, "\ufeff \t\r\n"); len(deep) > 0 && deep[0] == '{' {
		return boundedJSON(deep)
	}
	tokens := xml.NewDecoder(bytes.NewReader(body))
	tokens.Strict = false
	tokens.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	depth, elements := 0, 0
	for {
		token, err := tokens.RawToken()
		if err != nil {
			return nil // the end, or what the parser will say
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
			elements++
		case xml.EndElement:
			depth = max(depth-1, 0)
		}
		if depth > maxDepth || elements > maxElements {
			return connector.Fail(connector.ClassRejected, "The feed is nested too deeply, or has too many elements.", nil)
		}
	}
}

func boundedJSON(body []byte) error {
	depth, quoted, escaped := 0, false, false
	for _, b := range body {
		switch {
		case escaped:
			escaped = false
		case quoted && b == '\\':
			escaped = true
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			depth++
		case b == '}' || b == ']':
			depth--
		}
		if depth > maxDepth {
			return connector.Fail(connector.ClassRejected, "The feed is nested too deeply.", nil)
		}
	}
	return nil
}

// inUTF8 converts what the header alone says the character set of.
func inUTF8(body []byte, contentType string) []byte {
	start := body[:min(len(body), 200)]
	if utf8.Valid(body) || bytes.Contains(start, []byte("encoding=")) {
		return body
	}
	_, name, told := strings.Cut(strings.ToLower(contentType), "charset=")
	if !told {
		name = "windows-1252"
	}
	encoding, _ := charset.Lookup(strings.Trim(strings.TrimSpace(name), `"'`))
	if encoding == nil {
		return bytes.ToValidUTF8(body, []byte("\ufffd"))
	}
	converted, err := encoding.NewDecoder().Bytes(body)
	if err != nil || len(converted) > 2*maxFeed {
		return bytes.ToValidUTF8(body, []byte("\ufffd"))
	}
	return converted
}

// timeToLive is for how long a feed itself says that it may be kept (RSS 2.0, ttl in minutes), a day at most.
func timeToLive(feed *gofeed.Feed) time.Duration {
	original, ok := feed.OriginalFeed().(*rss.Feed)
	if !ok {
		return 0
	}
	minutes, err := strconv.Atoi(strings.TrimSpace(original.TTL))
	if err != nil || minutes < 0 || minutes > 24*60 {
		return 0
	}
	return time.Duration(minutes) * time.Minute
}

const maxDiscovered = 10

// discover lists the feeds that a page names in its head.
func discover(page []byte, base *url.URL) (feeds []string) {
	tokens := html.NewTokenizer(bytes.NewReader(page[:min(len(page), 512<<10)]))
	for len(feeds) < maxDiscovered {
		switch tokens.Next() {
		case html.ErrorToken:
			return feeds
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			if token.DataAtom == atom.Body {
				return feeds
			}
			if address := alternate(token, base); address != "" {
				feeds = append(feeds, address)
			}
		}
	}
	return feeds
}

// alternate is the feed that a link element names, empty when it names none.
func alternate(token html.Token, base *url.URL) string {
	attr := map[string]string{}
	for _, a := range token.Attr {
		attr[a.Key] = a.Val
	}
	kind := strings.ToLower(attr["type"])
	isFeed := strings.Contains(kind, "rss+xml") || strings.Contains(kind, "atom+xml") || strings.Contains(kind, "feed+json")
	if token.DataAtom != atom.Link || !isFeed || !strings.Contains(strings.ToLower(attr["rel"]), "alternate") {
		return ""
	}
	u, err := base.Parse(strings.TrimSpace(attr["href"]))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || len(u.String()) > connector.MaxURL {
		return ""
	}
	return u.String()
}
