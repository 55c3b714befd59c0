// Package spelling is what everything that reads messages agrees on: which letters are alike, what a link looks like, and
// how much of a text is read.
package spelling

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold appends a letter as a small one without its accent. Only Latin letters lose accents: elsewhere marks are vowels.
func Fold(buf []byte, r rune) []byte {
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

// Arabic writes the forms of alef, yeh and the ending that people mix up alike; other letters are left.
func Arabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ':
		return 'ا'
	case 'ى':
		return 'ي'
	case 'ة':
		return 'ه'
	}
	return r
}

// IsLink reports whether a text begins with a web address.
func IsLink(s string) bool {
	if s == "" || s[0]|0x20 != 'h' && s[0]|0x20 != 'w' {
		return false
	}
	return beginsWith(s, "http://") || beginsWith(s, "https://") || beginsWith(s, "www.")
}

func beginsWith(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// Cut shortens a text to at most so many bytes without cutting a character in two.
func Cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && text[most]&0xC0 == 0x80 {
		most--
	}
	return text[:most]
}
