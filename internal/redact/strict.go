package redact

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard"
)

// formal leaves out what triage finds beside personal data: links, of which the host stays, and order numbers.
func formal(text string, found []switchboard.Entity, add func(piece)) {
	for _, e := range found {
		switch e.Kind {
		case "url":
			add(piece{kindLink, hostOf(text[e.Start:e.End]), e.Start, e.End})
		case "order":
			add(piece{kindOrder, "[order number]", e.Start, e.End})
		}
	}
	for _, at := range handles.FindAllStringIndex(text, maxPieces) {
		start := at[0] + strings.IndexAny(text[at[0]:at[1]], "@＠")
		add(piece{kindHandle, "[handle]", start, at[1]})
	}
	for _, at := range links.FindAllStringIndex(text, maxPieces) {
		add(piece{kindLink, hostOf(text[at[0]:at[1]]), at[0], at[1]})
	}
}

// handles are names that somebody is called by on a network, with the server they are at.
var handles = regexp.MustCompile(`(?:^|[^\p{L}\p{N}._%+-])[@＠][\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:@[\p{L}\p{N}.-]+)?`)

// links are addresses in whatever scheme, and hosts with a path, which triage takes for no links.
var links = regexp.MustCompile(`(?i)\b(?:[a-z][a-z0-9+.-]{1,20}://[^\s<>"]+|(?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}]{2,24}[/?#][^\s<>"]*)`)

// hostOf is what may be said of a link: where it leads, if that says nothing of a person.
func hostOf(link string) string {
	if !strings.Contains(link, "://") {
		link = "https://" + link
	}
	at, err := url.Parse(link)
	if err != nil || at.Hostname() == "" || strings.ContainsFunc(at.Hostname(), unicode.IsDigit) {
		return "[link]"
	}
	labels := strings.Split(strings.Trim(at.Hostname(), "."), ".")
	if len(labels) < 2 {
		return "[link]"
	}
	return "[link to " + strings.Join(labels[len(labels)-2:], ".") + "]"
}

// strictly leaves out every one of somebody's names.
func strictly(names []string, text string, add func(piece)) {
	whole := strings.Join(names, " ")
	if utf8.RuneCountInString(whole) >= leastName {
		for _, one := range words(text, whole) {
			add(piece{kindName, "[name]", one[0], one[1]})
		}
	}
	for _, name := range names {
		if utf8.RuneCountInString(name) < leastName {
			continue
		}
		for _, one := range words(text, name) {
			add(piece{kindName, "[name]", one[0], one[1]})
		}
	}
}

// leastName is how many letters a name needs: initials are in every text.
const leastName = 2

// numbered leaves out words with many digits, which stand for somebody or something of theirs: a customer's number, a
// booking, a seat of a machine. A year or a price has fewer.
func numbered(text string, add func(piece)) {
	for _, at := range numbers.FindAllStringIndex(text, -1) {
		digits := 0
		for _, r := range text[at[0]:at[1]] {
			if unicode.IsDigit(r) {
				digits++
			}
		}
		if digits >= leastDigits {
			add(piece{kindNumber, "[number]", at[0], at[1]})
		}
	}
}

const leastDigits = 5

// numbers are words with digits, and digits in groups.
var numbers = regexp.MustCompile(`(?:\p{L}{1,5}[-_/#])?[\p{L}\p{N}]*\p{Nd}[\p{L}\p{N}]*(?:[ ./_-]{0,2}[\p{L}\p{N}]*\p{Nd}[\p{L}\p{N}]*)*`)
