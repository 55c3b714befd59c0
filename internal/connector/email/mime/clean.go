package mime

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// utf8Of takes bytes that are no UTF-8 for Windows-1252, which gives some letter for each.
func utf8Of(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	decoded, err := charmap.Windows1252.NewDecoder().String(text)
	if err != nil {
		return strings.ToValidUTF8(text, "\uFFFD")
	}
	return decoded
}

// wholeLetters is the last place up to one at which a text that is longer can be cut without harm to a letter.
func wholeLetters[T string | []byte](text T, at int) int {
	for n := at; n > 0 && n > at-utf8.UTFMax; n-- {
		if utf8.RuneStart(text[n]) {
			return n
		}
	}
	return at
}

// clean makes a text that can be stored and shown: valid, line ends of one kind, no control characters, no blanks at
// its ends, never more than two empty lines together.
func clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u00a0", " ").
		Replace(utf8Of(text))
	text = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || r == '\uFEFF' {
			return -1
		}
		return r
	}, text)
	var out strings.Builder
	empty := 0
	for one := range strings.SplitSeq(text, "\n") {
		if one != "-- " { // the blank behind it tells it from two dashes
			one = strings.TrimRight(one, " \t")
		}
		if one == "" {
			empty++
			continue
		}
		if out.Len() > 0 {
			out.WriteString(strings.Repeat("\n", 1+min(empty, 2)))
		}
		out.WriteString(one)
		empty = 0
	}
	return out.String()
}

// line makes one line of a text, of at most so many runes.
func line(text string, most int) string {
	text = strings.Join(strings.FieldsFunc(utf8Of(text), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most])
	}
	return text
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

// join puts texts that are not empty under each other.
func join(parts ...string) string {
	var list []string
	for _, part := range parts {
		if !blank(part) {
			list = append(list, strings.TrimSpace(part))
		}
	}
	return strings.Join(list, "\n\n")
}
