package linear

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/triage/spelling"
)

// word is one word, sign or picture of a text, folded, and where it stands: text[start:end] of the original.
type word struct {
	text       string
	start, end int
	letters    bool // a word of letters or digits, not a sign or a placeholder
}

// Placeholders for what differs from message to message and says nothing by itself.
const (
	mention = "<who>"
	link    = "<link>"
	number  = "<number>"
	loud    = "<loud>"
	begin   = "<begin>"
	end     = "<end>"
)

const (
	maxWord    = 48 // letters of a word that are kept; what is longer is a blob
	maxRepeat  = 2  // soooo and soo are one word
	maxDigits  = 2  // longer numbers are references, dates and amounts
	loudLetter = 3  // capitals that make a word loud
)

// reader cuts a text into words, folding them into one buffer.
type reader struct {
	text  string
	words []word
	buf   []byte
	ends  []int
}

// cutWords takes a text apart. Letters become small and lose their accents, links, mentions and long numbers become
// placeholders, repeated letters are shortened, and signs and pictures are words of their own.
func cutWords(text string) []word {
	r := &reader{text: text, words: make([]word, 0, len(text)/4+2), buf: make([]byte, 0, len(text)+16)}
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case c == '@' && i+1 < len(text) && isHandle(text[i+1]):
			i = r.skip(i, mention)
		case spelling.IsLink(text[i:]):
			i = r.skip(i, link)
		case isLetter(c):
			i = r.word(i)
		case unicode.IsSpace(c) || c == utf8.RuneError || unicode.Is(unicode.Variation_Selector, c):
			i += size
		default:
			i = r.sign(i, c)
		}
	}
	all, from := string(r.buf), 0
	for i, to := range r.ends {
		r.words[i].text = all[from:to]
		from = to
	}
	return r.words
}

func isHandle(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func isLetter(c rune) bool {
	if c < utf8.RuneSelf {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c) &&
		!unicode.Is(unicode.Variation_Selector, c))
}

func (r *reader) add(start, end int, letters bool) {
	r.words = append(r.words, word{start: start, end: end, letters: letters})
	r.ends = append(r.ends, len(r.buf))
}

// skip puts a placeholder for all up to the next space.
func (r *reader) skip(i int, placeholder string) int {
	to := len(r.text)
	if n := strings.IndexAny(r.text[i:], " \t\r\n"); n >= 0 {
		to = i + n
	}
	r.buf = append(r.buf, placeholder...)
	r.add(i, to, false)
	return to
}

// sign adds one sign; a run of the same sign is one word of at most three of them.
func (r *reader) sign(i int, c rune) int {
	size := utf8.RuneLen(c)
	to, times := i, 0
	for to < len(r.text) {
		next, _ := utf8.DecodeRuneInString(r.text[to:])
		if next != c {
			break
		}
		if times++; times <= 3 {
			r.buf = append(r.buf, r.text[to:to+size]...)
		}
		to += size
	}
	r.add(i, to, false)
	return to
}

// word adds one word of letters and digits.
func (r *reader) word(start int) int {
	w := speller{from: len(r.buf), buf: r.buf}
	i := start
	for i < len(r.text) {
		c, size := utf8.DecodeRuneInString(r.text[i:])
		if !isLetter(c) && (!isApostrophe(c) || !letterFollows(r.text[i+size:])) {
			break
		}
		w.add(c)
		i += size
	}
	r.buf = w.finish()
	if len(r.buf) > w.from {
		r.add(start, i, true)
	}
	if w.capitals >= loudLetter && w.capitals == w.letters {
		r.buf = append(r.buf, loud...)
		r.add(start, i, false)
	}
	return i
}

func isApostrophe(c rune) bool { return c == '\'' || c == '’' }

func letterFollows(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return isLetter(c)
}

// speller folds the letters of one word.
type speller struct {
	buf                               []byte
	from                              int
	last                              rune
	repeat, letters, digits, capitals int
}

func (w *speller) add(c rune) {
	small := unicode.ToLower(c)
	if small == w.last {
		w.repeat++
	} else {
		w.last, w.repeat = small, 1
	}
	if unicode.IsDigit(c) {
		w.digits++
	} else if !isApostrophe(c) {
		w.letters++
		if small != c {
			w.capitals++
		}
		if w.repeat > maxRepeat {
			return
		}
	}
	if w.letters+w.digits <= maxWord {
		w.buf = fold(w.buf, small)
	}
}

// finish makes a placeholder of a long number.
func (w *speller) finish() []byte {
	if w.digits > maxDigits && w.digits >= w.letters {
		return append(w.buf[:w.from], number...)
	}
	return w.buf
}

// fold appends a small letter without its accent. Spelling variants of Arabic are joined, and apostrophes.
func fold(buf []byte, c rune) []byte {
	switch {
	case isApostrophe(c):
		return append(buf, '\'')
	case c == 0x640 || c >= 0x64B && c <= 0x652:
		return buf
	case c >= 0x622 && c <= 0x64A:
		return utf8.AppendRune(buf, spelling.Arabic(c))
	}
	return spelling.Fold(buf, c)
}
