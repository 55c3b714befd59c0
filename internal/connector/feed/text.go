package feed

import (
	"strings"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"switchboard/internal/connector"
)

// maxHTML is how many bytes of one entry's HTML are read.
const maxHTML = 256 << 10

var policy = bluemonday.UGCPolicy()

// clean is hostile HTML without what acts, and the text that a reader of it sees.
func clean(raw string) (safe, text string) {
	if len(raw) > maxHTML {
		raw = raw[:maxHTML]
	}
	raw = printable(raw)
	safe = policy.Sanitize(raw)
	return safe, plain(safe)
}

// plain is the text of HTML, with a line for each block.
func plain(safe string) string {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(safe))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return lines(out.String())
		case html.TextToken:
			out.WriteString(strings.Map(oneSpace, string(tokens.Text())))
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			out.WriteString(breakOf(atom.Lookup(name)))
		}
	}
}

func oneSpace(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// breakOf is what an element's edge is in a text.
func breakOf(element atom.Atom) string {
	switch element {
	case atom.Br, atom.Li, atom.Tr, atom.Dd, atom.Dt:
		return "\n"
	case atom.P, atom.Div, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Pre,
		atom.Table, atom.Hr:
		return "\n\n"
	case atom.Td, atom.Th:
		return " "
	}
	return ""
}

// lines puts a text in order: no spaces at the ends of lines, one empty line between paragraphs at most. It undoes the
// escaping that is left in text.
func lines(text string) string {
	var out []string
	empty := true // so that none begins it
	for line := range strings.SplitSeq(html.UnescapeString(text), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" && empty {
			continue
		}
		empty = line == ""
		out = append(out, line)
	}
	text = strings.TrimSpace(strings.Join(out, "\n"))
	if runes := []rune(text); len(runes) > connector.MaxText {
		text = string(runes[:connector.MaxText])
	}
	return printable(text)
}

// line is a text on one line, of a length that can be stored as a name.
func line(text string) string {
	text = strings.Join(strings.Fields(printable(text)), " ")
	for len(text) > connector.MaxName {
		text = strings.ToValidUTF8(text[:connector.MaxName], "")
	}
	return text
}

// printable drops what cannot be stored.
func printable(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}
