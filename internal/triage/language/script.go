package language

import "unicode"

// Script is a way of writing that the package tells apart.
type Script uint8

// The scripts. Those up to Han are each shared by several languages, and need a model; the others give a language away.
const (
	NoScript Script = iota
	Latin
	Cyrillic
	Arabic
	Devanagari
	Han // with the Japanese syllables
	Greek
	Hebrew
	Hangul
	Thai
	Bengali
	Gurmukhi
	Gujarati
	Odia
	Tamil
	Telugu
	Kannada
	Malayalam
	Sinhala
	Lao
	Burmese
	Georgian
	Armenian
	Ethiopic
	Khmer
	scripts // how many there are
)

// alone is the language of each script that stands for one, as far as customers' messages go.
var alone = [scripts]string{
	Greek: "el", Hebrew: "he", Hangul: "ko", Thai: "th", Bengali: "bn", Gurmukhi: "pa", Gujarati: "gu", Odia: "or",
	Tamil: "ta", Telugu: "te", Kannada: "kn", Malayalam: "ml", Sinhala: "si", Lao: "lo", Burmese: "my", Georgian: "ka",
	Armenian: "hy", Ethiopic: "am", Khmer: "km",
}

// says is how much one letter of a script counts when a text has several. Messages in other scripts carry Latin names
// of brands, products and tags, hardly ever the other way round; and one sign of Chinese, Japanese or Korean says what
// three Latin letters say.
var says = [scripts]int{Latin: 1, Han: 4, Hangul: 4}

func (s Script) says() int {
	if n := says[s]; n > 0 {
		return n
	}
	return 2
}

// blocks are the ranges of letters above ASCII, in order.
var blocks = []struct {
	from, to rune
	script   Script
}{
	{0xAA, 0x24F, Latin}, {0x370, 0x3FF, Greek}, {0x400, 0x52F, Cyrillic}, {0x531, 0x58F, Armenian},
	{0x5D0, 0x5F2, Hebrew}, {0x620, 0x6FF, Arabic}, {0x750, 0x77F, Arabic}, {0x900, 0x97F, Devanagari},
	{0x980, 0x9FF, Bengali}, {0xA00, 0xA7F, Gurmukhi}, {0xA80, 0xAFF, Gujarati}, {0xB00, 0xB7F, Odia},
	{0xB80, 0xBFF, Tamil}, {0xC00, 0xC7F, Telugu}, {0xC80, 0xCFF, Kannada}, {0xD00, 0xD7F, Malayalam},
	{0xD80, 0xDFF, Sinhala}, {0xE00, 0xE7F, Thai}, {0xE80, 0xEFF, Lao}, {0x1000, 0x109F, Burmese},
	{0x10A0, 0x10FF, Georgian}, {0x1100, 0x11FF, Hangul}, {0x1200, 0x139F, Ethiopic}, {0x1780, 0x17FF, Khmer},
	{0x1C90, 0x1CBF, Georgian}, {0x1E00, 0x1EFF, Latin}, {0x1F00, 0x1FFF, Greek}, {0x3005, 0x3007, Han},
	{0x3041, 0x30FF, Han}, {0x3130, 0x318F, Hangul}, {0x31F0, 0x31FF, Han}, {0x3400, 0x4DBF, Han},
	{0x4E00, 0x9FFF, Han}, {0xAC00, 0xD7AF, Hangul}, {0xF900, 0xFAFF, Han}, {0xFB50, 0xFDFF, Arabic},
	{0xFE70, 0xFEFC, Arabic}, {0xFF66, 0xFF9D, Han}, {0x20000, 0x2FA1F, Han},
}

// scriptOf is the script of a letter or vowel sign, and NoScript of all else.
func scriptOf(r rune) Script {
	if r < 0x80 {
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return Latin
		}
		return NoScript
	}
	low, high := 0, len(blocks)
	for low < high {
		if middle := (low + high) / 2; r > blocks[middle].to {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(blocks) || r < blocks[low].from || !unicode.IsLetter(r) && !unicode.IsMark(r) {
		return NoScript
	}
	return blocks[low].script
}
