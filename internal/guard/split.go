package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Split cuts a text into parts of at most limit as count counts (nil: characters as people see them). It cuts between
// sentences; a sentence that is too long, between words; a word that is too long, between characters; and only a single
// character that is too long, within it. Nothing but white space around the cuts is lost. A limit of 0 or less is none.
// When even one code point is over the limit it becomes a part of its own, which Rule then blocks.
func Split(text string, limit int, count func(string) int) []string {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if count == nil {
		count = uniseg.GraphemeClusterCount
	}
	p := packer{limit: limit, count: count}
	if p.fits(text) {
		return []string{text}
	}
	p.pack(text, 0)
	p.flush()
	return p.parts
}

// cuts are the ways to take a text to pieces, the gentlest first.
var cuts = []func(string) []string{sentences, words, graphemes, runes}

type packer struct {
	limit int
	count func(string) int
	parts []string
	open  string // the part being filled, untrimmed
}

func (p *packer) fits(text string) bool {
	return p.limit <= 0 || p.count(strings.TrimSpace(text)) <= p.limit
}

// pack fills parts with the pieces of one cut; what does not fit alone is cut more finely.
func (p *packer) pack(text string, cut int) {
	for _, piece := range cuts[cut](text) {
		if p.fits(p.open + piece) {
			p.open += piece
			continue
		}
		p.flush()
		if p.fits(piece) || cut == len(cuts)-1 {
			p.open = piece
			continue
		}
		p.pack(piece, cut+1)
	}
}

func (p *packer) flush() {
	if part := strings.TrimSpace(p.open); part != "" {
		p.parts = append(p.parts, part)
	}
	p.open = ""
}

// sentences end before white space, or after a full stop of a script that writes none: `a?b` in a link is no end.
func sentences(text string) []string {
	var found []string
	whole := ""
	for _, piece := range pieces(text, uniseg.FirstSentenceInString) {
		whole += piece
		last, _ := utf8.DecodeLastRuneInString(whole)
		if unicode.IsSpace(last) || strings.ContainsRune("。！？．", last) {
			found, whole = append(found, whole), ""
		}
	}
	if whole != "" {
		found = append(found, whole)
	}
	return found
}

func graphemes(text string) []string {
	return pieces(text, func(rest string, state int) (string, string, int) {
		first, rest, _, state := uniseg.FirstGraphemeClusterInString(rest, state)
		return first, rest, state
	})
}

func pieces(text string, first func(string, int) (string, string, int)) []string {
	var found []string
	for state := -1; text != ""; {
		var piece string
		piece, text, state = first(text, state)
		found = append(found, piece)
	}
	return found
}

// words are cut after white space only, so that links, numbers and joined signs stay whole.
func words(text string) []string {
	var found []string
	start, inSpace := 0, false
	for i, r := range text {
		space := unicode.IsSpace(r)
		if inSpace && !space {
			found, start = append(found, text[start:i]), i
		}
		inSpace = space
	}
	return append(found, text[start:])
}

func runes(text string) []string {
	var found []string
	for text != "" {
		_, size := utf8.DecodeRuneInString(text)
		found, text = append(found, text[:size]), text[size:]
	}
	return found
}
