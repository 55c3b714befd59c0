package triage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/triage/spelling"
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
		case spelling.IsLink(text[i:]):
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
		t.buf = spelling.Fold(t.buf, r)
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

func skipWord(text string, i int) int {
	if end := strings.IndexAny(text[i:], " \t\r\n"); end >= 0 {
		return i + end
	}
	return len(text)
}
