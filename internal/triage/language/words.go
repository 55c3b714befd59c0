package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of what is read of one text: its first bytes, the letters among them, and the letters of one word.
const (
	maxBytes   = 16 << 10
	maxLetters = 1 << 10
	maxWord    = 40
)

// span is one word among the letters read.
type span struct {
	from, to int
	script   Script
}

// reading is a text taken apart into words of small letters, without what tells nothing of its language: links,
// addresses, mentions, numbers, codes, pictures and the third of three same letters.
type reading struct {
	letters []rune
	words   []span
	count   [scripts]int // letters by script
	start   int          // where the word under way starts
	script  Script       // of the word under way
	joined  bool         // whether the text so far ends in a letter
	tag     bool         // whether the word under way is a hashtag's
	small   bool         // whether the letter before was a small one
	heaped  bool         // whether a mark over the letter before belongs to no letter
}

func (t *reading) reset() {
	*t = reading{letters: t.letters[:0], words: t.words[:0]}
}

// read takes the text apart. It looks at no more than maxBytes of it.
func (t *reading) read(text string) {
	if len(text) > maxBytes {
		text = text[:maxBytes]
	}
	for i := 0; i < len(text) && len(t.letters) < maxLetters; {
		if skip := t.noise(text[i:]); skip > 0 {
			t.end()
			i += skip
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		t.take(r)
		i += size
	}
	t.end()
}

// noise is how many bytes to pass over because what stands there tells nothing of the language.
func (t *reading) noise(rest string) int {
	c := rest[0]
	switch {
	case c == '@':
		return 1 + run(rest[1:], handle)
	case c == '&':
		return entity(rest)
	case c == '\\' && len(rest) > 5 && rest[1] == 'u':
		return 6 // a character that a program wrote as its number
	case c >= utf8.RuneSelf || t.joined || !alphanumeric(c):
		return 0
	case isLink(rest):
		return run(rest, func(c byte) bool { return c > ' ' && c < utf8.RuneSelf })
	}
	return t.code(rest)
}

// code is the length of an order number, a password, base64 and the like at the start of rest, 0 for a word.
func (t *reading) code(rest string) int {
	digits, letters, turns, i := 0, 0, 0, 0
	for ; i < len(rest) && alphanumeric(rest[i]); i++ {
		switch {
		case rest[i] <= '9':
			digits++
		default:
			letters++
			if i > 0 && rest[i] <= 'Z' && rest[i-1] >= 'a' {
				turns++
			}
		}
	}
	switch {
	case i < len(rest) && rest[i] == '@':
		return i // the name in an address; the mention after it goes by itself
	case digits > 0 && (letters > 0 || i > 0), turns > 2 && !t.tag, i > maxWord:
		return i
	}
	if long := run(rest, encoded); long > maxWord {
		return long
	}
	return 0
}

func run(s string, of func(byte) bool) int {
	for i := range len(s) {
		if !of(s[i]) {
			return i
		}
	}
	return len(s)
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func handle(c byte) bool { return alphanumeric(c) || c == '_' || c == '.' || c == '-' }

func encoded(c byte) bool { return alphanumeric(c) || strings.IndexByte("+/=_-", c) >= 0 }

func isLink(s string) bool {
	return starts(s, "http") && (len(s) == 4 || s[4] == ':' || s[4] <= ' ' || starts(s, "https:")) || starts(s, "www.")
}

// starts reports whether s starts with the small ASCII letters of prefix, in any case.
func starts(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if c := s[i]; c != prefix[i] && c|0x20 != prefix[i] {
			return false
		}
	}
	return true
}

// entity is the length of a character written as in HTML, as &amp; is.
func entity(s string) int {
	n := 1 + run(s[1:], func(c byte) bool { return alphanumeric(c) || c == '#' })
	if n > 2 && n < 9 && n < len(s) && s[n] == ';' {
		return n + 1
	}
	return 0
}

// take reads one character.
func (t *reading) take(r rune) {
	switch {
	case r >= 0x300 && r <= 0x36F:
		t.accent(r)
		return
	case r == 0x640 || r >= 0x64B && r <= 0x652: // lengthening and short vowels, written or not as one likes
		return
	}
	t.heaped = false
	script := scriptOf(r)
	if script == NoScript {
		t.other(r)
		return
	}
	small := unicode.ToLower(r)
	if script != t.script || t.tag && t.small && small != r {
		t.end()
	}
	t.letter(small, script)
	t.small = small == r
}

func (t *reading) letter(r rune, script Script) {
	n := len(t.letters)
	t.script, t.joined = script, true
	if n-t.start >= 2 && t.letters[n-1] == r && t.letters[n-2] == r {
		return
	}
	t.letters = append(t.letters, r)
	t.count[script]++
}

// accent joins a letter and the accent that follows it as a character of its own. Behind a mark that belongs to no
// letter the others are heaped up for their looks.
func (t *reading) accent(r rune) {
	n := len(t.letters)
	if n == t.start || t.heaped {
		return
	}
	joined, size := utf8.DecodeRuneInString(norm.NFC.String(string([]rune{t.letters[n-1], r})))
	t.heaped = joined == t.letters[n-1]
	if size > 0 && scriptOf(joined) == t.script {
		t.letters[n-1] = joined
	}
}

// other reads what is no letter: it ends a word. The apostrophe stays with the word before it.
func (t *reading) other(r rune) {
	if (r == '\'' || r == '’') && len(t.letters) > t.start {
		t.letters = append(t.letters, '\'')
	}
	t.end()
	t.tag = r == '#' || r == '_' && t.tag
	t.joined = false
}

// end ends the word under way.
func (t *reading) end() {
	n := len(t.letters)
	if n > t.start && n-t.start <= maxWord || t.script == Han && n > t.start {
		t.words = append(t.words, span{t.start, n, t.script})
	}
	t.start, t.script, t.small = n, NoScript, false
}

// main is the script that the text is mostly written in, and its share of what was read.
func (t *reading) main() (best Script, share float64) {
	most, all := 0, 0
	for s := range scripts {
		n := t.count[s] * s.says()
		all += n
		if n > most {
			best, most = s, n
		}
	}
	if all == 0 {
		return NoScript, 0
	}
	return best, float64(most) / float64(all)
}
