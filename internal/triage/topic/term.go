package topic

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"switchboard"
)

// Bounds of one term.
const (
	maxTerm  = 100 // bytes
	maxParts = 6
	minStem  = 2 // letters beside a star
	// farApart is how many words may stand between the two sides of "...".
	farApart = 6
	farBytes = 500 // and how many bytes
)

// joint says how a part of a term follows the one before it.
type joint uint8

const (
	nextWord joint = iota // behind the ending of its last word
	later                 // in the same sentence, with at most farApart words between
)

// part is a piece of a term that is compared as it stands.
type part struct {
	text   string // of a plain text; gaps at its ends ask for the edge of a word
	joint  joint
	open   bool // ends with a star: the word may go on
	opened bool // begins with a star
}

// parse takes a term apart. It refuses, with code invalid, what could not mean anything.
func parse(term string) ([]part, error) {
	if len(term) > maxTerm || !utf8.ValidString(term) {
		return nil, refuse(term, "is longer than a term may be", "Use at most %d bytes, of whole letters.", maxTerm)
	}
	var parts []part
	for i, side := range strings.Split(strings.ReplaceAll(term, "…", "..."), "...") {
		begin := later
		if i == 0 {
			begin = nextWord
		}
		found, err := parseSide(term, side, begin)
		if err != nil {
			return nil, err
		}
		parts = append(parts, found...)
	}
	if len(parts) > maxParts {
		return nil, refuse(term, "has too many parts", "Use at most %d stars and dots in one term.", maxParts-1)
	}
	return parts, nil
}

// parseSide takes apart what stands between "..."; a star within it begins a new part.
func parseSide(term, side string, begin joint) ([]part, error) {
	var parts []part
	var w writer
	opened := strings.HasPrefix(strings.TrimSpace(side), "*")
	rest := strings.TrimPrefix(strings.TrimSpace(side), "*")
	for {
		piece, after, star := strings.Cut(rest, "*")
		if star && after != "" && !strings.HasPrefix(after, " ") {
			return nil, refuse(term, "has a star within a word", "A star stands at the beginning or the end of a word.")
		}
		w.write(piece)
		p := part{joint: begin, open: star, opened: opened}
		if err := p.set(term, string(w.text)); err != nil {
			return nil, err
		}
		parts = append(parts, p)
		if rest = strings.TrimSpace(after); rest == "" {
			return parts, nil
		}
		if strings.HasPrefix(rest, "*") {
			return nil, refuse(term, "has a star within a phrase that begins a word", "Only its first word can begin with a star.")
		}
		begin, opened = nextWord, false
	}
}

// set keeps the text of a part, with a gap where the edge of a word is asked for.
func (p *part) set(term, text string) error {
	body := strings.Trim(text, string(rune(gap)))
	letters := utf8.RuneCountInString(strings.ReplaceAll(body, string(rune(gap)), ""))
	switch {
	case letters == 0:
		return refuse(term, "has no letters to look for", "Links, names of accounts and punctuation are not compared.")
	case (p.open || p.opened) && letters < minStem && endsSpaced(body):
		return refuse(term, "would match nearly everything", "Put at least %d letters beside a star.", minStem)
	}
	first, _ := utf8.DecodeRuneInString(body)
	last, _ := utf8.DecodeLastRuneInString(body)
	if scriptOf(first) == spaced && !p.opened {
		body = string(rune(gap)) + body
	}
	if scriptOf(last) == spaced && !p.open {
		body += string(rune(gap))
	}
	p.text = body
	return nil
}

func endsSpaced(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return scriptOf(last) == spaced
}

func refuse(term, what, hint string, args ...any) error {
	return switchboard.Refuse(switchboard.CodeInvalid, "The term “%s” %s.", shorten(term), what).WithField("words").WithHint(fmt.Sprintf(hint, args...))
}

func shorten(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return strings.ToValidUTF8(s, "")
}

// place is a stretch of a plain text, without the gaps around it: [from, to).
type place struct{ from, to int32 }

// ordered finds the first stretch in which places of all parts follow each other as they should. Each list is in order.
func ordered(text []byte, parts []part, found [][]place) (place, bool) {
	reached := found[0] // ends of what holds so far, each with its own beginning
	for i := 1; i < len(parts); i++ {
		var next []place
		at := 0
		for _, here := range found[i] {
			for at+1 < len(reached) && follows(text, parts[i].joint, reached[at+1], here) != tooLate {
				at++
			}
			if at < len(reached) && follows(text, parts[i].joint, reached[at], here) == fits {
				next = append(next, place{reached[at].from, here.to})
			}
		}
		if reached = next; len(reached) == 0 {
			return place{}, false
		}
	}
	return reached[0], true
}

// order is how a place stands to one before it.
type order uint8

const (
	tooEarly order = iota // too far before
	fits
	tooLate // not before it at all
)

func follows(text []byte, how joint, before, here place) order {
	if before.to > here.from {
		return tooLate
	}
	if how == nextWord {
		switch end := wordEnd(text, before.to) + 1; {
		case end > here.from:
			return tooLate
		case end < here.from:
			return tooEarly
		}
		return fits
	}
	between := text[before.to:here.from]
	if len(between) > farBytes || bytes.IndexByte(between, pause) >= 0 || bytes.Count(between, []byte{gap})-1 > farApart {
		return tooEarly
	}
	return fits
}

// wordEnd is where the word that at is in, or just behind, ends.
func wordEnd(text []byte, at int32) int32 {
	if end := bytes.IndexByte(text[at:], gap); end >= 0 {
		return at + int32(end)
	}
	return int32(len(text))
}
