package record

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"switchboard"
	"switchboard/internal/connector"
)

// Bounds of a record.
const (
	MaxLine  = 1 << 20 // bytes
	MaxDepth = 32      // objects and lists within each other
)

// Record is one message record: what happened and to which account.
type Record struct {
	Network switchboard.NetworkKey
	Account string // handle, as the network writes it
	Item    connector.Item
}

// Options of Parse. The zero value takes the stated bounds.
type Options struct {
	MaxText int // runes of the text; 0 for connector.MaxText
}

// Parse reads one record. The record's Raw is the line itself, not a copy. now bounds how far ahead a time may be.
func Parse(line []byte, now time.Time, options Options) (Record, error) {
	if err := whole(line); err != nil {
		return Record{}, err
	}
	members, err := split(line)
	if err != nil {
		return Record{}, err
	}
	r := reading{record: Record{Item: connector.Item{Change: connector.Said, Raw: line}}}
	for _, m := range members {
		if err := r.take(m); err != nil {
			return Record{}, err
		}
	}
	if err := r.finish(); err != nil {
		return Record{}, err
	}
	if options.MaxText == 0 {
		options.MaxText = connector.MaxText
	}
	if err := r.record.Item.CheckWithin(now, options.MaxText); err != nil {
		return Record{}, err
	}
	return r.record, nil
}

func whole(line []byte) error {
	switch {
	case len(line) > MaxLine:
		return switchboard.Refuse(switchboard.CodeTooLarge, "The record is longer than %d bytes.", MaxLine).
			WithHint("Send large attachments by address, not inside the record.")
	case !utf8.Valid(line):
		return refuse("The record is not valid UTF-8.").WithHint("Convert the file to UTF-8.")
	}
	return nil
}

// reading is a record while its members come in.
type reading struct {
	record    Record
	isDeleted bool
	extra     []member
}

// finish fills in what was left out and refuses what must not be.
func (r *reading) finish() error {
	if r.record.Network == "" {
		return missing("network", "Say which network it is from, such as x or email.")
	}
	if r.record.Account == "" {
		return missing("account", "Say which account of yours saw it, such as @acme.")
	}
	if err := r.checkPlace(); err != nil {
		return err
	}
	item := &r.record.Item
	if r.isDeleted {
		*item = connector.Item{Change: connector.Deleted, ExternalID: item.ExternalID, DeletedAt: item.DeletedAt,
			ThreadKey: item.ThreadKey, Raw: item.Raw}
		return nil
	}
	if item.Overheard && item.Direction == switchboard.Out {
		return refuse("What the account itself said was not overheard.").WithField("overheard").
			WithHint("Leave it out, or turn the direction round.")
	}
	item.Extra = object(r.extra)
	if !item.EditedAt.IsZero() {
		item.Change = connector.Edited
	}
	defaults(item)
	return nil
}

// checkPlace refuses keys and handles that could not be shown or stored.
func (r *reading) checkPlace() error {
	key := string(r.record.Network)
	if len(key) > 32 || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		return refuse("network is not a key.").WithField("network").
			WithHint("Use up to 32 small letters, digits, - and _, such as x or email.")
	}
	if len(r.record.Account) > connector.MaxName || strings.ContainsFunc(r.record.Account, unicode.IsControl) {
		return refuse("account is not a handle.").WithField("account").WithHint("Use the handle or address alone.")
	}
	return nil
}

func defaults(item *connector.Item) {
	if item.Direction == "" {
		item.Direction = switchboard.In
	}
	if item.Kind == "" {
		item.Kind = defaultKind(item)
	}
	if item.Visibility == "" {
		item.Visibility = defaultVisibility(item.Kind)
	}
	item.Addressed = item.Direction == switchboard.In
}

func defaultKind(item *connector.Item) switchboard.MessageKind {
	switch {
	case item.Visibility == switchboard.Private:
		return switchboard.KindDirect
	case item.ParentKey != "":
		return switchboard.KindReply
	}
	return switchboard.KindMention
}

func defaultVisibility(kind switchboard.MessageKind) switchboard.Visibility {
	switch kind {
	case switchboard.KindDirect, switchboard.KindEmail, switchboard.KindChat, switchboard.KindCall:
		return switchboard.Private
	case switchboard.KindNote:
		return switchboard.Internal
	}
	return switchboard.Public
}

func refuse(text string, args ...any) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeInvalid, text, args...)
}

func missing(field, hint string) error {
	return refuse("%s is missing.", field).WithField(field).WithHint(hint)
}

func wrongType(field, want string) error {
	return refuse("%s must be %s.", field, want).WithField(field).WithHint("Send it as " + want + ".")
}

func index(field string, n int) string { return field + "[" + strconv.Itoa(n) + "]" }
