package redact

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard"
	"switchboard/internal/triage"
	"switchboard/internal/triage/spelling"
)

// formal leaves out what has a form beside personal data: links, of which the host stays, order numbers, and whatever an @
// stands in.
func formal(text string, found []switchboard.Entity, add func(piece)) {
	for _, e := range found {
		switch e.Kind {
		case triage.EntityURL:
			add(piece{kindLink, hostOf(text[e.Start:e.End]), e.Start, e.End})
		case triage.EntityOrder:
			add(piece{kindOrder, "[order number]", e.Start, e.End})
		}
	}
	for _, at := range links.FindAllStringIndex(text, -1) {
		add(piece{kindLink, hostOf(text[at[0]:at[1]]), at[0], at[1]})
	}
	for _, at := range spelledOut.FindAllStringIndex(text, -1) {
		add(piece{triage.EntityEmail, standIns[triage.EntityEmail], at[0], at[1]})
	}
	addressed(text, add)
}

// addressed leaves out what stands around each @: an address of mail, or what somebody is called by on a network, with the
// server they are at.
func addressed(text string, add func(piece)) {
	for i := 0; i < len(text); {
		at := strings.IndexAny(text[i:], "@＠")
		if at < 0 {
			return
		}
		at += i
		_, size := utf8.DecodeRuneInString(text[at:])
		p := piece{kindHandle, "[handle]", i + spelling.MailName(text[i:at]), at + size}
		if host := spelling.MailHost(text[p.end:]); host > 0 && p.start < at {
			p.kind, p.shown = triage.EntityEmail, standIns[triage.EntityEmail]
			p.end += host
		} else {
			p.end += len(called.FindString(text[p.end:]))
		}
		if i = p.end; p.end-p.start > size {
			add(p)
		}
	}
}

// called is what somebody is called by after an @, with the server they are at, or what is left of it.
var called = regexp.MustCompile(`^[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_](?:[@＠][\p{L}\p{M}\p{N}.-]*[\p{L}\p{M}\p{N}])?`)

// spelledOut are addresses of mail with blanks around their @, or with words instead of it.
var spelledOut = regexp.MustCompile(`(?i)[\p{L}\p{N}][\p{L}\p{M}\p{N}._%+-]*(?:\s[@＠]\s|\s?[(\[{<]\s?(?:at|ät|@)\s?[)\]}>]\s?)` +
	`[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*(?:(?:\.|\s?[(\[{<]\s?(?:dot|punkt|point|punto|ponto)\s?[)\]}>]\s?)[\p{L}\p{M}\p{N}-]+)+`)

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

// What makes a number.
const (
	leastDigits = 5
	mostBetween = 4 // characters between two groups of its digits
	mostBefore  = 5 // letters that belong to it, as in KD-88231
)

// numbered leaves out words with many digits, also in groups, which stand for somebody or something of theirs: a customer's
// number, a booking, a seat of a machine. A year or a price has fewer.
func numbered(text string, add func(piece)) {
	var n number
	flush := func() {
		if n.digits >= leastDigits {
			add(piece{kindNumber, "[number]", n.start, n.end})
		}
		n = number{}
	}
	var before word
	for _, w := range wordsOf(text) {
		if w.digits == 0 || n.digits > 0 && utf8.RuneCountInString(text[n.end:w.start]) > mostBetween {
			flush()
		}
		if w.digits > 0 {
			if n.digits == 0 {
				n.start = startOf(text, before, w)
			}
			n.digits, n.end = n.digits+w.digits, w.end
		}
		before = w
	}
	flush()
}

// number is groups of digits that stand together.
type number struct{ start, end, digits int }

// startOf is where a number begins whose first digits are in a word: with letters that a stroke ties to it.
func startOf(text string, before, w word) int {
	if n := before.end - before.start; n > 0 && w.start-before.end == 1 && strings.ContainsRune("-_/#", rune(text[before.end])) &&
		utf8.RuneCountInString(text[before.start:before.end]) <= mostBefore {
		return before.start
	}
	return w.start
}

// word is a run of letters and digits; where blanks do not part words, letters and what stands beside them are two.
type word struct{ start, end, digits int }

func wordsOf(text string) (all []word) {
	var last rune // of the word that goes on
	for i, r := range text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			last = 0
			continue
		}
		if last == 0 || spelling.Unspaced(r) != spelling.Unspaced(last) {
			all = append(all, word{start: i})
		}
		w := &all[len(all)-1]
		if w.end, last = i+size, r; unicode.IsDigit(r) {
			w.digits++
		}
	}
	return all
}
