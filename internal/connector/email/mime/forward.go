package mime

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Forwarded is the mail that another passes on: one that is attached, else the one that stands below the line programs
// put above it. ok is false when there is none. Of a mail inside the text only Subject, Text and HTML are told, the last
// with everything around it.
func Forwarded(m Mail) (inner Mail, ok bool) {
	for _, file := range m.Files {
		if file.MediaType == "message/rfc822" {
			inner = Parse(file.Data)
			return inner, inner.From != Address{}
		}
	}
	text, subject, found := belowForward(m.Whole())
	if !found {
		return Mail{}, false
	}
	if subject == "" {
		subject = m.Subject
	}
	return Mail{Subject: subject, Text: text, HTML: m.HTML}, true
}

// Whole is the text with what was folded away from it.
func (m Mail) Whole() string { return join(m.Text, m.Quoted, m.Signature) }

// belowForward parts what is passed on from what stands above it, and finds the subject it had.
func belowForward(text string) (inner, subject string, found bool) {
	lines := strings.Split(text, "\n")
	for n := range lines {
		if isForwarded(lines[n]) || isDivider(lines[n]) && headerFollows(lines[n+1:]) {
			inner, subject = behindHeader(unmarked(lines[n+1:]))
			return inner, subject, inner != ""
		}
		if headerBegins(lines[n:]) {
			inner, subject = behindHeader(lines[n:])
			return inner, subject, inner != ""
		}
	}
	return "", "", false
}

// unmarked takes the mark of what is repeated from lines that all have it.
func unmarked(lines []string) []string {
	plain := make([]string, len(lines))
	for n, one := range lines {
		rest, marked := strings.CutPrefix(strings.TrimSpace(one), ">")
		if !marked && !blank(one) {
			return lines
		}
		plain[n] = strings.TrimPrefix(rest, " ")
	}
	return plain
}

// behindHeader leaves out the header that programs show above what they pass on.
func behindHeader(lines []string) (text, subject string) {
	const most = 12 // lines of it, folded ones among them
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	for n := 0; n < most && len(lines) > 0 && !blank(lines[0]); n++ {
		label, value, _ := strings.Cut(lines[0], ":")
		if quoteForm.subject.MatchString(strings.Trim(label, "* \t")) {
			subject = line(strings.TrimLeft(value, "* \t"), 500)
		}
		lines = lines[1:]
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), subject
}

const maxLinks = 500

// Links are the addresses that HTML leads to, in their order.
func Links(source string) []string {
	var list []string
	tokens := html.NewTokenizer(strings.NewReader(source))
	for len(list) < maxLinks {
		switch tokens.Next() {
		case html.ErrorToken:
			return list
		case html.StartTagToken:
			if tag := tokens.Token(); tag.DataAtom == atom.A {
				if to := attribute(tag, "href"); strings.HasPrefix(to, "http") {
					list = append(list, to)
				}
			}
		}
	}
	return list
}
