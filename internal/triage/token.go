package triage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is one word, folded to small letters without accents, and where it stands in the text.
type token struct {
	text       string
	start, end int
	breaks     bool // a sentence ended before it
}

// tokens is a text taken apart.
type tokens struct {
	words     []token
	questions int // question marks
	shouts    int // exclamation marks
	links     int
	mentions  int
	letters   scripts
}

// maxToken is the longest run of letters taken for a word; longer ones are blobs.
const maxToken = 40

// tokenizer collects folded words in one buffer, so that a text costs two allocations and not one a word.
type tokenizer struct {
	out    tokens
	buf    []byte
	bounds []int // end of each word in buf
	breaks bool
}

func tokenize(text string) tokens {
	t := &tokenizer{buf: make([]byte, 0, len(text)+8)}
	t.out.words = make([]token, 0, len(text)/5+1)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case isLink(text, i, r):
			t.out.links++
			i = skipWord(text, i)
		case r == '@':
			t.out.mentions++
			i = skipWord(text, i)
		case isWord(r):
			i = t.word(text, i)
		case isPicture(r):
			t.picture(text, i, size)
			i += size
		default:
			t.mark(r)
			i += size
		}
	}
	return t.finish()
}

// finish cuts the buffer into words.
func (t *tokenizer) finish() tokens {
	all, from := string(t.buf), 0
	for i, to := range t.bounds {
		t.out.words[i].text = all[from:to]
		from = to
	}
	return t.out
}

func (t *tokenizer) add(start, end int) {
	t.out.words = append(t.out.words, token{start: start, end: end, breaks: t.breaks})
	t.bounds = append(t.bounds, len(t.buf))
	t.breaks = false
}

// word folds one word into the buffer and returns where it ends in the text.
func (t *tokenizer) word(text string, start int) int {
	from, i := len(t.buf), start
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) {
			break
		}
		t.out.letters.count(r)
		t.buf = fold(t.buf, r)
		i += size
	}
	if n := len(t.buf) - from; n == 0 || n > maxToken {
		t.buf = t.buf[:from]
		return i
	}
	t.add(start, i)
	return i
}

func (t *tokenizer) picture(text string, start, size int) {
	t.buf = append(t.buf, text[start:start+size]...)
	t.add(start, start+size)
}

func (t *tokenizer) mark(r rune) {
	switch r {
	case '?', '¿', '？', '؟':
		t.out.questions++
		t.breaks = true
	case '!', '！':
		t.out.shouts++
		t.breaks = true
	case '.', ',', ';', ':', '\n', '。', '，':
		t.breaks = true
	}
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) && !isVariation(r) || unicode.IsDigit(r))
}

// isVariation reports whether r only says how the picture before it is drawn.
func isVariation(r rune) bool { return r >= 0xFE00 && r <= 0xFE0F || r == 0x20E3 }

func isPicture(r rune) bool { return r >= 0x2190 && unicode.Is(unicode.So, r) }

func isLink(text string, i int, r rune) bool {
	return (r == 'h' || r == 'H' || r == 'w' || r == 'W') && (hasPrefixFold(text[i:], "http://") ||
		hasPrefixFold(text[i:], "https://") || hasPrefixFold(text[i:], "www."))
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func skipWord(text string, i int) int {
	if end := strings.IndexAny(text[i:], " \t\r\n"); end >= 0 {
		return i + end
	}
	return len(text)
}

// fold appends a letter as a small one without its accent. Only Latin letters lose accents: elsewhere marks are vowels.
func fold(buf []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(buf, byte(r))
	case r >= 0x300 && r <= 0x36F:
		return buf
	case r >= 0xC0 && r <= 0x24F || r >= 0x1E00 && r <= 0x1EFF:
		return foldLatin(buf, unicode.ToLower(r))
	}
	return utf8.AppendRune(buf, unicode.ToLower(r))
}

func foldLatin(buf []byte, r rune) []byte {
	switch r {
	case 'ß':
		return append(buf, "ss"...)
	case 'æ':
		return append(buf, "ae"...)
	case 'œ':
		return append(buf, "oe"...)
	case 'ø':
		return append(buf, 'o')
	case 'ł':
		return append(buf, 'l')
	case 'đ', 'ð':
		return append(buf, 'd')
	case 'ı':
		return append(buf, 'i')
	}
	var letter [utf8.UTFMax]byte
	n := utf8.EncodeRune(letter[:], r)
	base, size := utf8.DecodeRune(norm.NFD.Append(nil, letter[:n]...))
	if size == 0 {
		return buf
	}
	return utf8.AppendRune(buf, base)
}
