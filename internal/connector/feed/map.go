package feed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"switchboard"
	"switchboard/internal/connector"
)

// payload is an entry as it is kept.
type payload struct {
	Entry *gofeed.Item `json:"entry"`
	Seen  time.Time    `json:"seen"` // for an entry without a date
	Under *under       `json:"under,omitempty"`
}

// under is the post of ours that a comment from its own feed stands under.
type under struct {
	Post   string `json:"post"` // external id
	Thread string `json:"thread,omitempty"`
}

// Map turns a payload from quarantine into an item.
func (c *conn) Map(raw []byte) (connector.Item, error) {
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil || p.Entry == nil {
		return connector.Item{}, switchboard.Refuse(switchboard.CodeInvalid, "The entry cannot be understood.").
			WithHint("Update Switchboard, then run it through again.").WithCause(err)
	}
	item, err := c.item(p)
	item.Raw = raw
	return item, err
}

// item is what an entry says.
func (c *conn) item(p payload) (connector.Item, error) {
	entry := p.Entry
	link := c.link(entry)
	subject, html, text := words(entry)
	if text == "" && subject == "" {
		return connector.Item{}, switchboard.Refuse(switchboard.CodeInvalid, "The entry says nothing.").
			WithHint("Look at the feed; an entry needs a title or a text.")
	}
	item := connector.Item{Change: connector.Said, ExternalID: identify(entry, link), Direction: switchboard.In, Visibility: switchboard.Public,
		Kind: switchboard.KindMention, Addressed: true, Overheard: c.kind == kindMentions, URL: link, Published: published(entry, p.Seen), ThreadKey: page(link),
		Content: switchboard.Content{Subject: subject, Text: text, HTML: html}}
	if c.kind == kindComments || p.Under != nil {
		item.Kind, item.ParentKey = switchboard.KindComment, c.answers(entry)
		item.Content.Subject = ""
		if text == "" {
			item.Content.Text = subject
		}
	}
	if p.Under != nil {
		item.ThreadKey, item.ParentKey = p.Under.Thread, cmp.Or(item.ParentKey, p.Under.Post)
	}
	if item.ParentKey == item.ExternalID {
		item.ParentKey = ""
	}
	if item.ThreadKey == item.ExternalID {
		item.ThreadKey = ""
	}
	item.Author = author(entry, item)
	post := c.kind == kindPosts && p.Under == nil
	item.Named = !post && c.ours[plainName(item.Author.Name)]
	if item.Named || post {
		item.Direction, item.Addressed = switchboard.Out, false
	}
	return item, nil
}

// words are the title, the safe HTML and the text of an entry.
func words(entry *gofeed.Item) (subject, safe, text string) {
	raw := entry.Content
	if strings.TrimSpace(raw) == "" {
		raw = entry.Description
	}
	safe, text = clean(raw)
	_, subject = clean(entry.Title)
	subject = line(subject)
	if !strings.Contains(safe, "<") {
		safe = "" // it was no HTML
	}
	return subject, safe, text
}

// link is the entry's own address, empty when it has none that can be opened.
func (c *conn) link(entry *gofeed.Item) string {
	raw := strings.TrimSpace(entry.Link)
	if raw == "" && len(entry.Links) > 0 {
		raw = strings.TrimSpace(entry.Links[0])
	}
	if raw == "" || len(raw) > connector.MaxURL {
		return ""
	}
	u, err := c.address.Parse(printable(raw))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || len(u.String()) > connector.MaxURL {
		return ""
	}
	return u.String()
}

// identify is the entry's id: the one it has, else its address, else what it says.
func identify(entry *gofeed.Item, link string) string {
	id := line(entry.GUID)
	switch {
	case id != "" && len(id) < connector.MaxKey-1:
		return id
	case id != "":
		return "guid:" + digest(id)
	case link != "" && len(link) < connector.MaxKey:
		return link
	}
	return "said:" + digest(link, entry.Title, entry.Description, entry.Content, who(entry))
}

// page is the address under which an entry stands: its own without the place on the page.
func page(link string) string {
	u, err := url.Parse(link)
	if err != nil || link == "" {
		return ""
	}
	u.Fragment = ""
	if address := u.String(); len(address) < connector.MaxKey {
		return address
	}
	return "page:" + digest(u.String())
}

// answers is the id of what a comment answers (RFC 4685), empty when the feed does not tell.
func (c *conn) answers(entry *gofeed.Item) string {
	for _, space := range []string{"thr", "threading"} {
		for _, e := range entry.Extensions[space]["in-reply-to"] {
			if ref := line(e.Attrs["ref"]); ref != "" && len(ref) < connector.MaxKey {
				return ref
			}
		}
	}
	return ""
}

// author never makes one person of two: a name alone tells people apart only on one page.
func author(entry *gofeed.Item, item connector.Item) switchboard.Author {
	a := switchboard.Author{Name: who(entry)}
	place := item.ThreadKey
	if place == "" {
		place = item.ExternalID
	}
	email := ""
	if len(entry.Authors) > 0 && entry.Authors[0] != nil {
		email = strings.ToLower(line(entry.Authors[0].Email))
	}
	switch {
	case strings.Contains(email, "@") && len(email) < 255:
		a.ID = "email:" + email
	case a.Name != "":
		a.ID = "name:" + digest(plainName(a.Name), place)
	default:
		a.ID = "unknown:" + digest(item.ExternalID)
	}
	return a
}

// who is the name of the author.
func who(entry *gofeed.Item) string {
	for _, person := range entry.Authors {
		if person == nil {
			continue
		}
		if name := line(person.Name); name != "" {
			return name
		}
	}
	return ""
}

// published is when an entry says it was published; an entry without a date, or with an impossible one, was when it was
// seen first.
func published(entry *gofeed.Item, seen time.Time) time.Time {
	for _, at := range []*time.Time{entry.PublishedParsed, entry.UpdatedParsed} {
		if at != nil && at.After(connector.Earliest()) && !at.After(seen) {
			return at.UTC()
		}
	}
	return seen.UTC()
}

func digest(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return hex.EncodeToString(sum[:12])
}
