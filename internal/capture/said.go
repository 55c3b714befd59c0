package capture

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"switchboard"
	"switchboard/internal/connector"
)

// MaxText is how many characters of a text are taken: more is no post but a page.
const MaxText = 20_000

// Author is who said it, as far as the person who brings it in can tell.
type Author struct {
	Name   string
	Handle string
	URL    string // of their profile
}

// Said is one thing that somebody said, as a person brings it in.
type Said struct {
	Link       Link
	Author     Author
	Text       string // empty when only the address is known
	Visibility switchboard.Visibility
	Kind       switchboard.MessageKind
	Published  time.Time // zero for now
	InReplyTo  string    // id of what it answers; empty for what it hangs under
	Raw        []byte
}

// Kinds lists what can be brought in.
func Kinds() []switchboard.MessageKind {
	return []switchboard.MessageKind{switchboard.KindMention, switchboard.KindComment, switchboard.KindReply,
		switchboard.KindDirect, switchboard.KindReview}
}

// aheadAtMost is how far the clock of whoever brings it in may be ahead.
const aheadAtMost = 5 * time.Minute

// Item is the message it becomes. It refuses what contradicts itself or is no message.
func (s Said) Item(now time.Time) (connector.Item, error) {
	s = s.defaults(now)
	if err := s.check(now); err != nil {
		return connector.Item{}, err
	}
	author := s.author()
	item := connector.Item{Change: connector.Said, ExternalID: s.id(author), ThreadKey: s.thread(), ParentKey: s.InReplyTo,
		Author: author, Direction: switchboard.In, Visibility: s.Visibility, Kind: s.Kind, Addressed: true,
		Content: switchboard.Content{Text: s.Text}, URL: s.Link.URL, Published: s.Published.UTC(), Raw: s.Raw}
	if item.ParentKey == "" && s.Link.Thread != s.Link.ID {
		item.ParentKey = s.Link.Thread
	}
	if item.Content.Text == "" {
		item.Content.Text = s.Link.URL
	}
	return item, item.CheckWithin(now, MaxText)
}

func (s Said) defaults(now time.Time) Said {
	s.Author.Handle, s.Author.Name, s.Text = strings.TrimSpace(s.Author.Handle), strings.TrimSpace(s.Author.Name), strings.TrimSpace(s.Text)
	if s.Author.Handle == "" {
		s.Author.Handle = s.Link.Handle
	}
	if s.Author.Handle == "" {
		s.Author.Handle = handleOf(s.Author.URL, s.Link.Network)
	}
	if s.Visibility == "" {
		s.Visibility = switchboard.Public
	}
	if s.Kind == "" {
		s.Kind = s.usual()
	}
	if s.Published.IsZero() || s.Published.After(now) && !s.Published.After(now.Add(aheadAtMost)) {
		s.Published = now
	}
	return s
}

// usual is the kind of what is said at such an address.
func (s Said) usual() switchboard.MessageKind {
	n, err := Find(s.Link.Network)
	switch {
	case err == nil && n.Reviews:
		return switchboard.KindReview
	case s.Visibility == switchboard.Private:
		return switchboard.KindDirect
	case s.Link.Thread != "":
		return switchboard.KindComment
	}
	return switchboard.KindMention
}

func (s Said) check(now time.Time) error {
	refuse := func(field, text, hint string) error {
		return switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField(field).WithHint(hint)
	}
	switch {
	case !slices.Contains(Kinds(), s.Kind):
		return refuse("kind", "That kind of message cannot be brought in by hand.", "Use mention, comment, reply, direct or review.")
	case s.Visibility != switchboard.Public && s.Visibility != switchboard.Private:
		return refuse("visibility", "It was said in public or in private.", "Use public or private.")
	case (s.Kind == switchboard.KindDirect) != (s.Visibility == switchboard.Private):
		return refuse("visibility", "A direct message is private, and anything else is public.", "Change the kind or the visibility.")
	case s.Published.After(now):
		return refuse("published_at", "That time is still to come.", "Give the time the network shows, or leave it out.")
	case utf8.RuneCountInString(s.Text) > MaxText:
		return switchboard.Refuse(switchboard.CodeTooLarge, "The text is too long to be one thing somebody said.").WithField("text").
			WithHint("Select the post alone; at most 20000 characters are taken.")
	case s.Link.Handle != "" && bare(s.Link.Handle) != bare(s.Author.Handle):
		return refuse("author.handle", "The address is of "+s.Link.Handle+".", "Give that handle, or leave it out.")
	case !s.Link.Post && s.Text == "":
		return refuse("text", "This address is of a page, not of one thing somebody said there.",
			"Copy the address of the post itself, or give what was said.")
	case !s.Link.Post && s.Author.Handle == "" && s.Author.Name == "":
		return refuse("author", "This address does not tell who said it.", "Give the name that stands there.")
	}
	return nil
}

// author never makes one person of two: a name alone tells people apart only beneath one post.
func (s Said) author() switchboard.Author {
	a := switchboard.Author{ID: bare(s.Author.Handle), Handle: s.Author.Handle, Name: s.Author.Name}
	place := s.Link.Thread
	if place == "" {
		place = s.Link.ID
	}
	switch {
	case a.ID != "":
	case a.Name != "":
		a.ID = "name:" + digest(strings.ToLower(a.Name), place)
	default:
		a.ID = "unknown:" + digest(s.Link.ID)
	}
	return a
}

// bare is a handle as it is compared.
func bare(handle string) string {
	handle = strings.ToLower(strings.TrimSpace(handle))
	return strings.TrimPrefix(strings.TrimPrefix(handle, "u/"), "@")
}

// SameHandle reports whether two spellings name one account.
func SameHandle(a, b string) bool { return bare(a) != "" && bare(a) == bare(b) }

func (s Said) id(author switchboard.Author) string {
	if s.Link.Post {
		return s.Link.ID
	}
	return s.Link.ID + "#" + digest(author.ID, s.Text)
}

// thread is what it hangs under: the post, or the page. Reviews stand each for itself.
func (s Said) thread() string {
	n, err := Find(s.Link.Network)
	switch {
	case s.Link.Thread != "" && !(err == nil && n.Reviews):
		return s.Link.Thread
	case s.Link.Post || err == nil && n.Reviews:
		return ""
	}
	return s.Link.ID
}

func digest(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return hex.EncodeToString(sum[:12])
}

// handleOf is the handle that the address of a profile tells.
func handleOf(address string, network switchboard.NetworkKey) string {
	if address == "" {
		return ""
	}
	u, err := clean(address)
	if err != nil {
		return ""
	}
	n, known := networkOf(u.Host)
	steps := parts(u)
	if !known || n.Key != network || len(steps) == 0 {
		return ""
	}
	who := strings.TrimPrefix(steps[0], "@")
	switch steps[0] {
	case "user", "u", "in", "profile", "company":
		who = after(steps, steps[0])
	}
	if who, err = url.PathUnescape(who); err != nil || !form.name.MatchString(strings.ReplaceAll(who, "-", "_")) {
		return ""
	}
	return at(who)
}
