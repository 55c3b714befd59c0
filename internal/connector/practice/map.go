package practice

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

// event is one event as the network gives it.
type event struct {
	Kind          string `json:"kind"`
	Post          post   `json:"post"`
	ReplyToAuthor string `json:"reply_to_author"`
}

type post struct {
	ID        string    `json:"id"`
	AuthorID  string    `json:"author_id"`
	Handle    string    `json:"handle"`
	Name      string    `json:"name"`
	Text      string    `json:"text"`
	Lang      string    `json:"lang"`
	ReplyTo   string    `json:"reply_to"`
	Root      string    `json:"root"`
	Mentions  []string  `json:"mentions"`
	URL       string    `json:"url"`
	ClientKey string    `json:"client_key"`
	At        time.Time `json:"at"`
	EditedAt  time.Time `json:"edited_at"`
	Deleted   bool      `json:"deleted"`
}

// Map turns a payload from quarantine into an item.
func (c *conn) Map(raw []byte) (connector.Item, error) {
	self, err := c.whoami(context.Background())
	if err != nil {
		return connector.Item{}, err
	}
	return mapEvent(raw, self.ID)
}

// MapEvent is what Map makes of an event told to the account whose author id is self.
func MapEvent(raw []byte, self string) (connector.Item, error) { return mapEvent(raw, self) }

// mapEvent turns an event into an item of the account whose author id is self. A post that is gone by now is a
// deletion whatever the event says.
func mapEvent(raw []byte, self string) (connector.Item, error) {
	var e event
	if err := json.Unmarshal(raw, &e); err != nil {
		return connector.Item{}, switchboard.Refuse(switchboard.CodeInvalid, "The event cannot be understood.").
			WithHint("Update Switchboard, then run it through again.").WithCause(err)
	}
	p := e.Post
	item := connector.Item{ExternalID: p.ID, ThreadKey: p.Root, ParentKey: p.ReplyTo, URL: p.URL, ClientKey: p.ClientKey,
		Author:    switchboard.Author{ID: p.AuthorID, Handle: p.Handle, Name: p.Name},
		Direction: switchboard.In, Visibility: switchboard.Public, Kind: kind(p, self),
		Content: switchboard.Content{Text: p.Text, Lang: p.Lang}, Published: p.At.UTC(), EditedAt: p.EditedAt.UTC(),
		Raw: raw}
	if p.EditedAt.IsZero() {
		item.EditedAt = time.Time{}
	}
	if p.AuthorID == self {
		item.Direction = switchboard.Out
	} else {
		item.Addressed = e.ReplyToAuthor == self || slices.Contains(p.Mentions, self)
	}
	item.Change = change(e)
	return item, nil
}

func kind(p post, self string) switchboard.MessageKind {
	if p.ReplyTo == "" || slices.Contains(p.Mentions, self) && p.AuthorID != self && p.Root == p.ID {
		return switchboard.KindMention
	}
	return switchboard.KindReply
}

func change(e event) connector.Change {
	switch {
	case e.Kind == "delete" || e.Post.Deleted:
		return connector.Deleted
	case e.Kind == "edit":
		return connector.Edited
	}
	return connector.Said
}
