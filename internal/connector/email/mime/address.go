package mime

import (
	"mime"
	"net/mail"
	"strings"
	"unicode"
)

// Address is somebody a header names.
type Address struct {
	Name  string
	Email string // with a small-letter domain
}

const maxAddresses = 500

// Addresses reads every field of a name. What is no address is left out.
func (h Header) Addresses(name string) []Address {
	var list []Address
	for _, value := range h.All(name) {
		for _, one := range parseList(value) {
			if len(list) < maxAddresses {
				list = append(list, one)
			}
		}
	}
	return list
}

func parseList(value string) []Address {
	parser := mail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: readCharset}}
	if len(value) <= 16<<10 {
		if parsed, err := parser.ParseList(value); err == nil {
			list := make([]Address, 0, len(parsed))
			for _, one := range parsed {
				if address, ok := addressOf(one.Name, one.Address); ok {
					list = append(list, address)
				}
			}
			return list
		}
	}
	return looseList(value)
}

// looseList reads what the grammar refuses: addresses between angle brackets, or bare ones between commas.
func looseList(value string) []Address {
	var list []Address
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ';' }) {
		name, email := "", part
		if open := strings.LastIndexByte(part, '<'); open >= 0 {
			name = part[:open]
			email, _, _ = strings.Cut(part[open+1:], ">")
		}
		if address, ok := addressOf(decodeWords(strings.Trim(strings.TrimSpace(name), `"'`)), email); ok {
			list = append(list, address)
		}
		if len(list) == maxAddresses {
			return list
		}
	}
	return list
}

// addressOf makes an address of its parts; ok is false for what cannot be written to.
func addressOf(name, email string) (Address, bool) {
	email = strings.TrimSpace(utf8Of(email))
	at := strings.LastIndexByte(email, '@')
	if at <= 0 || at == len(email)-1 || len(email) > 320 || strings.ContainsFunc(email, notInAddress) {
		return Address{}, false
	}
	return Address{Name: line(name, 200), Email: email[:at] + "@" + strings.ToLower(email[at+1:])}, true
}

func notInAddress(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar || strings.ContainsRune("<>,;", r) ||
		unicode.Is(unicode.Cf, r)
}

// Author is who a mail is from. A mail whose From names nobody is from its sender.
func Author(h Header) Address {
	for _, name := range []string{"From", "Sender", "Return-Path"} {
		if list := h.Addresses(name); len(list) > 0 {
			return list[0]
		}
	}
	return Address{}
}

// MessageID is a mail's id without its brackets; empty when it has none that can be one.
func MessageID(h Header) string { return idOf(h.Get("Message-Id")) }

// idOf is a message id without its brackets; empty for what cannot be one.
func idOf(value string) string {
	if open := strings.IndexByte(value, '<'); open >= 0 {
		value, _, _ = strings.Cut(value[open+1:], ">")
	}
	value = strings.TrimSpace(value)
	if value == "" || len(value) > 16<<10 || strings.ContainsFunc(value, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar || r == '<' || r == '>'
	}) {
		return ""
	}
	return utf8Of(value)
}

const maxReferences = 200

// References are the ids of what a mail continues: those of References, and behind them what it answers, if that is not
// among them.
func References(h Header) []string {
	var list []string
	add := func(id string) {
		for i, known := range list {
			if known == id {
				list = append(list[:i], list[i+1:]...)
				break
			}
		}
		list = append(list, id)
	}
	ids := ReferencesOf(h.Get("References"))
	for _, id := range ids {
		add(id)
	}
	if answered := ReferencesOf(h.Get("In-Reply-To")); len(answered) > 0 {
		add(answered[0])
	}
	return list
}

// ReferencesOf reads the ids between angle brackets; without any, the words that look like ids. Of a list that is too
// long the first and the newest count.
func ReferencesOf(value string) []string {
	var list []string
	keep := func(id string) {
		if id = idOf(id); id == "" {
			return
		}
		if len(list) == maxReferences {
			list = append(list[:1], list[2:]...)
		}
		list = append(list, id)
	}
	if !strings.Contains(value, "<") {
		for word := range strings.FieldsSeq(value) {
			if strings.Contains(word, "@") {
				keep(word)
			}
		}
		return list
	}
	for rest := value; ; {
		_, after, found := strings.Cut(rest, "<")
		id, next, closed := strings.Cut(after, ">")
		if !found || !closed {
			return list
		}
		keep(id)
		rest = next
	}
}
