package feed

import (
	"encoding/json"
	"strings"

	"switchboard/internal/connector"
)

// remembered is how many entries a cursor remembers: more than a feed is looked at for, so that an entry that is left out
// once and comes back is known.
const remembered = 2 * maxEntries

// mark is an entry as a cursor remembers it: digests of its id, of what it says and of its address.
type mark struct{ id, said, link string }

// cursor is where the reading of a feed stands.
type cursor struct {
	Version    int        `json:"v"`
	Validators validators `json:"have"`
	Seen       []string   `json:"seen"` // marks, the latest last, each as id/said/link
	Home       home       `json:"home,omitzero"`
	Talks      []talk     `json:"talks,omitempty"`
	marks      map[string]mark
}

func readCursor(text connector.Cursor) (at cursor, err error) {
	at = cursor{Version: 1, marks: map[string]mark{}}
	if text == "" {
		return at, nil
	}
	if err := json.Unmarshal([]byte(text), &at); err != nil || at.Version != 1 || len(at.Seen) > remembered {
		return at, connector.Fail(connector.ClassRejected, "That cursor is not one of this network.", err)
	}
	at.marks = make(map[string]mark, len(at.Seen))
	for _, one := range at.Seen {
		if parts := strings.Split(one, "/"); len(parts) == 3 {
			at.marks[parts[0]] = mark{parts[0], parts[1], parts[2]}
		}
	}
	return at, nil
}

// knows reports whether an entry says nothing new: it is remembered as it is, or the feed has given it another id, which
// shows in that the same words at the same address are remembered under an id that is gone from the feed.
func (c *cursor) knows(m mark, present map[string]bool) bool {
	if known, found := c.marks[m.id]; found {
		return known.said == m.said
	}
	if m.link == "" {
		return false
	}
	for _, known := range c.marks {
		if known.link == m.link && known.said == m.said && !present[known.id] {
			return true
		}
	}
	return false
}

// note remembers an entry and reports whether it was known with other words.
func (c *cursor) note(m mark) (edited bool) {
	known, edited := c.marks[m.id]
	if edited {
		for i, one := range c.Seen {
			if strings.HasPrefix(one, known.id+"/") {
				c.Seen = append(c.Seen[:i:i], c.Seen[i+1:]...)
				break
			}
		}
	}
	c.marks[m.id] = m
	c.Seen = append(c.Seen, m.id+"/"+m.said+"/"+m.link)
	if over := len(c.Seen) - remembered; over > 0 {
		c.Seen = c.Seen[over:]
	}
	return edited
}

func (c *cursor) text() connector.Cursor {
	raw, err := json.Marshal(c)
	if err != nil {
		return connector.Cursor(`{"v":1}`)
	}
	return connector.Cursor(raw)
}
