package redact

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"switchboard/internal/triage/spelling"
)

// aCustomer is who speaks, for those outside.
const aCustomer = "a customer"

// Lengths that something needs to be looked for.
const (
	leastName   = 2 // letters of a name where every one goes: initials are in every text
	leastOther  = 3 // letters of a name beside the first
	leastHandle = 3
	leastLoose  = 4 // letters of a spelling that is only guessed
)

// in finds somebody's name and handle in a text. Of a whole name the first name stays, unless strict, and names that are not
// the first go.
func (p Person) in(l letters, strict bool, add func(piece)) {
	leave := func(what, kind, shown string, least int) {
		if utf8.RuneCountInString(what) < least {
			return
		}
		for _, one := range l.words(what) {
			add(piece{kind, shown, one[0], one[1]})
		}
	}
	handle := strings.TrimLeft(p.Handle, "@")
	local, _, _ := strings.Cut(handle, "@")
	if utf8.RuneCountInString(handle) >= leastHandle {
		leave("@"+handle, kindHandle, aCustomer, leastHandle)
		leave(handle, kindHandle, aCustomer, leastHandle)
		leave(local, kindHandle, aCustomer, leastHandle)
	}
	names := strings.Fields(p.Name)
	if strict {
		for _, name := range everyName(names) {
			leave(name, kindName, "[name]", leastName)
		}
		return
	}
	if len(names) < 2 {
		return
	}
	leave(strings.Join(names, " "), kindName, names[0], 1)
	for _, name := range names[1:] {
		leave(name, kindName, "[name]", leastOther)
	}
}

// everyName lists what somebody with such names may be called: by all of them, also without the blanks between, by each, and
// by each part of one; the longest first.
func everyName(names []string) []string {
	all := append([]string{strings.Join(names, " "), strings.Join(names, "")}, names...)
	for _, name := range names {
		parts := strings.FieldsFunc(name, notInWord)
		all = append(append(append(all, parts...), strings.Join(parts, "")), givenIn(name)...)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return slices.Compact(all)
}

// givenIn are the names that make up one without blanks, in a script that needs none: as a rule two letters are the given
// name, which stands last.
func givenIn(name string) []string {
	r := []rune(name)
	if len(r) < 3 || len(r) > 4 || !spelling.Unspaced(r[0]) {
		return nil
	}
	return []string{string(r[:len(r)-2]), string(r[len(r)-2:])}
}

// letters are a text as names are compared in it: without case, accents and other marks that people leave out.
type letters struct {
	text, plain string
	from        []int // for each byte of plain and its end, where the letter it stems from begins in text
}

func lettersOf(text string) letters {
	l := letters{text: text, from: make([]int, 0, len(text)+1)}
	plain := make([]byte, 0, len(text))
	for i, r := range text {
		plain = compared(plain, r)
		for len(l.from) < len(plain) {
			l.from = append(l.from, i)
		}
	}
	l.plain, l.from = string(plain), append(l.from, len(text))
	return l
}

// compared appends a letter as it is compared.
func compared(buf []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return spelling.Fold(buf, r)
	}
	var whole, parts [utf8.UTFMax * 4]byte
	n := utf8.EncodeRune(whole[:], spelling.Arabic(r))
	for _, one := range string(norm.NFD.Append(parts[:0], whole[:n]...)) {
		switch {
		case one >= 0x591 && one <= 0x5C7, one >= 0x64B && one <= 0x65F, one == 0x640, one == 0x670: // of Hebrew and Arabic
		case one == 'ς':
			buf = utf8.AppendRune(buf, 'σ')
		default:
			buf = spelling.Fold(buf, one)
		}
	}
	return buf
}

// words are the places where something stands in the text as a word of its own, in whatever case and with or without its
// accents.
func (l letters) words(what string) (places [][2]int) {
	for _, form := range spellings(what) {
		for at := 0; ; {
			i := strings.Index(l.plain[at:], form)
			if i < 0 {
				break
			}
			start, end := at+i, at+i+len(form)
			if l.isWord(start, end) {
				places = append(places, [2]int{l.from[start], l.from[end]})
			}
			at = end
		}
	}
	return places
}

// spellings are how a name may be written, as it is compared: as it is, and with letters for an umlaut or instead of them.
func spellings(name string) []string {
	said := string(lettersOf(name).plain)
	all := []string{said, string(lettersOf(umlauts.Replace(strings.ToLower(norm.NFC.String(name)))).plain)}
	if loose := digraphs.Replace(said); utf8.RuneCountInString(loose) >= leastLoose {
		all = append(all, loose)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "" })
}

var (
	umlauts  = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe")
	digraphs = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a")
)

// isWord reports whether what stands between two bytes of the letters is whole letters, and no part of a longer word.
func (l letters) isWord(start, end int) bool {
	if start > 0 && l.from[start] == l.from[start-1] || l.from[end] == l.from[end-1] {
		return false
	}
	first, _ := utf8.DecodeRuneInString(l.text[l.from[start]:])
	last, _ := utf8.DecodeRuneInString(l.text[l.from[end-1]:])
	before, _ := utf8.DecodeLastRuneInString(l.text[:l.from[start]])
	after, _ := utf8.DecodeRuneInString(l.text[l.from[end]:])
	return ends(first, before) && ends(last, after)
}

// ends reports whether a word can end at a letter that another stands beside. Where blanks do not part words, any can.
func ends(r, beside rune) bool {
	return !partOfWord(beside) || spelling.Unspaced(r) || spelling.Unspaced(beside)
}

func partOfWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}
