package topic

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"switchboard/internal/triage/spelling"
)

// Signs of a plain text. No letter folds to one of them.
const (
	gap   = ' '    // between two words
	pause = '\x1f' // between two sentences, with a gap before and behind
)

// plain is a text as it is compared: small letters without accents, one gap before, between and behind words, and a pause
// where a sentence ends. Letters of scripts that are written without spaces follow each other without a gap.
type plain struct {
	text []byte
	from []int32 // for each byte of text, where in the source its letter begins
	upto []int32 // and where it ends
}

// script says how words of it are told apart.
type script uint8

const (
	noWord   script = iota
	spaced          // by spaces
	unspaced        // not at all: a term may begin and end at any letter
)

// writer makes a plain text.
type writer struct {
	plain
	last script // of the letter before; noWord after anything else
	stop bool   // a sentence ended since the last letter
}

// reset makes room for another text.
func (w *writer) reset() {
	w.text, w.from, w.upto = w.text[:0], w.from[:0], w.upto[:0]
	w.last, w.stop = noWord, false
}

// write makes source plain.
func (w *writer) write(source string) {
	w.reset()
	w.put(gap, 0, 0)
	for i := 0; i < len(source); {
		r, size := utf8.DecodeRuneInString(source[i:])
		switch {
		case passedOver(source, i):
			i = afterWord(source, i)
			w.last = noWord
			continue
		case isFiller(r):
			w.stretch(i, i+size)
		case scriptOf(r) != noWord:
			w.letter(r, i, i+size)
		default:
			w.last = noWord
			w.stop = w.stop || ends(r, source[i+size:])
		}
		i += size
	}
	if len(w.text) > 1 {
		w.put(gap, len(source), len(source))
	}
}

// letter appends one letter, with what stands between it and the one before.
func (w *writer) letter(r rune, from, upto int) {
	kind := scriptOf(r)
	if kind != w.last && len(w.text) > 1 {
		w.put(gap, from, from)
		if w.stop {
			w.put(pause, from, from)
			w.put(gap, from, from)
		}
	}
	w.last, w.stop = kind, false
	w.text = fold(w.text, r)
	for len(w.from) < len(w.text) {
		w.from, w.upto = append(w.from, int32(from)), append(w.upto, int32(upto))
	}
}

// stretch lets the letter that ends at from go on: what stands there is only drawn on it.
func (w *writer) stretch(from, upto int) {
	for i := len(w.upto) - 1; i > 0 && int(w.upto[i]) == from && w.text[i] != gap; i-- {
		w.upto[i] = int32(upto)
	}
}

func (w *writer) put(sign byte, from, upto int) {
	w.text, w.from, w.upto = append(w.text, sign), append(w.from, int32(from)), append(w.upto, int32(upto))
}

// passedOver reports whether a link or the name of an account begins at i: they say who, and not what about.
func passedOver(s string, i int) bool {
	if s[i] != '@' && s[i]|0x20 != 'h' && s[i]|0x20 != 'w' {
		return false
	}
	if before, _ := utf8.DecodeLastRuneInString(s[:i]); i > 0 && scriptOf(before) == spaced {
		return false
	}
	return s[i] == '@' || spelling.IsLink(s[i:])
}

func afterWord(s string, i int) int {
	if end := strings.IndexAny(s[i:], " \t\r\n"); end >= 0 {
		return i + end
	}
	return len(s)
}

// ends reports whether a sign ends a sentence; a full stop within a number or an abbreviation does not.
func ends(r rune, rest string) bool {
	switch r {
	case '!', '?', ';', '\n', '。', '！', '？', '؟', '…', '।':
		return true
	case '.':
		next, _ := utf8.DecodeRuneInString(rest)
		return scriptOf(next) == noWord
	}
	return false
}

// scriptOf says whether r belongs to a word, and to one of which kind.
func scriptOf(r rune) script {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return spaced
		}
		return noWord
	case r == utf8.RuneError:
		return noWord
	case r < 0xE00:
		return letterOrNone(r)
	case unwritten(r) || r >= 0x2190 && unicode.Is(unicode.So, r):
		return unspaced
	}
	return letterOrNone(r)
}

func letterOrNone(r rune) script {
	if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
		return spaced
	}
	return noWord
}

// unwritten reports whether r is of a script whose words are not set apart: Thai, Lao, Burmese, Khmer, kana, Chinese signs.
func unwritten(r rune) bool {
	switch {
	case r < 0xE00:
		return false
	case r <= 0xEFF, r >= 0x1000 && r <= 0x109F, r >= 0x1780 && r <= 0x17FF:
		return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
	case r >= 0x3041 && r <= 0x30FF && r != 0x30FB, r >= 0x31F0 && r <= 0x31FF, r == '々', r == '〆':
		return true
	case r >= 0xFF66 && r <= 0xFF9F:
		return true
	}
	return r >= 0x3400 && unicode.Is(unicode.Han, r)
}

// isFiller reports whether r is nothing of its own: joiners, how a picture is drawn, vowel points, a stretched line.
func isFiller(r rune) bool {
	switch {
	case r < 0x300:
		return r == 0xAD
	case r <= 0x36F:
		return true
	case r >= 0x591 && r <= 0x5C7:
		return unicode.IsMark(r)
	case r == 0x640, r >= 0x64B && r <= 0x65F, r == 0x670:
		return true
	}
	return r >= 0x200B && r <= 0x200F || r == 0x2060 || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F || r == 0x20E3
}

// fold appends a letter as it is compared.
func fold(to []byte, r rune) []byte {
	switch {
	case r < 0x370:
		return spelling.Fold(to, r)
	case r <= 0x3FF, r >= 0x1F00 && r <= 0x1FFF:
		return foldGreek(to, r)
	case r == 'ё' || r == 'Ё':
		return utf8.AppendRune(to, 'е')
	case r >= 0x622 && r <= 0x649:
		return utf8.AppendRune(to, spelling.Arabic(r))
	case r >= 0xFF01 && r <= 0xFF9F:
		for _, c := range norm.NFKC.String(string(r)) {
			to = spelling.Fold(to, c)
		}
		return to
	}
	return spelling.Fold(to, r)
}

func foldGreek(to []byte, r rune) []byte {
	base, size := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	if size == 0 || !unicode.IsLetter(base) {
		base = r
	}
	if base = unicode.ToLower(base); base == 'ς' {
		base = 'σ'
	}
	return utf8.AppendRune(to, base)
}
