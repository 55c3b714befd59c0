package mime

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// TextOf writes HTML as plain text, line by line as it would be read. What the mail repeats is marked as in plain text.
func TextOf(source string) string {
	w := &textWriter{}
	tokens := html.NewTokenizer(strings.NewReader(utf8Of(source)))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return clean(w.text())
		case html.TextToken:
			w.write(tokens.Token().Data)
		case html.StartTagToken:
			w.begin(tokens.Token())
		case html.SelfClosingTagToken:
			if tag := tokens.Token(); tag.DataAtom == atom.Br || tag.DataAtom == atom.Hr {
				w.newLine()
			}
		case html.EndTagToken:
			w.end(tokens.Token().DataAtom)
		}
	}
}

const maxQuoteDepth = 20

type textWriter struct {
	out    strings.Builder
	line   strings.Builder
	hidden int // inside of what is not shown
	quotes int
}

func (w *textWriter) text() string {
	w.newLine()
	return w.out.String()
}

func (w *textWriter) write(text string) {
	if w.hidden > 0 {
		return
	}
	leading := strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\n")
	words := strings.Join(strings.Fields(text), " ")
	if words == "" && !leading {
		return
	}
	if leading && w.line.Len() > 0 && !strings.HasSuffix(w.line.String(), " ") {
		w.line.WriteByte(' ')
	}
	w.line.WriteString(words)
	if last := text[len(text)-1]; words != "" && (last == ' ' || last == '\n') {
		w.line.WriteByte(' ')
	}
}

// newLine ends the line, if there is one.
func (w *textWriter) newLine() {
	if w.line.Len() == 0 {
		return
	}
	w.out.WriteString(strings.Repeat("> ", w.quotes))
	w.out.WriteString(w.line.String())
	w.out.WriteByte('\n')
	w.line.Reset()
}

func (w *textWriter) gap() {
	w.newLine()
	w.out.WriteByte('\n')
}

func (w *textWriter) begin(tag html.Token) {
	switch tag.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript:
		w.hidden++
	case atom.Body:
		w.hidden = 0 // a head that nobody closed ends here
	case atom.Br:
		if w.line.Len() == 0 {
			w.out.WriteByte('\n')
		}
		w.newLine()
	case atom.Blockquote:
		w.quote()
	case atom.Div:
		w.newLine()
		if strings.Contains(attribute(tag, "class"), "gmail_signature") {
			w.out.WriteString("-- \n")
		}
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Table, atom.Hr:
		w.gap()
	case atom.Li:
		w.newLine()
		w.line.WriteString("- ")
	case atom.Tr, atom.Pre, atom.Dt, atom.Dd:
		w.newLine()
	case atom.Td, atom.Th:
		if w.line.Len() > 0 {
			w.line.WriteByte(' ')
		}
	case atom.Img:
		w.write(" " + attribute(tag, "alt") + " ")
	}
}

func (w *textWriter) quote() {
	w.newLine()
	w.quotes = min(w.quotes+1, maxQuoteDepth)
}

func (w *textWriter) end(tag atom.Atom) {
	switch tag {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript:
		w.hidden = max(w.hidden-1, 0)
	case atom.Blockquote:
		w.newLine()
		w.quotes = max(w.quotes-1, 0)
	case atom.Div, atom.Li, atom.Tr, atom.Pre, atom.Dt, atom.Dd:
		w.newLine()
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Table:
		w.gap()
	}
}

func attribute(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
