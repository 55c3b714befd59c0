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
	maxWords  = 16 << 10 // bytes of one that is read as words
)

// SplitHeader parts a mail's header from its body. A line that is no field ends the header as an empty one does, but
// for the line some mailboxes begin a mail with.
func SplitHeader(raw []byte) (header Header, body []byte) { return splitHeader(raw, maxHeader) }

// splitHeader looks at no more than so many bytes of a header.
func splitHeader(raw []byte, most int) (Header, []byte) {
	var s splitting
	rest := raw
	for len(rest) > 0 && len(raw)-len(rest) < most && len(s.header) < maxFields {
		one, after := cutLine(rest)
		if len(one) == 0 {
			return s.done(), after
		}
		if !s.line(one) {
			return s.done(), rest
		}
		rest = after
	}
	if at := endOfHeader(rest); at >= 0 {
		return s.done(), rest[at:]
	}
	return s.done(), nil
}

// splitting is a header of which the last field may go on.
type splitting struct {
	header Header
	value  []byte // of the last field
}

// line takes one line; false when it is none of a header.
func (s *splitting) line(one []byte) bool {
	switch {
	case (one[0] == ' ' || one[0] == '\t') && len(s.header) > 0:
		s.grow(one)
	case bytes.HasPrefix(one, []byte("From ")) && len(s.header) == 0:
	default:
		name, value, found := bytes.Cut(one, []byte(":"))
		if name = bytes.TrimRight(name, " \t"); !found || !isName(name) {
			return false
		}
		s.close()
		s.header = append(s.header, Field{Name: string(name)})
		s.grow(value)
	}
	return true
}

func (s *splitting) grow(more []byte) {
	more = bytes.TrimSpace(more)
	if len(more) > 0 && len(s.value) > 0 && len(s.value) < maxField {
		s.value = append(s.value, ' ')
	}
	s.value = append(s.value, more[:min(len(more), maxField-len(s.value))]...)
}

// close writes down the last field.
func (s *splitting) close() {
	if last := len(s.header) - 1; last >= 0 {
		s.header[last].Value = string(s.value)
	}
	s.value = s.value[:0]
}

func (s *splitting) done() Header {
	s.close()
	return s.header
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
	if len(value) > maxWords {
		value = value[:wholeLetters(value, maxWords)]
	}
	decoder := mime.WordDecoder{CharsetReader: readCharset}
	if decoded, err := decoder.DecodeHeader(value); err == nil {
		value = decoded
	}
	return utf8Of(value)
}

func readCharset(name string, input io.Reader) (io.Reader, error) {
	return charset.NewReaderLabel(name, input)
}

// Bounds of a date that is read: what is longer is none.
const (
	maxDate      = 200 // bytes
	maxDateWords = 8
)

// dateOf reads a date, also one with a broken zone; zero when it is none.
func dateOf(value string) time.Time {
	if len(value) > maxDate {
		return time.Time{}
	}
	if at, err := mail.ParseDate(value); err == nil {
		return at.UTC()
	}
	for _, form := range []string{"Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", time.RFC3339, "2006-01-02 15:04:05 -0700"} {
		if len(value) < len("2 Jan 2006 15:04:05") {
			break
		}
		fields := strings.Fields(value)
		for n := min(len(fields), maxDateWords); n > 0; n-- {
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
