package mime

import (
	"bytes"
	"io"
	"mime"
	"net/mail"
	"strings"
	"time"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/language"
)

// Header is a mail's header as it came: fields in their order, unfolded, not decoded.
type Header []Field

// Field is one field of a header.
type Field struct{ Name, Value string }

const (
	maxFields = 2000
	maxField  = 64 << 10 // bytes of one field that are looked at
)

// SplitHeader parts a mail's header from its body. A line that is no field ends the header as an empty one does, but
// for the line some mailboxes begin a mail with.
func SplitHeader(raw []byte) (header Header, body []byte) {
	rest := raw
	for len(rest) > 0 && len(raw)-len(rest) < maxHeader && len(header) < maxFields {
		one, after := cutLine(rest)
		switch {
		case len(one) == 0:
			return header, after
		case (one[0] == ' ' || one[0] == '\t') && len(header) > 0:
			header[len(header)-1].grow(one)
		case bytes.HasPrefix(one, []byte("From ")) && len(header) == 0:
		default:
			name, value, found := bytes.Cut(one, []byte(":"))
			if name = bytes.TrimRight(name, " \t"); !found || !isName(name) {
				return header, rest
			}
			header = append(header, Field{Name: string(name)})
			header[len(header)-1].grow(value)
		}
		rest = after
	}
	if at := endOfHeader(rest); at >= 0 {
		return header, rest[at:]
	}
	return header, nil
}

// endOfHeader finds the body behind a header that is too long to be read whole.
func endOfHeader(rest []byte) int {
	if first, after := cutLine(rest); len(first) == 0 && len(rest) > 0 {
		return len(rest) - len(after)
	}
	for _, end := range []string{"\r\n\r\n", "\n\n"} {
		if at := bytes.Index(rest, []byte(end)); at >= 0 {
			return at + len(end)
		}
	}
	return -1
}

func (f *Field) grow(more []byte) {
	if room := maxField - len(f.Value); len(more) > room {
		more = more[:max(room, 0)]
	}
	f.Value = strings.TrimSpace(f.Value + " " + strings.TrimSpace(string(more)))
}

func cutLine(text []byte) (one, rest []byte) {
	one, rest, _ = bytes.Cut(text, []byte("\n"))
	return bytes.TrimSuffix(one, []byte("\r")), rest
}

func isName(name []byte) bool {
	if len(name) == 0 || len(name) > 128 {
		return false
	}
	for _, b := range name {
		if b <= ' ' || b > '~' {
			return false
		}
	}
	return true
}

// Get is the first field of a name as it came, without line ends; empty when there is none.
func (h Header) Get(name string) string {
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// All are the values of every field of a name.
func (h Header) All(name string) []string {
	var list []string
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			list = append(list, field.Value)
		}
	}
	return list
}

// Has reports whether there is a field of that name.
func (h Header) Has(name string) bool { return len(h.All(name)) > 0 }

// Text is the first field of a name with its encoded words decoded.
func (h Header) Text(name string) string { return decodeWords(h.Get(name)) }

// decodeWords decodes RFC 2047 words; what cannot be decoded stays as it is. Bytes that are no UTF-8 are taken for
// Windows-1252, which they are most often.
func decodeWords(value string) string {
	decoder := mime.WordDecoder{CharsetReader: readCharset}
	if decoded, err := decoder.DecodeHeader(value); err == nil {
		value = decoded
	}
	return utf8Of(value)
}

func readCharset(name string, input io.Reader) (io.Reader, error) {
	return charset.NewReaderLabel(name, input)
}

// dateOf reads a date, also one with a broken zone; zero when it is none.
func dateOf(value string) time.Time {
	if at, err := mail.ParseDate(value); err == nil {
		return at.UTC()
	}
	for _, form := range []string{"Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", time.RFC3339, "2006-01-02 15:04:05 -0700"} {
		if len(value) < len("2 Jan 2006 15:04:05") {
			break
		}
		fields := strings.Fields(value)
		for n := len(fields); n > 0; n-- {
			if at, err := time.Parse(form, strings.Join(fields[:n], " ")); err == nil {
				return at.UTC()
			}
		}
	}
	return time.Time{}
}

// langOf is the first language tag of a header, empty for anything else.
func langOf(value string) string {
	first, _, _ := strings.Cut(value, ",")
	if first = strings.TrimSpace(first); first == "" || len(first) > 35 {
		return ""
	}
	tag, err := language.Parse(first)
	if err != nil {
		return ""
	}
	return tag.String()
}
