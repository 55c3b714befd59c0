package spelling

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unspaced are the scripts that put no blanks between words, or hang what belongs to a word on it, foreign words too.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao,
	unicode.Khmer, unicode.Myanmar}

// Unspaced reports whether a letter is of a script in which a blank does not tell where a word begins and ends.
func Unspaced(r rune) bool { return r >= 0xE00 && (unicode.In(r, unspaced...) || r == 'ー') }

// InWord reports whether a character is a letter, a digit, or a mark on one.
func InWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// MailName is where the name before an @ begins in the text that ends with it: at its end if there is none. A name is of any
// script; where blanks do not part words, letters of another script are not part of it, because a sentence goes before.
func MailName(before string) int {
	start := len(before)
	for i, name := start, rune(0); i > 0; {
		r, size := utf8.DecodeLastRuneInString(before[:i])
		if i -= size; !InWord(r) {
			if !strings.ContainsRune("._%+-'’&=~", r) {
				break
			}
			continue
		}
		if start < len(before) && Unspaced(r) != Unspaced(name) {
			break
		}
		start, name = i, r
	}
	return start
}

// MailHost is how many bytes of a text that follows an @ are a host: two labels or more, the last of them beginning with a
// letter. It is 0 if there is none.
func MailHost(after string) int {
	end, from, first := 0, 0, true
	label := func(to int) {
		if one := strings.TrimRight(after[from:to], "-"); !first && isTop(one) {
			end = from + len(one)
		}
		first = false
	}
	var last rune
	for i, r := range after {
		switch {
		case r == '.' && i > from:
			label(i)
			from, last = i+1, 0
		case r == '-', InWord(r) && (last == 0 || !Unspaced(r) || Unspaced(last)):
			last = r
		default:
			label(i)
			return end
		}
	}
	label(len(after))
	return end
}

// isTop reports whether a label may be the last of a host.
func isTop(label string) bool {
	first, size := utf8.DecodeRuneInString(label)
	return unicode.IsLetter(first) && size < len(label)
}
