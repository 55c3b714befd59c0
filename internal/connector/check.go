package connector

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"switchboard"
)

// Bounds of an Item. A network whose own bounds are wider needs a wider one here, not a way around.
const (
	MaxKey         = 1024      // bytes of an id
	MaxName        = 1024      // bytes of a handle or a name
	MaxURL         = 4096      // bytes
	MaxText        = 100_000   // runes
	MaxSubject     = 2000      // runes
	MaxHTML        = 1 << 20   // bytes
	MaxExtra       = 256 << 10 // bytes
	MaxRaw         = 8 << 20   // bytes
	MaxRecipients  = 1000
	MaxAttachments = 100
	MaxFile        = 25 << 20       // bytes of one file that comes with a message
	MaxAhead       = 48 * time.Hour // how far a network's clock may be ahead of ours
)

// Earliest is the oldest time a message can carry; anything older is a mistake of units or a missing value.
func Earliest() time.Time { return time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC) }

// Check reports the first thing about the item that cannot be stored, naming the field as the message record does and
// the way out. A deletion needs its id alone.
func (i Item) Check(now time.Time) error {
	return i.CheckWithin(now, MaxText)
}

// CheckWithin is Check with another bound for the runes of the text.
func (i Item) CheckWithin(now time.Time, maxText int) error {
	c := checker{now: now}
	c.keys(i)
	if i.Change == Deleted {
		c.when("deleted", i.DeletedAt, false)
		return c.result()
	}
	c.closed(i)
	c.author(i.Author)
	c.content(i.Content, maxText)
	c.files(i)
	c.when("created_at", i.Published, true)
	c.when("edited_at", i.EditedAt, false)
	c.tail(i)
	return c.result()
}

// checker keeps the first fault.
type checker struct {
	now   time.Time
	fault *switchboard.Error
}

func (c *checker) result() error {
	if c.fault == nil {
		return nil
	}
	return c.fault
}

func (c *checker) refuse(field string, fault *switchboard.Error) {
	if c.fault == nil {
		c.fault = fault.WithField(field)
	}
}

func (c *checker) keys(i Item) {
	switch i.Change {
	case Said, Edited, Deleted:
	default:
		c.refuse("change", invalid("A change must be message, edit or deletion.").WithHint("Set it to one of them."))
	}
	c.needed("id", i.ExternalID)
	c.line("id", i.ExternalID, MaxKey)
	c.line("thread", i.ThreadKey, MaxKey)
	c.line("in_reply_to", i.ParentKey, MaxKey)
	c.line("quote_of", i.QuoteKey, MaxKey)
	c.line("client_key", i.ClientKey, MaxKey)
	if i.ParentKey != "" && i.ParentKey == i.ExternalID {
		c.refuse("in_reply_to", invalid("A message cannot answer itself.").WithHint("Leave in_reply_to out."))
	}
	if len(i.Raw) > MaxRaw {
		c.refuse("raw", tooLarge("The payload is too large.", MaxRaw, "bytes"))
	}
}

func (c *checker) closed(i Item) {
	if i.Direction != switchboard.In && i.Direction != switchboard.Out {
		c.refuse("direction", invalid("A direction must be in or out.").WithHint("Use in for what customers say."))
	}
	switch i.Visibility {
	case switchboard.Public, switchboard.Private, switchboard.Internal:
	default:
		c.refuse("visibility", invalid("A visibility must be public, private or internal.").WithHint("Use one of them."))
	}
	if !switchboard.OneOf(i.Kind, switchboard.MessageKinds()) {
		c.refuse("kind", invalid("That kind of message is not known.").WithHint("Use "+kindList()+"."))
	}
}

func kindList() string {
	var words []string
	for _, kind := range switchboard.MessageKinds() {
		words = append(words, string(kind))
	}
	return strings.Join(words, ", ")
}

func (c *checker) author(a switchboard.Author) {
	c.needed("author.id", a.ID)
	c.line("author.id", a.ID, MaxKey)
	c.line("author.realm", string(a.Realm), MaxKey)
	c.line("author.handle", a.Handle, MaxName)
	c.line("author.name", a.Name, MaxName)
	if a.Followers != nil && *a.Followers < 0 {
		c.refuse("author.followers", invalid("Followers cannot be fewer than none.").WithHint("Leave it out if unknown."))
	}
}

func (c *checker) content(content switchboard.Content, maxText int) {
	c.text("text", content.Text, maxText)
	c.text("subject", content.Subject, MaxSubject)
	c.text("html", content.HTML, MaxHTML)
	c.text("quoted", content.Quoted, MaxText)
	c.text("signature", content.Signature, MaxText)
	if len(content.HTML) > MaxHTML {
		c.refuse("html", tooLarge("The HTML is too large.", MaxHTML, "bytes"))
	}
	c.line("lang", content.Lang, 64)
	c.recipients(content.Recipients)
	c.returned(content.Returned)
	c.attachments(content.Attachments)
	if content.Text == "" && content.Subject == "" && content.HTML == "" && content.Rating == nil &&
		len(content.Attachments) == 0 {
		c.refuse("text", invalid("The message says nothing.").
			WithHint("Give it text, subject, html, rating or attachments."))
	}
}

func (c *checker) recipients(list []switchboard.Recipient) {
	if len(list) > MaxRecipients {
		c.refuse("recipients", tooLarge("There are too many recipients.", MaxRecipients, "of them"))
		return
	}
	for n, r := range list {
		field := "recipients[" + strconv.Itoa(n) + "]"
		if !switchboard.OneOf(r.Role, []string{"to", "cc", "bcc", "reply_to", "mention"}) {
			c.refuse(field+".role", invalid("A recipient's role is not known.").WithHint("Use to, cc, bcc, reply_to or mention."))
		}
		c.needed(field+".address", r.Address)
		c.line(field+".address", r.Address, MaxName)
		c.line(field+".name", r.Name, MaxName)
	}
}

func (c *checker) returned(r *switchboard.Returned) {
	if r == nil {
		return
	}
	if len(r.To) > MaxRecipients {
		c.refuse("returned.to", tooLarge("There are too many recipients.", MaxRecipients, "of them"))
		return
	}
	for n, to := range r.To {
		c.line("returned.to["+strconv.Itoa(n)+"]", to, MaxName)
	}
	c.line("returned.reason", r.Reason, MaxName)
}

func (c *checker) attachments(list []switchboard.Attachment) {
	if len(list) > MaxAttachments {
		c.refuse("attachments", tooLarge("There are too many attachments.", MaxAttachments, "of them"))
		return
	}
	for n, a := range list {
		field := "attachments[" + strconv.Itoa(n) + "]"
		c.line(field+".name", a.Name, MaxName)
		c.line(field+".media_type", a.MediaType, 255)
		c.address(field+".url", a.URL)
		c.text(field+".alt", a.Alt, MaxText)
		if a.Size < 0 {
			c.refuse(field+".size", invalid("A size cannot be negative.").WithHint("Leave it out if unknown."))
		}
	}
}

func (c *checker) files(i Item) {
	for _, n := range slices.Sorted(maps.Keys(i.Files)) {
		field := "attachments[" + strconv.Itoa(n) + "].data"
		switch size := len(i.Files[n]); {
		case n < 0 || n >= len(i.Content.Attachments):
			c.refuse(field, invalid("There are bytes of an attachment that is not there.").WithHint("Describe every attachment."))
		case size == 0:
			c.refuse(field, invalid("The file is empty.").WithHint("Leave data out when there is none."))
		case size > MaxFile:
			c.refuse(field, tooLarge("The file is too large.", MaxFile, "bytes"))
		}
	}
}

func (c *checker) tail(i Item) {
	c.address("url", i.URL)
	if len(i.Extra) > MaxExtra {
		c.refuse("extra", tooLarge("The fields nobody knows are too large together.", MaxExtra, "bytes"))
	}
	if len(i.Extra) > 0 && !json.Valid(i.Extra) {
		c.refuse("extra", invalid("The extra fields are not JSON.").WithHint("Send one JSON object."))
	}
}

func (c *checker) needed(field, value string) {
	if value == "" {
		c.refuse(field, invalid("%s is missing.", field).WithHint("Every message needs it."))
	}
}

func (c *checker) line(field, value string, most int) {
	if len(value) > most {
		c.refuse(field, tooLarge(field+" is too long.", most, "bytes"))
	}
	c.text(field, value, most)
	if strings.ContainsAny(value, "\n\r") {
		c.refuse(field, invalid("%s has a line end in it.", field).WithHint("Put it on one line."))
	}
}

func (c *checker) text(field, value string, most int) {
	switch {
	case !utf8.ValidString(value):
		c.refuse(field, invalid("%s is not valid UTF-8.", field).WithHint("Convert it to UTF-8 before sending it."))
	case strings.IndexByte(value, 0) >= 0:
		c.refuse(field, invalid("%s has a NUL character in it.", field).WithHint("Remove it."))
	case len(value) > most && utf8.RuneCountInString(value) > most:
		c.refuse(field, tooLarge(field+" is too long.", most, "characters"))
	}
}

func (c *checker) address(field, value string) {
	if value == "" {
		return
	}
	c.line(field, value, MaxURL)
	u, err := url.Parse(value)
	if err != nil || !u.IsAbs() || strings.EqualFold(u.Scheme, "javascript") || strings.EqualFold(u.Scheme, "data") {
		c.refuse(field, invalid("%s is not a full address.", field).WithHint("Begin it with https:// or leave it out."))
	}
}

func (c *checker) when(field string, at time.Time, needed bool) {
	switch {
	case at.IsZero() && needed:
		c.refuse(field, invalid("%s is missing.", field).WithHint("Give the time as 2026-01-02T03:04:05Z."))
	case at.IsZero():
	case at.Before(Earliest()):
		c.refuse(field, invalid("%s is before 1990.", field).WithHint("Check the unit of the time, seconds or milliseconds."))
	case at.After(c.now.Add(MaxAhead)):
		c.refuse(field, invalid("%s is more than 48 hours ahead.", field).WithHint("Check the sender's clock and zone."))
	}
}

func tooLarge(text string, most int, unit string) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeTooLarge, "%s", text).
		WithHint("At most " + strconv.Itoa(most) + " " + unit + " are taken.")
}
