package topic

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard"
	"switchboard/internal/triage/spelling"
)

// names are the words of names, of which no phrase is made.
type names map[string]bool

// namesOf are the words customers call themselves by, but for those that somebody writes small: they mean something.
func namesOf(s Search) names {
	out := names{}
	var w writer
	for _, all := range [][]Heard{s.Lately, s.Before} {
		for _, h := range all {
			w.write(spelling.Cut(h.Name, 200))
			for word := range bytes.FieldsSeq(w.text) {
				out[string(word)] = true
			}
		}
	}
	for _, all := range [][]Heard{s.Lately, s.Before} {
		for _, h := range all {
			for word := range strings.FieldsFuncSeq(spelling.Cut(h.Text, longestHeard), func(r rune) bool { return scriptOf(r) == noWord }) {
				if r, _ := utf8.DecodeRuneInString(word); unicode.IsLower(r) {
					w.write(word)
					delete(out, strings.TrimSpace(string(w.text)))
				}
			}
		}
	}
	return out
}

// phrasesOf adds the phrases of a message.
func phrasesOf(h Heard, not names, to map[string]bool) {
	var w writer
	w.write(spelling.Cut(h.Text, longestHeard))
	w.hide(h.Entities)
	for sentence := range bytes.SplitSeq(w.text, []byte{pause}) {
		words := strings.Fields(string(sentence))
		for i := range words {
			if r, _ := utf8.DecodeRuneInString(words[i]); scriptOf(r) == unspaced {
				signsOf([]rune(words[i]), to)
				continue
			}
			for n := 1; n <= longestPhrase && i+n <= len(words) && tells(words[i+n-1], not); n++ {
				if n > 1 || utf8.RuneCountInString(words[i]) > 2 {
					to[strings.Join(words[i:i+n], string(rune(gap)))] = true
				}
			}
		}
	}
}

// hide puts a pause in the place of personal data.
func (w *writer) hide(entities []switchboard.Entity) {
	for _, e := range entities {
		for i := range w.text {
			if int(w.from[i]) >= e.Start && int(w.upto[i]) <= e.End && w.from[i] < w.upto[i] {
				w.text[i] = pause
			}
		}
	}
}

// tells reports whether a word can be part of a phrase: it has a letter, and is nobody's name.
func tells(word string, not names) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return !not[word] && scriptOf(r) == spaced && strings.ContainsFunc(word, unicode.IsLetter)
}

func signsOf(signs []rune, to map[string]bool) {
	for i := range signs {
		for n := 2; n <= longestSigns && i+n <= len(signs); n++ {
			to[string(signs[i:i+n])] = true
		}
	}
}

// Redact is a text with a mark in the place of personal data.
func Redact(text string, entities []switchboard.Entity) string {
	ordered := slices.SortedFunc(slices.Values(entities), func(a, b switchboard.Entity) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var out strings.Builder
	at := 0
	for _, e := range ordered {
		if e.Start < at || e.End > len(text) || e.End <= e.Start {
			continue
		}
		out.WriteString(text[at:e.Start])
		out.WriteString("[" + e.Kind + "]")
		at = e.End
	}
	out.WriteString(text[at:])
	return strings.ToValidUTF8(out.String(), "")
}
