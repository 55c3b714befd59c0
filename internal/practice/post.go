package practice

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rivo/uniseg"

	"switchboard"
)

// Bounds of the network.
const (
	MaxText      = 500      // graphemes of a post
	maxTextBytes = 16 << 10 // of the same, against a grapheme that never ends
	maxName      = 80       // bytes of a display name
	maxKey       = 64       // bytes of a client key
	MaxPosts     = 50_000   // kept in memory
)

// Post is one post. Its id is never used again.
type Post struct {
	ID        string    `json:"id"`
	Handle    string    `json:"handle"` // with its @
	Name      string    `json:"name"`
	Text      string    `json:"text"`
	Lang      string    `json:"lang,omitempty"`
	ReplyTo   string    `json:"reply_to,omitempty"`
	Root      string    `json:"root"` // the first post of its thread; itself when it answers nothing
	Company   bool      `json:"company,omitempty"`
	ClientKey string    `json:"client_key,omitempty"`
	At        time.Time `json:"at"`
	EditedAt  time.Time `json:"edited_at,omitzero"`
	Deleted   bool      `json:"deleted,omitempty"`
	HiddenBy  string    `json:"hidden_by,omitempty"` // handle of who hid it under their own post
}

// AuthorID is the author's id on this network: the handle in small letters.
func (p Post) AuthorID() string { return strings.ToLower(p.Handle) }

var mention = regexp.MustCompile(`@[A-Za-z0-9_]{2,30}`)

// Mentions lists the handles the text names, in small letters, each once.
func (p Post) Mentions() []string {
	var list []string
	for _, handle := range mention.FindAllString(p.Text, -1) {
		if handle = strings.ToLower(handle); !slices.Contains(list, handle) {
			list = append(list, handle)
		}
	}
	return list
}

// EventKind is what happened to a post.
type EventKind string

// Event kinds.
const (
	EventPost   EventKind = "post"
	EventEdit   EventKind = "edit"
	EventDelete EventKind = "delete"
)

// Event is one thing that happened, in the order everybody sees. Post is as it stands now, not as it was then.
type Event struct {
	Seq  int64     `json:"seq"` // from 1, rising by one
	Kind EventKind `json:"kind"`
	Post Post      `json:"post"`
	// ReplyToAuthor is the id of who wrote what the post answers; empty when it answers nothing that is still known.
	ReplyToAuthor string `json:"reply_to_author,omitempty"`
}

// Handle brings a handle into its form, or refuses it.
func Handle(text string) (string, error) {
	handle := "@" + strings.TrimPrefix(strings.TrimSpace(text), "@")
	if len(handle) < 3 || mention.FindString(handle) != handle {
		return "", switchboard.Refuse(switchboard.CodeInvalid, "That is not a handle.").WithField("handle").
			WithHint("Use 2 to 30 letters, digits or underscores.")
	}
	return handle, nil
}

func cleanText(text string) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n"))
	text = strings.ReplaceAll(text, "\x00", "")
	if text == "" {
		return "", switchboard.Refuse(switchboard.CodeInvalid, "The post says nothing.").WithField("text").
			WithHint("Write something.")
	}
	if len(text) > maxTextBytes || uniseg.GraphemeClusterCount(text) > MaxText {
		return "", switchboard.Refuse(switchboard.CodeTooLarge, "The post is longer than %d characters.", MaxText).
			WithField("text").WithHint("Shorten it, or split it into several posts.")
	}
	return text, nil
}

func cleanName(name, handle string) string {
	name = strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(name, ""), "\x00", "")), " ")
	if len(name) > maxName {
		name = strings.ToValidUTF8(name[:maxName], "")
	}
	if name == "" {
		return strings.TrimPrefix(handle, "@")
	}
	return name
}
