package triage

import "unicode"

// scripts counts letters by script, and those Latin and Cyrillic letters that point at a language.
type scripts struct {
	latin, han, kana, hangul, cyrillic, greek, hebrew, arabic, total int
	other                                                            map[string]int // by language
	telling                                                          map[rune]int
}

// oneLanguage names scripts that stand for one language, as far as customers' messages go.
var oneLanguage = []struct {
	code  string
	table *unicode.RangeTable
}{
	{"th", unicode.Thai}, {"hi", unicode.Devanagari}, {"bn", unicode.Bengali}, {"ta", unicode.Tamil},
	{"te", unicode.Telugu}, {"gu", unicode.Gujarati}, {"kn", unicode.Kannada}, {"ml", unicode.Malayalam},
	{"pa", unicode.Gurmukhi}, {"ka", unicode.Georgian}, {"hy", unicode.Armenian}, {"km", unicode.Khmer},
	{"lo", unicode.Lao}, {"my", unicode.Myanmar}, {"si", unicode.Sinhala}, {"am", unicode.Ethiopic},
}

// telling letters: how much each speaks for a language.
var telling = map[rune][]string{
	'ß': {"de"}, 'ñ': {"es"}, 'ã': {"pt"}, 'õ': {"pt", "et"}, 'œ': {"fr"}, 'ù': {"fr", "it"}, 'ê': {"fr", "pt"},
	'è': {"it", "fr", "ca"}, 'ò': {"it", "ca"}, 'ì': {"it"}, 'ø': {"da", "no"}, 'æ': {"da", "no"},
	'å': {"sv", "da", "no"}, 'ł': {"pl"}, 'ą': {"pl", "lt"}, 'ż': {"pl"}, 'ś': {"pl"}, 'ř': {"cs"}, 'ě': {"cs"},
	'ů': {"cs"}, 'ľ': {"sk"}, 'ô': {"sk", "fr"}, 'ő': {"hu"}, 'ű': {"hu"}, 'ț': {"ro"}, 'ș': {"ro"},
	'ă': {"ro", "vi"}, 'ğ': {"tr"}, 'ı': {"tr"}, 'ş': {"tr"}, 'đ': {"vi", "hr"}, 'ơ': {"vi"}, 'ư': {"vi"},
	'ế': {"vi"}, 'ạ': {"vi"}, 'ė': {"lt"}, 'ų': {"lt"}, 'ā': {"lv"}, 'ē': {"lv"}, 'ä': {"de", "sv", "fi", "et"},
	'ö': {"de", "sv", "fi", "tr", "hu"}, 'ü': {"de", "tr", "et", "hu"}, 'ç': {"fr", "pt", "tr", "ca"},
	'і': {"uk"}, 'ї': {"uk"}, 'є': {"uk"}, 'ґ': {"uk"}, 'ы': {"ru", "be"}, 'э': {"ru", "be"}, 'ё': {"ru", "be"},
	'ў': {"be"}, 'ђ': {"sr"}, 'ј': {"sr", "mk"}, 'љ': {"sr", "mk"}, 'њ': {"sr", "mk"}, 'ќ': {"mk"}, 'ѓ': {"mk"},
	'پ': {"fa", "ur"}, 'چ': {"fa", "ur"}, 'ژ': {"fa"}, 'گ': {"fa", "ur"}, 'ٹ': {"ur"}, 'ڈ': {"ur"}, 'ے': {"ur"},
	'ں': {"ur"},
}

func (s *scripts) count(r rune) {
	if r < 0x80 {
		if r >= 'A' {
			s.latin++
			s.total++
		}
		return
	}
	if unicode.IsLetter(r) {
		s.total++
		s.place(r)
	}
	if r = unicode.ToLower(r); telling[r] != nil {
		if s.telling == nil {
			s.telling = map[rune]int{}
		}
		s.telling[r]++
	}
}

func (s *scripts) place(r rune) {
	switch {
	case unicode.Is(unicode.Latin, r):
		s.latin++
	case unicode.Is(unicode.Han, r):
		s.han++
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		s.kana++
	case unicode.Is(unicode.Hangul, r):
		s.hangul++
	case unicode.Is(unicode.Cyrillic, r):
		s.cyrillic++
	case unicode.Is(unicode.Greek, r):
		s.greek++
	case unicode.Is(unicode.Hebrew, r):
		s.hebrew++
	case unicode.Is(unicode.Arabic, r):
		s.arabic++
	default:
		s.placeOther(r)
	}
}

func (s *scripts) placeOther(r rune) {
	for _, one := range oneLanguage {
		if unicode.Is(one.table, r) {
			if s.other == nil {
				s.other = map[string]int{}
			}
			s.other[one.code]++
			return
		}
	}
}

// dense is how many Latin letters say what one sign of Chinese, Japanese or Korean says, so that an order number and an
// English word do not make a Japanese message English.
const dense = 3

// byScript is the language the script gives away and the share of letters it has; empty for Latin and for mixtures.
func (s *scripts) byScript() (code string, share float64) {
	if s.total == 0 {
		return "", 0
	}
	best := 0
	consider := func(language string, n int) {
		if n > best || n == best && n > 0 && language < code {
			code, best = language, n
		}
	}
	consider("", s.latin)
	if s.kana > 0 {
		consider("ja", dense*(s.kana+s.han))
	} else {
		consider("zh", dense*s.han)
	}
	consider("ko", dense*s.hangul)
	consider(s.among("ru", "uk", "be", "sr", "mk"), s.cyrillic)
	consider("el", s.greek)
	consider("he", s.hebrew)
	consider(s.among("ar", "ur", "fa"), s.arabic)
	for language, n := range s.other {
		consider(language, n)
	}
	return code, min(1, float64(best)/float64(s.total))
}

// among picks the language the telling letters speak for most; the first when none does.
func (s *scripts) among(languages ...string) string {
	best, most := languages[0], 0
	for _, language := range languages {
		n := 0
		for r, times := range s.telling {
			for _, speaks := range telling[r] {
				if speaks == language {
					n += times
				}
			}
		}
		if n > most {
			best, most = language, n
		}
	}
	return best
}
