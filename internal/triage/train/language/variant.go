package language

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// windows are how many words a piece of a sentence has.
var windows = []int{1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 12}

// variant is the text as somebody in a hurry might send it: a piece of it, without its accents.
func variant(text string, random *rand.Rand) string {
	if random.Float64() < 0.6 {
		text = piece(text, windows[random.IntN(len(windows))], random)
	}
	switch x := random.Float64(); {
	case x < 0.13:
		return bare(text)
	case x < 0.15:
		return dropped(text)
	}
	return text
}

// piece is n words of the text, or as much as n words say where no spaces part them.
func piece(text string, n int, random *rand.Rand) string {
	words := strings.Fields(text)
	if len(words) == 1 && utf8.RuneCountInString(text) > 3*n {
		letters := []rune(text)
		from := random.IntN(len(letters) - 2*n)
		return string(letters[from : from+2*n])
	}
	if len(words) <= n {
		return text
	}
	from := random.IntN(len(words) - n + 1)
	return strings.Join(words[from:from+n], " ")
}

// spelled are the letters that do not come apart into one of ASCII and an accent.
var spelled = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L", "đ", "d",
	"Đ", "D", "ð", "d", "þ", "th", "ı", "i", "ə", "e", "Ə", "E")

// bare is the text without accents on Latin letters.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36F {
			return -1
		}
		return r
	}, norm.NFD.String(spelled.Replace(text)))
}

// dropped is the text without the Latin letters that have accents, as broken programs leave it.
func dropped(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && unicode.Is(unicode.Latin, r) {
			return -1
		}
		return r
	}, text)
}
