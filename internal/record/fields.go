package record

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

// take puts one member of the record where it belongs.
func (r *reading) take(m member) error {
	item := &r.record.Item
	var err error
	switch m.name {
	case "network":
		r.record.Network, err = word[switchboard.NetworkKey](m)
	case "account":
		r.record.Account, err = m.text()
	case "author":
		err = takeAuthor(m, &item.Author)
	case "id", "thread", "in_reply_to", "quote_of", "client_key", "url":
		err = r.takeKey(m)
	case "direction":
		item.Direction, err = word[switchboard.Direction](m)
	case "visibility":
		item.Visibility, err = word[switchboard.Visibility](m)
	case "kind":
		item.Kind, err = word[switchboard.MessageKind](m)
	case "created_at":
		item.Published, err = m.time()
	case "edited_at":
		item.EditedAt, err = m.time()
	case "deleted":
		r.isDeleted, item.DeletedAt, err = m.deleted()
	case "automated":
		item.Automated, err = m.bool()
	case "overheard":
		item.Overheard, err = m.bool()
	default:
		return r.takeContent(m)
	}
	return err
}

func (r *reading) takeKey(m member) error {
	var err error
	*r.key(m.name), err = m.text()
	return err
}

func (r *reading) key(name string) *string {
	item := &r.record.Item
	switch name {
	case "id":
		return &item.ExternalID
	case "thread":
		return &item.ThreadKey
	case "in_reply_to":
		return &item.ParentKey
	case "quote_of":
		return &item.QuoteKey
	case "client_key":
		return &item.ClientKey
	}
	return &item.URL
}

func (r *reading) takeContent(m member) error {
	content := &r.record.Item.Content
	var err error
	switch m.name {
	case "text":
		content.Text, err = m.text()
	case "subject":
		content.Subject, err = m.text()
	case "html":
		content.HTML, err = m.text()
	case "lang":
		content.Lang, err = m.text()
	case "rating":
		content.Rating, err = m.float()
	case "recipients":
		err = each(m, connector.MaxRecipients, func(field string, members []member) error {
			recipient, err := takeRecipient(field, members)
			content.Recipients = append(content.Recipients, recipient)
			return err
		})
	case "attachments":
		err = each(m, connector.MaxAttachments, r.takeAttachment)
	default:
		r.extra = append(r.extra, m)
	}
	return err
}

func takeAuthor(m member, author *switchboard.Author) error {
	members, err := m.object()
	for _, part := range members {
		part.path = "author." + part.name
		switch part.name {
		case "id":
			author.ID, err = part.text()
		case "handle":
			author.Handle, err = part.text()
		case "name":
			author.Name, err = part.text()
		case "followers":
			author.Followers, err = part.count()
		}
		if err != nil {
			return err
		}
	}
	return err
}

func takeRecipient(field string, members []member) (switchboard.Recipient, error) {
	recipient := switchboard.Recipient{Role: "to"}
	for _, part := range members {
		part.path = field + "." + part.name
		var err error
		switch part.name {
		case "role":
			recipient.Role, err = part.text()
		case "address":
			recipient.Address, err = part.text()
		case "name":
			recipient.Name, err = part.text()
		}
		if err != nil {
			return recipient, err
		}
	}
	return recipient, nil
}

func (r *reading) takeAttachment(field string, members []member) error {
	var a switchboard.Attachment
	item := &r.record.Item
	for _, part := range members {
		part.path = field + "." + part.name
		var err error
		switch part.name {
		case "name":
			a.Name, err = part.text()
		case "media_type":
			a.MediaType, err = part.text()
		case "url":
			a.URL, err = part.text()
		case "alt":
			a.Alt, err = part.text()
		case "size":
			var size *int64
			if size, err = part.count(); size != nil {
				a.Size = *size
			}
		case "data":
			err = r.takeData(part, len(item.Content.Attachments))
		}
		if err != nil {
			return err
		}
	}
	item.Content.Attachments = append(item.Content.Attachments, a)
	return nil
}

// takeData keeps the bytes of the attachment at a place.
func (r *reading) takeData(m member, place int) error {
	if m.null() {
		return nil
	}
	content, err := m.bytes()
	if err != nil {
		return err
	}
	files := &r.record.Item.Files
	if *files == nil {
		*files = map[int][]byte{}
	}
	(*files)[place] = content
	return nil
}

// each reads a list of objects.
func each(m member, most int, take func(field string, members []member) error) error {
	list, err := m.list()
	if err != nil {
		return err
	}
	if len(list) > most {
		return switchboard.Refuse(switchboard.CodeTooLarge, "%s has more than %d entries.", m.path, most).
			WithField(m.path).WithHint("Send the first of them.")
	}
	for n, raw := range list {
		entry := member{name: m.name, path: index(m.path, n), raw: raw}
		members, err := entry.object()
		if err != nil {
			return err
		}
		if err = take(entry.path, members); err != nil {
			return err
		}
	}
	return nil
}

func word[T ~string](m member) (T, error) {
	text, err := m.text()
	return T(text), err
}

// null reports whether the member is there only to say that there is nothing.
func (m member) null() bool { return string(m.raw) == "null" }

func (m member) text() (string, error) {
	if m.null() {
		return "", nil
	}
	if m.raw[0] != '"' {
		return "", wrongType(m.path, "text in quotes")
	}
	return unquote(m.raw, m.path)
}

// bytes reads strict base64 as RFC 4648 section 4 has it: padded, without line ends.
func (m member) bytes() ([]byte, error) {
	text, err := m.text()
	if err != nil {
		return nil, err
	}
	content, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || strings.ContainsAny(text, "\r\n") { // which the decoder passes over
		return nil, refuse("%s is not base64.", m.path).WithField(m.path).
			WithHint("Use the standard alphabet with padding and without line ends.")
	}
	return content, nil
}

func (m member) bool() (bool, error) {
	switch string(m.raw) {
	case "true":
		return true, nil
	case "false", "null":
		return false, nil
	}
	return false, wrongType(m.path, "true or false")
}

func (m member) float() (*float64, error) {
	if m.null() {
		return nil, nil
	}
	number, err := strconv.ParseFloat(string(m.raw), 64)
	if err != nil {
		return nil, wrongType(m.path, "a number")
	}
	return &number, nil
}

func (m member) count() (*int64, error) {
	if m.null() {
		return nil, nil
	}
	number, err := strconv.ParseInt(string(m.raw), 10, 64)
	if err != nil {
		return nil, wrongType(m.path, "a whole number")
	}
	return &number, nil
}

func (m member) time() (time.Time, error) {
	text, err := m.text()
	if err != nil || text == "" {
		return time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, refuse("%s is not a time.", m.path).WithField(m.path).
			WithHint("Write it as 2026-01-02T03:04:05Z (RFC 3339).")
	}
	return at.UTC().Truncate(time.Microsecond), nil
}

// deleted is true, false or the time of the deletion.
func (m member) deleted() (bool, time.Time, error) {
	if m.raw[0] == '"' {
		at, err := m.time()
		return !at.IsZero(), at, err
	}
	gone, err := m.bool()
	if err != nil {
		return false, time.Time{}, wrongType(m.path, "true, false or a time")
	}
	return gone, time.Time{}, nil
}
