package feed_test

import (
	"crypto/sha256"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/internal/connector/conform"
	"switchboard/internal/connector/feed"
)

// blog is a site with a feed of comments, as a test writes it.
type blog struct {
	mu     sync.Mutex
	server *httptest.Server
	ahead  time.Duration
	posts  []comment // the oldest first
	faults []conform.Fault
	asked  []*http.Request
	head   http.Header
}

type comment struct{ id, text, parent string }

func newBlog(t *testing.T) *blog {
	t.Helper()
	b := &blog{head: http.Header{}}
	b.server = httptest.NewServer(b)
	t.Cleanup(b.server.Close)
	return b
}

func (b *blog) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Now().Add(b.ahead)
}

func (b *blog) say(text, parent string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := comment{fmt.Sprintf("tag:blog.example,2026:%d", len(b.posts)+1), text, parent}
	b.posts = append(b.posts, c)
	return c.id
}

func (b *blog) edit(id, text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.posts {
		if b.posts[i].id == id {
			b.posts[i].text = text
		}
	}
}

// ServeHTTP gives the feed, or goes wrong as it was told to.
func (b *blog) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	b.asked = append(b.asked, r)
	var fault conform.Fault
	if len(b.faults) > 0 {
		fault, b.faults = b.faults[0], b.faults[1:]
	}
	page, head := b.page(), b.head.Clone()
	b.mu.Unlock()
	if b.broken(w, r, fault, page) {
		return
	}
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(page)))
	if head.Get("ETag") == "" {
		head.Set("ETag", etag)
	}
	for name, values := range head {
		w.Header()[name] = values
	}
	if r.Header.Get("If-None-Match") == head.Get("ETag") && fault != conform.Strange {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "application/atom+xml")
	if fault == conform.Strange {
		page = strings.Replace(page, "</feed>", "<entry><rights>nothing is said</rights></entry></feed>", 1)
	}
	fmt.Fprint(w, page)
}

func (b *blog) broken(w http.ResponseWriter, r *http.Request, fault conform.Fault, page string) bool {
	switch fault {
	case conform.CutBefore:
		panic(http.ErrAbortHandler)
	case conform.Unavailable:
		w.WriteHeader(http.StatusServiceUnavailable)
	case conform.Busy:
		w.Header().Set("Retry-After", "30")
		w.WriteHeader(http.StatusTooManyRequests)
	case conform.LockedOut:
		w.WriteHeader(http.StatusUnauthorized)
	case conform.Garbage:
		fmt.Fprint(w, "<!doctype html><p>We are working on the site.")
	case conform.Half:
		w.Header().Set("Content-Length", fmt.Sprint(len(page)+10))
		fmt.Fprint(w, page[:len(page)/2])
	case conform.Silence:
		<-r.Context().Done()
	default:
		return false
	}
	return true
}

// page is the feed as blogs write it: the newest first, each with the time of its place.
func (b *blog) page() string {
	var out strings.Builder
	out.WriteString(`<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">` +
		`<title>Comments on Kettles</title><id>tag:blog.example,2026:comments</id>`)
	for i := len(b.posts) - 1; i >= 0; i-- {
		c := b.posts[i]
		reply := ""
		if c.parent != "" {
			reply = `<thr:in-reply-to ref="` + c.parent + `"/>`
		}
		fmt.Fprintf(&out, `<entry><id>%s</id><title>By Mirela</title><author><name>Mirela</name></author>%s<link href="/lids#comment-%d"/>`+
			`<published>%s</published><content type="html">%s</content></entry>`, c.id, reply, i+1,
			time.Date(2026, 1, 2, 3, 0, i, 0, time.UTC).Format(time.RFC3339), html.EscapeString("<p>"+c.text+"</p>"))
	}
	return out.String() + `</feed>`
}

func (b *blog) world() conform.World {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return conform.World{
		Config:  map[string]string{"url": b.server.URL + "/comments/feed", "kind": "comments"},
		Reading: client, Sending: client, Now: b.now,
		Advance: func(d time.Duration) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.ahead += d
		},
		Say: b.say, Edit: b.edit,
		Break: func(fault conform.Fault, _ bool) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.faults = append(b.faults, fault)
		},
	}
}

func TestConforms(t *testing.T) {
	conform.Run(t, conform.Subject{Spec: feed.Spec(), NewWorld: func(t *testing.T) conform.World { return newBlog(t).world() }})
}
