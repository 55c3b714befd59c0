package practice

import (
	"html"
	"html/template"
	"strings"
	"unicode/utf8"
)

// wait is how somebody who began a thread fares.
type wait struct{ ID, Name, State, Word string }

// mostWaits is how many of them a page lists.
const mostWaits = 8

// waits says of each thread that a customer began whether a company has answered what they said last.
func waits(threads []branch) (list []wait) {
	for _, t := range threads {
		if t.Company || t.Deleted || len(list) == mostWaits {
			continue
		}
		last, answered := lastOf(t)
		w := wait{ID: t.ID, Name: t.Name, State: "waits", Word: "waits, " + ago(t.Now, last.At)}
		switch {
		case last.Company:
			w.State, w.Word = "answered", "answered"
		case answered:
			w.State, w.Word = "back", "is back, "+ago(t.Now, last.At)
		}
		list = append(list, w)
	}
	return list
}

// lastOf is the newest post of a thread, and whether a company has spoken in it.
func lastOf(b branch) (last Post, answered bool) {
	last, answered = b.Post, b.Company
	for _, reply := range b.Replies {
		newest, spoke := lastOf(reply)
		if answered = answered || spoke; newest.At.After(last.At) {
			last = newest
		}
	}
	return last, answered
}

// initials are what stands in for a picture.
func initials(name string) string {
	var out strings.Builder
	words := strings.Fields(name)
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	for _, word := range words {
		r, _ := utf8.DecodeRuneInString(word)
		out.WriteRune(r)
	}
	return strings.ToUpper(out.String())
}

// marked is a text with its handles set apart: they stand out, and a text takes its direction from its words.
func marked(text string) template.HTML {
	var out strings.Builder
	from := 0
	for _, at := range mention.FindAllStringIndex(text, -1) {
		out.WriteString(html.EscapeString(text[from:at[0]]))
		out.WriteString(`<bdi class="at">` + html.EscapeString(text[at[0]:at[1]]) + `</bdi>`)
		from = at[1]
	}
	out.WriteString(html.EscapeString(text[from:]))
	return template.HTML(out.String()) //nolint:gosec // every part was escaped
}
